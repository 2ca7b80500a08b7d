package watch_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/watch"
)

// ledger is a handler that keeps its logs as a handler with a database would,
// over the watcher's restarts, and notes everything that must not happen.
type ledger struct {
	// read is the state of the chain as of a block, for a resync.
	read func(ctx context.Context, b chain.BlockRef) ([]types.Log, error)

	mu sync.Mutex
	// guarded by mu:
	fail    func(b watch.Batch) error // nil never fails
	logs    []types.Log
	batches []watch.Batch
	wrong   []string
}

func (l *ledger) Handle(ctx context.Context, b watch.Batch) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		if err := l.fail(b); err != nil {
			return err
		}
	}
	var state []types.Log
	if b.Kind == watch.Resync && l.read != nil {
		var err error
		if state, err = l.read(ctx, b.Block); err != nil {
			return err
		}
	}
	l.batches = append(l.batches, b)
	switch b.Kind {
	case watch.Resume:
		l.logs = slices.DeleteFunc(l.logs, func(g types.Log) bool { return g.BlockNumber > b.Block.Number })
	case watch.Resync:
		l.logs = state
	case watch.Added:
		for _, g := range b.Logs {
			l.add(b.Block, g)
		}
	case watch.Removed:
		for _, g := range b.Logs {
			l.remove(b.Block, g)
		}
	}
	return nil
}

func (l *ledger) add(block chain.BlockRef, g types.Log) {
	l.check(block, g, false)
	if n := len(l.logs); n > 0 && place(l.logs[n-1], g) >= 0 {
		l.wrong = append(l.wrong, fmt.Sprintf("log %d/%d added after %d/%d", g.BlockNumber, g.Index, l.logs[n-1].BlockNumber, l.logs[n-1].Index))
	}
	l.logs = append(l.logs, g)
}

func (l *ledger) remove(block chain.BlockRef, g types.Log) {
	l.check(block, g, true)
	n := len(l.logs)
	if n == 0 || id(l.logs[n-1]) != id(g) {
		l.wrong = append(l.wrong, fmt.Sprintf("log %s removed, which is not the last", id(g)))
		return
	}
	l.logs = l.logs[:n-1]
}

func (l *ledger) check(block chain.BlockRef, g types.Log, removed bool) {
	if g.BlockHash != block.Hash || g.BlockNumber != block.Number || g.Removed != removed {
		l.wrong = append(l.wrong, fmt.Sprintf("log %s of block %d %s", id(g), block.Number, block.Hash))
	}
}

// state returns the ids of the logs that are kept, and what went wrong.
func (l *ledger) state() (logs, wrong []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return ids(l.logs), slices.Clone(l.wrong)
}

func (l *ledger) setFail(fail func(b watch.Batch) error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fail = fail
}

// kinds tells the batches since the last call, one word each.
func (l *ledger) kinds() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	words := []string{}
	for _, b := range l.batches {
		words = append(words, fmt.Sprintf("%s %d:%d", b.Kind, b.Block.Number, len(b.Logs)))
	}
	l.batches = nil
	return words
}

func place(a, b types.Log) int {
	return cmp.Or(cmp.Compare(a.BlockNumber, b.BlockNumber), cmp.Compare(a.Index, b.Index))
}

func id(g types.Log) string {
	return fmt.Sprintf("%d/%d %x %x %x %x", g.BlockNumber, g.Index, g.BlockHash[:4], g.Address[19:], g.Topics, g.Data)
}

func ids(logs []types.Log) []string {
	all := []string{}
	for _, g := range logs {
		all = append(all, id(g))
	}
	return all
}

// memory is a Store. Its contents outlive a watcher.
type memory struct {
	mu sync.Mutex
	// guarded by mu:
	tail []chain.BlockRef
	err  error // of every SaveBlocks while it is set
	puts int
}

func (m *memory) Blocks(context.Context) ([]chain.BlockRef, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.tail), nil
}

func (m *memory) SaveBlocks(_ context.Context, tail []chain.BlockRef) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return m.err
	}
	m.puts++
	m.tail = slices.Clone(tail)
	return nil
}

func (m *memory) setErr(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}
