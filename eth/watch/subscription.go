package watch

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
)

// Kind says what happened to a batch's block; the package comment has more.
type Kind int

const (
	Resume  Kind = iota + 1 // all up to Block was handled in an earlier run
	Resync                  // read the state as of Block anew
	Added                   // Block is new on the canonical chain
	Removed                 // Block has left the canonical chain
)

func (k Kind) String() string {
	switch k {
	case Resume:
		return "resume"
	case Resync:
		return "resync"
	case Added:
		return "added"
	case Removed:
		return "removed"
	}
	return fmt.Sprintf("kind %d", int(k))
}

// Batch is what happens at one block.
type Batch struct {
	Kind  Kind
	Block chain.BlockRef
	// Logs that match the subscription; for reading only, since others see the
	// same topics and data. Descending for Removed, none for Resume and Resync.
	Logs []types.Log
}

// Filter chooses logs as eth_getLogs does. A filter with neither addresses nor
// topics matches nothing, since nobody wants the logs of a whole public chain.
type Filter struct {
	Addresses []common.Address // any of them; none is all contracts
	Topics    [][]common.Hash  // by position, any of the inner ones; none is all
}

func (f Filter) empty() bool {
	return len(f.Addresses) == 0 && !slices.ContainsFunc(f.Topics, func(t []common.Hash) bool { return len(t) > 0 })
}

func (f Filter) matches(l types.Log) bool {
	if f.empty() || len(f.Addresses) > 0 && !slices.Contains(f.Addresses, l.Address) || len(f.Topics) > len(l.Topics) {
		return false
	}
	for i, anyOf := range f.Topics {
		if len(anyOf) > 0 && !slices.Contains(anyOf, l.Topics[i]) {
			return false
		}
	}
	return true
}

// Subscription is one handler and what it wants to hear of.
type Subscription struct {
	Name   string // for log lines and errors
	Filter Filter
	// EveryBlock asks for batches of blocks without matching logs too. Far
	// behind the head they are left out but for some.
	EveryBlock bool
	// Handle takes a batch; on an error it is called again with the same one.
	// It may block, and then all wait. It must return soon when ctx ends.
	Handle func(ctx context.Context, b Batch) error
}

func (s Subscription) validate() error {
	switch {
	case s.Handle == nil:
		return fmt.Errorf("subscription %q has no handler", s.Name)
	case s.Filter.empty() && !s.EveryBlock:
		return fmt.Errorf("subscription %q asks for neither logs nor blocks", s.Name)
	case len(s.Filter.Topics) > 4:
		return errors.New("a log has at most 4 topics")
	}
	return nil
}

// batch makes the subscription's part of what happened; ok is false when there
// is nothing in it for the subscription.
func (s Subscription) batch(kind Kind, block chain.BlockRef, logs []types.Log) (b Batch, ok bool) {
	b = Batch{Kind: kind, Block: block}
	for _, l := range logs {
		if s.Filter.matches(l) {
			l.Removed = kind == Removed
			b.Logs = append(b.Logs, l)
		}
	}
	if kind == Removed {
		slices.Reverse(b.Logs)
	}
	return b, len(b.Logs) > 0 || s.EveryBlock || kind == Resume || kind == Resync
}

// handle calls the handler once.
func (s Subscription) handle(ctx context.Context, b Batch) error {
	if err := s.Handle(ctx, b); err != nil {
		return &HandlerError{Subscription: s.Name, Kind: b.Kind, Block: b.Block.Number, Err: err}
	}
	return nil
}
