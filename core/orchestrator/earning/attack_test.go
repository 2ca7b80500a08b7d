package earning_test

import (
	"fmt"
	"math/big"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/pm"
)

// Tickets that were made at one price pay for no session at another, and those of
// one sender for no other sender.
func TestForgedPrice(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	cheap := s.session("cheap")
	r.prices.perPixel = big.NewRat(1000, 1)
	dear := s.session("dear")
	p := s.payment(cheap, 1)
	requireRefusal(t, pm.PriceChanged, r.Credit(t.Context(), dear, p))
	p.ExpectedPrice = dear.Price
	requireRefusal(t, pm.InvalidRecipientRand, r.Credit(t.Context(), dear, p))
	requireRefusal(t, pm.PriceChanged, r.Credit(t.Context(), cheap, p))
	require.Empty(t, r.Accounts())
	p.ExpectedPrice = cheap.Price
	require.NoError(t, r.Credit(t.Context(), cheap, p))

	r.prices.perPixel = big.NewRat(perPixel, 1)
	thief := r.sender()
	stolen := s.payment(cheap, 1)
	stolen.Sender = thief.key.Address()
	requireRefusal(t, pm.InvalidRecipientRand, r.Credit(t.Context(), thief.session("s2"), stolen))
}

// A payment that comes many times at once counts once.
func TestReplayAtOnce(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	sessions := []orchestrator.Account{s.session("s0"), s.session("s1"), s.session("s2"), s.session("s3")}
	p := s.payment(sessions[0], 10)
	var wg sync.WaitGroup
	var taken atomic.Int32
	for i := range 16 {
		wg.Go(func() {
			a := sessions[i%len(sessions)]
			a.Work = 0
			if r.Credit(t.Context(), a, p) == nil {
				taken.Add(1)
			}
		})
	}
	wg.Wait()
	sum := pm.Credit{}
	for _, i := range r.Accounts() {
		sum = sum.Add(i.Balance)
	}
	require.Equal(t, pm.CreditOf(pm.NewWei(10*ticketEV)), sum)
	require.LessOrEqual(t, taken.Load(), int32(1))
}

// From the moment on that a sender unlocks its money, no work is done for it.
func TestSenderUnlocking(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	a := s.session("s1")
	require.NoError(t, s.credit(a, 3))
	p := s.payment(a, 1)
	funds := rich()
	funds.WithdrawRound = 11
	r.chain.fund(a.Sender, funds)
	requireRefusal(t, pm.SenderUnlocking, r.Credit(t.Context(), a, p))
	requireRefusal(t, pm.SenderUnlocking, r.Credit(t.Context(), a, nil))
	r.requireBalance(3*ticketEV, a)
	r.chain.fund(a.Sender, rich()) // it cancels that
	require.NoError(t, r.Credit(t.Context(), a, p), "the tickets were not used up")
}

// A sender works with one honest orchestrator until that refuses, and then lets
// 50 accomplices take its whole deposit before any ticket of the honest one is
// redeemed. What is left to pay them is the honest one's share of the reserve.
func TestSenderOverspending(t *testing.T) {
	t.Parallel()
	const (
		accomplices = 50
		reserve     = 5_100_000
		share       = reserve / (accomplices + 1)
		face        = 2 * ticketEV
		perPayment  = 4
	)
	for name, deposit := range map[string]uint64{"reserve alone": 0, "small deposit": 120_000, "large deposit": 900_000} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, nil)
			defer r.Close()
			s := r.sender()
			r.chain.fund(s.key.Address(), pm.Funds{Deposit: pm.NewWei(deposit), Reserve: pm.NewWei(reserve), PoolSize: accomplices + 1})
			a := s.session("s1")
			a.Work = perPayment * oneTicket
			var work uint64
			var refusal *pm.Refusal
			for refusal == nil {
				params, err := r.Params(t.Context(), a)
				if err == nil {
					err = r.Credit(t.Context(), a, s.under(params, a, perPayment))
				}
				if err != nil {
					require.ErrorAs(t, err, &refusal)
					break
				}
				r.Debit(a, a.Work)
				work += perPayment * ticketEV
			}
			require.Equal(t, pm.InsufficientReserve, refusal.Code)
			require.NotNil(t, refusal.Have)
			require.NoError(t, r.Close())

			won := uint64(len(r.store.tickets)) * face
			paid := min(won, share)
			t.Logf("deposit %d, share of the reserve %d: work for %d, won %d, paid %d after the deposit is gone, lost %d",
				deposit, share, work, won, paid, won-paid)
			bound := max(uint64(share), deposit/3) + perPayment*face
			require.LessOrEqual(t, won, bound, "what is pending is bounded")
			require.LessOrEqual(t, won-paid, bound-share, "and so is what can be lost")
			require.Positive(t, work)
		})
	}
}

// A sender pays as little as it can for a session, takes what it has under way,
// and comes back with a new session, again and again.
func TestBroadcasterVanishes(t *testing.T) {
	t.Parallel()
	const underWay = 400 * oneTicket // pixels: five segments
	r := start(t, func(cfg *earning.Config) { cfg.MaxDebt = pm.NewWei(300 * ticketEV) })
	defer r.Close()
	s := r.sender()
	var paid, cost int64
	sessions := 0
	for {
		a := s.session(core.SessionID(fmt.Sprint("s", sessions)))
		a.Work = underWay
		refusal := requireRefusal(t, pm.LowPMBalance, r.Credit(t.Context(), a, nil))
		need := refusal.Need.Int().Int64()
		if need > underWay*perPixel {
			break // dearer than the work
		}
		require.NoError(t, s.credit(a, int(need/ticketEV)))
		r.Debit(a, underWay)
		paid, cost, sessions = paid+need, cost+underWay*perPixel, sessions+1
	}
	loss := cost - paid
	t.Logf("%d sessions: work for %d, paid %d, lost %d, that is %.1f sessions", sessions, cost, paid, loss, float64(loss)/(underWay*perPixel))
	require.Equal(t, 2, sessions)
	require.LessOrEqual(t, loss, int64(300*ticketEV)+underWay*perPixel/2)

	// It can pay, and goes on.
	a := s.session("honest")
	a.Work = oneTicket
	require.NoError(t, s.credit(a, int(loss/ticketEV)+1))
}

// A reserve that shrinks ends terms that were made before it did.
func TestReserveShrinks(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	a := s.session("s1")
	p := s.payment(a, 1)
	r.chain.fund(a.Sender, pm.Funds{Deposit: pm.NewWei(1e18), Reserve: pm.NewWei(1999), PoolSize: 1})
	refusal := requireRefusal(t, pm.InsufficientReserve, r.Credit(t.Context(), a, p))
	require.Equal(t, [2]string{"2000", "1999"}, [2]string{wei(refusal.Need), wei(refusal.Have)})
	require.NoError(t, r.Credit(t.Context(), a, s.payment(a, 1)), "new terms fit it")
}
