package broker_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// check compares what the Broker knows with a fresh look at the chain.
func (r *rig) check() {
	r.Helper()
	want, err := r.client.Present(r.Context(), 0, r.address(0))
	require.NoError(r, err)
	got, err := r.broker.Moment()
	require.NoError(r, err)
	require.Equal(r, want.Moment, got)
	require.Equal(r, want.Active, r.broker.Active(r.address(0)))
	for sender := 3; sender <= 5; sender++ {
		want, err := r.client.Funds(r.Context(), 0, r.address(sender), r.address(0))
		require.NoError(r, err)
		got, err := r.broker.Funds(r.Context(), r.address(sender))
		require.NoError(r, err)
		require.Equal(r, want, got, "sender %d", sender)
	}
}

// TestOnTheChain: what the Broker knows is what a fresh look at the chain gives,
// whatever happens and whatever is taken back.
func TestOnTheChain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.follow()
	r.check()
	random := rand.New(rand.NewPCG(3, 9))
	for range 45 {
		parent := r.Block(nil)
		r.step(random)
		if random.IntN(2) == 0 { // else several steps come at once
			r.Follow()
			r.check()
		}
		if random.IntN(4) == 0 && r.Block(nil).Number-parent.Number < 40 {
			r.Follow()
			r.check()
			head := r.Block(nil).Number
			require.NoError(t, r.devnet.Fork(parent.Hash))
			require.NoError(t, r.devnet.Rollback())
			r.step(random)
			if now := r.Block(nil).Number; now <= head {
				require.NoError(t, r.devnet.Mine(int(head-now)+1))
			}
			r.Follow()
			r.check()
		}
	}
}

// step does something at random, if it can be done.
func (r *rig) step(random *rand.Rand) {
	r.Helper()
	ctx, sender, orch := r.Context(), 3+random.IntN(3), random.IntN(2)
	who, amount := r.address(sender), pm.NewWei(uint64(1+random.IntN(1e9)))
	var plan chain.Plan
	var err error
	switch random.IntN(10) {
	case 0:
		plan, err = r.client.Fund(ctx, who, amount, pm.Wei{})
	case 1:
		plan, err = r.client.Fund(ctx, who, amount, pm.NewWei(uint64(1+random.IntN(1e9))))
	case 2:
		plan, err = r.client.Unlock(ctx, who)
	case 3:
		plan, err = r.client.CancelUnlock(ctx, who)
	case 4:
		plan, err = r.client.Withdraw(ctx, who)
	case 5:
		r.nextRound()
		return
	case 6: // the pool grows by this, or shrinks
		sender, who = 6, r.address(6)
		if random.IntN(2) == 0 {
			plan, err = r.client.Bond(ctx, who, lpt(r, "7 LPT"), who)
		} else {
			plan, err = r.client.Unbond(ctx, who, lpt(r, "7 LPT"))
		}
	case 7:
		info := r.round()
		require.NoError(r, r.devnet.Mine(int(info.EndBlock()-info.Block))) // and nobody initializes it
		return
	default:
		sender = orch
		ts := []pm.WinningTicket{r.ticket(3+random.IntN(3), orch, amount), r.ticket(3+random.IntN(3), orch, amount)}
		plan, err = r.client.RedeemTickets(ctx, r.address(orch), ts[:1+random.IntN(2)])
	}
	if err == nil {
		r.do(sender, plan)
	}
}

// TestReorganisationOfFiveBlocks takes a deposit, and the redemption that it paid,
// back and sees them come again.
func TestReorganisationOfFiveBlocks(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.follow()
	plan, err := r.client.Fund(t.Context(), r.address(3), wei(t, "1 ETH"), wei(t, "2 ETH"))
	require.NoError(t, err)
	r.do(3, plan)
	r.Follow()
	parent := r.Block(nil)
	redeem, err := r.client.RedeemTickets(t.Context(), r.address(0), []pm.WinningTicket{r.ticket(3, 0, wei(t, "1.5 ETH"))})
	require.NoError(t, err)
	r.do(0, redeem)
	require.NoError(t, r.devnet.Mine(4))
	r.Follow()
	paid := pm.Funds{Reserve: wei(t, "1.5 ETH"), ReserveClaimed: wei(t, "0.5 ETH"), ClaimedByMe: wei(t, "0.5 ETH"), PoolSize: 2}
	funds := func() pm.Funds {
		f, err := r.broker.Funds(t.Context(), r.address(3))
		require.NoError(t, err)
		return f
	}
	require.Equal(t, paid, funds())

	require.NoError(t, r.devnet.Fork(parent.Hash))
	require.NoError(t, r.devnet.Rollback())
	require.NoError(t, r.devnet.Mine(6))
	r.Follow()
	require.Equal(t, pm.Funds{Deposit: wei(t, "1 ETH"), Reserve: wei(t, "2 ETH"), PoolSize: 2}, funds())
	r.do(0, redeem)
	r.Follow()
	require.Equal(t, paid, funds())
}

// TestMeasuredGas: a node finds out by itself what gas costs and what redemptions
// take on the chain that it is on.
func TestMeasuredGas(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	plan, err := r.client.Fund(t.Context(), r.address(3), wei(t, "1 ETH"), pm.Wei{})
	require.NoError(t, err)
	r.do(3, plan)
	for range 3 {
		redeem, err := r.client.RedeemTickets(t.Context(), r.address(0), []pm.WinningTicket{r.ticket(3, 0, wei(t, "0.1 ETH"))})
		require.NoError(t, err)
		r.do(0, redeem)
	}
	list, err := r.client.Redemptions(t.Context(), 1000, 10)
	require.NoError(t, err)
	require.Len(t, list, 3)
	mean := (list[0].Gas + list[1].Gas + list[2].Gas + 2) / 3

	r.follow()
	price, err := r.rpc.SuggestGasPrice(t.Context())
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		now, average, ok := r.broker.GasPrice()
		return ok && r.broker.RedeemGas() == mean && now.Int().Cmp(price) == 0 && average.Cmp(now) >= 0 // it falls on an empty chain
	}, 20*time.Second, 20*time.Millisecond)
}
