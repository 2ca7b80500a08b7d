package pricefeed_test

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/pricefeed"
	"github.com/livepeer/streamflow/eth/rpc"
)

var errOutage = errors.New("no endpoint answers")

// fake is an aggregator of ETH / USD with 8 decimals, without a chain.
type fake struct {
	mu      sync.Mutex // guards what follows
	answer  int64
	updated time.Time
	err     error  // of all calls
	raw     []byte // what all calls return; nil for what they should
}

func (f *fake) set(change func(f *fake)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func (f *fake) CallContract(_ context.Context, msg ethereum.CallMsg, _ *big.Int) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil || f.raw != nil {
		return f.raw, f.err
	}
	words := func(list ...common.Hash) (data []byte) {
		for _, w := range list {
			data = append(data, w[:]...)
		}
		return data
	}
	switch [4]byte(msg.Data) {
	case selector("decimals()"):
		return words(word(8)), nil
	case selector("description()"):
		return slices.Concat(words(word(32), word(9)), common.RightPadBytes([]byte("ETH / USD"), 32)), nil
	case selector("latestRoundData()"):
		answer := new(big.Int).And(big.NewInt(f.answer), new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)))
		return words(word(1), common.BigToHash(answer), word(0), word(f.updated.Unix()), word(1)), nil
	}
	return nil, &rpc.RevertError{Message: "execution reverted"}
}

func selector(function string) [4]byte { return [4]byte(crypto.Keccak256([]byte(function))) }

func newFake() *fake { return &fake{answer: 2000_00000000, updated: time.Now()} }

func (f *fake) config() pricefeed.Config {
	cfg := pricefeed.DefaultConfig()
	cfg.Chain, cfg.Address = f, common.Address{1}
	return cfg
}

// TestLastGoodPrice: bad answers do not replace a good one, until it is too old.
func TestLastGoodPrice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		feed, err := open(t, f.config())
		require.NoError(t, err)
		good, err := feed.Quote()
		require.NoError(t, err)
		for name, bad := range map[string]func(f *fake){
			"zero":     func(f *fake) { f.answer = 0 },
			"negative": func(f *fake) { f.answer = -1 },
			"stale":    func(f *fake) { f.updated = time.Now().Add(-30 * time.Hour) },
			"future":   func(f *fake) { f.updated = time.Now().Add(time.Hour) },
			"outage":   func(f *fake) { f.err = errOutage },
			"nonsense": func(f *fake) { f.raw = []byte{1, 2, 3} },
		} {
			f.set(func(f *fake) { f.err, f.raw, f.answer, f.updated = nil, nil, 1, time.Now(); bad(f) })
			time.Sleep(2 * time.Minute)
			quote, err := feed.Quote()
			require.NoError(t, err, name)
			require.Equal(t, good, quote, name)
		}
		time.Sleep(25 * time.Hour)
		quote, err := feed.Quote()
		var stale *pricefeed.StaleError
		require.ErrorAs(t, err, &stale)
		require.Equal(t, good, quote, "it is there for who wants it nevertheless")
		f.set(func(f *fake) { f.err, f.raw, f.answer, f.updated = nil, nil, 3000_00000000, time.Now() })
		time.Sleep(2 * time.Minute)
		quote, err = feed.Quote()
		require.NoError(t, err)
		require.Zero(t, quote.PerETH.Cmp(big.NewRat(3000, 1)))
	})
}

// TestNoPriceYet: a feed that gives no good price at first is waited for.
func TestNoPriceYet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.answer = -7
		cfg := f.config()
		early, err := pricefeed.New(cfg)
		require.NoError(t, err)
		_, err = early.Quote()
		require.ErrorIs(t, err, pricefeed.ErrNoQuote)

		feed, err := open(t, cfg)
		require.NoError(t, err)
		_, err = feed.Quote()
		require.ErrorIs(t, err, pricefeed.ErrNoQuote)
		var wrong *pricefeed.AnswerError
		require.ErrorAs(t, err, &wrong)
		require.EqualValues(t, -7, wrong.Answer.Int64())
		f.set(func(f *fake) { f.answer = 5 })
		time.Sleep(2 * time.Minute)
		_, err = feed.Quote()
		require.NoError(t, err)
	})
}

func TestStart(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.err = errOutage
	_, err := open(t, f.config())
	require.ErrorIs(t, err, errOutage)
	f.err = &rpc.RevertError{Message: "execution reverted"}
	_, err = open(t, f.config())
	var none *pricefeed.NotAFeedError
	require.ErrorAs(t, err, &none)
	f.err = nil
	feed, err := open(t, f.config())
	require.NoError(t, err)
	require.Error(t, feed.Start(t.Context()), "twice")
	require.NoError(t, feed.Close())
	require.NoError(t, feed.Close())
	require.Error(t, feed.Start(t.Context()))
	for name, change := range map[string]func(*pricefeed.Config){
		"no chain":    func(c *pricefeed.Config) { c.Chain = nil },
		"no address":  func(c *pricefeed.Config) { c.Address = common.Address{} },
		"no interval": func(c *pricefeed.Config) { c.Interval = 0 },
		"no age":      func(c *pricefeed.Config) { c.MaxAge = 0 },
	} {
		cfg := f.config()
		change(&cfg)
		_, err := pricefeed.New(cfg)
		require.Error(t, err, name)
	}
}

// FuzzAnswers: whatever a contract answers, there is a price above 0 or an error.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte{})
	f.Add(make([]byte, 160))
	f.Add(slices.Concat(word(32).Bytes(), word(9).Bytes(), common.RightPadBytes([]byte("ETH / USD"), 96)))
	f.Fuzz(func(t *testing.T, data []byte) {
		chain := newFake()
		chain.raw = append([]byte{}, data...)
		if _, err := open(t, chain.config()); err != nil {
			require.NotEmpty(t, err.Error())
		}
		// And as the price of a feed that is one.
		chain.raw = nil
		cfg := chain.config()
		cfg.Chain = latest{chain, data}
		feed, err := open(t, cfg)
		require.NoError(t, err)
		if quote, err := feed.Quote(); err == nil {
			require.Positive(t, quote.PerETH.Sign())
		}
	})
}

// latest is a fake with another answer to latestRoundData.
type latest struct {
	*fake
	data []byte
}

func (l latest) CallContract(ctx context.Context, msg ethereum.CallMsg, block *big.Int) ([]byte, error) {
	if [4]byte(msg.Data) == selector("latestRoundData()") {
		return l.data, nil
	}
	return l.fake.CallContract(ctx, msg, block)
}
