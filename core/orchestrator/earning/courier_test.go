package earning_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// remote starts an Earner whose redeemer is another process.
func remote(t *testing.T) *rig {
	t.Helper()
	return start(t, func(cfg *earning.Config) { cfg.HandOver, cfg.Pending = cfg.Store.(*database), nil })
}

// A ticket waits here until a redeemer elsewhere has it, over restarts too.
func TestHandOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := remote(t)
		s := r.sender()
		a := s.session("s1")
		p := s.payment(a, 30)
		r.redeemer.set(func(q *redeemer) { q.down = errOutage })
		require.NoError(t, r.Credit(t.Context(), a, p))
		require.NoError(t, r.Flush(t.Context(), a))
		synctest.Wait()
		won := len(r.store.in(payment.TicketWaiting))
		require.Positive(t, won)
		time.Sleep(time.Minute)
		require.Zero(t, r.redeemer.has())
		require.NoError(t, r.Close())
		require.Len(t, r.store.in(payment.TicketWaiting), won)

		r.restart()
		defer r.Close()
		time.Sleep(time.Minute)
		r.redeemer.set(func(q *redeemer) { q.down = nil })
		time.Sleep(time.Minute)
		require.Equal(t, won, r.redeemer.has())
		require.Len(t, r.store.in(payment.TicketSent), won)
		require.Equal(t, "handed over to the redeemer", r.store.in(payment.TicketSent)[0].Reason)
	})
}

// The redeemer's word on a void ticket is final, and no ticket blocks another.
func TestVoidTicketBlocksNone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := remote(t)
		defer r.Close()
		s := r.sender()
		a := s.session("s1")
		r.redeemer.set(func(q *redeemer) {
			q.fail = func(ticket pm.WinningTicket) error {
				switch ticket.SenderNonce % 4 {
				case 0:
					return &pm.RedeemError{Fault: pm.RedeemInvalid, Err: errors.New("it did not win")}
				case 1, 2:
					return errOutage
				}
				return nil
			}
		})
		require.NoError(t, s.credit(a, 200))
		for range 40 {
			time.Sleep(time.Minute)
		}
		states := make(map[uint32]payment.TicketState)
		for _, state := range payment.TicketStates() {
			for _, ticket := range r.store.in(state) {
				states[ticket.SenderNonce] = state
			}
		}
		require.Greater(t, len(states), 50)
		for nonce, state := range states {
			want := map[uint32]payment.TicketState{0: payment.TicketLost, 1: payment.TicketWaiting, 2: payment.TicketWaiting, 3: payment.TicketSent}
			require.Equal(t, want[nonce%4], state)
		}
		r.redeemer.set(func(q *redeemer) { q.fail = nil })
		time.Sleep(time.Minute)
		require.Empty(t, r.store.in(payment.TicketWaiting))
	})
}

// What the redeemer says of a sender's float is good for a moment, and for longer
// while it does not answer.
func TestRemoteFloat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := remote(t)
		defer r.Close()
		s := r.sender()
		a := s.session("s1")
		for range 50 {
			require.NoError(t, s.credit(a, 1))
		}
		require.Equal(t, 1, r.redeemer.floats)
		time.Sleep(3 * time.Second)
		require.NoError(t, s.credit(a, 1))
		require.Equal(t, 2, r.redeemer.floats)
		r.redeemer.set(func(q *redeemer) { q.down = errOutage })
		time.Sleep(time.Minute)
		r.redeemer.set(func(q *redeemer) { q.floats = 0 })
		for range 20 {
			require.NoError(t, s.credit(a, 1), "a redeemer that restarts ends no session")
		}
		require.Equal(t, 1, r.redeemer.floats, "nor does each segment wait for it")
		r.redeemer.set(func(q *redeemer) { q.down, q.hangs = nil, true })
		time.Sleep(time.Minute)
		begin := time.Now()
		require.NoError(t, s.credit(a, 1))
		require.Less(t, time.Since(begin), time.Second, "one that hangs takes no segment's upload its time")
		r.redeemer.set(func(q *redeemer) { q.down, q.hangs = errOutage, false })
		time.Sleep(10 * time.Minute)
		_, err := r.Params(t.Context(), a)
		requireRefusal(t, pm.ChainUnavailable, err)
	})
}

// Tickets that have won count from that moment on, not when the redeemer has
// them.
func TestFloatCountsWhatIsNotHandedOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, nil)
		defer r.Close()
		s := r.sender()
		r.redeemer.set(func(q *redeemer) { q.fail = func(pm.WinningTicket) error { return errOutage } })
		r.chain.fund(s.key.Address(), pm.Funds{Reserve: pm.NewWei(40 * ticketEV), PoolSize: 1})
		a := s.session("s1")
		var err error
		for err == nil {
			var params *pm.TicketParams
			if params, err = r.Params(t.Context(), a); err == nil {
				err = r.Credit(t.Context(), a, s.under(params, a, 1))
			}
		}
		requireRefusal(t, pm.InsufficientReserve, err)
		synctest.Wait()
		var claims pm.Wei
		for _, ticket := range r.store.in(payment.TicketWaiting) {
			claims, _ = claims.Add(ticket.FaceValue)
		}
		require.Equal(t, pm.NewWei(40*ticketEV), claims, "all of the reserve, and no more")
	})
}
