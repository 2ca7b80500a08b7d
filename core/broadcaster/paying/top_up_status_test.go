package paying_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// What is shown is what was seen at the last look, with the limit as it is now.
func TestTopUpStatus(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount()
		a.funds.Deposit, a.funds.Reserve = eth(1), eth(4)
		u, _ := startTopUp(t, a, nil)
		_, ok := u.Status()
		require.False(t, ok, "nobody has looked")
		time.Sleep(40 * time.Second)
		synctest.Wait()
		s, ok := u.Status()
		require.True(t, ok)
		want := paying.TopUpStatus{
			Funds: a.money(), WantDeposit: eth(10), WantReserve: eth(4), Added: eth(9), Cap: eth(20), Filling: true,
		}
		require.Equal(t, want, s)

		u.SetCap(eth(3))
		want.Cap = eth(3)
		s, _ = u.Status()
		require.Equal(t, want, s)

		a.conclude(chain.TxConfirmed)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		want.Funds, want.Filling = a.money(), false
		s, _ = u.Status()
		require.Equal(t, want, s)
		require.NoError(t, u.Close())
	})
}

// The limit can be changed while it is at work: 0 stops it, more than before goes
// on, and what was added before counts.
func TestTopUpCapIsChanged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount()
		a.funds.Deposit, a.funds.Reserve = pm.Wei{}, eth(4)
		u, _ := startTopUp(t, a, func(c *paying.TopUpConfig) { c.Cap = pm.Wei{} })
		time.Sleep(time.Hour)
		require.Zero(t, a.count())
		var low *paying.FundsLowError
		require.ErrorAs(t, u.Health(), &low)

		u.SetCap(eth(10))
		time.Sleep(2 * time.Minute)
		require.Equal(t, 1, a.count())
		a.conclude(chain.TxConfirmed)
		time.Sleep(time.Hour)
		require.NoError(t, u.Health())

		a.fakeChain.change(func() { a.funds.Deposit = eth(1) }) // it was spent
		time.Sleep(time.Hour)
		require.Equal(t, 1, a.count(), "the limit of the day is used up")
		var capped *paying.CapError
		require.ErrorAs(t, u.Health(), &capped)
		require.Equal(t, eth(10), capped.Cap)
		s, _ := u.Status()
		require.ErrorAs(t, s.Problem, &capped)

		u.SetCap(eth(19))
		time.Sleep(2 * time.Hour)
		require.Equal(t, 2, a.count())
		a.conclude(chain.TxConfirmed)
		time.Sleep(time.Hour)
		require.NoError(t, u.Health())
		require.Equal(t, eth(10), a.money().Deposit)
		require.NoError(t, u.Close())
	})
}
