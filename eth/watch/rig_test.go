package watch_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/watch"
)

// observed counts what an Observer is told.
type observed struct {
	watch.NopObserver
	mu sync.Mutex
	// guarded by mu:
	reorgs  []int
	resyncs int
	errs    []error
}

func (o *observed) Reorganized(depth int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reorgs = append(o.reorgs, depth)
}

func (o *observed) Resynced() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.resyncs++
}

func (o *observed) Failed(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.errs = append(o.errs, err)
}

func (o *observed) errors() []error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]error(nil), o.errs...)
}

// rig is a watcher on a fake chain within a synctest bubble.
type rig struct {
	t     *testing.T
	chain *fakeChain
	store *memory
	ledger
	observed observed
	cfg      watch.Config
	watcher  *watch.Watcher
	more     []watch.Subscription // after the ledger's
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, chain: newFakeChain(), store: &memory{}, cfg: watch.DefaultConfig()}
	r.read = func(_ context.Context, b chain.BlockRef) ([]types.Log, error) { return r.chain.upTo(b.Number), nil }
	r.cfg.Chain, r.cfg.Store, r.cfg.Observer = r.chain, r.store, &r.observed
	return r
}

func (r *rig) subscription() watch.Subscription { return subscription(&r.ledger) }

func subscription(l *ledger) watch.Subscription {
	return watch.Subscription{
		Name: "ledger", Handle: l.Handle,
		Filter: watch.Filter{Addresses: []common.Address{contract}},
	}
}

// start runs a new watcher until it waits.
func (r *rig) start() {
	r.t.Helper()
	w, err := watch.New(r.cfg)
	require.NoError(r.t, err)
	for _, s := range append([]watch.Subscription{r.subscription()}, r.more...) {
		require.NoError(r.t, w.Subscribe(s))
	}
	require.NoError(r.t, w.Start(r.t.Context()))
	r.watcher = w
	synctest.Wait()
}

// settle lets the watcher poll, and repeat what failed.
func (r *rig) settle() {
	time.Sleep(10 * time.Minute)
	synctest.Wait()
}

func (r *rig) stop() { require.NoError(r.t, r.watcher.Close()) }

// exact checks that the ledger has all logs of the chain and nothing else.
func (r *rig) exact() {
	r.t.Helper()
	require.Empty(r.t, r.difference())
}

// difference says what is not as it must be, nothing if all is well.
func (r *rig) difference() string { return r.differenceOf(&r.ledger) }

func (r *rig) differenceOf(l *ledger) string {
	logs, wrong := l.state()
	if want := ids(r.chain.upTo(1 << 40)); len(wrong) > 0 || !slices.Equal(want, logs) {
		return fmt.Sprintf("want %q\nhave %q\nwrong %q", want, logs, wrong)
	}
	return ""
}

func run(t *testing.T, name string, f func(t *testing.T, r *rig)) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			f(t, r)
			if r.watcher != nil {
				r.stop()
			}
		})
	})
}
