//go:build e2e

package e2e_test

import (
	"math"
	"math/big"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// sizeOf is the size of a test: a number from the environment, or the default.
func sizeOf(t *testing.T, variable string, usual int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	return n
}

// TestPaidStream: every wei of a paid stream is accounted for, from the
// broadcaster's deposit to the delegator's hand. The stream lasts 40 s, or
// PAYMENT_MINUTES.
//
// What tickets paid is within 4.5 standard deviations of what they were worth: of
// n tickets with the face value f and the probability p the deviation is
// f·√(n·p·(1-p)). Chance alone breaks that bound once in 150,000 runs.
func TestPaidStream(t *testing.T) {
	t.Parallel()
	length := 40 * time.Second
	if minutes := sizeOf(t, "PAYMENT_MINUTES", 0); minutes > 0 {
		length = time.Duration(minutes) * time.Minute
	}
	ctx, c := newClusterFor(t, length+3*time.Minute)
	m := openMarket(ctx, t, c, startDevnet(ctx, t, c, 100*time.Millisecond, 160), marketConfig{})
	vault := m.balance(m.contracts.Minter)
	require.Equal(t, "40 ETH", vault.String(), "the minter has deposit and reserve")

	src := smallSource(length)
	publisher := publish(t, c, m.broadcasterNode, "movie", src)
	list := recordAll(ctx, t, c, m.broadcasterNode, "movie")
	requireEnds(ctx, t, publisher)
	requireWholeStream(ctx, t, list, src)
	m.redeemedAll(m.orchestrator)
	funds := m.broadcaster.sender()
	own, share := wei(t, m.orchestrator.delegator().Fees), wei(t, m.delegate.delegator().Fees)
	m.withdrawFees(share)
	require.Equal(t, "0 ETH", m.delegate.delegator().Fees)
	var earnedSaid, spentSaid daysSaid
	m.orchestrator.read(&earnedSaid, "payments", "days", "--side", "earned")
	m.broadcaster.read(&spentSaid, "payments", "days", "--side", "spent")

	spent, earned := m.close(m.broadcasterNode), m.close(m.orchestratorNode)
	m.requireSameBooks(earned, spent)
	require.Equal(t, daysSaid{Earned: totalOf(earned.days)}, earnedSaid, "what livepeer_cli says of the orchestrator's days")
	require.Equal(t, daysSaid{Spent: totalOf(spent.days)}, spentSaid, "what livepeer_cli says of the broadcaster's days")
	requirePriceTimesPixels(t, earned, src.Frames())
	redeemed := earned.in(payment.TicketRedeemed)
	require.Len(t, earned.tickets, len(redeemed), "all winning tickets were redeemed")
	require.Len(t, redeemed, int(earned.days.Winners))
	paid := m.requireRedeemedOnce(redeemed).paid
	requireFairDraw(t, earned, paid)

	spentDeposit := new(big.Int).Sub(wei(t, deposited).Int(), wei(t, funds.Deposit).Int())
	require.Equal(t, paid, spentDeposit, "the deposit has paid all tickets, and nothing else")
	require.Equal(t, deposited, funds.Reserve)
	requireShares(t, paid, own, share, len(redeemed))
	left := m.balance(m.contracts.Minter)
	require.Equal(t, share.Int(), new(big.Int).Sub(vault.Int(), left.Int()), "the minter has paid the delegator, and nobody else")
}

// daysSaid is what livepeer_cli says of all days together.
type daysSaid struct{ Earned, Spent *totalSaid }

type totalSaid struct {
	Segments, Tickets, Winners uint64
	Pixels                     int64
}

func totalOf(d payment.DayTotal) *totalSaid {
	return &totalSaid{Segments: d.Segments, Tickets: d.Tickets, Winners: d.Winners, Pixels: d.Pixels}
}

// withdrawFees takes the delegator's fees out, and checks that they arrive, less
// the gas.
func (m *market) withdrawFees(fees pm.Wei) {
	m.Helper()
	require.False(m, fees.IsZero())
	account := m.delegate.address()
	before, err := m.chain.BlockNumber(m.ctx)
	require.NoError(m, err)
	m.delegate.run("withdraw-fees")
	after, err := m.chain.BlockNumber(m.ctx)
	require.NoError(m, err)
	gain := new(big.Int).Sub(m.balanceAt(account, after), m.balanceAt(account, before))
	gain.Add(gain, m.gasSpent(account, before, after))
	require.Equal(m, fees.Int(), gain, "what the delegator got, and the gas")
}

func (m *market) balanceAt(account common.Address, block uint64) *big.Int {
	m.Helper()
	balance, err := m.chain.BalanceAt(m.ctx, account, new(big.Int).SetUint64(block))
	require.NoError(m, err)
	return balance
}

// balance of an account now.
func (m *market) balance(account common.Address) pm.Wei {
	m.Helper()
	balance, err := m.chain.BalanceAt(m.ctx, account, nil)
	require.NoError(m, err)
	w, ok := pm.WeiFromInt(balance)
	require.True(m, ok)
	return w
}

// requirePriceTimesPixels: the work is the price times the pixels of frames, each
// segment's rounded up to 2^-64 wei.
func requirePriceTimesPixels(t *testing.T, earned books, frames int) {
	t.Helper()
	require.Len(t, earned.incomes, 1, "one session")
	perFrame := clipPixels() / (30 * int64(segmentLength/time.Second))
	require.Zero(t, earned.days.Pixels%perFrame, "whole frames in both renditions")
	require.LessOrEqual(t, earned.days.Pixels, int64(frames)*perFrame)
	require.GreaterOrEqual(t, earned.days.Pixels, int64(0.99*float64(frames))*perFrame)
	price := earned.incomes[0].Price.Rat()
	exact := price.Mul(price, new(big.Rat).SetInt64(earned.days.Pixels))
	require.GreaterOrEqual(t, earned.days.Work.Rat().Cmp(exact), 0, "work %v, price times pixels %v", earned.days.Work, exact)
	rounding := new(big.Rat).SetFrac(new(big.Int).SetUint64(earned.days.Segments), new(big.Int).Lsh(big.NewInt(1), 64))
	require.LessOrEqual(t, earned.days.Work.Rat().Cmp(rounding.Add(rounding, exact)), 0, "work %v, price times pixels %v", earned.days.Work, exact)
}

// requireFairDraw compares what tickets paid with what they were worth.
func requireFairDraw(t *testing.T, earned books, paid *big.Int) {
	t.Helper()
	ev := wei(t, ticketEV)
	face, _ := ev.Mul(2)
	for _, ticket := range earned.tickets {
		require.Equal(t, face.String(), ticket.FaceValue.String(), "face value")
	}
	n := float64(earned.days.Tickets)
	require.Greater(t, n, 60.0, "too few tickets for statistics")
	worth := earned.days.Value.Rat()
	difference, _ := worth.Sub(new(big.Rat).SetInt(paid), worth).Float64()
	unit, _ := new(big.Rat).SetInt(face.Int()).Float64()
	deviation := unit * math.Sqrt(n/4)
	require.LessOrEqual(t, math.Abs(difference), 4.5*deviation, "%v tickets, %v wei paid", n, paid)
	t.Logf("%v tickets of %v, %d won; what they paid is %+.2f standard deviations off what they were worth", n, ev, len(earned.tickets), difference/deviation)
}

// requireShares: of what tickets paid, the delegator has half of the half that the
// orchestrator leaves to its delegators, since it has half of the stake, or a
// little less once rewards came. Both together have all of it, but for what the
// contract rounds down: a wei or two for each ticket.
func requireShares(t *testing.T, paid *big.Int, own, share pm.Wei, tickets int) {
	t.Helper()
	sum, ok := own.Add(share)
	require.True(t, ok)
	lost := new(big.Int).Sub(paid, sum.Int())
	require.GreaterOrEqual(t, lost.Sign(), 0, "%v paid, %v credited", paid, sum)
	require.LessOrEqual(t, lost.Cmp(big.NewInt(2*int64(tickets))), 0, "%v wei are lost of %v", lost, paid)
	t.Logf("of %v wei %v went to the orchestrator and %v to its delegator; %v are lost to rounding", paid, own, share, lost)
	quarter := new(big.Int).Quo(paid, big.NewInt(4))
	off := new(big.Int).Sub(share.Int(), quarter)
	require.LessOrEqual(t, off.CmpAbs(new(big.Int).Quo(paid, big.NewInt(20))), 0, "the delegator has %v of %v", share, paid)
}
