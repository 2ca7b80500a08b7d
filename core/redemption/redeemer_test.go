package redemption_test

import (
	"context"
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/redemption"
	"github.com/livepeer/streamflow/pm"
)

func TestWinnerIsRedeemed(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		r := w.start(t)
		won := ticket(w, 1, 1e16, 1005)
		require.NoError(t, r.Queue(t.Context(), won))
		require.NoError(t, r.Queue(t.Context(), won), "again is no harm")
		require.Equal(t, pm.NewWei(1e16), r.Pending(sender))
		w.blocks(3)
		require.Equal(t, payment.TicketWaiting, w.state(t, won).State)
		require.Contains(t, w.state(t, won).Reason, "until block 1005")
		require.Empty(t, w.txs, "its number must not be shown yet")
		w.blocks(3)
		require.Equal(t, payment.TicketSent, w.state(t, won).State)
		w.blocks(confirmed + 1)
		record := w.state(t, won)
		require.Equal(t, payment.TicketRedeemed, record.State)
		require.Equal(t, pm.NewWei(1e16), record.Paid)
		require.Equal(t, pm.NewWei(1e14), record.Fee)
		require.Zero(t, r.Pending(sender))
		require.Empty(t, w.days, "not before it is settled")
		w.blocks(settled)
		require.Len(t, w.days, 1)
		require.Equal(t, pm.NewWei(1e16), w.days[0].Redeemed)
		require.NoError(t, r.Close())
		// A restart counts nothing again.
		r = w.start(t)
		w.blocks(2)
		require.Len(t, w.days, 1)
		require.NoError(t, r.Close())
		w.sound(t)
	})
}

func TestTicketsThatNeverPayAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for label, spoil := range map[string]func(t *pm.WinningTicket){
		"err_recipient":  func(t *pm.WinningTicket) { t.Recipient = sender },
		"err_sender":     func(t *pm.WinningTicket) { t.Sender = common.Address{} },
		"err_round":      func(t *pm.WinningTicket) { t.Created = pm.RoundRef{} },
		"err_commitment": func(t *pm.WinningTicket) { t.Rand[0]++ },
		"err_lost":       func(t *pm.WinningTicket) { t.WinProb = pm.WinProb{} },
		"err_signature":  func(t *pm.WinningTicket) { t.Sig = nil },
	} {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			cfg := redemption.DefaultConfig()
			cfg.Account, cfg.Recipient = recipient, recipient
			cfg.Store, cfg.Broker, cfg.Transactions, cfg.Chain, cfg.Verifier = w, w, w, w, onlySignature(65)
			r, err := redemption.New(cfg)
			require.NoError(t, err)
			won := ticket(w, 1, 1e16, 0)
			spoil(&won)
			var refused *pm.RedeemError
			require.ErrorAs(t, r.Queue(t.Context(), won), &refused)
			require.Equal(t, pm.RedeemInvalid, refused.Fault)
		})
	}
}

// onlySignature accepts signatures of that length.
type onlySignature int

func (l onlySignature) Verify(_ common.Address, _, sig []byte) bool { return len(sig) == int(l) }

func TestBatchPaysSeveral(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		r := w.start(t)
		var won []pm.WinningTicket
		for n := range uint32(25) {
			won = append(won, ticket(w, n+1, 1e16, 1002))
			require.NoError(t, r.Queue(t.Context(), won[n]))
		}
		w.blocks(2 + confirmed + 2)
		require.Len(t, w.txs, 3)
		for _, one := range won {
			require.Equal(t, payment.TicketRedeemed, w.state(t, one).State)
		}
		require.NoError(t, r.Close())
		w.sound(t)
	})
}

// A ticket that cannot be paid keeps none of the others waiting (chain.md 8.4).
func TestNoTicketBlocksAnother(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		poor := common.HexToAddress("0x03")
		w.deposits[poor] = new(big.Int)
		r := w.start(t)
		bad := ticket(w, 1, 5e17, 1002)
		bad.Sender = poor
		good := ticket(w, 2, 1e16, 1002)
		require.NoError(t, r.Queue(t.Context(), bad))
		require.NoError(t, r.Queue(t.Context(), good))
		w.blocks(2 + confirmed + 2)
		require.Equal(t, payment.TicketRedeemed, w.state(t, good).State)
		require.Equal(t, payment.TicketWaiting, w.state(t, bad).State)
		require.Contains(t, w.state(t, bad).Reason, "empty")
		w.blocks(2 * roundLength)
		lost := w.state(t, bad)
		require.Equal(t, payment.TicketLost, lost.State)
		require.Contains(t, lost.Reason, "expired")
		require.Contains(t, lost.Reason, "empty", "the reason why it waited is told too")
		require.Len(t, w.defaults, 1)
		require.Equal(t, poor, w.defaults[0].Sender)
		require.NoError(t, r.Close())
		w.sound(t)
	})
}

func TestSenderIsFundedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.deposits[sender] = new(big.Int)
		r := w.start(t)
		won := ticket(w, 1, 1e16, 1000)
		require.NoError(t, r.Queue(t.Context(), won))
		w.blocks(5)
		require.Equal(t, payment.TicketWaiting, w.state(t, won).State)
		w.mu.Lock()
		w.deposits[sender] = big.NewInt(1e18)
		w.mu.Unlock()
		w.blocks(confirmed + 3)
		require.Equal(t, payment.TicketRedeemed, w.state(t, won).State)
		require.NoError(t, r.Close())
		w.sound(t)
	})
}

// Gas at 20 times its price for 50 blocks: the ticket waits for it to pass, since
// its sender is good for it and there is time.
func TestGasSpikeIsWaitedOut(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.gasPrice = 20e9
		r := w.start(t)
		won := ticket(w, 1, 1e16, 1002)
		require.NoError(t, r.Queue(t.Context(), won))
		w.blocks(50)
		require.Equal(t, payment.TicketWaiting, w.state(t, won).State)
		require.Contains(t, w.state(t, won).Reason, "gas costs 20 gwei now")
		w.mu.Lock()
		w.gasPrice = 1e9
		w.mu.Unlock()
		w.blocks(confirmed + 3)
		require.Equal(t, payment.TicketRedeemed, w.state(t, won).State)
		require.NoError(t, r.Close())
		w.sound(t)
	})
}

func TestRedeemNowPaysDearGas(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.gasPrice = 20e9
		r := w.start(t)
		due, early := ticket(w, 1, 1e16, 1002), ticket(w, 2, 1e16, 1100)
		require.NoError(t, r.Queue(t.Context(), due))
		require.NoError(t, r.Queue(t.Context(), early))
		w.blocks(10)
		require.Equal(t, payment.TicketWaiting, w.state(t, due).State)
		sent, err := r.RedeemNow(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, sent)
		require.Equal(t, payment.TicketSent, w.state(t, due).State)
		require.Equal(t, payment.TicketWaiting, w.state(t, early).State, "its number must not be shown yet")
		require.NoError(t, r.Close())
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = r.RedeemNow(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// Dear gas is paid when the ticket would expire, or its sender is not good for
// all that it owes.
func TestGasSpikeIsPaidInNeed(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.gasPrice = 20e9
		r := w.start(t)
		won := ticket(w, 1, 1e16, 1002)
		require.NoError(t, r.Queue(t.Context(), won))
		w.blocks(2*roundLength - 20 - 1)
		require.Equal(t, payment.TicketWaiting, w.state(t, won).State)
		w.blocks(confirmed + 3)
		require.Equal(t, payment.TicketRedeemed, w.state(t, won).State)

		owed := ticket(w, 2, 4e17, 1002)
		require.NoError(t, r.Queue(t.Context(), owed))
		w.blocks(confirmed + 3)
		require.Equal(t, payment.TicketRedeemed, w.state(t, owed).State, "its deposit does not cover it three times")
		require.NoError(t, r.Close())
		w.sound(t)
	})
}

func TestExpiryAlert(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.gasPrice = 1e15 // more than the ticket pays
		r := w.start(t)
		require.NoError(t, r.Queue(t.Context(), ticket(w, 1, 1e16, 1002)))
		w.blocks(10)
		require.NoError(t, r.Health())
		w.blocks(2*roundLength - 20)
		var alert *redemption.ExpiryAlert
		require.ErrorAs(t, r.Health(), &alert)
		require.Equal(t, 1, alert.Tickets)
		w.blocks(20)
		require.NoError(t, r.Health(), "it is lost, which is told otherwise")
		require.NoError(t, r.Close())
	})
}

func TestOutageLosesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		r := w.start(t)
		won := ticket(w, 1, 1e16, 1002)
		require.NoError(t, r.Queue(t.Context(), won))
		w.outage = true
		w.blocks(30)
		require.NotEqual(t, payment.TicketLost, w.state(t, won).State)
		w.outage = false
		w.blocks(confirmed + 3)
		require.Equal(t, payment.TicketRedeemed, w.state(t, won).State)
		require.NoError(t, r.Close())
		w.sound(t)
	})
}

func TestReorganisationOfFiveBlocks(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		r := w.start(t)
		won := ticket(w, 1, 1e16, 1002)
		require.NoError(t, r.Queue(t.Context(), won))
		w.blocks(2 + confirmed + 2)
		require.Equal(t, payment.TicketRedeemed, w.state(t, won).State)
		w.reorganise(5)
		w.feed <- w.moment()
		clockStep()
		require.Equal(t, payment.TicketSent, w.state(t, won).State)
		require.Equal(t, pm.NewWei(1e16), r.Pending(sender))
		w.blocks(settled + 2)
		require.Equal(t, payment.TicketRedeemed, w.state(t, won).State)
		require.Len(t, w.days, 1, "it counts once")
		require.NoError(t, r.Close())
		w.sound(t)
	})
}

func TestWatchTellsOfChanges(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		r := w.start(t)
		ctx, cancel := context.WithCancel(t.Context())
		changes := r.Watch(ctx)
		float, err := r.MaxFloat(t.Context(), sender)
		require.NoError(t, err)
		require.Zero(t, float, "the reserve is empty")
		require.NoError(t, r.Queue(t.Context(), ticket(w, 1, 1e16, 1002)))
		<-changes
		cancel()
		clockStep()
		_, open := <-changes
		require.False(t, open)
		require.NoError(t, r.Close())
	})
}

func TestConfigNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	cfg := redemption.DefaultConfig()
	_, err := redemption.New(cfg)
	require.ErrorContains(t, err, "is missing")
	require.False(t, errors.Is(err, errCrash))
}
