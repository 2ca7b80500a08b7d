package watch

import (
	"errors"
	"fmt"
)

// ErrStarted is returned for a subscription to a watcher that runs already.
var ErrStarted = errors.New("watcher has started, subscribe before")

// ErrTooWide is returned when one query for all subscriptions would have to ask
// for the logs of every contract of the chain.
var ErrTooWide = errors.New("subscriptions together ask for the logs of all contracts: " +
	"give each of them addresses, or each of them first topics, at most 1000 different ones")

// errForgotten says that the logs of a removed block can't be had any more.
var errForgotten = errors.New("logs of a removed block are not known any more")

// InconsistentError says that answers of the provider do not fit together.
type InconsistentError struct {
	Reason string
}

func (e *InconsistentError) Error() string { return "inconsistent provider: " + e.Reason }

func inconsistent(format string, args ...any) error {
	return &InconsistentError{Reason: fmt.Sprintf(format, args...)}
}

// HandlerError says that a subscription's handler did not take a batch.
type HandlerError struct {
	Subscription string
	Kind         Kind
	Block        uint64
	Err          error
}

func (e *HandlerError) Error() string {
	return fmt.Sprintf("subscription %s: %s block %d: %v", e.Subscription, e.Kind, e.Block, e.Err)
}

func (e *HandlerError) Unwrap() error { return e.Err }

// RangeError says that the logs of a range of blocks were refused or are too
// many; the next attempt asks for fewer blocks.
type RangeError struct {
	From, To uint64
	Err      error
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("logs of blocks %d to %d: %v", e.From, e.To, e.Err)
}

func (e *RangeError) Unwrap() error { return e.Err }
