package watch

import (
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// MaxTail is the most blocks that a Watcher remembers.
const MaxTail = 256

// Config configures a Watcher.
type Config struct {
	Log      *slog.Logger // nil discards
	Observer Observer     // nil observes nothing
	Chain    Chain        // required
	Store    Store        // required

	// From is the first block whose events are wanted when there is no stored
	// position. 0 begins after the newest block.
	From uint64
	// Tail is how many blocks are remembered, 2 to MaxTail: the deepest
	// reorganisation that is followed event by event is one less.
	Tail int
	// Range is the most blocks that one request for logs spans far behind the
	// head, at least 1. Less is asked for when the provider refuses.
	Range uint64
	// Poll is how long to wait before looking for a new head without a wake-up.
	Poll time.Duration
	// Wake makes the watcher look for a new head; nil only polls. Send without
	// blocking into a buffer of one: a wake-up that waits stands for all later
	// ones. When it is closed, polling goes on.
	Wake <-chan struct{}
	// CallTimeout bounds each call of Chain and of Store.
	CallTimeout time.Duration
	// RetryMin and RetryMax bound the waiting time after a failure, which
	// doubles from the first to the second.
	RetryMin, RetryMax time.Duration
}

// DefaultConfig returns a Config that lacks only Chain and Store.
func DefaultConfig() Config {
	return Config{
		Tail:        64, // Ethereum is final after two epochs of 32 blocks
		Range:       2000,
		Poll:        5 * time.Second,
		CallTimeout: 30 * time.Second,
		RetryMin:    500 * time.Millisecond,
		RetryMax:    30 * time.Second,
	}
}

// Validate says what is wrong with the configuration.
func (c Config) Validate() error {
	switch {
	case c.Chain == nil:
		return errors.New("watcher has no chain to follow")
	case c.Store == nil:
		return errors.New("watcher has no store for its position")
	case c.Tail < 2 || c.Tail > MaxTail:
		return fmt.Errorf("watcher remembers %d blocks, 2 to %d are possible", c.Tail, MaxTail)
	case c.Range < 1:
		return errors.New("watcher asks for logs of 0 blocks, at least 1 is needed")
	case c.Poll <= 0 || c.CallTimeout <= 0:
		return fmt.Errorf("watcher's poll interval %s and call timeout %s must be above 0", c.Poll, c.CallTimeout)
	case c.RetryMin <= 0 || c.RetryMax < c.RetryMin:
		return fmt.Errorf("watcher's retry times %s to %s are no interval above 0", c.RetryMin, c.RetryMax)
	}
	return nil
}
