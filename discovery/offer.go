package discovery

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/market"
	"github.com/livepeer/streamflow/pm"
)

// Offer is what a Table knows of one orchestrator.
type Offer struct {
	// URI where it is listed, and Score as its source gives it.
	URI   string
	Score float64
	// Node is where it is asked: URI, or the nearest of its further nodes.
	Node string

	// Address as it says itself; zero before its first answer, and off chain.
	Address common.Address
	// Registered says that a chain's registry has this URI for the address (or
	// for anybody, before the first answer). Stake, Services and Regions are from
	// there; the lists are for reading.
	Registered bool
	Stake      chain.LPT
	Services   []chain.Service
	Regions    []string
	// Contradicted are those of Regions that the measured RTT speaks against.
	Contradicted []string

	// Price is nil while it is not known, and off chain; for reading.
	Price *pm.Price
	// FaceValue of its tickets.
	FaceValue pm.Wei
	Version   string
	// RTT is the median of the last answers' times, connecting included; 0 while
	// none was measured.
	RTT time.Duration

	// Ready says that a stream can start with it without asking, and Stale that
	// nothing was heard of it since the node started.
	Ready, Stale bool
	// Capped says that it had no room when it was asked last.
	Capped bool
	// Failures counts the questions since its last good answer, and Problem is the
	// error of the last one.
	Failures        uint64
	Problem         string
	Asked, Answered time.Time
	// Excluded is why the Filter leaves it out; empty for those that are used.
	Excluded string
}

// record is what is kept of the offer.
func (o *Offer) record() market.Record {
	return market.Record{
		URI: o.URI, Node: o.Node, Address: o.Address, Price: o.Price, FaceValue: o.FaceValue, RTT: o.RTT, Version: o.Version,
		Capped: o.Capped, Failures: o.Failures, Problem: o.Problem, Asked: o.Asked, Answered: o.Answered,
	}
}

// recall takes over what was kept, unless something newer is known.
func (o *Offer) recall(r market.Record) {
	if !o.Asked.IsZero() {
		return
	}
	o.Address, o.FaceValue, o.RTT, o.Version = r.Address, r.FaceValue, max(r.RTT, 0), clip(r.Version, maxVersion)
	o.Capped, o.Failures, o.Problem = r.Capped, r.Failures, clip(r.Problem, maxProblem)
	o.Asked, o.Answered, o.Stale = r.Asked, r.Answered, true
	if r.Price != nil && r.Price.Valid() {
		o.Price = r.Price
	}
	if node, err := ParseURI(r.Node); err == nil {
		o.Node = node
	}
}

// claim attaches what the registry says of the one that answers, or of the first
// of those that may.
func (o *Offer) claim(claims []Claim) {
	o.Registered, o.Stake, o.Services, o.Regions = false, chain.LPT{}, nil, nil
	for _, c := range claims {
		if o.Address == (common.Address{}) || o.Address == c.Address {
			o.Registered, o.Stake, o.Services, o.Regions = true, c.Stake, c.Services, c.Regions
			return
		}
	}
}
