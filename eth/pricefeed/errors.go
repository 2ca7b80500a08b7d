package pricefeed

import (
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// ErrNoQuote says that the feed has not answered yet.
var ErrNoQuote = errors.New("price feed has not given a price yet")

// StaleError says that a price is too old to go by.
type StaleError struct {
	Updated time.Time
	MaxAge  time.Duration
}

func (e *StaleError) Error() string {
	return fmt.Sprintf("the price feed's price is of %s, more than %v ago; wait, or use another -priceFeedAddr",
		e.Updated.UTC().Format(time.RFC3339), e.MaxAge)
}

// AnswerError says that a feed's price is none: 0, negative, or of the future.
type AnswerError struct {
	Answer  *big.Int
	Updated time.Time
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("the price feed says %s as of %s; expected a price above 0 of the past", e.Answer, e.Updated.UTC().Format(time.RFC3339))
}

// PairError says that a feed is of something else.
type PairError struct {
	Address common.Address
	Pair    string // printable, as the contract calls it
}

func (e *PairError) Error() string {
	return fmt.Sprintf("the price feed %s is of %q; expected a pair with ETH, such as \"ETH / USD\": correct -priceFeedAddr", e.Address, e.Pair)
}

// NotAFeedError says that a contract does not answer as a price feed does.
type NotAFeedError struct {
	Address common.Address
	Err     error
}

func (e *NotAFeedError) Error() string {
	return fmt.Sprintf("the contract %s is no price feed: %v; correct -priceFeedAddr", e.Address, e.Err)
}

// Unwrap returns what is wrong with the answer.
func (e *NotAFeedError) Unwrap() error { return e.Err }
