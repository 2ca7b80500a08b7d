package discovery

import (
	"context"
	"errors"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Claim is what a chain says of an orchestrator: whoever is registered with a
// URI claims that it is there.
type Claim struct {
	Address  common.Address
	Stake    chain.LPT
	Services []chain.Service
	Regions  []string
}

// Equal compares all that is claimed.
func (c Claim) Equal(o Claim) bool {
	return c.Address == o.Address && c.Stake == o.Stake && slices.Equal(c.Services, o.Services) && slices.Equal(c.Regions, o.Regions)
}

// Directory lists the orchestrators of a chain, by descending stake; ok is false
// before they were read for the first time. The lists in its entries are for
// reading. It is implemented by protocol.PoolView.
type Directory interface {
	Orchestrators() (list []chain.Orchestrator, ok bool)
}

// ErrRegistryUnread says that the chain's orchestrators were not read yet.
var ErrRegistryUnread = errors.New("the chain's orchestrators are not known yet")

// Registry lists the orchestrators of a chain that are active and have a usable
// service URI. Nobody vouches for them: their score is 0.
type Registry struct {
	directory Directory
}

// NewRegistry returns a source of the directory's orchestrators.
func NewRegistry(d Directory) *Registry { return &Registry{directory: d} }

// Orchestrators returns the first MaxEntries, those with the most stake, or
// ErrRegistryUnread. Two that are registered with the same URI are one entry with
// two claims.
func (r *Registry) Orchestrators(context.Context) ([]Entry, error) {
	list, ok := r.directory.Orchestrators()
	if !ok {
		return nil, ErrRegistryUnread
	}
	entries := make([]Entry, 0, min(len(list), MaxEntries))
	at := make(map[string]int, cap(entries))
	for _, o := range list {
		if !o.Active || o.Entry.ServiceURI == "" {
			continue
		}
		uri, err := ParseURI(o.Entry.ServiceURI)
		if err != nil {
			continue // anybody may write anything there
		}
		claims := []Claim{{Address: o.Address, Stake: o.Stake, Services: o.Entry.Services, Regions: o.Entry.Regions}}
		if i, known := at[uri]; known {
			entries[i].Claims = mergeClaims(entries[i].Claims, claims)
			continue
		}
		if len(entries) == MaxEntries {
			break
		}
		at[uri] = len(entries)
		entries = append(entries, Entry{URI: uri, Claims: claims})
	}
	return entries, nil
}
