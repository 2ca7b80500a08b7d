package paying_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/pm"
)

// Tickets count once an answer began, but not if that says that they were not
// looked at, or not taken.
func TestWhatCounts(t *testing.T) {
	t.Parallel()
	one := gwei(1)
	said := func(w pm.Credit) *pm.Credit { return &w }
	cost := perPixel.Cost(pixels)
	full := terms("x", perPixel, one).TicketParams.Credit()
	for name, tc := range map[string]struct {
		s       broadcaster.Settlement
		balance pm.Credit
		missing pm.Credit
	}{
		"no_answer":       {s: broadcaster.Settlement{Err: errors.New("reset")}},
		"done":            {s: broadcaster.Settlement{Answered: true, Pixels: pixels}, balance: full.Sub(cost)},
		"failed":          {s: broadcaster.Settlement{Answered: true, Err: errors.New("it failed")}, balance: full},
		"busy":            {s: broadcaster.Settlement{Answered: true, Err: core.ErrOrchestratorBusy}, balance: full},
		"capped":          {s: broadcaster.Settlement{Answered: true, Err: core.ErrOrchestratorCapped}},
		"expired":         {s: broadcaster.Settlement{Answered: true, Err: pm.Refuse(pm.TicketParamsExpired, "")}},
		"capped_but_took": {s: broadcaster.Settlement{Answered: true, Err: core.ErrOrchestratorCapped, Balance: &full}, balance: full},
		"low":             {s: broadcaster.Settlement{Answered: true, Err: pm.Refuse(pm.LowPMBalance, "Insufficient balance")}, missing: full},
		"low_have": {s: broadcaster.Settlement{Answered: true, Err: pm.RefuseAmount(pm.LowPMBalance, one, pm.NewWei(1000), "low")},
			balance: credit(pm.NewWei(1000)), missing: full.Sub(credit(pm.NewWei(1000)))},
		"too_many_pixels": {s: broadcaster.Settlement{Answered: true, Pixels: 10 * pixels}, balance: full.Sub(perPixel.Cost(62000))},
		"has_more":        {s: broadcaster.Settlement{Answered: true, Pixels: pixels, Balance: said(credit(gwei(5)))}, balance: credit(gwei(5))},
		"has_less":        {s: broadcaster.Settlement{Answered: true, Balance: said(credit(pm.NewWei(5)))}, balance: credit(pm.NewWei(5)), missing: full.Sub(credit(pm.NewWei(5)))},
		"rounded":         {s: broadcaster.Settlement{Answered: true, Balance: said(full.Sub(credit(pm.NewWei(1))))}, balance: full.Sub(credit(pm.NewWei(1)))},
		"a_debt":          {s: broadcaster.Settlement{Answered: true, Balance: said(credit(one).Neg())}, missing: full},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			require.NoError(t, r.Start(t.Context()))
			sub := job(terms("s", perPixel, one))
			r.pay(t, sub)
			require.Len(t, sub.Payment.Tickets, 1)
			r.Settle(sub, tc.s)
			r.Settle(sub, tc.s) // a second time changes nothing
			require.NoError(t, r.Close())
			require.Zero(t, tc.balance.Cmp(r.ledger.rows["s"].Balance), "has %v instead of %v", r.ledger.rows["s"].Balance, tc.balance)
			require.Zero(t, tc.missing.Cmp(r.seen.losses(paying.LossMissing)))
		})
	}
}

// Many segments at once, of several sessions, from several goroutines.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	const workers, each = 8, 50
	r := newRig(t, nil)
	require.NoError(t, r.Start(t.Context()))
	var all sync.WaitGroup
	var mu sync.Mutex
	var want pm.Credit
	var failed []error
	for w := range workers {
		info := terms(core.SessionID([]string{"a", "b"}[w%2]), perPixel, gwei(1))
		all.Go(func() {
			for range each {
				sub := job(info)
				payment, err := r.Pay(t.Context(), sub)
				mu.Lock()
				if err != nil {
					failed = append(failed, err)
					mu.Unlock()
					return
				}
				sub.Payment = payment
				want = want.Add(worth(payment)).Sub(perPixel.Cost(pixels))
				mu.Unlock()
				r.Settle(sub, broadcaster.Settlement{Answered: true, Pixels: pixels})
				r.Demand()
			}
		})
	}
	all.Wait()
	require.Empty(t, failed)
	require.NoError(t, r.Close())
	require.Zero(t, want.Cmp(r.ledger.rows["a"].Balance.Add(r.ledger.rows["b"].Balance)))
	require.EqualValues(t, workers*each, r.ledger.total().Segments)
}
