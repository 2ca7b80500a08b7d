package rpc_test

import (
	"context"
	"crypto/ecdsa"
	"math/big"
	"net"
	"strconv"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	"github.com/ethereum/go-ethereum/node"
	"github.com/stretchr/testify/require"
)

// chainID is what the simulated chain always has.
const chainID = 1337

// Contracts of the simulated chain: one answers 42, one reverts with the bytes
// that it is called with, one logs an event with no topics.
var (
	answerer = common.HexToAddress("0xa1")
	refuser  = common.HexToAddress("0xa2")
	logger   = common.HexToAddress("0xa3")
)

// chain is a real chain with one funded account, and HTTP and WebSocket servers.
type chain struct {
	*simulated.Backend
	key     *ecdsa.PrivateKey
	account common.Address
	http    string // host:port
	ws      string
}

func newChain(t *testing.T, extra ...byte) *chain {
	t.Helper()
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	c := &chain{key: key, account: crypto.PubkeyToAddress(key.PublicKey)}
	httpPort, wsPort := freePort(t), freePort(t)
	c.http = net.JoinHostPort("127.0.0.1", strconv.Itoa(httpPort))
	c.ws = net.JoinHostPort("127.0.0.1", strconv.Itoa(wsPort))
	alloc := types.GenesisAlloc{
		c.account: {Balance: new(big.Int).Mul(big.NewInt(1000), big.NewInt(1e18))},
		// PUSH1 42, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN
		answerer: {Balance: new(big.Int), Code: common.FromHex("0x602a60005260206000f3")},
		// CALLDATASIZE, PUSH1 0, PUSH1 0, CALLDATACOPY, CALLDATASIZE, PUSH1 0, REVERT
		refuser: {Balance: new(big.Int), Code: common.FromHex("0x3660006000373660" + "00fd")},
		// PUSH1 0, PUSH1 0, LOG0, STOP
		logger: {Balance: new(big.Int), Code: common.FromHex("0x60006000a000")},
	}
	if len(extra) > 0 { // another genesis, so another chain
		alloc[common.BytesToAddress(extra)] = types.Account{Balance: big.NewInt(1)}
	}
	c.Backend = simulated.NewBackend(alloc, func(n *node.Config, _ *ethconfig.Config) {
		n.HTTPHost, n.HTTPPort, n.HTTPModules = "127.0.0.1", httpPort, []string{"eth", "net", "web3"}
		n.WSHost, n.WSPort, n.WSModules = "127.0.0.1", wsPort, []string{"eth", "net", "web3"}
		n.HTTPVirtualHosts = []string{"*"}
	})
	t.Cleanup(func() { require.NoError(t, c.Backend.Close()) })
	return c
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// transfer returns a signed transaction that calls logger.
func (c *chain) transfer(t *testing.T, nonce uint64, gweiTip int64) *types.Transaction {
	t.Helper()
	tip := big.NewInt(gweiTip * 1e9)
	tx, err := types.SignNewTx(c.key, types.LatestSignerForChainID(big.NewInt(chainID)), &types.DynamicFeeTx{
		ChainID:   big.NewInt(chainID),
		Nonce:     nonce,
		GasTipCap: tip,
		GasFeeCap: new(big.Int).Add(tip, big.NewInt(10e9)),
		Gas:       60_000,
		To:        &logger,
		Value:     big.NewInt(0),
	})
	require.NoError(t, err)
	return tx
}

// mine adds n blocks.
func (c *chain) mine(n int) {
	for range n {
		c.Commit()
	}
}

func (c *chain) head(t *testing.T) *types.Header {
	t.Helper()
	h, err := c.Client().HeaderByNumber(context.Background(), nil)
	require.NoError(t, err)
	return h
}

// signedTransaction is a transaction for tests without a chain.
func signedTransaction(t *testing.T) *types.Transaction {
	t.Helper()
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	return (&chain{key: key}).transfer(t, 0, 1)
}
