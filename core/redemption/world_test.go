package redemption_test

import (
	"context"
	"encoding/binary"
	"errors"
	"math/big"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/redemption"
	"github.com/livepeer/streamflow/pm"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	roundLength = 100
	confirmed   = 2 // blocks on top until a transaction is confirmed
	settled     = 8 // and until no reorganisation is expected
)

var (
	recipient = common.HexToAddress("0x01") //nolint:gochecknoglobals // never written
	sender    = common.HexToAddress("0x02") //nolint:gochecknoglobals // never written

	errOutage = errors.New("no endpoint answers")
	errCrash  = errors.New("the process is gone")
)

// world is a chain with a broker, an account that sends, and a store: all that
// outlives a redeemer. mu guards all of it.
type world struct {
	mu       sync.Mutex
	block    uint64
	gasPrice uint64
	deposits map[common.Address]*big.Int
	paid     map[common.Hash][]chain.TransactionID // transactions in blocks that paid a ticket
	txs      []*worldTx
	plans    [][]pm.WinningTicket // by the number in a call's data
	tickets  map[common.Hash]payment.Ticket
	days     []payment.DayTotal
	defaults []payment.History

	outage  bool
	calls   int // of ports, so far
	crashAt int // call from which on all fail; 0 never
	feed    chan pm.Moment
}

type worldTx struct {
	chain.Transaction
	tickets []pm.WinningTicket
	mined   uint64 // 0 while it is not
	pays    map[common.Hash]pm.Wei
}

func newWorld() *world {
	return &world{
		block: 1000, gasPrice: 1e9, deposits: map[common.Address]*big.Int{sender: big.NewInt(1e18)},
		paid: make(map[common.Hash][]chain.TransactionID), tickets: make(map[common.Hash]payment.Ticket),
	}
}

// call counts a port's call, and says whether it may go on.
func (w *world) call() error {
	w.calls++
	switch {
	case w.crashAt > 0 && w.calls >= w.crashAt:
		return errCrash
	case w.outage:
		return errOutage
	}
	return nil
}

// disk is call for the store, which no outage of the chain reaches.
func (w *world) disk() error {
	w.calls++
	if w.crashAt > 0 && w.calls >= w.crashAt {
		return errCrash
	}
	return nil
}

func (w *world) moment() pm.Moment {
	round := w.block / roundLength
	return pm.Moment{
		Block: w.block, Round: pm.RoundRef{Number: pm.Round(round), BlockHash: common.Hash{1}}, Current: pm.Round(round),
		RoundEnds: (round + 1) * roundLength, Validity: 2,
	}
}

func (w *world) AddTicket(_ context.Context, t payment.Ticket) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.disk(); err != nil {
		return false, err
	}
	if _, known := w.tickets[t.Hash()]; known {
		return false, nil
	}
	w.tickets[t.Hash()] = t
	return true, nil
}

func (w *world) UpdateTickets(_ context.Context, ts []payment.Ticket, days []payment.DayTotal, histories []payment.History) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.disk(); err != nil {
		return err
	}
	for _, t := range ts {
		if from := w.tickets[t.Hash()].State; !from.CanBecome(t.State) {
			panic("a ticket goes from " + from + " to " + t.State)
		}
		w.tickets[t.Hash()] = t
	}
	w.days, w.defaults = append(w.days, days...), append(w.defaults, histories...)
	return nil
}

func (w *world) Tickets(_ context.Context, q payment.TicketQuery) ([]payment.Ticket, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []payment.Ticket
	for _, t := range w.tickets {
		if slices.Contains(q.States, t.State) && !t.Changed.Before(q.Since) {
			list = append(list, t)
		}
	}
	return list, nil
}

func (w *world) CheckRedeem(_ context.Context, _ common.Address, t pm.WinningTicket) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call(); err != nil {
		return err
	}
	fault := func(f pm.RedeemFault) error { return &pm.RedeemError{Fault: f, Err: errors.New(string(f))} }
	switch {
	case len(w.paid[t.Hash()]) > 0:
		return fault(pm.RedeemUsed)
	case !w.moment().Redeemable(t.Created.Number):
		return fault(pm.RedeemExpired)
	case w.deposits[t.Sender].Sign() == 0:
		return fault(pm.RedeemSenderEmpty)
	}
	return nil
}

func (w *world) RedeemTickets(_ context.Context, _ common.Address, ts []pm.WinningTicket) (chain.Plan, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call(); err != nil {
		return nil, err
	}
	w.plans = append(w.plans, slices.Clone(ts))
	return chain.Plan{{Label: "redeem", Data: binary.BigEndian.AppendUint64(nil, uint64(len(w.plans)-1))}}, nil
}

func (w *world) RedeemOutcome(_ context.Context, hash common.Hash) (map[common.Hash]pm.Wei, uint64, pm.Wei, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call(); err != nil {
		return nil, 0, pm.Wei{}, err
	}
	for _, tx := range w.txs {
		if tx.Last().Hash == hash && tx.mined != 0 {
			return tx.pays, 100_000 * uint64(len(tx.tickets)), pm.NewWei(1e14 * uint64(len(tx.tickets))), nil
		}
	}
	return nil, 0, pm.Wei{}, errors.New("no such receipt")
}

func (w *world) Send(_ context.Context, call chain.Call) (chain.Transaction, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call(); err != nil {
		return chain.Transaction{}, err
	}
	id := chain.TransactionID(len(w.txs) + 1)
	tx := &worldTx{
		Transaction: chain.Transaction{ID: id, Key: call.Key, State: chain.TxPending, Attempts: []chain.Attempt{{Hash: common.BigToHash(big.NewInt(int64(id)))}}},
		tickets:     w.plans[binary.BigEndian.Uint64(call.Data)],
	}
	w.txs = append(w.txs, tx)
	return tx.Clone(), w.disk() // the process may end before it hears of it
}

func (w *world) Find(_ context.Context, key string) (chain.Transaction, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.disk(); err != nil {
		return chain.Transaction{}, false, err
	}
	for _, tx := range slices.Backward(w.txs) {
		if tx.Key == key {
			return tx.Clone(), true, nil
		}
	}
	return chain.Transaction{}, false, nil
}

func (w *world) Transaction(_ context.Context, id chain.TransactionID) (chain.Transaction, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.disk(); err != nil {
		return chain.Transaction{}, err
	}
	return w.txs[id-1].Clone(), nil
}

func (w *world) Moment() (pm.Moment, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.moment(), nil
}

func (w *world) Moments(context.Context) <-chan pm.Moment { return w.feed }

func (w *world) Funds(_ context.Context, who common.Address) (pm.Funds, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call(); err != nil {
		return pm.Funds{}, err
	}
	deposit, _ := pm.WeiFromInt(w.deposits[who])
	return pm.Funds{Deposit: deposit, Reserve: pm.NewWei(0), PoolSize: 1}, nil
}

func (w *world) Gas() (pm.RedeemGas, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return pm.RedeemGas{Single: 100_000, InBatch: 60_000, Price: pm.NewWei(w.gasPrice), Rolling: pm.NewWei(1e9)}, true
}

// mine makes a block: transactions that wait get into it.
func (w *world) mine() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.block++
	for _, tx := range w.txs {
		switch {
		case tx.State == chain.TxPending:
			w.include(tx)
		case tx.State == chain.TxMined && w.block >= tx.mined+confirmed:
			tx.State = chain.TxConfirmed
			if len(tx.tickets) == 1 && len(tx.pays) == 0 {
				tx.State = chain.TxReverted
			}
		}
		tx.Settled = tx.mined != 0 && w.block >= tx.mined+settled
	}
}

// include runs a transaction in the newest block.
func (w *world) include(tx *worldTx) {
	tx.State, tx.mined, tx.pays = chain.TxMined, w.block, make(map[common.Hash]pm.Wei)
	tx.Receipt = &chain.Receipt{Hash: tx.Last().Hash, BlockNumber: w.block, OK: true}
	for _, t := range tx.tickets {
		deposit := w.deposits[t.Sender]
		if len(w.paid[t.Hash()]) > 0 || deposit.Sign() == 0 || !w.moment().Redeemable(t.Created.Number) {
			continue
		}
		amount := t.FaceValue.Int()
		if amount.Cmp(deposit) > 0 {
			amount.Set(deposit)
		}
		deposit.Sub(deposit, amount)
		tx.pays[t.Hash()], _ = pm.WeiFromInt(amount)
		w.paid[t.Hash()] = append(w.paid[t.Hash()], tx.ID)
	}
}

// reorganise takes the newest blocks away: their transactions wait again.
func (w *world) reorganise(blocks uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, tx := range w.txs {
		if tx.mined == 0 || tx.mined+blocks <= w.block {
			continue
		}
		for hash, amount := range tx.pays {
			delete(w.paid, hash)
			for _, t := range tx.tickets {
				if t.Hash() == hash {
					w.deposits[t.Sender].Add(w.deposits[t.Sender], amount.Int())
				}
			}
		}
		tx.State, tx.mined, tx.pays, tx.Receipt = chain.TxPending, 0, nil, nil
	}
	w.block -= blocks
}

// start brings up a redeemer in this world, which runs until its Close.
func (w *world) start(t require.TestingT) *redemption.Redeemer {
	w.mu.Lock()
	w.feed = make(chan pm.Moment, 1)
	w.calls, w.crashAt = 0, 0
	w.mu.Unlock()
	cfg := redemption.DefaultConfig()
	cfg.Account, cfg.Recipient, cfg.Policy.Margin = recipient, recipient, 20
	cfg.Store, cfg.Broker, cfg.Transactions, cfg.Chain, cfg.Verifier = w, w, w, w, anySignature{}
	r, err := redemption.New(cfg)
	require.NoError(t, err)
	require.NoError(t, r.Start(context.Background()))
	return r
}

// blocks makes blocks, of which the redeemer hears one by one.
func (w *world) blocks(n int) {
	for range n {
		w.mine()
		w.feed <- w.moment()
		synctest.Wait()
	}
}

type anySignature struct{}

func (anySignature) Verify(common.Address, []byte, []byte) bool { return true }

// ticket is a winner that may be redeemed from a block on.
func ticket(w *world, nonce uint32, faceValue uint64, from uint64) pm.WinningTicket {
	now, _ := w.Moment()
	var rand pm.RecipientRand
	return pm.WinningTicket{
		Ticket: pm.Ticket{
			Recipient: recipient, Sender: sender, FaceValue: pm.NewWei(faceValue), WinProb: pm.Always(), SenderNonce: nonce,
			RecipientRandHash: rand.Hash(), Created: now.Round,
		},
		Sig: make([]byte, 65), Rand: rand, ParamsExpire: from,
	}
}

func (w *world) state(t require.TestingT, ticket pm.WinningTicket) payment.Ticket {
	w.mu.Lock()
	defer w.mu.Unlock()
	record, ok := w.tickets[ticket.Hash()]
	require.True(t, ok)
	return record
}

// sound says that no ticket was paid twice, and that what the store says of the
// redeemed ones is what the chain paid.
func (w *world) sound(t require.TestingT) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for hash, by := range w.paid {
		require.Len(t, by, 1, "ticket %s was paid %d times", hash, len(by))
	}
	for hash, record := range w.tickets {
		if record.State == payment.TicketRedeemed {
			require.Len(t, w.paid[hash], 1, "ticket %s counts as redeemed and was not paid", hash)
			require.Equal(t, w.txs[w.paid[hash][0]-1].pays[hash], record.Paid)
		}
	}
}

func inBubble(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { f(t, newWorld()) })
}

func clockStep() { time.Sleep(time.Second) }
