package paying_test

import (
	"context"
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/pm"
)

// underWay is a segment somewhere between the two.
type underWay struct {
	sub     *core.Submission
	arrived bool
	answer  *broadcaster.Settlement
}

// newest makes terms with another commitment, as orchestrators do in each answer.
type newest uint64

func (n *newest) of(info *core.OrchestratorInfo) *core.OrchestratorInfo {
	*n++
	own, params := *info, *info.TicketParams
	binary.BigEndian.PutUint64(params.RecipientRandHash[:], uint64(*n))
	own.TicketParams = &params
	return &own
}

// With an honest orchestrator that tells the balance with every answer, however
// segments overtake each other: each is covered when it arrives, no loss is seen,
// and at the end both sides have the same number.
func TestBothSidesAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		price := pm.Price{PricePerUnit: rapid.Int64Range(1, 5000).Draw(t, "price"), PixelsPerUnit: rapid.Int64Range(1, 7).Draw(t, "per")}
		ev := pm.NewWei(rapid.Uint64Range(1e7, 1e12).Draw(t, "ev"))
		r := newRig(t, func(c *paying.Config) { c.Acceptance.MaxTotalEV = gwei(1e9) })
		require.NoError(t, r.Start(context.Background()))
		defer r.Close()
		info := terms("s", price, ev)
		var till till
		var next newest
		var flights []*underWay
		settle := func(i int) {
			f := flights[i]
			flights = append(flights[:i], flights[i+1:]...)
			r.Settle(f.sub, *f.answer)
		}
		work := func(f *underWay) {
			n := rapid.Int64Range(0, pixels).Draw(t, "pixels")
			s := till.charge(price, n)
			if n == 0 {
				s.Err = errors.New("it failed")
			}
			if rapid.IntRange(0, 3).Draw(t, "silent") == 0 {
				s.Balance = nil
			}
			f.answer = &s
		}
		arrive := func(f *underWay) {
			require.NoError(t, till.take(f.sub.Payment))
			require.GreaterOrEqual(t, till.balance.Cmp(price.Cost(pixels)), 0, "the segment is covered")
			f.arrived = true
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			if len(flights) < 5 && rapid.Bool().Draw(t, "send") {
				sub := job(next.of(info))
				r.pay(t, sub)
				flights = append(flights, &underWay{sub: sub})
				continue
			}
			if len(flights) == 0 {
				continue
			}
			i := rapid.IntRange(0, len(flights)-1).Draw(t, "which")
			switch f := flights[i]; {
			case !f.arrived:
				arrive(f)
			case f.answer == nil:
				work(f)
			default:
				settle(i)
			}
		}
		for len(flights) > 0 {
			f := flights[0]
			if !f.arrived {
				arrive(f)
			}
			if f.answer == nil {
				work(f)
			}
			settle(0)
		}
		require.NoError(t, r.Close())
		require.Zero(t, r.ledger.rows["s"].Balance.Cmp(till.balance), "ours %v, theirs %v", r.ledger.rows["s"].Balance, till.balance)
		require.Zero(t, r.seen.losses(paying.LossMissing).Sign())
	})
}

// Answers and whole segments get lost, tickets with them. An orchestrator that
// tells the balance is believed: after a segment with nothing else under way
// both sides agree, and each segment is covered.
func TestSidesAgreeAgainAfterLosses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ev := pm.NewWei(rapid.Uint64Range(1e6, 1e9).Draw(t, "ev"))
		r := newRig(t, func(c *paying.Config) { c.MaxLoss = gwei(1e9) })
		require.NoError(t, r.Start(context.Background()))
		defer r.Close()
		info := terms("s", perPixel, ev)
		var till till
		var next newest
		for range rapid.IntRange(1, 20).Draw(t, "segments") {
			sub := job(next.of(info))
			r.pay(t, sub)
			fate := rapid.SampledFrom([]string{"ok", "never arrives", "answer is lost"}).Draw(t, "fate")
			if fate == "never arrives" {
				r.Settle(sub, broadcaster.Settlement{Err: errors.New("connection reset")})
				continue
			}
			_ = till.take(sub.Payment) // it may not cover a segment after a lost answer, and says so
			s := till.charge(perPixel, rapid.Int64Range(0, pixels).Draw(t, "pixels"))
			if fate != "ok" {
				s = broadcaster.Settlement{Err: errors.New("connection reset")}
			}
			r.Settle(sub, s)
		}
		sub := job(next.of(info))
		r.pay(t, sub)
		_ = till.take(sub.Payment)
		r.Settle(sub, till.charge(perPixel, 0))
		require.NoError(t, r.Close())
		ours, theirs := r.ledger.rows["s"].Balance, till.balance
		if theirs.Sign() < 0 {
			theirs = pm.Credit{} // nobody is talked into a debt
		}
		require.Zero(t, ours.Cmp(theirs), "ours %v, theirs %v", ours, theirs)
	})
}

// Whatever terms and answers are, no payment is worth more than MaxTotalEV.
func TestNoPaymentAboveTheLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit := pm.NewWei(rapid.Uint64Range(1e6, 1e13).Draw(t, "limit"))
		r := newRig(t, func(c *paying.Config) {
			c.Acceptance.MaxTotalEV, c.Acceptance.MaxTicketEV, c.MaxLoss = limit, limit, gwei(1e9)
		})
		var open []*core.Submission
		var next newest
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			if len(open) > 0 && rapid.Bool().Draw(t, "settle") {
				said := credit(pm.NewWei(rapid.Uint64().Draw(t, "said")))
				if rapid.Bool().Draw(t, "debt") {
					said = said.Neg()
				}
				r.Settle(open[0], broadcaster.Settlement{Answered: true, Pixels: rapid.Int64().Draw(t, "pixels"), Balance: &said})
				open = open[1:]
				continue
			}
			info := terms("s", pm.Price{PricePerUnit: rapid.Int64Range(0, 1e9).Draw(t, "price"), PixelsPerUnit: 1}, pm.NewWei(rapid.Uint64Range(0, 1e13).Draw(t, "ev")))
			sub := job(next.of(info))
			payment, err := r.Pay(context.Background(), sub)
			if err != nil {
				continue
			}
			sub.Payment = payment
			require.LessOrEqual(t, worth(payment).Cmp(credit(limit)), 0)
			open = append(open, sub)
		}
	})
}

// A node that ends at any moment goes on with what it last wrote: no credit comes
// from nowhere, and after one answer both sides agree.
func TestRestart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ev := pm.NewWei(rapid.Uint64Range(1e6, 1e10).Draw(t, "ev"))
		ledger := &fakeLedger{}
		var till till
		var next newest
		for range rapid.IntRange(1, 5).Draw(t, "runs") {
			r := newRig(t, func(c *paying.Config) {
				c.Ledger = ledger
				c.SaveEvery = time.Hour // only the end writes
			})
			require.NoError(t, r.Start(context.Background()))
			defer r.Close()
			info := r.Enter(terms("s", perPixel, ev))
			for range rapid.IntRange(1, 5).Draw(t, "segments") {
				sub := job(next.of(info))
				r.pay(t, sub)
				if till.take(sub.Payment) != nil { // it asks for more, and says what it has
					have, _ := till.balance.Wei()
					r.Settle(sub, broadcaster.Settlement{Answered: true, Balance: &till.balance,
						Err: pm.RefuseAmount(pm.LowPMBalance, ev, have, "Insufficient balance")})
					sub = job(next.of(info))
					r.pay(t, sub)
					require.NoError(t, till.take(sub.Payment))
				}
				r.Settle(sub, till.charge(perPixel, pixels))
			}
			if rapid.Bool().Draw(t, "killed") {
				ledger.mu.Lock()
				ledger.err = errors.New("killed")
				ledger.mu.Unlock()
			}
			require.NoError(t, r.Close())
			require.Zero(t, r.seen.losses(paying.LossMissing).Sign())
			ledger.err = nil
		}
	})
}
