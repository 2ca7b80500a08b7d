package pricefeed_test

import (
	"crypto/ecdsa"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	"github.com/ethereum/go-ethereum/params"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/pricefeed"
)

// tellerCode is a contract that answers each function with the five words of its
// storage that follow the slot with the function's selector as its number. A call
// of 64 bytes writes the second word to the slot that the first one names.
func tellerCode() []byte {
	op := func(ops ...vm.OpCode) (code []byte) {
		for _, o := range ops {
			code = append(code, byte(o))
		}
		return code
	}
	push := func(n byte) []byte { return []byte{byte(vm.PUSH1), n} }
	answer := slices.Concat(push(0), op(vm.CALLDATALOAD), push(224), op(vm.SHR))
	for i := range byte(5) {
		answer = slices.Concat(answer, op(vm.DUP1), push(i+1), op(vm.ADD, vm.SLOAD), push(32*i), op(vm.MSTORE))
	}
	answer = slices.Concat(answer, push(160), push(0), op(vm.RETURN))
	const header = 7
	return slices.Concat(
		op(vm.CALLDATASIZE), push(64), op(vm.EQ), push(byte(header+len(answer))), op(vm.JUMPI), answer,
		op(vm.JUMPDEST), push(32), op(vm.CALLDATALOAD), push(0), op(vm.CALLDATALOAD, vm.SSTORE, vm.STOP))
}

// slot is where the teller has word i of a function's answer.
func slot(function string, i int64) common.Hash {
	selector := new(big.Int).SetBytes(crypto.Keccak256([]byte(function))[:4])
	return common.BigToHash(selector.Add(selector, big.NewInt(1+i)))
}

func word(n int64) common.Hash { return common.BigToHash(big.NewInt(n)) }

// teller is an aggregator on a real chain.
type teller struct {
	*testing.T
	backend *simulated.Backend
	key     *ecdsa.PrivateKey
}

var tellerAddress = common.Address{0x7e}

func newTeller(t *testing.T, pair string, decimals, answer int64, updated time.Time) *teller {
	t.Helper()
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	var text common.Hash
	copy(text[:], pair)
	backend := simulated.NewBackend(types.GenesisAlloc{
		crypto.PubkeyToAddress(key.PublicKey): {Balance: big.NewInt(params.Ether)},
		tellerAddress: {Balance: new(big.Int), Code: tellerCode(), Storage: map[common.Hash]common.Hash{
			slot("decimals()", 0):        word(decimals),
			slot("description()", 0):     word(32),
			slot("description()", 1):     word(int64(len(pair))),
			slot("description()", 2):     text,
			slot("latestRoundData()", 1): word(answer),
			slot("latestRoundData()", 3): word(updated.Unix()),
		}},
	})
	t.Cleanup(func() { require.NoError(t, backend.Close()) })
	return &teller{t, backend, key}
}

// set writes a word of the contract's in a block.
func (c *teller) set(at, value common.Hash) {
	c.Helper()
	client := c.backend.Client()
	nonce, err := client.PendingNonceAt(c.Context(), crypto.PubkeyToAddress(c.key.PublicKey))
	require.NoError(c, err)
	tx, err := types.SignNewTx(c.key, types.LatestSignerForChainID(big.NewInt(1337)), &types.LegacyTx{
		Nonce: nonce, To: &tellerAddress, Data: append(at.Bytes(), value[:]...), Gas: 100_000, GasPrice: big.NewInt(10 * params.GWei),
	})
	require.NoError(c, err)
	require.NoError(c, client.SendTransaction(c.Context(), tx))
	c.backend.Commit()
}

func (c *teller) config() pricefeed.Config {
	cfg := pricefeed.DefaultConfig()
	cfg.Chain, cfg.Address = c.backend.Client(), tellerAddress
	return cfg
}

// open starts a feed.
func open(t *testing.T, cfg pricefeed.Config) (*pricefeed.Feed, error) {
	t.Helper()
	f, err := pricefeed.New(cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f, f.Start(t.Context())
}

// TestOnAChain reads the price of a contract, and its next one after that.
func TestOnAChain(t *testing.T) {
	t.Parallel()
	updated := time.Now().Add(-time.Minute).Truncate(time.Second)
	c := newTeller(t, "ETH / USD", 8, 2_500_12345678, updated)
	cfg := c.config()
	cfg.Interval = 10 * time.Millisecond
	f, err := open(t, cfg)
	require.NoError(t, err)
	quote, err := f.Quote()
	require.NoError(t, err)
	require.Equal(t, pricefeed.Quote{Currency: "USD", PerETH: big.NewRat(250012345678, 100000000), Updated: updated.UTC()}, quote)

	c.set(slot("latestRoundData()", 1), word(3_000_00000000))
	require.Eventually(t, func() bool {
		quote, err := f.Quote()
		return err == nil && quote.PerETH.Cmp(big.NewRat(3000, 1)) == 0
	}, 20*time.Second, 10*time.Millisecond)
}

func TestInversePair(t *testing.T) {
	t.Parallel()
	c := newTeller(t, "usd / ETH", 18, 400_000_000_000_000, time.Now())
	f, err := open(t, c.config())
	require.NoError(t, err)
	quote, err := f.Quote()
	require.NoError(t, err)
	require.Equal(t, "USD", quote.Currency)
	require.Zero(t, quote.PerETH.Cmp(big.NewRat(2500, 1)))
}

func TestOtherContracts(t *testing.T) {
	t.Parallel()
	for _, pair := range []string{"BTC / USD", "ETH / ETH", "ETH", "ETH /", "/ ETH", "", "\x00\x1b[31m / x"} {
		c := newTeller(t, pair, 8, 1, time.Now())
		_, err := open(t, c.config())
		var wrong *pricefeed.PairError
		require.ErrorAs(t, err, &wrong, pair)
		require.NotContains(t, wrong.Pair, "\x1b")
	}
	c := newTeller(t, "ETH / USD", 77, 1, time.Now())
	var none *pricefeed.NotAFeedError
	_, err := open(t, c.config())
	require.ErrorAs(t, err, &none, "77 decimals")
	cfg := c.config()
	cfg.Address = common.Address{1, 2, 3}
	_, err = open(t, cfg)
	require.ErrorAs(t, err, &none, "no contract")
}
