package watch_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/watch"
)

// TestAnySequence runs random sequences of blocks, reorganisations, restarts
// and failures. At rest a handler has the logs of the canonical chain: what was
// added less what was removed, in order, each once.
func TestAnySequence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		tail := rapid.IntRange(2, 12).Draw(rt, "tail")
		span := rapid.Uint64Range(1, 12).Draw(rt, "range")
		seed := rapid.Uint64().Draw(rt, "failures")
		steps := rapid.SliceOfN(rapid.IntRange(0, 99), 1, 40).Draw(rt, "steps")
		var problem string
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t)
			r.cfg.Tail, r.cfg.Range = tail, span
			random := rand.New(rand.NewPCG(seed, 0))
			second := &ledger{read: r.read}
			r.more = []watch.Subscription{subscription(second)}
			r.chain.mine(1, 1)
			r.start()
			for _, step := range steps {
				r.step(step, random)
				fails := random.IntN(4) == 0
				second.setFail(func(watch.Batch) error {
					if fails {
						return errDown
					}
					return nil
				})
			}
			r.calm()
			second.setFail(nil)
			r.settle()
			r.stop()
			problem = r.difference() + r.differenceOf(second)
		})
		if problem != "" {
			rt.Fatal(problem)
		}
	})
}

// step does one thing to the rig and gives it time to see it, or none.
func (r *rig) step(n int, random *rand.Rand) {
	counts := func(least int) []int {
		all := make([]int, least+random.IntN(4))
		for i := range all {
			all[i] = random.IntN(3)
		}
		return all
	}
	switch {
	case n < 30:
		r.chain.mine(counts(1)...)
	case n < 50:
		height := int(r.chain.height())
		depth := 1 + random.IntN(min(height, 12))
		r.chain.reorg(depth, counts(1+random.IntN(depth))...)
	case n < 60:
		r.chain.mine(make([]int, 30)...)
	case n < 70: // killed, perhaps before the position was stored
		r.stop()
		r.store.setErr(nil)
		r.chain.mine(counts(0)...)
		r.start()
	case n < 78:
		r.store.setErr(errors.New("disk is full"))
	case n < 86:
		random := rand.New(rand.NewPCG(random.Uint64(), 0)) // the chain's own, under its lock
		r.chain.spoil(func(b chain.BlockRef) (chain.BlockRef, error) {
			switch random.IntN(4) {
			case 0:
				return b, errDown
			case 1:
				b.Hash[0]++
			}
			return b, nil
		}, func(_ ethereum.FilterQuery, l []types.Log) ([]types.Log, error) {
			if random.IntN(2) == 0 {
				return nil, errDown
			}
			return l, nil
		})
	case n < 94:
		r.calm()
	default:
		r.settle()
	}
	time.Sleep(time.Duration(random.IntN(2)) * r.cfg.Poll)
	synctest.Wait()
}

// calm ends all failures.
func (r *rig) calm() {
	r.store.setErr(nil)
	r.chain.spoil(nil, nil)
}

func (c *fakeChain) height() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return uint64(len(c.canonical) - 1)
}
