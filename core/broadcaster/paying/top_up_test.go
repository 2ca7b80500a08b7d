package paying_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// startTopUp starts one that keeps 1 ETH of deposit and 0.4 ETH of reserve, with
// at most 2 ETH a day.
func startTopUp(t *testing.T, a *fakeAccount, change func(*paying.TopUpConfig)) (*paying.TopUp, *observer) {
	seen := &observer{}
	cfg := paying.DefaultTopUpConfig()
	cfg.Account, cfg.Chain, cfg.Blocks, cfg.Funding, cfg.Transactions, cfg.Memory = me, a, a, a, a, a
	cfg.Demand = func() paying.Demand { return paying.Demand{} }
	cfg.Observer = seen
	cfg.Cap, cfg.Deposit, cfg.Reserve = eth(20), eth(10), eth(4)
	if change != nil {
		change(&cfg)
	}
	u, err := paying.NewTopUp(cfg)
	require.NoError(t, err)
	require.NoError(t, u.Start(context.WithoutCancel(t.Context())))
	t.Cleanup(func() { require.NoError(t, u.Close()) })
	return u, seen
}

func TestTopUp(t *testing.T) {
	t.Parallel()
	demand := func(d paying.Demand) func(*paying.TopUpConfig) {
		return func(c *paying.TopUpConfig) { c.Demand = func() paying.Demand { return d } }
	}
	byDemand := func(d paying.Demand) func(*paying.TopUpConfig) {
		return func(c *paying.TopUpConfig) {
			demand(d)(c)
			c.Deposit, c.Reserve = pm.Wei{}, pm.Wei{}
		}
	}
	busy := paying.Demand{FaceValue: eth(1), Spent: credit(pm.NewWei(5e16)), Span: time.Hour}
	for name, tc := range map[string]struct {
		deposit, reserve, eth  pm.Wei // there are
		change                 func(*paying.TopUpConfig)
		funds                  func(*pm.Funds)
		addDeposit, addReserve pm.Wei // 0 and 0 for no transaction
		alert                  any    // nil, or what the alert is because of
	}{
		"all_is_well":         {deposit: eth(10), reserve: eth(4), eth: eth(100)},
		"half_is_enough":      {deposit: eth(5), reserve: eth(2), eth: eth(100)},
		"deposit_low":         {deposit: eth(4), reserve: eth(4), eth: eth(100), addDeposit: eth(6)},
		"reserve_low":         {deposit: eth(10), reserve: eth(1), eth: eth(100), addReserve: eth(3)},
		"both":                {eth: eth(100), addDeposit: eth(10), addReserve: eth(4)},
		"limit_of_the_day":    {eth: eth(100), change: func(c *paying.TopUpConfig) { c.Cap = eth(12) }, addDeposit: eth(10), addReserve: eth(2)},
		"limit_is_too_low":    {eth: eth(100), change: func(c *paying.TopUpConfig) { c.Cap = eth(1) }, alert: new(*paying.CapError)},
		"account_has_some":    {eth: eth(6), addDeposit: pm.NewWei(6e17 - 5e15)},
		"account_has_too_few": {eth: eth(1), alert: new(*paying.ShortOfETHError)},
		"unlocking":           {eth: eth(100), funds: func(f *pm.Funds) { f.WithdrawRound = 9 }, alert: new(error)},
		"not_asked_for":       {eth: eth(100), change: func(c *paying.TopUpConfig) { c.Cap = pm.Wei{} }, alert: new(error)},
		"not_asked_for_and_not_needed": {deposit: eth(9), reserve: eth(4), eth: eth(100),
			change: func(c *paying.TopUpConfig) { c.Cap = pm.Wei{} }},
		"large_tickets":      {deposit: eth(10), reserve: eth(4), eth: eth(100), change: demand(paying.Demand{FaceValue: eth(8)}), funds: func(f *pm.Funds) { f.PoolSize = 1 }, addDeposit: eth(20)},
		"share_of_reserve":   {deposit: eth(10), reserve: eth(4), eth: eth(100), change: demand(paying.Demand{Share: eth(1)}), funds: func(f *pm.Funds) { f.PoolSize = 8 }, addReserve: eth(6)},
		"nobody_asks":        {eth: eth(100), change: byDemand(paying.Demand{})},
		"a_day_at_this_rate": {deposit: eth(5), reserve: eth(2), eth: eth(100), change: byDemand(busy), addDeposit: eth(7)},
		"runs_out":           {deposit: eth(2), reserve: eth(4), eth: eth(100), change: func(c *paying.TopUpConfig) { byDemand(busy)(c); c.Cap = pm.Wei{} }, alert: new(error)},
		"runs_out_today":     {deposit: eth(2), reserve: eth(2), eth: eth(100), change: func(c *paying.TopUpConfig) { byDemand(busy)(c); c.Cap = pm.NewWei(1) }, alert: new(*paying.CapError)},
		"will_last":          {deposit: eth(12), reserve: eth(4), eth: eth(100), change: func(c *paying.TopUpConfig) { byDemand(busy)(c); c.Cap = pm.Wei{} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := newAccount()
				a.eth, a.funds.Deposit, a.funds.Reserve = tc.eth, tc.deposit, tc.reserve
				if tc.funds != nil {
					tc.funds(&a.funds)
				}
				u, seen := startTopUp(t, a, tc.change)
				a.moments <- pm.Moment{}
				time.Sleep(5 * time.Minute)
				require.NoError(t, u.Close())
				want := 0
				if add, _ := tc.addDeposit.Add(tc.addReserve); !add.IsZero() {
					want = 1
					require.Len(t, a.txs, 1)
					require.Equal(t, tc.addDeposit.Int().String()+" "+tc.addReserve.Int().String(), string(a.txs[0].Data))
				}
				require.Len(t, a.txs, want, "not again while it is under way")
				if tc.alert == nil {
					require.NoError(t, u.Health())
					require.Empty(t, seen.alerts)
					return
				}
				require.Len(t, seen.alerts, 1)
				var low *paying.FundsLowError
				require.ErrorAs(t, u.Health(), &low)
				require.ErrorAs(t, u.Health(), tc.alert)
				require.Equal(t, tc.deposit, low.Deposit)
			})
		})
	}
}

// A top-up goes from shortage to funds, and there is none before the chain had
// time to show them.
func TestTopUpIsFollowed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount()
		a.funds.Deposit, a.funds.Reserve = eth(1), eth(4)
		u, _ := startTopUp(t, a, nil)
		time.Sleep(time.Hour)
		require.Equal(t, 1, a.count())
		stale := a.money()
		a.conclude(chain.TxConfirmed)
		after := a.money()
		a.fakeChain.change(func() { a.funds = stale })
		time.Sleep(50 * time.Second)
		require.Equal(t, 1, a.count(), "what is known of the funds may be old")
		a.fakeChain.change(func() { a.funds = after })
		time.Sleep(time.Hour)
		require.Equal(t, 1, a.count())
		require.NoError(t, u.Health())
		a.fakeChain.change(func() { a.funds.Deposit = eth(2) }) // it was spent
		time.Sleep(time.Minute)
		require.Equal(t, 2, a.count())
		require.NoError(t, u.Close())
	})
}

// A transaction that took no effect does not count, and is sent again later and
// later.
func TestTopUpFails(t *testing.T) {
	t.Parallel()
	for _, state := range []chain.TxState{chain.TxReverted, chain.TxCancelled, chain.TxLost} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := newAccount()
				a.funds.Deposit, a.funds.Reserve = pm.Wei{}, eth(4)
				u, _ := startTopUp(t, a, func(c *paying.TopUpConfig) { c.Cap = eth(10) })
				for range 5 {
					for !a.pending() {
						time.Sleep(10 * time.Second)
					}
					if a.count() == 5 {
						break
					}
					a.conclude(state)
					time.Sleep(40 * time.Second)
					require.Error(t, u.Health())
				}
				keys := make(map[string]bool)
				for i, tx := range a.list() {
					keys[tx.Key] = true
					if i > 0 {
						require.GreaterOrEqual(t, a.sent[i].Sub(a.sent[i-1]), time.Minute<<(i-1))
					}
				}
				require.Len(t, keys, 5)
				a.conclude(chain.TxConfirmed)
				time.Sleep(time.Hour)
				require.NoError(t, u.Health())
				require.Equal(t, eth(10), a.money().Deposit)
				require.NoError(t, u.Close())
			})
		})
	}
}

func TestTopUpIsNotPlannedOrSent(t *testing.T) {
	t.Parallel()
	away := errors.New("endpoint is away")
	for name, set := range map[string]func(*fakeAccount, error){
		"plan": func(a *fakeAccount, err error) { a.noPlan = err },
		"send": func(a *fakeAccount, err error) { a.noSend = err },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := newAccount()
				a.funds.Deposit = pm.Wei{}
				set(a, away)
				u, _ := startTopUp(t, a, func(c *paying.TopUpConfig) { c.Cap = eth(10) })
				time.Sleep(time.Hour)
				require.ErrorIs(t, u.Health(), away)
				require.Zero(t, a.count())
				a.change(func() { set(a, nil) })
				time.Sleep(time.Hour)
				require.Equal(t, 1, a.count(), "failures used nothing of the limit")
				require.NoError(t, u.Health())
				require.NoError(t, u.Close())
			})
		})
	}
}

// The limit holds over restarts, for 24 hours.
func TestTopUpLimitOutlivesRestarts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount()
		day := func(c *paying.TopUpConfig) { c.Cap, c.Reserve = eth(12), pm.Wei{} }
		for range 3 {
			a.fakeChain.change(func() { a.funds.Deposit = pm.Wei{} }) // all is spent
			u, _ := startTopUp(t, a, day)
			time.Sleep(time.Hour)
			if a.pending() {
				a.conclude(chain.TxConfirmed)
			}
			time.Sleep(time.Hour)
			require.NoError(t, u.Close())
		}
		require.Equal(t, 2, a.count(), "10 and 2")
		a.fakeChain.change(func() { a.funds.Deposit = pm.Wei{} })
		u, _ := startTopUp(t, a, day)
		time.Sleep(time.Hour)
		var capped *paying.CapError
		require.ErrorAs(t, u.Health(), &capped)
		require.Equal(t, eth(12), capped.Used)
		time.Sleep(17 * time.Hour)
		require.Equal(t, 2, a.count())
		time.Sleep(2 * time.Hour)
		require.Equal(t, 3, a.count(), "a day after the first")
		require.NoError(t, u.Close())
	})
}

// A node that ends between sending a transaction and writing that down finds it
// again.
func TestTopUpAfterCrash(t *testing.T) {
	t.Parallel()
	for name, mined := range map[string]bool{"under_way": false, "done_meanwhile": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := newAccount()
				a.funds.Deposit = pm.Wei{}
				u, _ := startTopUp(t, a, nil)
				a.mu.Lock()
				a.crash = context.Canceled
				a.mu.Unlock()
				time.Sleep(29 * time.Second)
				a.moments <- pm.Moment{}
				synctest.Wait()
				require.NoError(t, u.Close())
				require.Equal(t, 1, a.count())
				// What was written before Send is what a killed node leaves.
				a.change(func() {
					a.crash = nil
					a.memory["top-ups of "+me.String()] = []byte(`[{"at":"` + a.sent[0].Format(time.RFC3339Nano) + `","deposit":"1 ETH","reserve":"0 wei","key":"` + a.txs[0].Key + `"}]`)
				})
				if mined {
					a.conclude(chain.TxConfirmed)
				}
				u, _ = startTopUp(t, a, nil)
				time.Sleep(10 * time.Minute)
				require.Equal(t, 1, a.count())
				if !mined {
					a.conclude(chain.TxConfirmed)
				}
				time.Sleep(10 * time.Minute)
				require.Equal(t, 1, a.count())
				require.NoError(t, u.Health())
				require.NoError(t, u.Close())
			})
		})
	}
}

// Whatever happens, no more than the limit is added in any 24 hours, and one
// transaction at a time.
func TestTopUpKeepsToItsLimit(t *testing.T) {
	t.Parallel()
	seldom := func(c *paying.TopUpConfig) { c.Poll = 10 * time.Minute }
	rapid.Check(t, func(r *rapid.T) {
		steps := rapid.SliceOfN(rapid.IntRange(0, 6), 5, 40).Draw(r, "steps")
		hours := rapid.SliceOfN(rapid.IntRange(0, 9), len(steps), len(steps)).Draw(r, "hours")
		synctest.Test(t, func(t *testing.T) {
			a := newAccount()
			a.eth = eth(180)
			u, _ := startTopUp(t, a, seldom)
			for i, step := range steps {
				switch step {
				case 0:
					a.fakeChain.change(func() { a.funds.Deposit = pm.Wei{} })
				case 1:
					a.fakeChain.change(func() { a.funds.Reserve = pm.Wei{} })
				case 2:
					require.NoError(t, u.Close())
					u, _ = startTopUp(t, a, seldom)
				case 3:
					if a.pending() {
						a.conclude(chain.TxReverted)
					}
				default:
					if a.pending() {
						a.conclude(chain.TxConfirmed)
					}
				}
				time.Sleep(time.Duration(hours[i])*time.Hour + 11*time.Minute)
			}
			require.NoError(t, u.Close())
			for i, tx := range a.txs {
				require.True(t, i == len(a.txs)-1 || tx.State.Final())
				var sum pm.Wei
				for j := i; j < len(a.txs) && a.sent[j].Sub(a.sent[i]) < 24*time.Hour; j++ {
					if a.txs[j].State != chain.TxReverted {
						sum, _ = sum.Add(a.txs[j].Value)
					}
				}
				require.LessOrEqual(t, sum.Cmp(eth(20)), 0, "%v from %v on", sum, a.sent[i])
			}
		})
	})
}

func TestTopUpConfig(t *testing.T) {
	t.Parallel()
	a := newAccount()
	ok := paying.DefaultTopUpConfig()
	ok.Account, ok.Chain, ok.Blocks, ok.Funding, ok.Transactions, ok.Memory = me, a, a, a, a, a
	ok.Demand = func() paying.Demand { return paying.Demand{} }
	for name, change := range map[string]func(*paying.TopUpConfig){
		"funding": func(c *paying.TopUpConfig) { c.Funding = nil },
		"demand":  func(c *paying.TopUpConfig) { c.Demand = nil },
		"account": func(c *paying.TopUpConfig) { c.Account = [20]byte{} },
		"warn":    func(c *paying.TopUpConfig) { c.WarnBefore = -1 },
		"poll":    func(c *paying.TopUpConfig) { c.Poll = 0 },
	} {
		cfg := ok
		change(&cfg)
		_, err := paying.NewTopUp(cfg)
		require.Error(t, err, name)
	}
	u, err := paying.NewTopUp(ok)
	require.NoError(t, err)
	a.noMemory = errors.New("no disk")
	require.ErrorIs(t, u.Start(t.Context()), a.noMemory)
}
