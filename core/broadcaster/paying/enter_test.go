package paying_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
)

// A session with credit is taken up by one stream at a time, while its token
// lives and its price is quoted.
func TestEnter(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change  func(*rig, *core.OrchestratorInfo) // before a new session is opened
		resumed bool
		lost    bool // the credit is given up
	}{
		"ok":            {change: func(*rig, *core.OrchestratorInfo) {}, resumed: true},
		"other_price":   {change: func(_ *rig, i *core.OrchestratorInfo) { i.Price.PricePerUnit++ }},
		"other_address": {change: func(_ *rig, i *core.OrchestratorInfo) { i.URI = "https://evil:8935" }},
		"other_name":    {change: func(_ *rig, i *core.OrchestratorInfo) { i.Address = me }},
		"in_use": {change: func(r *rig, i *core.OrchestratorInfo) {
			r.Enter(i)
		}},
		"idle_too_long": {change: func(*rig, *core.OrchestratorInfo) { time.Sleep(9 * time.Minute) }, lost: true},
		"off_chain":     {change: func(_ *rig, i *core.OrchestratorInfo) { i.Price = nil }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, nil)
				require.NoError(t, r.Start(t.Context()))
				old := terms("old", perPixel, gwei(1))
				require.Same(t, old, r.Enter(old))
				sub := job(old)
				r.pay(t, sub)
				r.Settle(sub, broadcaster.Settlement{Answered: true, Pixels: pixels})
				r.Leave(old)
				time.Sleep(time.Second)
				fresh := terms("fresh", perPixel, gwei(1))
				tc.change(r, fresh)
				got := r.Enter(fresh)
				if !tc.resumed {
					require.Same(t, fresh, got)
				} else {
					require.Equal(t, old.Token, got.Token)
					require.Equal(t, fresh.TicketParams, got.TicketParams)
					sub := job(got)
					r.pay(t, sub)
					r.Settle(sub, broadcaster.Settlement{Answered: true, Pixels: pixels})
				}
				require.Equal(t, tc.lost, r.seen.losses(paying.LossExpired).Sign() > 0)
				require.NoError(t, r.Close())
				if tc.resumed {
					two := worth(sub.Payment).Sub(perPixel.Cost(pixels)).Mul(2)
					require.Equal(t, two, r.ledger.rows["old"].Balance, "both are on one account")
				}
			})
		})
	}
}

// A session whose token was refused is not taken up.
func TestRefusedTokenIsNotUsedAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	old := terms("old", perPixel, gwei(1))
	for _, err := range []error{nil, core.ErrTokenInvalid} {
		sub := job(old)
		r.pay(t, sub)
		r.Settle(sub, broadcaster.Settlement{Answered: true, Err: err})
	}
	r.Leave(old)
	fresh := terms("fresh", perPixel, gwei(1))
	require.Same(t, fresh, r.Enter(fresh))
}
