//go:build e2e

package e2e_test

import (
	"math/big"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/test/cluster"
)

// books are what a node that has ended leaves in its database.
type books struct {
	incomes   []payment.Income
	spendings []payment.Spending
	days      payment.DayTotal // all days and peers
	tickets   []payment.Ticket
}

// close ends a node in good order and reads its books.
func (m *market) close(n *cluster.Node) books {
	m.Helper()
	require.NoError(m, n.Signal(syscall.SIGTERM))
	requireEnds(m.ctx, m.T, n.Process)
	files, err := filepath.Glob(filepath.Join(m.cluster.Path(n.Name+"-data"), "*.sqlite3"))
	require.NoError(m, err)
	require.Len(m, files, 1)
	db, err := store.Open(m.ctx, files[0])
	require.NoError(m, err)
	defer db.Close()
	var b books
	b.incomes, err = db.Incomes(m.ctx, time.Time{})
	require.NoError(m, err)
	b.spendings, err = db.Spendings(m.ctx)
	require.NoError(m, err)
	b.tickets, err = db.Tickets(m.ctx, payment.TicketQuery{})
	require.NoError(m, err)
	days, err := db.Days(m.ctx, time.Unix(0, 0), time.Now().Add(24*time.Hour))
	require.NoError(m, err)
	for _, d := range days {
		b.days = b.days.Plus(d)
	}
	return b
}

// balance of all sessions together.
func (b books) balance() (sum pm.Credit) {
	for _, i := range b.incomes {
		sum = sum.Add(i.Balance)
	}
	for _, s := range b.spendings {
		sum = sum.Add(s.Balance)
	}
	return sum
}

// in are the tickets in a state, by hash.
func (b books) in(state payment.TicketState) map[common.Hash]payment.Ticket {
	list := make(map[common.Hash]payment.Ticket)
	for _, t := range b.tickets {
		if t.State == state {
			list[t.Hash()] = t
		}
	}
	return list
}

// credit is an amount in units of 2^-64 wei, for messages and comparisons that
// show what is different.
func credit(c pm.Credit) string { return c.Rat().RatString() + " wei" }

// redemptions are what the broker's events say of tickets: how often each was
// redeemed, by its hash, in which transactions, and what was paid altogether.
type redemptions struct {
	times map[common.Hash]int
	txs   map[common.Hash]struct{}
	paid  *big.Int
}

// redemptions reads the events of the whole chain.
func (m *market) redemptions() redemptions {
	m.Helper()
	logs, err := m.chain.FilterLogs(m.ctx, ethereum.FilterQuery{FromBlock: new(big.Int), Addresses: []common.Address{m.contracts.TicketBroker}})
	require.NoError(m, err)
	broker := ticketbroker.NewTicketBroker()
	r := redemptions{times: make(map[common.Hash]int), txs: make(map[common.Hash]struct{}), paid: new(big.Int)}
	for _, log := range logs {
		if e, err := broker.UnpackWinningTicketRedeemedEvent(&log); err == nil {
			r.times[ticketOf(e).Hash()]++
			r.txs[log.TxHash] = struct{}{}
		}
		if e, err := broker.UnpackWinningTicketTransferEvent(&log); err == nil {
			require.Equal(m, m.broadcaster.address(), e.Sender)
			require.Equal(m, m.orchestrator.address(), e.Recipient)
			r.paid.Add(r.paid, e.Amount)
		}
	}
	return r
}

// ticketOf is the ticket that an event is about.
func ticketOf(e *ticketbroker.TicketBrokerWinningTicketRedeemed) pm.Ticket {
	face, _ := pm.WeiFromInt(e.FaceValue)
	prob, _ := pm.WinProbFromInt(e.WinProb)
	return pm.Ticket{
		Recipient: e.Recipient, Sender: e.Sender, FaceValue: face, WinProb: prob, SenderNonce: uint32(e.SenderNonce.Uint64()),
		RecipientRandHash: crypto.Keccak256Hash(common.BigToHash(e.RecipientRand).Bytes()),
		Created: pm.RoundRef{
			Number: pm.Round(new(big.Int).SetBytes(e.AuxData[:32]).Uint64()), BlockHash: common.BytesToHash(e.AuxData[32:]),
		},
	}
}

// requireRedeemedOnce says that the chain and an orchestrator's, or redeemer's,
// books agree: each ticket that is redeemed was so once, and no other was.
func (m *market) requireRedeemedOnce(redeemed map[common.Hash]payment.Ticket) redemptions {
	m.Helper()
	r := m.redemptions()
	paid := new(big.Int)
	for hash, n := range r.times {
		require.Equal(m, 1, n, "redemptions of ticket %s", hash)
		require.Contains(m, redeemed, hash, "a ticket was redeemed that the books don't say so of")
		paid.Add(paid, redeemed[hash].Paid.Int())
	}
	require.Len(m, r.times, len(redeemed), "tickets redeemed, by the events and by the books")
	require.Equal(m, r.paid, paid, "what was paid, by the events and by the books")
	return r
}

// requireSameBooks says that both sides have the same accounts, to the bit: what
// tickets are worth, less price times pixels, is what is left, in sum and in each
// session.
//
// A segment that got no answer in time, and was sent again, leaves the broadcaster
// without knowing what was taken and charged: then its totals say less, but the
// next answer brings its accounts in line.
func (m *market) requireSameBooks(orchestrator, broadcaster books) {
	m.Helper()
	earned, spent := orchestrator.days, broadcaster.days
	require.Equal(m, credit(earned.Value.Sub(earned.Work)), credit(orchestrator.balance()), "what is left at the orchestrator")
	m.requireSameAccounts(orchestrator, broadcaster)
	if m.unanswered() {
		m.Log("a segment got no answer and was sent again: the totals are not compared")
		return
	}
	require.Equal(m, earned.Tickets, spent.Tickets, "tickets taken, and sent")
	require.Equal(m, credit(earned.Value), credit(spent.Value), "value of the tickets taken, and sent")
	require.Equal(m, earned.Segments, spent.Segments, "segments that were paid for")
	require.Equal(m, earned.Pixels, spent.Pixels, "pixels that were paid for")
	require.Equal(m, credit(earned.Work), credit(spent.Work), "work charged, and paid")
	require.Equal(m, credit(spent.Value.Sub(spent.Work)), credit(broadcaster.balance()), "what is left at the broadcaster")
}

// unanswered says that an attempt of the broadcaster's failed: on a machine that
// has too much to do an upload may time out.
func (m *market) unanswered() bool {
	return strings.Contains(m.broadcasterNode.Log(), "attempt failed")
}

// requireSameAccounts compares session by session.
func (m *market) requireSameAccounts(orchestrator, broadcaster books) {
	m.Helper()
	incomes := make(map[string]string)
	for _, i := range orchestrator.incomes {
		require.Equal(m, m.broadcaster.address(), i.Sender)
		incomes[string(i.Session)] = credit(i.Balance)
	}
	spendings := make(map[string]string)
	for _, s := range broadcaster.spendings {
		require.Equal(m, m.orchestrator.address(), s.Orchestrator)
		spendings[string(s.Token.SessionID)] = credit(s.Balance)
	}
	require.Equal(m, incomes, spendings, "balances of sessions, at the orchestrator and at the broadcaster")
}

// gasSpent is what an account paid for gas in blocks after one and up to another.
func (m *market) gasSpent(account common.Address, after, upTo uint64) *big.Int {
	m.Helper()
	id, err := m.chain.ChainID(m.ctx)
	require.NoError(m, err)
	signer, sum := types.LatestSignerForChainID(id), new(big.Int)
	for number := after + 1; number <= upTo; number++ {
		block, err := m.chain.BlockByNumber(m.ctx, new(big.Int).SetUint64(number))
		require.NoError(m, err)
		for _, tx := range block.Transactions() {
			if from, err := types.Sender(signer, tx); err != nil || from != account {
				continue
			}
			receipt, err := m.chain.TransactionReceipt(m.ctx, tx.Hash())
			require.NoError(m, err)
			sum.Add(sum, new(big.Int).Mul(receipt.EffectiveGasPrice, new(big.Int).SetUint64(receipt.GasUsed)))
		}
	}
	return sum
}
