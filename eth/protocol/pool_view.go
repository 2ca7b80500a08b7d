package protocol

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/watch"
)

// PoolView is the pool of orchestrators, read once and then kept up to date from
// events alone: what events are about is read again as of their block, and of the
// block before it when the block is taken back. So it is right after any
// reorganisation, whatever an event says.
//
// Subscribe it to a watch.Watcher; Orchestrators can be called from any goroutine.
type PoolView struct {
	client *Client

	mu     sync.Mutex // guards what follows
	loaded bool
	round  chain.Round // of what was read last
	// known are the pool's members and those who were in it since it was read.
	known map[common.Address]chain.Orchestrator
}

// NewPoolView returns one that is empty until it hears of the first block.
func NewPoolView(c *Client) *PoolView { return &PoolView{client: c} }

// Subscription is what the view wants to hear of.
func (v *PoolView) Subscription() watch.Subscription {
	c := v.client
	return watch.Subscription{
		Name: "pool of orchestrators",
		Filter: watch.Filter{
			Addresses: []common.Address{c.at(nameBonding), c.at(nameRegistry), c.at(nameRounds)},
			Topics: topics(eventBond, eventUnbond, eventRebond, eventReward, eventTranscoderUpdate, eventCutsAnnounced,
				eventTranscoderActivated, eventTranscoderDeactivated, eventTranscoderSlashed,
				eventServiceURIUpdate, eventServicesUpdate, eventRegionsUpdate, eventNewRound),
		},
		Handle: v.handle,
	}
}

// Orchestrators returns the pool by descending stake; ok is false before it was
// read for the first time. The list shares its entries' lists with the view: they
// are for reading.
func (v *PoolView) Orchestrators() (list []chain.Orchestrator, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, o := range v.known {
		if o.InPool {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b chain.Orchestrator) int {
		return cmp.Or(b.Stake.Cmp(a.Stake), a.Address.Cmp(b.Address))
	})
	return list, v.loaded
}

func (v *PoolView) handle(ctx context.Context, b watch.Batch) error {
	switch b.Kind {
	case watch.Resume, watch.Resync:
		return v.load(ctx, b.Block.Number)
	case watch.Removed:
		return v.reread(ctx, b, b.Block.Number-min(b.Block.Number, 1))
	}
	return v.reread(ctx, b, b.Block.Number)
}

func (v *PoolView) load(ctx context.Context, block uint64) error {
	var list []chain.Orchestrator
	var round chain.Round
	err := v.client.asOf(ctx, block, func(at *big.Int) (err error) {
		if round, err = v.client.currentRound(ctx, at); err == nil {
			list, err = v.client.orchestratorsAt(ctx, at)
		}
		return err
	})
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.loaded, v.round, v.known = true, round, map[common.Address]chain.Orchestrator{}
	for _, o := range list {
		v.known[o.Address] = o
	}
	return nil
}

// reread reads those again that the batch's events are about.
func (v *PoolView) reread(ctx context.Context, b watch.Batch, block uint64) error {
	dirty, newRound := v.dirty(b)
	if len(dirty) == 0 && !newRound {
		return nil
	}
	var list []chain.Orchestrator
	round := v.round
	err := v.client.asOf(ctx, block, func(at *big.Int) (err error) {
		concerned := dirty
		if newRound {
			if round, err = v.client.currentRound(ctx, at); err != nil {
				return err
			}
			concerned = append(v.changingIn(v.round, round), dirty...)
		}
		list, err = v.client.readOrchestrators(ctx, at, concerned)
		return err
	})
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.round = round
	for _, o := range list {
		v.known[o.Address] = o
	}
	// Who has neither stake nor a place will say so when that changes.
	maps.DeleteFunc(v.known, func(_ common.Address, o chain.Orchestrator) bool {
		return !o.InPool && o.Stake.IsZero()
	})
	return nil
}

// dirty lists whose state the batch's events may have changed.
func (v *PoolView) dirty(b watch.Batch) (addrs []common.Address, newRound bool) {
	seen := map[common.Address]bool{}
	for _, log := range b.Logs {
		event, err := v.client.events.Decode(log)
		if err != nil {
			v.client.cfg.Log.Warn("event is not understood", "err", err)
			continue
		}
		switch e := event.(type) {
		case StakeEvent:
			seen[e.Delegate], seen[e.OldDelegate] = true, true
		case MembershipEvent:
			seen[e.Orchestrator] = true
		case CutsEvent:
			seen[e.Orchestrator] = true
		case RewardEvent:
			seen[e.Orchestrator] = true
		case SlashEvent:
			seen[e.Orchestrator] = true
		case EntryEvent:
			if v.has(e.Owner) { // others write entries too
				seen[e.Owner] = true
			}
		case RoundEvent:
			newRound = true
		}
	}
	delete(seen, common.Address{})
	return slices.Collect(maps.Keys(seen)), newRound
}

func (v *PoolView) has(addr common.Address) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	_, ok := v.known[addr]
	return ok
}

// changingIn lists whom the way from one round to another changes without an
// event: those who become active, or stop, and those whose announced cuts come
// into force, or, backwards, do not any more.
func (v *PoolView) changingIn(from, to chain.Round) []common.Address {
	low, high := min(from, to), max(from, to)
	within := func(r chain.Round) bool { return low < r && r <= high }
	v.mu.Lock()
	defer v.mu.Unlock()
	var addrs []common.Address
	for addr, o := range v.known {
		back := to < from // cuts that were announced are not known any more
		if back || within(o.ActivationRound) || within(o.DeactivationRound) || o.Announced != nil && within(o.Announced.Effective) {
			addrs = append(addrs, addr)
		}
	}
	return addrs
}

func (c *Client) currentRound(ctx context.Context, at *big.Int) (round chain.Round, err error) {
	err = c.ask(ctx, at, convert(c.at(nameRounds), c.rounds.PackCurrentRound(), c.rounds.UnpackCurrentRound, toRound, &round))
	if err != nil {
		err = fmt.Errorf("read the round: %w", err)
	}
	return round, err
}
