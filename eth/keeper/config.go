package keeper

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Config configures an Initializer or a Rewarder.
type Config struct {
	Log      *slog.Logger // nil discards
	Observer Observer     // nil observes nothing
	Protocol Protocol     // required
	Sender   Sender       // required; of Account
	Account  common.Address

	// MaxDelay is the longest time that an Initializer waits for others to be
	// first (-initializeRoundMaxDelay); 0 does not wait.
	MaxDelay time.Duration
	// Jitter chooses a delay from 0 to below limit, which is above 0; nil takes
	// any of them with the same chance.
	Jitter func(limit time.Duration) time.Duration

	// AlertShare is the part of a round, at its end, in which a reward that was
	// not called raises the alert.
	AlertShare chain.Parts
	// MaxBackoff is the most blocks between two tries, at least 1. It doubles
	// from 1, and is less towards the round's end.
	MaxBackoff uint64

	// Poll is how long to wait before looking at the chain without a new block,
	// LookTimeout how long one look, with a transaction that it sends, may take.
	Poll, LookTimeout time.Duration
}

// DefaultConfig lacks only Protocol, Sender and Account.
func DefaultConfig() Config {
	return Config{
		MaxDelay: 30 * time.Second, AlertShare: chain.Whole / 4, MaxBackoff: 32,
		Poll: 30 * time.Second, LookTimeout: time.Minute,
	}
}

// Validate says what is missing or out of range.
func (c Config) Validate() error {
	switch {
	case c.Protocol == nil || c.Sender == nil:
		return errors.New("keeper: one of Protocol and Sender is missing")
	case c.Account == (common.Address{}):
		return errors.New("keeper: the account is missing")
	case c.MaxDelay < 0:
		return fmt.Errorf("the longest delay before a round is initialized is %v; expected 0 or more (-initializeRoundMaxDelay)", c.MaxDelay)
	case c.AlertShare > chain.Whole:
		return fmt.Errorf("keeper: the alert begins %s before a round's end; expected at most %s", c.AlertShare, chain.Whole)
	case c.MaxBackoff == 0:
		return errors.New("keeper: tries are 0 blocks apart; expected at least 1")
	case c.Poll <= 0 || c.LookTimeout <= 0:
		return errors.New("keeper: times must be above 0")
	}
	return nil
}

// filled checks c and puts something in place of what is nil.
func (c Config) filled() (Config, error) {
	if err := c.Validate(); err != nil {
		return c, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Observer == nil {
		c.Observer = NopObserver{}
	}
	if c.Jitter == nil {
		c.Jitter = rand.N[time.Duration]
	}
	return c, nil
}
