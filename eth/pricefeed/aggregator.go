package pricefeed

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/eth/rpc"
)

// interfaceABI is what is used of AggregatorV3Interface.
const interfaceABI = `[
{"type":"function","name":"decimals","inputs":[],"outputs":[{"type":"uint8"}],"stateMutability":"view"},
{"type":"function","name":"description","inputs":[],"outputs":[{"type":"string"}],"stateMutability":"view"},
{"type":"function","name":"latestRoundData","inputs":[],"outputs":[{"name":"roundId","type":"uint80"},{"name":"answer","type":"int256"},{"name":"startedAt","type":"uint256"},{"name":"updatedAt","type":"uint256"},{"name":"answeredInRound","type":"uint80"}],"stateMutability":"view"}]`

const (
	maxDecimals    = 36
	maxDescription = 64 // bytes
	maxTime        = 1 << 40
)

// aggregator asks one contract.
type aggregator struct {
	abi     abi.ABI
	chain   Chain
	address common.Address
}

func newAggregator(chain Chain, address common.Address) (aggregator, error) {
	parsed, err := abi.JSON(strings.NewReader(interfaceABI))
	return aggregator{abi: parsed, chain: chain, address: address}, err
}

// call asks a function without arguments.
func (a aggregator) call(ctx context.Context, name string) ([]any, error) {
	data, err := a.abi.Pack(name)
	if err != nil {
		return nil, err
	}
	answer, err := a.chain.CallContract(ctx, ethereum.CallMsg{To: &a.address, Data: data}, nil)
	if revert := (*rpc.RevertError)(nil); errors.As(err, &revert) {
		return nil, &NotAFeedError{Address: a.address, Err: fmt.Errorf("%s: %w", name, err)}
	}
	if err != nil {
		return nil, fmt.Errorf("price feed %s: %w", a.address, err)
	}
	values, err := a.abi.Unpack(name, answer)
	if err != nil {
		return nil, &NotAFeedError{Address: a.address, Err: fmt.Errorf("%s: %w", name, err)}
	}
	return values, nil
}

// terms are what does not change about a feed.
type terms struct {
	currency string // "USD"
	// inverse: the answer is the price of the currency in ETH.
	inverse bool
	unit    *big.Int // of the answer: 10^decimals
}

func (a aggregator) terms(ctx context.Context) (terms, error) {
	decimals, err := a.call(ctx, "decimals")
	if err != nil {
		return terms{}, err
	}
	description, err := a.call(ctx, "description")
	if err != nil {
		return terms{}, err
	}
	places, pair := decimals[0].(uint8), printable(description[0].(string))
	if places > maxDecimals {
		return terms{}, &NotAFeedError{Address: a.address, Err: fmt.Errorf("its prices have %d decimals; expected at most %d", places, maxDecimals)}
	}
	t := terms{unit: new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)}
	base, quote, ok := strings.Cut(pair, "/")
	base, quote = strings.ToUpper(strings.TrimSpace(base)), strings.ToUpper(strings.TrimSpace(quote))
	switch {
	case ok && base == "ETH" && quote != "" && quote != "ETH":
		t.currency = quote
	case ok && quote == "ETH" && base != "" && base != "ETH":
		t.currency, t.inverse = base, true
	default:
		return terms{}, &PairError{Address: a.address, Pair: pair}
	}
	return t, nil
}

// latest returns the newest price and when it was made.
func (a aggregator) latest(ctx context.Context, t terms, now time.Time, maxAge time.Duration) (Quote, error) {
	round, err := a.call(ctx, "latestRoundData")
	if err != nil {
		return Quote{}, err
	}
	answer, seconds := round[1].(*big.Int), round[3].(*big.Int)
	if !seconds.IsInt64() || seconds.Int64() > maxTime {
		return Quote{}, &NotAFeedError{Address: a.address, Err: fmt.Errorf("its price is of the time %s", seconds)}
	}
	updated := time.Unix(seconds.Int64(), 0).UTC()
	switch {
	case answer.Sign() <= 0 || updated.After(now.Add(maxAhead)):
		return Quote{}, &AnswerError{Answer: answer, Updated: updated}
	case now.Sub(updated) > maxAge:
		return Quote{}, &StaleError{Updated: updated, MaxAge: maxAge}
	}
	rate := new(big.Rat).SetFrac(answer, t.unit)
	if t.inverse {
		rate.Inv(rate)
	}
	return Quote{Currency: t.currency, PerETH: rate, Updated: updated}, nil
}

// maxAhead is how far the chain's clock may be ahead of the node's.
const maxAhead = 5 * time.Minute

// printable makes a stranger's text safe to show.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, strings.ToValidUTF8(text[:min(len(text), maxDescription)], "?"))
}
