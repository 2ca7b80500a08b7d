package paying

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

const (
	// lossSpan is how long a loss is held against an orchestrator.
	lossSpan = 24 * time.Hour
	// refusedTimes is how many times the limit refused tickets may come to: honest
	// orchestrators refuse all that are under way when a round ends.
	refusedTimes = 8
	// goodShare is the part of the work done well that makes up for losses: the
	// honest fail now and then, too.
	goodShare = 10
)

// losses are what orchestrators have cost without work, each over lossSpan from
// its first loss on. It is guarded by accounts.mu.
type losses struct {
	limit pm.Credit
	by    map[common.Address]loss
}

type loss struct {
	amount  pm.Credit
	refused pm.Credit // in tickets that were not taken, which is not in amount
	since   time.Time
}

func newLosses(limit pm.Wei) *losses {
	return &losses{limit: pm.CreditOf(limit), by: make(map[common.Address]loss)}
}

// add counts an event of which the amount is above 0.
func (l *losses) add(e LossEvent, now time.Time) {
	for who, old := range l.by {
		if now.Sub(old.since) >= lossSpan {
			delete(l.by, who)
		}
	}
	sum, there := l.by[e.Orchestrator]
	if !there {
		sum.since = now
	}
	if e.Cause == LossRefused {
		sum.refused = sum.refused.Add(e.Amount)
	} else {
		sum.amount = sum.amount.Add(e.Amount)
	}
	l.by[e.Orchestrator] = sum
}

// good counts work that was done well.
func (l *losses) good(orchestrator common.Address, cost pm.Credit) {
	sum, there := l.by[orchestrator]
	if !there {
		return
	}
	sum.amount = makeUp(sum.amount, cost)
	sum.refused = makeUp(sum.refused, cost)
	l.by[orchestrator] = sum
}

// makeUp is a loss less goodShare of a cost, 0 at least.
func makeUp(lost, cost pm.Credit) pm.Credit {
	whole, _ := cost.Wei()
	return most(lost.Sub(pm.CreditOf(part(whole, 1, goodShare))), pm.Credit{})
}

// check refuses an orchestrator that has cost too much: a *DishonestError.
func (l *losses) check(orchestrator common.Address, now time.Time) error {
	sum, there := l.by[orchestrator]
	if !there || now.Sub(sum.since) >= lossSpan ||
		sum.amount.Cmp(l.limit) <= 0 && sum.refused.Cmp(l.limit.Mul(refusedTimes)) <= 0 {
		return nil
	}
	return &DishonestError{
		Orchestrator: orchestrator, Lost: sum.amount, Refused: sum.refused, Limit: l.limit, Until: sum.since.Add(lossSpan),
	}
}
