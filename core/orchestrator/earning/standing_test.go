package earning_test

import (
	"context"
	"math/big"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// What a sender is or has decides before any of its tickets is looked at, for
// quotes, terms and payments alike.
func TestStanding(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		funds      pm.Funds
		change     func(c *chain)
		rule       *payment.Rule
		min        pm.Wei
		want       pm.Code // empty for none
		text       string
		need, have string
	}{
		"ok":                      {funds: rich()},
		"ok_allowed":              {funds: rich(), rule: &payment.Rule{Allow: true}},
		"ok_no_deposit":           {funds: pm.Funds{Reserve: pm.NewWei(1e18), PoolSize: 1}},
		"ok_unlocks_later":        {funds: pm.Funds{Deposit: pm.NewWei(1), Reserve: pm.NewWei(1e18), PoolSize: 1, WithdrawRound: 12}},
		"err_denied":              {funds: rich(), rule: &payment.Rule{}, want: pm.SenderDenied},
		"err_no_money":            {want: pm.InsufficientDeposit, need: "1000", have: "0"},
		"err_no_reserve":          {funds: pm.Funds{Deposit: pm.NewWei(1e18), PoolSize: 1}, want: pm.InsufficientReserve, text: "insufficient sender reserve", need: "1000", have: "0"},
		"err_small_reserve":       {funds: pm.Funds{Deposit: pm.NewWei(1e18), Reserve: pm.NewWei(2997), PoolSize: 3}, want: pm.InsufficientReserve, text: "insufficient sender reserve", need: "1000", have: "999"},
		"err_little_deposit":      {funds: rich(), min: pm.NewWei(1e18 + 1), want: pm.InsufficientDeposit, need: "1000000000000000001", have: "1000000000000000000"},
		"err_unlocks":             {funds: pm.Funds{Deposit: pm.NewWei(1e18), Reserve: pm.NewWei(1e18), PoolSize: 1, WithdrawRound: 11}, want: pm.SenderUnlocking, text: "deposit and reserve for sender 0x0B00000000000000000000000000000000000000 is set to unlock soon"},
		"err_inactive":            {funds: rich(), change: func(c *chain) { c.inactive = true }, want: pm.OrchestratorInactive, text: "orchestrator 0xaa00000000000000000000000000000000000000 is inactive in round 10, cannot process payments"},
		"err_outage":              {funds: rich(), change: func(c *chain) { c.outage = errOutage }, want: pm.ChainUnavailable, text: "the chain cannot be asked now, try again"},
		"err_gas_not_known":       {funds: rich(), change: func(c *chain) { c.unknown = true }, want: pm.ChainUnavailable},
		"err_gas_without_end":     {funds: rich(), change: func(c *chain) { c.gas.Rolling, _ = pm.WeiFromInt(pm.Always().Int()); c.gas.Single = 2 }, want: pm.ChainUnavailable},
		"err_redeeming_too_dear":  {funds: rich(), change: func(c *chain) { c.gas.Rolling = pm.NewWei(2e18) }, want: pm.InsufficientReserve, need: "2000000000000000000", have: "1000000000000000000"},
		"err_the_chain_says_more": {funds: rich(), change: func(c *chain) { c.outage = pm.Refuse(pm.ChainUnavailable, "no block was seen yet") }, want: pm.ChainUnavailable, text: "no block was seen yet"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			addr := common.Address{0x0b}
			r := start(t, func(cfg *earning.Config) { cfg.Risk.MinDeposit, cfg.AutoAdjust = tc.min, true })
			defer r.Close()
			r.chain.fund(addr, tc.funds)
			if tc.rule != nil {
				tc.rule.Peer = addr
				r.store.set(func(s *database) { s.rules = []payment.Rule{*tc.rule} })
				require.NoError(t, r.Refresh(t.Context()), "while running")
			}
			if tc.change != nil {
				r.chain.set(tc.change)
			}
			price, err := r.Price(t.Context(), addr, nil)
			a := orchestrator.Account{Sender: addr, Session: "s1", Price: &pm.Price{PricePerUnit: 1, PixelsPerUnit: 1}}
			_, paramsErr := r.Params(t.Context(), a)
			if tc.want == "" {
				require.NoError(t, err)
				require.NoError(t, paramsErr)
				require.EqualValues(t, perPixel, price.PricePerUnit, "gas for nothing adds nothing")
				return
			}
			refusal := requireRefusal(t, tc.want, err)
			require.Equal(t, refusal, requireRefusal(t, tc.want, paramsErr))
			if tc.text != "" {
				require.Equal(t, tc.text, refusal.Text)
			}
			require.Equal(t, [2]string{tc.need, tc.have}, [2]string{wei(refusal.Need), wei(refusal.Have)})
			require.Empty(t, r.Accounts())
		})
	}
}

// The operator's word costs nothing to look up, and so it comes first.
func TestDeniedSendersCostNothing(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	a := s.session("s1")
	p := s.payment(a, 1)
	r.store.set(func(st *database) { st.rules = []payment.Rule{{Peer: a.Sender}} })
	require.NoError(t, r.Refresh(t.Context()))
	r.chain.set(func(c *chain) { c.lookups = 0 })
	requireRefusal(t, pm.SenderDenied, r.Credit(t.Context(), a, p))
	_, err := r.Price(t.Context(), a.Sender, nil)
	requireRefusal(t, pm.SenderDenied, err)
	r.prices.perPixel = new(big.Rat)
	_, err = r.Price(t.Context(), a.Sender, nil)
	requireRefusal(t, pm.SenderDenied, err)
	require.Zero(t, r.chain.lookups)
}

// Addresses that anybody makes by the million cost the chain a few requests.
func TestUnknownSendersAreLimited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, func(cfg *earning.Config) { cfg.LookupsPerSecond = 20 })
		defer r.Close()
		s := r.sender()
		known := s.session("s1")
		r.chain.set(func(c *chain) { c.lookups = 0 })
		codes := make(map[pm.Code]int)
		for i := range 1000 {
			_, err := r.Price(t.Context(), common.BigToAddress(big.NewInt(int64(i+1))), nil)
			codes[requireRefusalCode(t, err)]++
		}
		require.Equal(t, map[pm.Code]int{pm.InsufficientDeposit: 19, pm.ChainUnavailable: 981}, codes)
		require.Equal(t, 19, r.chain.lookups, "one was the sender's own, before")
		require.NoError(t, r.Credit(t.Context(), known, s.payment(known, 1)), "a known one is not held up")

		r.chain.set(func(c *chain) { c.lookups = 0 })
		time.Sleep(time.Second)
		poor := common.BigToAddress(big.NewInt(1))
		for range 100 {
			_, err := r.Price(t.Context(), poor, nil)
			requireRefusal(t, pm.InsufficientDeposit, err)
		}
		require.Zero(t, r.chain.lookups, "it had nothing a second ago")
		r.chain.fund(poor, rich())
		time.Sleep(10 * time.Second)
		_, err := r.Price(t.Context(), poor, nil)
		require.NoError(t, err)
	})
}

func requireRefusalCode(t *testing.T, err error) pm.Code {
	t.Helper()
	var refusal *pm.Refusal
	require.ErrorAs(t, err, &refusal)
	return refusal.Code
}

// Prices bear what redemptions cost at the rolling price of gas. A spike moves
// neither them nor the terms.
func TestGasSpike(t *testing.T) {
	t.Parallel()
	r := start(t, func(cfg *earning.Config) { cfg.AutoAdjust = true })
	defer r.Close()
	r.chain.set(func(c *chain) { c.gas = pm.RedeemGas{Single: 1000, Price: pm.NewWei(3), Rolling: pm.NewWei(3)} })
	s := r.sender()
	a := s.session("s1")
	require.Equal(t, pm.Price{PricePerUnit: 101, PixelsPerUnit: 10}, *a.Price, "1 % more than 10")
	before, err := r.Params(t.Context(), a)
	require.NoError(t, err)
	require.Equal(t, pm.NewWei(100*3000), before.FaceValue)
	r.chain.set(func(c *chain) { c.gas.Price = pm.NewWei(60) })
	require.Equal(t, a.Price, s.session("s2").Price)
	after, err := r.Params(t.Context(), a)
	require.NoError(t, err)
	require.Equal(t, before.FaceValue, after.FaceValue)
	require.NoError(t, s.credit(a, 1))

	r.SetMaxFaceValue(pm.NewWei(60_000))
	require.Equal(t, pm.Price{PricePerUnit: 21, PixelsPerUnit: 2}, *s.session("s3").Price, "lower tickets cost more to redeem")
	after, err = r.Params(t.Context(), a)
	require.NoError(t, err)
	require.Equal(t, pm.NewWei(60_000), after.FaceValue)
	r.SetMaxFaceValue(pm.NewWei(2999))
	_, err = r.Params(t.Context(), a)
	requireRefusal(t, pm.FaceValueTooLow, err)
}

func TestPriceOutOfRange(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	r.prices.perPixel = new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 63))
	_, err := r.Price(t.Context(), s.key.Address(), nil)
	require.ErrorIs(t, err, pricing.ErrRange)
}

func TestHistoryDenies(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	recently, longAgo := now.Add(-time.Hour), now.Add(-25*time.Hour)
	for name, tc := range map[string]struct {
		history payment.History
		denied  bool
	}{
		"ok_new":                    {},
		"ok_defaults":               {history: payment.History{Defaults: 3, LastSeen: recently}},
		"err_defaults":              {history: payment.History{Defaults: 4, LastSeen: recently}, denied: true},
		"err_defaults_long_ago":     {history: payment.History{Defaults: 4, LastSeen: longAgo}, denied: true},
		"ok_refused_of_few":         {history: payment.History{Refused: 49, LastSeen: recently}},
		"ok_half_refused":           {history: payment.History{Refused: 50, Segments: 50, LastSeen: recently}},
		"err_refused":               {history: payment.History{Refused: 51, Segments: 50, LastSeen: recently}, denied: true},
		"ok_refused_long_ago":       {history: payment.History{Refused: 51, Segments: 50, LastSeen: longAgo}},
		"ok_abandoned_of_few":       {history: payment.History{Abandoned: 9, Sessions: 9, LastSeen: recently}},
		"err_abandoned":             {history: payment.History{Abandoned: 6, Sessions: 10, LastSeen: recently}, denied: true},
		"ok_abandoned_half":         {history: payment.History{Abandoned: 5, Sessions: 10, LastSeen: recently}},
		"ok_numbers_without_an_end": {history: payment.History{Segments: 1 << 62, Refused: 1 << 61, LastSeen: recently}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, func(cfg *earning.Config) { cfg.Now = func() time.Time { return now } })
			defer r.Close()
			s := r.sender()
			tc.history.Sender = s.key.Address()
			r.store.set(func(st *database) { st.histories[tc.history.Sender] = tc.history })
			require.NoError(t, r.Refresh(t.Context()))
			_, err := r.Price(t.Context(), tc.history.Sender, nil)
			if !tc.denied {
				require.NoError(t, err)
				return
			}
			requireRefusal(t, pm.SenderDenied, err)
			r.store.set(func(st *database) { st.rules = []payment.Rule{{Peer: tc.history.Sender, Allow: true}} })
			require.NoError(t, r.Refresh(t.Context()))
			_, err = r.Price(t.Context(), tc.history.Sender, nil)
			require.NoError(t, err, "the operator's word counts for more")
		})
	}
}

// A sender that mostly fails to pay is denied while it does, without a restart.
func TestRefusalsAddUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, nil)
		defer r.Close()
		s := r.sender()
		a := s.session("s1")
		for range 50 {
			requireRefusal(t, pm.LowPMBalance, r.Credit(t.Context(), a, nil))
		}
		requireRefusal(t, pm.SenderDenied, r.Credit(t.Context(), a, nil))
		synctest.Wait()
		require.EqualValues(t, 50, r.store.history(a.Sender).Refused)
		time.Sleep(25 * time.Hour)
		requireRefusal(t, pm.LowPMBalance, r.Credit(t.Context(), a, nil))
		requireRefusal(t, pm.SenderDenied, r.Credit(t.Context(), a, nil))
	})
}

// Terms that expired and an orchestrator's own troubles are not held against
// anybody.
func TestRefusalsThatDoNotCount(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	a := s.session("s1")
	p := s.payment(a, 1)
	r.chain.set(func(c *chain) { c.moment.Block += 40 })
	for range 60 {
		requireRefusal(t, pm.TicketParamsExpired, r.Credit(t.Context(), a, p))
	}
	r.chain.set(func(c *chain) { c.outage = errOutage })
	for range 60 {
		requireRefusal(t, pm.ChainUnavailable, r.Credit(t.Context(), a, p))
	}
	r.chain.set(func(c *chain) { c.outage = nil })
	require.NoError(t, r.Credit(context.Background(), a, s.payment(a, 1)))
}
