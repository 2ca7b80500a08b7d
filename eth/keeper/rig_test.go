package keeper_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/keeper"
	"github.com/livepeer/streamflow/eth/watch"
)

// notes are what an Observer was told and what was logged, from Warn on.
type notes struct {
	mu   sync.Mutex
	list []string // guarded by mu
}

func (n *notes) add(format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, fmt.Sprintf(format, args...))
}

// count is how often one note was made.
func (n *notes) count(note string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	count := 0
	for _, have := range n.list {
		if have == note {
			count++
		}
	}
	return count
}

// observer is an Observer and an slog.Handler.
type observer struct{ told, logged notes }

func (o *observer) TryFailed(service string, round chain.Round, _ error) {
	o.told.add("%s of %d failed", service, round)
}
func (o *observer) RewardCalled(round chain.Round) { o.told.add("%d called", round) }
func (o *observer) RewardAtRisk(round chain.Round, blocks uint64) {
	o.told.add("%d at risk in %d", round, blocks)
}
func (o *observer) RewardMissed(round chain.Round) { o.told.add("%d missed", round) }

func (o *observer) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelWarn }
func (o *observer) WithAttrs([]slog.Attr) slog.Handler           { return o }
func (o *observer) WithGroup(string) slog.Handler                { return o }
func (o *observer) Handle(_ context.Context, r slog.Record) error {
	o.logged.add("%s %s", r.Level, r.Message)
	return nil
}

// service is what Initializer and Rewarder have in common.
type service interface {
	Start(ctx context.Context) error
	Close() error
	Subscription() watch.Subscription
}

// rig is a world with services that hear of its blocks, in a synctest bubble.
type rig struct {
	*world
	observer
	cfg         keeper.Config
	initializer *keeper.Initializer // nil when not wanted
	rewarder    *keeper.Rewarder    // nil when not wanted
	services    []service
}

func newRig() *rig {
	r := &rig{world: newWorld()}
	r.cfg = keeper.DefaultConfig()
	r.cfg.Protocol, r.cfg.Sender, r.cfg.Account = r.world, r.world, account
	r.cfg.Observer, r.cfg.Log = &r.observer, slog.New(&r.observer)
	r.cfg.MaxDelay = 0
	return r
}

func (r *rig) startRewarder(t require.TestingT) {
	var err error
	r.rewarder, err = keeper.NewRewarder(r.cfg)
	require.NoError(t, err)
	r.start(t, r.rewarder)
}

func (r *rig) startInitializer(t require.TestingT) {
	var err error
	r.initializer, err = keeper.NewInitializer(r.cfg)
	require.NoError(t, err)
	r.start(t, r.initializer)
}

func (r *rig) start(t require.TestingT, s service) {
	require.NoError(t, s.Start(context.Background()))
	r.services = append(r.services, s)
	synctest.Wait()
}

func (r *rig) stop(t require.TestingT) {
	for _, s := range r.services {
		require.NoError(t, s.Close())
	}
	r.services = nil
}

// tell tells all services of the newest block.
func (r *rig) tell(t require.TestingT, kind watch.Kind) {
	r.mu.Lock()
	batch := watch.Batch{Kind: kind, Block: chain.BlockRef{Number: r.block, L1Number: r.block}}
	r.mu.Unlock()
	for _, s := range r.services {
		require.NoError(t, s.Subscription().Handle(context.Background(), batch))
	}
	synctest.Wait()
}

// mines adds blocks, and lets the services look at each.
func (r *rig) mines(t require.TestingT, n int) {
	for range n {
		r.world.mine()
		time.Sleep(12 * time.Millisecond) // far below Poll: the blocks wake the services
		r.tell(t, watch.Added)
	}
}

// mineTo goes to a block of a round, counted from 0.
func (r *rig) mineTo(t require.TestingT, round chain.Round, block uint64) {
	r.mu.Lock()
	n := int(uint64(round)*roundLength + block - r.block)
	r.mu.Unlock()
	r.mines(t, n)
}

// inBubble runs a test with a rig in a bubble.
func inBubble(t *testing.T, f func(t *testing.T, r *rig)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		defer r.stop(t)
		f(t, r)
	})
}
