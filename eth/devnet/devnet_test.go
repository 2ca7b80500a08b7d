package devnet_test

import (
	"context"
	"math/big"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/devnet"
)

// counter is a contract that counts its calls with data in slot 0, and logs and
// returns the count.
func counter() []byte {
	return slices.Concat(
		[]byte{op(vm.PUSH0), op(vm.SLOAD), op(vm.CALLDATASIZE), op(vm.ISZERO), op(vm.PUSH1), 13, op(vm.JUMPI)},
		[]byte{op(vm.PUSH1), 1, op(vm.ADD), op(vm.DUP1), op(vm.PUSH0), op(vm.SSTORE), op(vm.JUMPDEST)},
		[]byte{op(vm.DUP1), op(vm.PUSH0), op(vm.MSTORE), op(vm.PUSH1), 32, op(vm.PUSH0), op(vm.LOG1)},
		[]byte{op(vm.PUSH1), 32, op(vm.PUSH0), op(vm.RETURN)},
	)
}

// constructor returns the code that puts a contract's code on the chain.
func constructor(code []byte) []byte {
	return slices.Concat(
		[]byte{op(vm.PUSH1), byte(len(code)), op(vm.DUP1), op(vm.PUSH1), 9, op(vm.PUSH0), op(vm.CODECOPY)},
		[]byte{op(vm.PUSH0), op(vm.RETURN)},
		code,
	)
}

func op(o vm.OpCode) byte { return byte(o) }

func start(t *testing.T, change func(*devnet.Config)) *devnet.Devnet {
	t.Helper()
	cfg := devnet.DefaultConfig()
	cfg.HTTPAddr = "127.0.0.1:0"
	if change != nil {
		change(&cfg)
	}
	d, err := devnet.New(cfg)
	require.NoError(t, err)
	require.NoError(t, d.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

func dial(t *testing.T, url string) *ethclient.Client {
	t.Helper()
	c, err := ethclient.DialContext(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

// send signs a transaction of an account, and sends it with eth_sendRawTransaction.
func send(t *testing.T, d *devnet.Devnet, c *ethclient.Client, from int, to *common.Address, data []byte) *types.Transaction {
	t.Helper()
	account := d.Accounts()[from]
	nonce, err := c.NonceAt(t.Context(), account.Address, nil)
	require.NoError(t, err)
	id := new(big.Int).SetUint64(d.ChainID())
	tx, err := types.SignNewTx(account.Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, To: to, Data: data, Gas: 200_000,
		GasFeeCap: big.NewInt(100 * params.GWei), GasTipCap: big.NewInt(params.GWei),
	})
	require.NoError(t, err)
	require.NoError(t, c.SendTransaction(t.Context(), tx))
	return tx
}

func mined(t *testing.T, c *ethclient.Client, tx *types.Transaction) *types.Receipt {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := bind.WaitMined(ctx, c, tx.Hash())
	require.NoError(t, err)
	require.Equal(t, types.ReceiptStatusSuccessful, r.Status)
	return r
}

// deployCounter puts the counter on the chain.
func deployCounter(t *testing.T, d *devnet.Devnet, c *ethclient.Client) common.Address {
	t.Helper()
	return mined(t, c, send(t, d, c, 0, nil, constructor(counter()))).ContractAddress
}

// TestRPC uses the chain as a client in another process does.
func TestRPC(t *testing.T) {
	t.Parallel()
	d := start(t, nil)
	for name, url := range map[string]string{"http": d.HTTPURL(), "ws": d.WSURL()} {
		require.True(t, strings.HasPrefix(url, name+"://127.0.0.1:"), url)
		t.Run(name, func(t *testing.T) {
			c := dial(t, url)
			id, err := c.ChainID(t.Context())
			require.NoError(t, err)
			require.Equal(t, int64(54321), id.Int64())
			network, err := c.NetworkID(t.Context())
			require.NoError(t, err)
			require.Equal(t, id, network)

			at := deployCounter(t, d, c)
			first := mined(t, c, send(t, d, c, 1, &at, []byte{1}))
			second := mined(t, c, send(t, d, c, 2, &at, []byte{1}))
			logs, err := c.FilterLogs(t.Context(), ethereum.FilterQuery{BlockHash: &second.BlockHash, Addresses: []common.Address{at}})
			require.NoError(t, err)
			require.Len(t, logs, 1)
			require.Equal(t, byte(2), logs[0].Data[31])
			for block, want := range map[*big.Int]byte{first.BlockNumber: 1, second.BlockNumber: 2} {
				out, err := c.CallContract(t.Context(), ethereum.CallMsg{To: &at}, block)
				require.NoError(t, err)
				require.Equal(t, want, out[31])
			}
			fees, err := c.FeeHistory(t.Context(), 3, nil, []float64{50})
			require.NoError(t, err)
			require.Len(t, fees.Reward, 3)
			_, err = c.SuggestGasTipCap(t.Context())
			require.NoError(t, err)
			require.Error(t, c.Client().CallContext(t.Context(), nil, "admin_nodeInfo"), "not for everybody")
			require.Error(t, c.Client().CallContext(t.Context(), nil, "debug_setHead", "0x0"))
		})
	}
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	d := start(t, nil)
	c := dial(t, d.WSURL())
	at := deployCounter(t, d, c)
	heads, logs := make(chan *types.Header, 10), make(chan types.Log, 10)
	headSub, err := c.SubscribeNewHead(t.Context(), heads)
	require.NoError(t, err)
	defer headSub.Unsubscribe()
	logSub, err := c.SubscribeFilterLogs(t.Context(), ethereum.FilterQuery{Addresses: []common.Address{at}}, logs)
	require.NoError(t, err)
	defer logSub.Unsubscribe()
	r := mined(t, c, send(t, d, c, 1, &at, []byte{1}))
	require.Equal(t, r.BlockHash, (<-heads).Hash())
	require.Equal(t, r.BlockHash, (<-logs).BlockHash)
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	d := start(t, func(c *devnet.Config) { c.Accounts, c.Balance, c.ChainID = 3, 7, 99 })
	require.Len(t, d.Accounts(), 3)
	for _, a := range d.Accounts() {
		balance, err := d.Client().BalanceAt(t.Context(), a.Address, nil)
		require.NoError(t, err)
		require.Equal(t, new(big.Int).Mul(big.NewInt(7), big.NewInt(params.Ether)), balance)
	}
	key := crypto.ToECDSAUnsafe(crypto.Keccak256([]byte("livepeer devnet account 2")))
	require.Equal(t, crypto.PubkeyToAddress(key.PublicKey), d.Accounts()[2].Address)
}

func TestOldState(t *testing.T) {
	t.Parallel()
	d := start(t, nil)
	at := deployCounter(t, d, d.Client())
	first := mined(t, d.Client(), send(t, d, d.Client(), 1, &at, []byte{1}))
	require.NoError(t, d.Mine(150))
	mined(t, d.Client(), send(t, d, d.Client(), 1, &at, []byte{1}))
	out, err := d.Client().CallContract(t.Context(), ethereum.CallMsg{To: &at}, first.BlockNumber)
	require.NoError(t, err)
	require.Equal(t, byte(1), out[31])
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	t.Run("none without transactions, all of many at once", func(t *testing.T) {
		t.Parallel()
		d := start(t, func(c *devnet.Config) { c.Accounts = 200 })
		heads := make(chan *types.Header, 200)
		sub, err := dial(t, d.WSURL()).SubscribeNewHead(t.Context(), heads)
		require.NoError(t, err)
		defer sub.Unsubscribe()
		c := dial(t, d.HTTPURL())
		to := common.Address{1}
		for i := range 200 {
			send(t, d, c, i, &to, nil)
		}
		for found := 0; found < 200; {
			n, err := c.TransactionCount(t.Context(), (<-heads).Hash())
			require.NoError(t, err)
			require.NotZero(t, n)
			found += int(n)
		}
	})
	t.Run("again after a fork", func(t *testing.T) {
		t.Parallel()
		d := start(t, nil)
		genesis, err := d.Client().HeaderByNumber(t.Context(), nil)
		require.NoError(t, err)
		heads := make(chan *types.Header, 200)
		sub, err := dial(t, d.WSURL()).SubscribeNewHead(t.Context(), heads)
		require.NoError(t, err)
		defer sub.Unsubscribe()
		to := common.Address{1}
		tx := send(t, d, d.Client(), 0, &to, nil)
		old := (<-heads).Hash()
		require.NoError(t, d.Fork(genesis.Hash()))
		next := <-heads
		for next.Number.Sign() == 0 {
			next = <-heads
		}
		require.NotEqual(t, old, next.Hash())
		require.Equal(t, next.Hash(), mined(t, d.Client(), tx).BlockHash)
	})
	t.Run("by the clock", func(t *testing.T) {
		t.Parallel()
		ticks := make(chan time.Time)
		d := start(t, func(c *devnet.Config) { c.Ticks = ticks })
		heads := make(chan *types.Header, 10)
		sub, err := dial(t, d.WSURL()).SubscribeNewHead(t.Context(), heads)
		require.NoError(t, err)
		defer sub.Unsubscribe()
		to := common.Address{1}
		send(t, d, d.Client(), 0, &to, nil)
		for n := range 3 {
			ticks <- time.Time{}
			require.Equal(t, int64(n+1), (<-heads).Number.Int64())
		}
		count, err := d.Client().NonceAt(t.Context(), d.Accounts()[0].Address, big.NewInt(1))
		require.NoError(t, err)
		require.Equal(t, uint64(1), count)
	})
	t.Run("by its own clock", func(t *testing.T) {
		t.Parallel()
		d := start(t, func(c *devnet.Config) { c.BlockTime = time.Millisecond })
		heads := make(chan *types.Header, 10)
		sub, err := dial(t, d.WSURL()).SubscribeNewHead(t.Context(), heads)
		require.NoError(t, err)
		defer sub.Unsubscribe()
		<-heads
		<-heads
	})
}

func TestFork(t *testing.T) {
	t.Parallel()
	d := start(t, func(c *devnet.Config) { c.Ticks = make(chan time.Time) })
	c := d.Client()
	require.NoError(t, d.Mine(2))
	parent, err := c.HeaderByNumber(t.Context(), nil)
	require.NoError(t, err)
	to := common.Address{1}
	tx := send(t, d, c, 0, &to, nil)
	require.NoError(t, d.Mine(2))
	gone := mined(t, c, tx)

	require.NoError(t, d.Fork(parent.Hash()))
	require.NoError(t, d.Rollback())
	require.NoError(t, d.Mine(3))
	head, err := c.BlockNumber(t.Context())
	require.NoError(t, err)
	require.Equal(t, uint64(5), head)
	_, err = c.TransactionReceipt(t.Context(), tx.Hash())
	require.ErrorIs(t, err, ethereum.NotFound)
	_, err = c.HeaderByHash(t.Context(), gone.BlockHash)
	require.NoError(t, err, "old branches are known")
	require.Error(t, d.Fork(common.Hash{1}))
}

func TestErrors(t *testing.T) {
	t.Parallel()
	t.Run("address", func(t *testing.T) {
		t.Parallel()
		for addr, ok := range map[string]bool{
			"127.0.0.1:0": true, "localhost:0": true, "[::1]:0": true, ":0": true, "127.8.8.8:8545": true,
			"0.0.0.0:0": false, "192.168.1.1:8545": false, "example.org:8545": false, "127.0.0.1": false, "127.0.0.1:x": false, "127.0.0.1:65536": false,
		} {
			cfg := devnet.DefaultConfig()
			cfg.HTTPAddr = addr
			require.Equal(t, ok, cfg.Validate() == nil, addr)
		}
		cfg := devnet.DefaultConfig()
		cfg.HTTPAddr = "0.0.0.0:8545"
		var typed *devnet.NotLoopbackError
		_, err := devnet.New(cfg)
		require.ErrorAs(t, err, &typed)
	})
	t.Run("values", func(t *testing.T) {
		t.Parallel()
		for name, change := range map[string]func(*devnet.Config){
			"block time": func(c *devnet.Config) { c.BlockTime = -1 },
			"chain":      func(c *devnet.Config) { c.ChainID = 0 },
			"accounts":   func(c *devnet.Config) { c.Accounts = 0 },
			"balance":    func(c *devnet.Config) { c.Balance = 0 },
		} {
			cfg := devnet.DefaultConfig()
			change(&cfg)
			require.Error(t, cfg.Validate(), name)
		}
	})
	t.Run("port is taken", func(t *testing.T) {
		t.Parallel()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close()
		cfg := devnet.DefaultConfig()
		cfg.HTTPAddr = l.Addr().String()
		d, err := devnet.New(cfg)
		require.NoError(t, err)
		require.ErrorIs(t, d.Start(t.Context()), syscall.EADDRINUSE)
		require.NoError(t, d.Close())
	})
	t.Run("not running", func(t *testing.T) {
		t.Parallel()
		d, err := devnet.New(devnet.DefaultConfig())
		require.NoError(t, err)
		require.ErrorIs(t, d.Mine(1), devnet.ErrNotRunning)
		require.ErrorIs(t, d.Fork(common.Hash{}), devnet.ErrNotRunning)
		require.ErrorIs(t, d.Rollback(), devnet.ErrNotRunning)
		require.Empty(t, d.HTTPURL())
		require.Nil(t, d.Client())
		require.NoError(t, d.Close())
	})
	t.Run("web pages are kept out", func(t *testing.T) {
		t.Parallel()
		d := start(t, nil)
		_, err := rpc.DialOptions(t.Context(), d.WSURL(), rpc.WithHeader("Origin", "https://example.org"))
		require.Error(t, err)
	})
}

func TestStartIsQuick(t *testing.T) {
	began := time.Now()
	start(t, nil)
	require.Less(t, time.Since(began), 5*time.Second)
	t.Log("started in", time.Since(began))
}
