package paying_test

import (
	"context"
	"errors"
	"math/big"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/pm"
)

var perPixel = pm.Price{PricePerUnit: 1000, PixelsPerUnit: 1}

func TestRefusedTerms(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*rig, *core.OrchestratorInfo)
		is     error
		alert  bool
	}{
		"no_price":       {change: func(_ *rig, i *core.OrchestratorInfo) { i.Price = nil }, is: &pm.TermsError{Code: pm.TermsMissing}},
		"odd_price":      {change: func(_ *rig, i *core.OrchestratorInfo) { i.Price.PixelsPerUnit = 0 }, is: &pm.TermsError{Code: pm.TermsMissing}},
		"no_params":      {change: func(_ *rig, i *core.OrchestratorInfo) { i.TicketParams = nil }, is: &pm.TermsError{Code: pm.TermsMissing}},
		"too_dear":       {change: func(r *rig, _ *core.OrchestratorInfo) { r.SetMaxPrice(&pm.Price{PricePerUnit: 999, PixelsPerUnit: 1}) }, is: &pm.TermsError{Code: pm.TermsPrice}},
		"dear_enough":    {change: func(r *rig, _ *core.OrchestratorInfo) { r.SetMaxPrice(&perPixel) }},
		"expired":        {change: func(r *rig, _ *core.OrchestratorInfo) { r.chain.moment.Block = 1039 }, is: pm.Refuse(pm.TicketParamsExpired, "")},
		"ticket_too_big": {change: func(_ *rig, i *core.OrchestratorInfo) { i.TicketParams.WinProb = pm.WinProbFor(gwei(4000), gwei(1e7)) }, is: &pm.TermsError{Code: pm.TermsTicketEV}},
		"too_many_tickets": {change: func(_ *rig, i *core.OrchestratorInfo) {
			i.TicketParams.WinProb = pm.WinProbFor(pm.NewWei(90000), gwei(1e7)) // 680 of them
		}, is: &pm.TermsError{Code: pm.TermsTotalEV}},
		"worthless_tickets": {change: func(_ *rig, i *core.OrchestratorInfo) {
			i.Price.PricePerUnit = 1 << 62
			i.TicketParams.WinProb, _ = pm.WinProbFromInt(new(big.Int).Lsh(big.NewInt(1), 143))
		}, is: &pm.TermsError{Code: pm.TermsTotalEV}},
		"no_deposit":   {change: func(r *rig, _ *core.OrchestratorInfo) { r.chain.funds.Deposit = pm.Wei{} }, is: pm.Refuse(pm.InsufficientDeposit, ""), alert: true},
		"low_deposit":  {change: func(r *rig, _ *core.OrchestratorInfo) { r.chain.funds.Deposit = pm.NewWei(1) }, is: &pm.TermsError{Code: pm.TermsFaceValue}, alert: true},
		"chain_unread": {change: func(r *rig, _ *core.OrchestratorInfo) { r.chain.err = pm.Refuse(pm.ChainUnavailable, "not read") }, is: pm.Refuse(pm.ChainUnavailable, "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			info := terms("s", perPixel, gwei(1))
			tc.change(r, info)
			payment, err := r.Pay(t.Context(), job(info))
			if tc.is == nil {
				require.NoError(t, err)
				require.Len(t, payment.Tickets, 1)
				return
			}
			require.ErrorIs(t, err, tc.is)
			require.Equal(t, tc.alert, r.Health() != nil)
			if tc.alert {
				require.Len(t, r.seen.alerts, 1)
				r.chain.funds = newChain().funds
				sub := job(info)
				r.pay(t, sub)
				r.Settle(sub, broadcaster.Settlement{Answered: true, Pixels: 10})
				require.NoError(t, r.Health())
				require.Equal(t, []error{err, nil}, r.seen.alerts)
			}
		})
	}
}

// The reserve's share that an orchestrator asks for is what TopUp goes by.
func TestDemand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		sub := job(terms("s", perPixel, gwei(1)))
		r.pay(t, sub)
		r.Settle(sub, broadcaster.Settlement{
			Answered: true, Err: pm.RefuseAmount(pm.InsufficientReserve, gwei(7), gwei(1), "insufficient sender reserve"),
		})
		require.Error(t, r.Health())
		r.pay(t, sub)
		r.Settle(sub, broadcaster.Settlement{Answered: true, Pixels: pixels})
		require.NoError(t, r.Health())
		time.Sleep(30 * time.Minute)
		require.Equal(t, paying.Demand{
			FaceValue: pm.NewWei(1e16), Share: gwei(7), Spent: worth(sub.Payment), Span: 30 * time.Minute,
		}, r.Demand())
		time.Sleep(time.Hour)
		require.Equal(t, paying.Demand{Span: time.Hour}, r.Demand())
	})
}

func TestFreeSegments(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.chain.funds = pm.Funds{} // nothing is needed
	info := terms("s", pm.Price{PixelsPerUnit: 1}, pm.Wei{})
	info.TicketParams.FaceValue = pm.Wei{}
	payment, err := r.Pay(t.Context(), job(info))
	require.NoError(t, err)
	require.Equal(t, me, payment.Sender)
	require.Empty(t, payment.Tickets)
	require.Equal(t, info.Price, payment.ExpectedPrice)
}

// Segments that are under way together are covered each by its own, and none of
// them twice.
func TestSegmentsTogether(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	ev := pm.NewWei(6.2e6) // a segment takes 10 tickets
	info := terms("s", perPixel, ev)
	sub := job(info)
	r.pay(t, sub)
	left := info.TicketParams.Credit().Mul(14)
	r.Settle(sub, broadcaster.Settlement{Answered: true, Balance: &left})
	var flights []*core.Submission
	for _, want := range []int{0, 6, 10, 10} { // 14 - 9.87, then nothing is free
		next := job(info)
		r.pay(t, next)
		require.Len(t, next.Payment.Tickets, want)
		flights = append(flights, next)
	}
	for _, f := range flights {
		r.Settle(f, broadcaster.Settlement{Answered: true, Pixels: pixels})
	}
	require.NoError(t, r.Close())
	next := job(info)
	r.pay(t, next) // 14 + 26 - 4 x 9.68 = 1.3 are left
	require.Len(t, next.Payment.Tickets, 9)
}

func TestPriceOfASession(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	sub := job(terms("s", perPixel, gwei(1)))
	r.pay(t, sub)
	r.Settle(sub, broadcaster.Settlement{Answered: true})
	cheaper := job(terms("s", pm.Price{PricePerUnit: 999, PixelsPerUnit: 1}, gwei(1)))
	r.pay(t, cheaper)
	require.EqualValues(t, 999, cheaper.Payment.ExpectedPrice.PricePerUnit)
	_, err := r.Pay(t.Context(), job(terms("s", pm.Price{PricePerUnit: 1001, PixelsPerUnit: 1}, gwei(1))))
	require.ErrorIs(t, err, pm.Refuse(pm.PriceChanged, ""))
	_, err = r.Pay(t.Context(), job(terms("s", pm.Price{PricePerUnit: 2000, PixelsPerUnit: 2}, gwei(1))))
	require.NoError(t, err, "the same price in other numbers")
}

func TestExpiring(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	info := terms("s", perPixel, gwei(1))
	require.False(t, r.Expiring(info))
	r.chain.moment.Block = 1036
	require.True(t, r.Expiring(info))
	info.TicketParams.WinProb = pm.WinProb{}
	require.False(t, r.Expiring(info), "there are no tickets")
	require.False(t, r.Expiring(&core.OrchestratorInfo{}))
}

func TestConfig(t *testing.T) {
	t.Parallel()
	ok := paying.DefaultConfig()
	ok.Account, ok.Tickets, ok.Chain, ok.Ledger = me, pm.NewSender(me, signer{}), newChain(), &fakeLedger{}
	for name, change := range map[string]func(*paying.Config){
		"tickets": func(c *paying.Config) { c.Tickets = nil },
		"chain":   func(c *paying.Config) { c.Chain = nil },
		"ledger":  func(c *paying.Config) { c.Ledger = nil },
		"account": func(c *paying.Config) { c.Account = [20]byte{} },
		"every":   func(c *paying.Config) { c.SaveEvery = 0 },
	} {
		cfg := ok
		change(&cfg)
		_, err := paying.New(cfg)
		require.Error(t, err, name)
	}
	_, err := paying.New(ok)
	require.NoError(t, err)
	r := newRig(t, nil)
	r.ledger.err = errors.New("no disk")
	require.ErrorIs(t, r.Start(context.WithoutCancel(t.Context())), r.ledger.err)
}
