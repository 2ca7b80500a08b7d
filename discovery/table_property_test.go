package discovery_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/discovery"
)

// spell is how a trader is for some time.
type spell struct {
	delay  time.Duration
	params uint64
	token  time.Duration
	err    error
}

func genSpell() *rapid.Generator[spell] {
	return rapid.Custom(func(t *rapid.T) spell {
		return spell{
			delay:  time.Duration(rapid.IntRange(0, 3000).Draw(t, "delay")) * time.Millisecond,
			params: rapid.Uint64Range(0, 60).Draw(t, "params"),
			token:  time.Duration(rapid.IntRange(-60, 90).Draw(t, "token")) * time.Minute,
			err:    rapid.SampledFrom([]error{nil, nil, nil, core.ErrOrchestratorCapped, errors.New("away")}).Draw(t, "err"),
		}
	})
}

// TestTableKeepsItsWord lets traders fail, and end their terms early, while
// streams come and go. No answer is given twice, or when it is of no use any more,
// and nobody is asked too often.
func TestTableKeepsItsWord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		spells := rapid.SliceOfN(genSpell(), 12, 12).Draw(rt, "spells")
		gaps := rapid.SliceOfN(rapid.IntRange(0, 400), 20, 40).Draw(rt, "gaps")
		block := time.Duration(rapid.IntRange(2, 15).Draw(rt, "block")) * time.Second
		var failure error
		synctest.Test(t, func(t *testing.T) { failure = trade(t, spells, gaps, block) })
		if failure != nil {
			rt.Fatal(failure)
		}
	})
}

func trade(t *testing.T, spells []spell, gaps []int, block time.Duration) error {
	f := register(6)
	f.mine(t, block)
	table := startTable(t, f, nil)
	given, taken := map[core.SessionID]bool{}, map[string][]time.Time{}
	for round, gap := range gaps {
		f.change(func() {
			for i := range 6 {
				s := spells[(round/7+i)%len(spells)]
				tr := f.traders[fmt.Sprintf("https://o%d:8935", i)]
				tr.delay, tr.params, tr.err = s.delay, s.params, s.err
				tr.change = func(info *core.OrchestratorInfo) { info.Token.Expiration = time.Now().Add(s.token) }
			}
		})
		time.Sleep(time.Duration(gap) * time.Second)
		before := liveQuestions(f)
		var failure error
		_ = table.Find(t.Context(), job(), func(c broadcaster.Candidate) {
			taken[c.URI] = append(taken[c.URI], time.Now())
			failure = errors.Join(failure, f.check(c, given, liveQuestions(f) == before))
		})
		if failure != nil {
			return failure
		}
	}
	for uri := range f.traders {
		if err := checkGaps(f.questions(uri), taken[uri]); err != nil {
			return fmt.Errorf("%s: %w", uri, err)
		}
	}
	return nil
}

func liveQuestions(f *floor) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, list := range f.asked {
		for _, q := range list {
			if q.live {
				n++
			}
		}
	}
	return n
}

// check says what is wrong with a candidate.
func (f *floor) check(c broadcaster.Candidate, given map[core.SessionID]bool, fromTable bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := c.Info.Token.SessionID
	if given[id] {
		return fmt.Errorf("session %s of %s was given twice", id, c.URI)
	}
	given[id] = true
	if !fromTable {
		return nil
	}
	for _, q := range f.asked[c.URI] {
		left := time.Until(c.Info.Token.Expiration)
		if life := c.Info.Token.Expiration.Sub(q.at); q.session == id && life > time.Minute && life <= time.Hour && left < time.Minute {
			return fmt.Errorf("the token of %s has %v left", c.URI, left)
		}
		if q.session == id && time.Since(q.at) > 30*time.Minute {
			return fmt.Errorf("the answer of %s is %v old", c.URI, time.Since(q.at))
		}
	}
	if expires := c.Info.TicketParams.ExpirationBlock; expires <= f.block+4 {
		return fmt.Errorf("the terms of %s end at block %d, it is %d now", c.URI, expires, f.block)
	}
	return nil
}

// checkGaps looks at the questions in the background.
func checkGaps(list []question, taken []time.Time) error {
	cfg := discovery.DefaultTableConfig()
	var last question
	for _, q := range list {
		if q.live {
			continue
		}
		gap := q.at.Sub(last.at)
		least := cfg.IdleGap
		if last.failed || failedBetween(list, last.at, q.at) {
			least = cfg.MinGap
		}
		for _, at := range taken {
			if !at.Before(last.at) && !at.After(q.at) {
				least = cfg.TakenGap
			}
		}
		if !last.at.IsZero() && gap < least {
			return fmt.Errorf("asked after %v, expected %v or more", gap, least)
		}
		last = q
	}
	return nil
}

// failedBetween says whether a stream had a bad answer, or one that ended a time
// of bad ones.
func failedBetween(list []question, from, to time.Time) bool {
	for _, q := range list {
		if q.live && !q.at.Before(from) && !q.at.After(to) {
			return true
		}
	}
	return false
}
