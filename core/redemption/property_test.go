package redemption_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// step is one thing that happens to a redeemer; n says how much of it.
type step struct{ Action, N int }

func steps() *rapid.Generator[[]step] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		return step{rapid.IntRange(0, 7).Draw(t, "action"), rapid.IntRange(1, 12).Draw(t, "n")}
	}), 5, 40)
}

// Whatever happens, in whatever order, and wherever the process is killed: no
// ticket is paid twice, and each is paid in the end while the chain works and its
// sender has money.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		script := steps().Draw(rt, "script")
		var failure error
		synctest.Test(t, func(*testing.T) { failure = live(script) })
		if failure != nil {
			rt.Fatal(failure)
		}
	})
}

// bubble is a require.TestingT for a bubble, in which nobody but the bubble's own
// test may fail.
type bubble struct{ failure error }

func (b *bubble) Errorf(format string, args ...any) { b.failure = fmt.Errorf(format, args...) }
func (b *bubble) FailNow()                          { panic(b.failure) }

func live(script []step) (failure error) {
	b := &bubble{}
	w := newWorld()
	w.deposits[sender] = new(big.Int).Mul(big.NewInt(1e18), big.NewInt(1000))
	r := w.start(b)
	defer func() {
		v := recover()
		failure = errors.Join(b.failure, r.Close())
		if v != nil && b.failure == nil {
			failure = fmt.Errorf("panic: %v", v)
		}
	}()
	var won []pm.WinningTicket
	for _, s := range script {
		switch s.Action {
		case 0, 1:
			one := ticket(w, uint32(len(won)+1), uint64(s.N)*1e16, w.block+3)
			if r.Queue(context.Background(), one) == nil { // else it was not taken
				won = append(won, one)
			}
		case 2:
			w.mu.Lock()
			w.crashAt = w.calls + s.N
			w.mu.Unlock()
			w.blocks(2)
			require.NoError(b, r.Close())
			r = w.start(b)
		case 3:
			w.outage = !w.outage
		case 4:
			w.reorganise(uint64(s.N)/3 + 1)
		case 5:
			w.gasPrice = 1e9 + uint64(s.N%2)*19e9
		default:
			w.blocks(s.N)
		}
		w.once(b)
	}
	w.outage, w.gasPrice = false, 1e9
	w.blocks(3 + 2*(confirmed+settled) + 5)
	settledIncome(b, w, won)
	return nil
}

// settledIncome says that each ticket is redeemed, and counts once as income.
func settledIncome(b *bubble, w *world, won []pm.WinningTicket) {
	owed, income := new(big.Int), new(big.Int)
	for _, one := range won {
		record := w.state(b, one)
		require.Equal(b, payment.TicketRedeemed, record.State, "%+v", record)
		owed.Add(owed, one.FaceValue.Int())
	}
	w.sound(b)
	for _, d := range w.days {
		income.Add(income, d.Redeemed.Int())
	}
	require.Equal(b, owed, income)
}

// once says that no ticket is paid twice.
func (w *world) once(t require.TestingT) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for hash, by := range w.paid {
		require.Len(t, by, 1, "ticket %s", hash)
	}
}
