package keeper_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/watch"
)

// calm is how many blocks at a round's end all works: enough for a try after
// the longest time between two, and for the transaction of it.
const calm = 12

// TestAnyFailures lets everything fail at random, with restarts, reorganisations
// and others who are first. In a round that ends with a time in which all works
// reward() is called exactly once.
func TestAnyFailures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		rounds := rapid.IntRange(1, 4).Draw(rt, "rounds")
		both := rapid.Bool().Draw(rt, "initializes")
		var problem string
		synctest.Test(t, func(t *testing.T) {
			r := newRig()
			r.cfg.MaxBackoff = 6
			m := &mischief{rig: r, random: rand.New(rand.NewPCG(seed, 0)), both: both}
			m.startAll(t)
			for round := chain.Round(1); round <= chain.Round(rounds) && problem == ""; round++ {
				problem = m.live(t, round)
			}
			r.stop(t)
		})
		if problem != "" {
			rt.Fatal(problem)
		}
	})
}

// mischief is what happens to a rig at random.
type mischief struct {
	*rig
	random *rand.Rand
	both   bool // both services run
}

func (m *mischief) startAll(t *testing.T) {
	m.startRewarder(t)
	if m.both {
		m.startInitializer(t)
	}
}

// live lives through a round, and says what is wrong at its end.
func (m *mischief) live(t *testing.T, round chain.Round) string {
	for uint64(round)*roundLength+roundLength-calm > m.block {
		m.disturb(t)
		m.mines(t, 1)
		if m.overlaps > 0 {
			return fmt.Sprintf("block %d: sent while another was under way", m.block)
		}
	}
	m.change(func(w *world) {
		w.readErr, w.planErr, w.sendErr, w.listErr, w.held, w.refuses = nil, nil, nil, nil, false, false
	})
	if !m.both && !m.isInitialized(round) {
		m.others(initialize)
	}
	m.mineTo(t, round, roundLength-1)
	if n := m.rewarded(round); n != 1 {
		return fmt.Sprintf("reward was called %d times in round %d; status %+v", n, round, m.rewarder.Status())
	}
	m.mineTo(t, round+1, 0)
	if m.told.count(fmt.Sprintf("%d missed", round)) > 0 {
		return fmt.Sprintf("round %d was told to be missed", round)
	}
	return ""
}

// disturb does one thing.
func (m *mischief) disturb(t *testing.T) {
	on := m.random.IntN(2) == 0
	switch m.random.IntN(12) {
	case 0:
		m.change(func(w *world) { w.readErr = when(on, errDown) })
	case 1:
		m.change(func(w *world) { w.planErr = when(on, errRefused) })
	case 2:
		m.change(func(w *world) { w.sendErr = when(on, errDear) })
	case 3:
		m.change(func(w *world) { w.listErr = when(on, errDown) })
	case 4:
		m.change(func(w *world) { w.held = on })
	case 5:
		m.change(func(w *world) { w.refuses = on })
	case 6:
		m.others(initialize)
	case 7:
		if m.random.IntN(6) == 0 {
			m.others(reward)
		}
	case 8:
		m.stop(t)
		m.startAll(t)
	case 9:
		// Not into the round before, whose end is judged already.
		m.rewind(min(m.random.Uint64N(8), m.block%roundLength))
		m.tell(t, watch.Removed)
	}
}
