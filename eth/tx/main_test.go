package tx_test

import (
	"context"
	"crypto/ecdsa"
	"encoding/hex"
	"errors"
	mathbig "math/big"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	gethnode "github.com/ethereum/go-ethereum/node"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/eth/ethtest"
	"github.com/livepeer/streamflow/eth/tx"
	"github.com/livepeer/streamflow/pm"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, ethtest.GethLeaks()...) }

// chainID of every simulated chain.
const chainID = 1337

// Contracts of the simulated chain, and what they do.
var (
	counter  = common.HexToAddress("0xc001") // adds 1 to slot 0
	reverter = common.HexToAddress("0xc002") // reverts with its calldata
	once     = common.HexToAddress("0xc003") // the first call works, later ones revert with their calldata
	onceGas  = common.HexToAddress("0xc004") // the same, but later ones eat all gas
)

func contracts() types.GenesisAlloc {
	code := func(text string) types.Account {
		b, err := hex.DecodeString(text)
		if err != nil {
			panic(err)
		}
		return types.Account{Code: b, Balance: new(mathbig.Int)}
	}
	return types.GenesisAlloc{
		counter:  code("6000546001016000" + "5500"),
		reverter: code("366000600037366000fd"),
		once:     code("600054600c576001600055005b" + "366000600037366000fd"),
		onceGas:  code("600054600c576001600055005b" + "fe"),
	}
}

// signer is an account with its key in the open.
type signer struct{ key *ecdsa.PrivateKey }

func newSigner(seed string) signer {
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte(seed)))
	if err != nil {
		panic(err)
	}
	return signer{key}
}

func (s signer) Address() common.Address { return crypto.PubkeyToAddress(s.key.PublicKey) }

func (s signer) SignTx(t *types.Transaction, id *mathbig.Int) (*types.Transaction, error) {
	return types.SignTx(t, types.LatestSignerForChainID(id), s.key)
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time // guarded by mu
}

func newClock() *clock { return &clock{now: time.Unix(1_700_000_000, 0)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// endpoint is a client of the simulated chain whose faults the test chooses.
type endpoint struct {
	simulated.Client

	mu   sync.Mutex
	send func(ctx context.Context, t *types.Transaction, next func() error) error // guarded by mu; nil to just send
	tip  *mathbig.Int                                                             // guarded by mu; nil for the chain's
	read func(hash common.Hash) error                                             // guarded by mu; nil to just read receipts
	sent []*types.Transaction                                                     // guarded by mu: all that came
}

func (e *endpoint) SendTransaction(ctx context.Context, t *types.Transaction) error {
	e.mu.Lock()
	send := e.send
	e.sent = append(e.sent, t)
	e.mu.Unlock()
	next := func() error { return e.Client.SendTransaction(ctx, t) }
	if send == nil {
		return next()
	}
	return send(ctx, t, next)
}

func (e *endpoint) SuggestGasTipCap(ctx context.Context) (*mathbig.Int, error) {
	e.mu.Lock()
	tip := e.tip
	e.mu.Unlock()
	if tip != nil {
		return tip, nil
	}
	return e.Client.SuggestGasTipCap(ctx)
}

func (e *endpoint) TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error) {
	e.mu.Lock()
	read := e.read
	e.mu.Unlock()
	if read != nil {
		if err := read(hash); err != nil {
			return nil, err
		}
	}
	return e.Client.TransactionReceipt(ctx, hash)
}

// onReceipt changes what reading a receipt gives.
func (e *endpoint) onReceipt(read func(hash common.Hash) error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.read = read
}

// onSend changes what becomes of transactions that are sent.
func (e *endpoint) onSend(send func(ctx context.Context, t *types.Transaction, next func() error) error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.send = send
}

func (e *endpoint) setTip(wei int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tip = mathbig.NewInt(wei)
}

func (e *endpoint) all() []*types.Transaction {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]*types.Transaction(nil), e.sent...)
}

// fixture is a chain, a store, and a running manager between them.
type fixture struct {
	*tx.Manager
	sim    *simulated.Backend
	node   *endpoint
	store  *store.Store
	clock  *clock
	signer signer
	change func(cfg *tx.Config)
}

// t is what tests and properties have in common.
type testingT interface {
	require.TestingT
	Helper()
}

// start returns a manager with 10 ETH on a new chain; change may be nil.
func start(t *testing.T, change func(cfg *tx.Config), options ...func(*gethnode.Config, *ethconfig.Config)) *fixture {
	t.Helper()
	f := newFixture(t, filepath.Join(t.TempDir(), "test.sqlite3"), change, options...)
	t.Cleanup(func() { f.close(t) })
	return f
}

func newFixture(t testingT, path string, change func(cfg *tx.Config), options ...func(*gethnode.Config, *ethconfig.Config)) *fixture {
	t.Helper()
	f := &fixture{clock: newClock(), signer: newSigner("sender"), change: change}
	alloc := contracts()
	alloc[f.signer.Address()] = types.Account{Balance: new(mathbig.Int).Mul(mathbig.NewInt(10), mathbig.NewInt(1e18))}
	f.sim = simulated.NewBackend(alloc, options...)
	f.node = &endpoint{Client: f.sim.Client()}
	waitForIndex(t, f.sim)
	var err error
	f.store, err = store.Open(context.Background(), path)
	require.NoError(t, err)
	f.run(t)
	return f
}

// waitForIndex makes blocks until receipts can be read, which takes go-ethereum
// a moment at first.
func waitForIndex(t testingT, sim *simulated.Backend) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for i := 0; ; i++ {
		if i%10 == 0 {
			sim.Commit()
		}
		if _, err := sim.Client().TransactionReceipt(ctx, common.Hash{1}); errors.Is(err, ethereum.NotFound) {
			return
		}
		<-tick.C
		require.NoError(t, ctx.Err())
	}
}

// run starts a manager, which has found what the one before left in the store
// when run returns.
func (f *fixture) run(t testingT) {
	t.Helper()
	cfg, first := tx.DefaultConfig(), newOpening(f.store)
	cfg.ChainID, cfg.Chain, cfg.Signer, cfg.Store, cfg.Now = chainID, f.node, f.signer, first, f.clock.Now
	cfg.Poll = time.Hour // tests call Check
	if f.change != nil {
		f.change(&cfg)
	}
	var err error
	f.Manager, err = tx.New(cfg)
	require.NoError(t, err)
	require.NoError(t, f.Start(context.Background()))
	first.wait(t, f.Manager)
}

func (f *fixture) restart(t testingT) {
	t.Helper()
	require.NoError(t, f.Close())
	f.run(t)
}

func (f *fixture) close(t testingT) {
	t.Helper()
	require.NoError(t, f.Close())
	require.NoError(t, f.store.Close())
	require.NoError(t, f.sim.Close())
}

// count is a request that adds 1 to the counter.
func count() tx.Request { return tx.Request{To: counter, Label: "count"} }

// counted reads the counter.
func (f *fixture) counted(t testingT) uint64 {
	t.Helper()
	slot, err := f.node.StorageAt(context.Background(), counter, common.Hash{}, nil)
	require.NoError(t, err)
	return new(mathbig.Int).SetBytes(slot).Uint64()
}

// mustSend sends a request that must be accepted.
func (f *fixture) mustSend(t testingT, req tx.Request) chain.Transaction {
	t.Helper()
	sent, err := f.Send(context.Background(), req)
	require.NoError(t, err)
	return sent
}

func (f *fixture) check(t testingT) {
	t.Helper()
	require.NoError(t, f.Check(context.Background()))
}

// mine makes n blocks and looks at them.
func (f *fixture) mine(t testingT, n int) {
	t.Helper()
	for range n {
		f.sim.Commit()
	}
	f.check(t)
}

// record reads a transaction as it is stored.
func (f *fixture) record(t testingT, id chain.TransactionID) chain.Transaction {
	t.Helper()
	list, err := f.store.Transactions(context.Background(), chain.TransactionQuery{ID: id})
	require.NoError(t, err)
	require.Len(t, list, 1)
	return list[0]
}

func (f *fixture) state(t testingT, id chain.TransactionID) chain.TxState {
	t.Helper()
	return f.record(t, id).State
}

func gwei(n uint64) pm.Wei { return pm.NewWei(n * 1e9) }
