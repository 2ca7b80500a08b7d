package broker_test

import (
	"context"
	"errors"
	"math/big"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/watch"
	"github.com/livepeer/streamflow/pm"
)

var errOutage = errors.New("no endpoint answers")

// world is a chain and its contracts as far as a Broker sees them.
type world struct {
	mu sync.Mutex // guards what follows
	// down fails all calls; hang lets them wait for their context's end.
	down, hang  bool
	head        uint64
	present     protocol.Present // but for its blocks
	deposits    map[common.Address]uint64
	reads       map[common.Address]int // of funds
	looks       int                    // at the present
	blocks      []uint64               // as of which funds were read
	gate        chan struct{}          // that reads of funds wait for; nil for none
	gasPrice    int64
	baseFees    []int64
	redemptions []protocol.Redemption
}

func newWorld() *world {
	return &world{
		head: 100, gasPrice: 10, deposits: map[common.Address]uint64{}, reads: map[common.Address]int{},
		present: protocol.Present{Active: true, Moment: pm.Moment{
			Round: pm.RoundRef{Number: 4, BlockHash: common.Hash{4}}, Current: 4, RoundEnds: 150, Validity: 2,
		}},
	}
}

// set changes the world.
func (w *world) set(change func(w *world)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(w)
}

// reach returns when the chain can be asked.
func (w *world) reach(ctx context.Context) error {
	w.mu.Lock()
	down, hang := w.down, w.hang
	w.mu.Unlock()
	if hang {
		<-ctx.Done()
		return ctx.Err()
	}
	if down {
		return errOutage
	}
	return ctx.Err()
}

func (w *world) Present(ctx context.Context, block uint64, _ common.Address) (protocol.Present, error) {
	if err := w.reach(ctx); err != nil {
		return protocol.Present{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looks++
	p := w.present
	p.Block = block
	if block == 0 {
		p.Block = w.head
	}
	p.Moment.Block = p.Block
	return p, nil
}

func (w *world) Funds(ctx context.Context, block uint64, sender, _ common.Address) (pm.Funds, error) {
	w.mu.Lock()
	gate := w.gate
	f := pm.Funds{Deposit: pm.NewWei(w.deposits[sender]), PoolSize: 1}
	w.reads[sender]++
	w.blocks = append(w.blocks, block)
	w.mu.Unlock()
	if gate != nil {
		<-gate
	}
	return f, w.reach(ctx)
}

func (w *world) PaymentFilter() watch.Filter {
	return watch.Filter{Addresses: []common.Address{{1}}}
}

func (w *world) Redemptions(ctx context.Context, _ uint64, limit int) ([]protocol.Redemption, error) {
	if err := w.reach(ctx); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.redemptions[max(0, len(w.redemptions)-limit):], nil
}

func (w *world) SuggestGasPrice(ctx context.Context) (*big.Int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.down {
		return nil, errOutage
	}
	return big.NewInt(w.gasPrice), ctx.Err()
}

func (w *world) FeeHistory(context.Context, uint64, *big.Int, []float64) (*ethereum.FeeHistory, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.baseFees) == 0 {
		return nil, errOutage
	}
	past := &ethereum.FeeHistory{OldestBlock: new(big.Int)}
	for _, fee := range w.baseFees {
		past.BaseFee = append(past.BaseFee, big.NewInt(fee))
	}
	return past, nil
}

func (w *world) readsOf(sender common.Address) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.reads[sender]
}

func (w *world) looked() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.looks
}

// memory is a broker.Store.
type memory struct {
	mu     sync.Mutex
	values map[string][]byte
}

func (m *memory) Load(_ context.Context, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.values[key], nil
}

func (m *memory) Save(_ context.Context, key string, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.values[key] = value
	return nil
}

var (
	me    = common.Address{0xee}
	alice = common.Address{0xa1}
	bob   = common.Address{0xb0}
)

// node is a Broker of a world, and its subscription.
type node struct {
	*broker.Broker
	t     *testing.T
	world *world
	sub   watch.Subscription
}

func start(t *testing.T, w *world, changes ...func(*broker.Config)) *node {
	t.Helper()
	cfg := broker.DefaultConfig()
	cfg.Protocol, cfg.Gas, cfg.Recipient, cfg.ChainID = w, gas{w}, me, 7
	for _, change := range changes {
		change(&cfg)
	}
	b, err := broker.New(cfg)
	require.NoError(t, err)
	n := &node{Broker: b, t: t, world: w, sub: b.Subscription()}
	require.NoError(t, b.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return n
}

// gas is a world's Gas; blocks are 12 seconds apart, the newest one is of now.
type gas struct{ *world }

func (g gas) Block(_ context.Context, number *big.Int) (rpc.Block, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return blockAt(number.Uint64(), len(g.baseFees)-2), nil
}

func (n *node) handle(kind watch.Kind, block uint64, logs ...types.Log) error {
	n.t.Helper()
	return n.sub.Handle(n.t.Context(), watch.Batch{Kind: kind, Block: chain.BlockRef{Number: block, L1Number: block}, Logs: logs})
}

func (n *node) sees(kind watch.Kind, block uint64, logs ...types.Log) {
	n.t.Helper()
	require.NoError(n.t, n.handle(kind, block, logs...))
}

func (n *node) moment() pm.Moment {
	n.t.Helper()
	m, err := n.Moment()
	require.NoError(n.t, err)
	return m
}

// deposit is what Funds says of a sender.
func (n *node) deposit(sender common.Address) uint64 {
	n.t.Helper()
	f, err := n.Funds(n.t.Context(), sender)
	require.NoError(n.t, err)
	return f.Deposit.Int().Uint64()
}

func topic(signature string) common.Hash { return crypto.Keccak256Hash([]byte(signature)) }

func word(n int64) []byte { return common.BigToHash(big.NewInt(n)).Bytes() }

// funded is a log that says that something has come to a sender.
func funded(sender common.Address) types.Log {
	return types.Log{Topics: []common.Hash{topic("DepositFunded(address,uint256)"), common.BytesToHash(sender[:])}, Data: word(1)}
}

func newRound(round int64) types.Log {
	return types.Log{Topics: []common.Hash{topic("NewRound(uint256,bytes32)"), common.BigToHash(big.NewInt(round))}, Data: word(9)}
}

// joined is a log that says that an orchestrator has got a place in the pool.
func joined(orch common.Address) types.Log {
	return types.Log{Topics: []common.Hash{topic("TranscoderActivated(address,uint256)"), common.BytesToHash(orch[:])}, Data: word(5)}
}
