package watch_test

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	"github.com/ethereum/go-ethereum/params"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/watch"
)

// emitter is a contract that logs its calldata: n topics first, data after them.
func emitter(n byte) []byte {
	op := func(o vm.OpCode) byte { return byte(o) }
	size := []byte{op(vm.PUSH1), 32 * n, op(vm.CALLDATASIZE), op(vm.SUB)}
	code := slices.Concat(size, []byte{op(vm.PUSH1), 32 * n, op(vm.PUSH1), 0, op(vm.CALLDATACOPY)})
	for i := n; i > 0; i-- {
		code = append(code, op(vm.PUSH1), 32*(i-1), op(vm.CALLDATALOAD))
	}
	return slices.Concat(code, size, []byte{op(vm.PUSH1), 0, op(vm.LOG0) + n, op(vm.STOP)})
}

func emitterAddress(n int) common.Address { return common.BytesToAddress([]byte{0xe0, byte(n)}) }

// realChain is go-ethereum's, with the five emitters on it.
type realChain struct {
	t       require.TestingT // of the test that uses it now
	backend *simulated.Backend
	client  simulated.Client
	keys    []*ecdsa.PrivateKey // each sends again only when its last was mined long ago
	sent    uint64
}

func newRealChain(t require.TestingT) *realChain {
	alloc := types.GenesisAlloc{}
	keys := make([]*ecdsa.PrivateKey, 50)
	for i := range keys {
		key, err := crypto.GenerateKey()
		require.NoError(t, err)
		keys[i] = key
		alloc[crypto.PubkeyToAddress(key.PublicKey)] = types.Account{Balance: big.NewInt(params.Ether)}
	}
	for n := range 5 {
		alloc[emitterAddress(n)] = types.Account{Code: emitter(byte(n)), Balance: new(big.Int)}
	}
	backend := simulated.NewBackend(alloc)
	return &realChain{t: t, backend: backend, client: backend.Client(), keys: keys}
}

func (c *realChain) close() { require.NoError(c.t, c.backend.Close()) }

// commit makes a block with one log of each of these emitters.
func (c *realChain) commit(emitters ...int) {
	for _, n := range emitters {
		c.emit(n)
	}
	c.backend.Commit()
}

// emit has the emitter of n topics log something new in the next block.
func (c *realChain) emit(n int) {
	ctx := context.Background()
	key := c.keys[c.sent%uint64(len(c.keys))]
	nonce, err := c.client.NonceAt(ctx, crypto.PubkeyToAddress(key.PublicKey), nil)
	require.NoError(c.t, err)
	c.sent++
	var data []byte
	for i := range n {
		data = append(data, crypto.Keccak256([]byte{byte(i), byte(c.sent % 3)})...)
	}
	data = fmt.Appendf(data, "log %d", c.sent)
	to := emitterAddress(n)
	tx, err := types.SignNewTx(key, types.LatestSignerForChainID(big.NewInt(1337)), &types.DynamicFeeTx{
		ChainID: big.NewInt(1337), Nonce: nonce, To: &to, Data: data, Gas: 100_000,
		GasFeeCap: big.NewInt(100 * params.GWei), GasTipCap: big.NewInt(params.GWei),
	})
	require.NoError(c.t, err)
	require.NoError(c.t, c.client.SendTransaction(ctx, tx))
}

func (c *realChain) head() *types.Header {
	h, err := c.client.HeaderByNumber(context.Background(), nil)
	require.NoError(c.t, err)
	return h
}

// fork goes back by depth blocks. Their transactions wait for the next block,
// or are dropped.
func (c *realChain) fork(depth int, drop bool) {
	number := new(big.Int).Sub(c.head().Number, big.NewInt(int64(depth)))
	parent, err := c.client.HeaderByNumber(context.Background(), number)
	require.NoError(c.t, err)
	c.backend.Rollback()
	require.NoError(c.t, c.backend.Fork(parent.Hash()))
	if drop {
		c.backend.Rollback()
	}
}

// logsBetween reads the logs of all emitters after a block and up to another.
func (c *realChain) logsBetween(ctx context.Context, base, last *big.Int) ([]types.Log, error) {
	if base.Cmp(last) == 0 {
		return nil, nil
	}
	return c.client.FilterLogs(ctx, ethereum.FilterQuery{
		FromBlock: new(big.Int).Add(base, common.Big1), ToBlock: last, Addresses: emitters(),
	})
}

func emitters() (all []common.Address) {
	for n := range 5 {
		all = append(all, emitterAddress(n))
	}
	return all
}

func (c *realChain) LatestBlock(ctx context.Context) (chain.BlockRef, error) {
	return refOf(c.client.HeaderByNumber(ctx, nil))
}

func (c *realChain) BlockByNumber(ctx context.Context, n uint64) (chain.BlockRef, error) {
	return refOf(c.client.HeaderByNumber(ctx, new(big.Int).SetUint64(n)))
}

func (c *realChain) BlockByHash(ctx context.Context, hash common.Hash) (chain.BlockRef, error) {
	return refOf(c.client.HeaderByHash(ctx, hash))
}

func (c *realChain) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	return c.client.FilterLogs(ctx, q)
}

func refOf(h *types.Header, err error) (chain.BlockRef, error) {
	if err != nil {
		return chain.BlockRef{}, err
	}
	return chain.BlockRef{
		Number: h.Number.Uint64(), Hash: h.Hash(), ParentHash: h.ParentHash,
		L1Number: h.Number.Uint64(), Time: time.Unix(int64(h.Time), 0),
	}, nil
}

// arrivals tells when the watcher has come to the head.
type arrivals struct {
	observed
	at chan chain.BlockRef
}

func (a *arrivals) Looked(p watch.Progress) {
	if p.Lag() == 0 {
		a.at <- p.At
	}
}

// follower is a watcher of a real chain, with the ledger it fills.
type follower struct {
	ledger
	chain    *realChain
	base     *big.Int // the block after which its logs count
	cfg      watch.Config
	arrivals *arrivals
	wake     chan struct{}
	watcher  *watch.Watcher
}

func newFollower(c *realChain) *follower {
	f := &follower{chain: c, cfg: watch.DefaultConfig(), base: c.head().Number}
	f.read = func(ctx context.Context, b chain.BlockRef) ([]types.Log, error) {
		return c.logsBetween(ctx, f.base, new(big.Int).SetUint64(b.Number))
	}
	f.cfg.Chain, f.cfg.Store, f.cfg.Poll = c, &memory{}, time.Hour
	return f
}

func (f *follower) start() {
	f.wake, f.arrivals = make(chan struct{}), &arrivals{at: make(chan chain.BlockRef, 100)}
	f.cfg.Wake, f.cfg.Observer = f.wake, f.arrivals
	w, err := watch.New(f.cfg)
	require.NoError(f.chain.t, err)
	require.NoError(f.chain.t, w.Subscribe(watch.Subscription{
		Name: "ledger", Handle: f.Handle, Filter: watch.Filter{Addresses: emitters()},
	}))
	require.NoError(f.chain.t, w.Start(context.Background()))
	f.watcher = w
	f.await()
}

func (f *follower) stop() { require.NoError(f.chain.t, f.watcher.Close()) }

// sync wakes the watcher and waits until it has come to the head.
func (f *follower) sync() {
	f.wake <- struct{}{}
	f.await()
}

func (f *follower) await() {
	for head := f.chain.head().Hash(); (<-f.arrivals.at).Hash != head; {
	}
}

// height is the number of blocks since the follower began.
func (f *follower) height() int {
	return int(new(big.Int).Sub(f.chain.head().Number, f.base).Int64())
}

func (f *follower) exact() {
	logs, wrong := f.state()
	require.Empty(f.chain.t, wrong)
	want, err := f.chain.logsBetween(context.Background(), f.base, f.chain.head().Number)
	require.NoError(f.chain.t, err)
	require.Equal(f.chain.t, ids(want), logs)
}

func TestRealChain(t *testing.T) {
	t.Parallel()
	for depth := 1; depth <= 10; depth++ {
		for _, dropped := range []bool{true, false} {
			for _, down := range []bool{true, false} {
				t.Run(fmt.Sprintf("depth %d, dropped %t, down %t", depth, dropped, down), func(t *testing.T) {
					t.Parallel()
					c := newRealChain(t)
					defer c.close()
					f := newFollower(c)
					f.start()
					defer func() { f.stop() }()
					for n := range 12 {
						c.commit(n%5, (n+1)%5)
					}
					f.sync()
					f.exact()
					if down {
						f.stop()
					}
					c.fork(depth, dropped)
					for n := range depth + 1 {
						c.commit(n % 5)
					}
					if down {
						f.start()
					} else {
						f.sync()
					}
					f.exact()
					require.Equal(t, []int{depth}, f.arrivals.reorgs)
					require.Zero(t, f.arrivals.resyncs)
				})
			}
		}
	}
}

// TestRealSequence is TestAnySequence on a real chain, which goes on from one
// sequence to the next.
func TestRealSequence(t *testing.T) {
	t.Parallel()
	c := newRealChain(t)
	defer c.close()
	rapid.Check(t, func(rt *rapid.T) {
		c.t = rt
		f := newFollower(c)
		f.cfg.Tail = rapid.IntRange(2, 8).Draw(rt, "tail")
		f.start()
		defer func() { f.stop() }()
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 9), 1, 6).Draw(rt, "steps") {
			switch {
			case step < 5:
				c.commit(step)
				f.sync()
			case step < 8:
				depth := min(rapid.IntRange(0, 8).Draw(rt, "depth"), f.height())
				c.fork(depth, step == 7)
				for range depth + 1 {
					c.commit(depth % 5)
				}
				f.sync()
			default:
				f.stop()
				c.commit(step % 5)
				f.start()
			}
		}
		f.exact()
	})
}
