package discovery

import (
	"context"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/market"
	"github.com/livepeer/streamflow/pm"
)

// Client asks one orchestrator for its terms. It is implemented by
// net.OrchestratorClient.
type Client interface {
	// Info must return soon after ctx has ended.
	Info(ctx context.Context, uri string, req core.JobRequest) (*core.OrchestratorInfo, error)
}

// Observer sees what a Table does. Its methods may be called from any
// goroutine and must not block.
type Observer interface {
	// DiscoveryFailed is called for each orchestrator that could not be used.
	DiscoveryFailed(uri string, err error)
	// DiscoveryDone is called at the end of each search; asked is 0 when the
	// table had the answer.
	DiscoveryDone(asked, found int, took time.Duration)
}

type nopObserver struct{}

func (nopObserver) DiscoveryFailed(string, error)         {}
func (nopObserver) DiscoveryDone(int, int, time.Duration) {}

// Store keeps what a Table knows over restarts. It is implemented by
// store.Store.
type Store interface {
	// Market returns all records, those that were asked last first.
	Market(ctx context.Context) ([]market.Record, error)
	// SaveMarket stores each record in place of the one of its URI.
	SaveMarket(ctx context.Context, records []market.Record) error
	// ForgetMarket deletes those that were asked before, and of the others all but
	// the keep that were asked last.
	ForgetMarket(ctx context.Context, before time.Time, keep int) error
}

// Chain tells the present block, by which terms expire. It is implemented by
// what tells a payer of it (eth/broker).
type Chain interface {
	// Moment is called often and must not block. It fails while nothing is known.
	Moment() (pm.Moment, error)
}

// Order says whom streams should meet first.
type Order interface {
	// Cost of an offer beside what is typical; the lowest comes first. It is called
	// with a lock held, for each offer about once a second, must not block, and
	// must not keep the offer's lists.
	Cost(o *Offer, typical Typical) float64
}

// Typical is the middle of what the offers have.
type Typical struct {
	RTT time.Duration // 0 while none was measured
	// Price is nil while nobody has one, as off chain.
	Price *pm.Price
}
