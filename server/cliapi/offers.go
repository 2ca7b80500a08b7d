package cliapi

import (
	"net/http"
	"time"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Market is GET /api/v1/market: what orchestrators offer now.
type Market struct {
	Time time.Time `json:"time"`
	// Block by which terms are judged; 0 off chain, and while it is not known.
	Block uint64 `json:"block"`
	// RTT is the median of the offers that are used; 0 while none is measured.
	RTT Duration `json:"rtt"`
	// Prices of the offers that are used; null while none is known.
	Prices *PriceQuantiles `json:"prices"`
	// Offers in the order in which streams meet them, then those that are left out.
	Offers []Offer `json:"offers"`
}

// PriceQuantiles are of the prices that were seen: of all prices a tenth is at
// most P10.
type PriceQuantiles struct {
	Min   Price `json:"min"`
	P10   Price `json:"p10"`
	P25   Price `json:"p25"`
	P50   Price `json:"p50"`
	P75   Price `json:"p75"`
	P90   Price `json:"p90"`
	Max   Price `json:"max"`
	Count int   `json:"count"` // how many prices there are
}

// Offer is what is known of one orchestrator.
type Offer struct {
	URI string `json:"uri"`
	// Node is where it is asked, if that is not its URI: the nearest of its nodes.
	Node    string  `json:"node,omitempty"`
	Score   float64 `json:"score"`            // as its source gives it
	Address Address `json:"address,omitzero"` // as it says itself

	// Registered says that the chain's registry has the URI; what follows is there.
	Registered bool      `json:"registered"`
	Stake      chain.LPT `json:"stake"`
	Services   []Service `json:"services"`
	Regions    []string  `json:"regions"`
	// Contradicted are those of its regions that measured times speak against.
	Contradicted []string `json:"contradicted,omitempty"`

	Price     *Price   `json:"price"` // null while it is not known, and off chain
	FaceValue pm.Wei   `json:"faceValue"`
	Version   string   `json:"version,omitempty"`
	RTT       Duration `json:"rtt"` // median of the last answers; 0 while none was measured

	// Ready says that a stream can start with it without asking, Stale that nothing
	// was heard of it since the node started, and Capped that it had no room when
	// it was asked last.
	Ready  bool `json:"ready"`
	Stale  bool `json:"stale"`
	Capped bool `json:"capped"`
	// Failures counts the questions since its last good answer; Problem is the error
	// of the last one.
	Failures uint64    `json:"failures"`
	Problem  string    `json:"problem,omitempty"`
	Asked    time.Time `json:"asked,omitzero"`
	Answered time.Time `json:"answered,omitzero"`
	// Excluded is why it is left out; empty for those that are used.
	Excluded string `json:"excluded,omitempty"`
}

// PriceOf writes a price as the API does.
func PriceOf(p pm.Price) Price { return priceOf(p) }

// ServicesOf writes services as the API does.
func ServicesOf(list []chain.Service) []Service {
	return newRegistryEntry(chain.RegistryEntry{Services: list}).Services
}

func (s *Server) market(*http.Request) (any, error) {
	if s.cfg.Market.Table == nil {
		return nil, errNoStreams()
	}
	m := s.cfg.Market.Table()
	m.Offers = notNil(m.Offers)
	for i := range m.Offers {
		o := &m.Offers[i]
		o.Services, o.Regions = notNil(o.Services), notNil(o.Regions)
	}
	return m, nil
}
