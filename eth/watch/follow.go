package watch

import (
	"context"
	"errors"
	"slices"

	"github.com/ethereum/go-ethereum"

	"github.com/livepeer/streamflow/core/chain"
)

// maxRecalls is how often the logs of removed blocks are asked for before the
// handlers have to read their state anew.
const maxRecalls = 5

// follow goes to a head nearby, over the blocks of its own branch. The parents
// are asked for by hash, so that all are of one branch whoever answers.
func (w *Watcher) follow(ctx context.Context, head chain.BlockRef) error {
	if head.Hash == w.tail.tip().Hash {
		return nil
	}
	path, at, err := w.branch(ctx, head)
	if err != nil {
		return err
	}
	if at < 0 {
		return w.resync(ctx, head)
	}
	if err := w.unwind(ctx, at); err != nil {
		return w.resyncForgotten(ctx, head, err)
	}
	for _, block := range path {
		logs, err := w.source.logsOf(ctx, block)
		if err != nil {
			return err
		}
		if err := w.add(ctx, remembered{block: block, logs: logs, known: true}); err != nil {
			return err
		}
	}
	if w.unsaved {
		return w.save(ctx)
	}
	return nil
}

// branch returns the blocks from the newest remembered one of head's branch,
// at position at of the tail, up to head, ascending; at is -1 when none of the
// remembered blocks is of that branch.
func (w *Watcher) branch(ctx context.Context, head chain.BlockRef) (path []chain.BlockRef, at int, err error) {
	oldest := w.tail.oldest().Number
	for block := head; ; {
		if block.Number <= oldest {
			return nil, -1, nil
		}
		path = append(path, block)
		if at = w.tail.index(block.ParentHash); at >= 0 {
			if w.tail.blocks[at].block.Number+1 != block.Number {
				return nil, 0, inconsistent("block %d names block %d as its parent", block.Number, w.tail.blocks[at].block.Number)
			}
			slices.Reverse(path)
			return path, at, nil
		}
		if block, err = w.source.parent(ctx, block); err != nil {
			return nil, 0, err
		}
	}
}

// unwind takes away the blocks after position at of the tail. The shorter tail
// is stored first: a run that is cut off in between begins below the blocks
// whose removal not all handlers know of. errForgotten says that nothing was
// done since their logs can't be had.
func (w *Watcher) unwind(ctx context.Context, at int) error {
	depth := len(w.tail.blocks) - 1 - at
	if depth == 0 {
		return nil
	}
	if err := w.recall(ctx, at); err != nil {
		return err
	}
	removed := w.tail.cut(at)
	w.cfg.Observer.Reorganized(depth)
	w.cfg.Log.Info("chain was reorganized", "depth", depth, "block", w.tail.tip().Number)
	if err := w.save(ctx); err != nil {
		return err
	}
	for _, r := range slices.Backward(removed) {
		if err := w.deliver(ctx, Removed, r); err != nil {
			return err
		}
	}
	return nil
}

// recall gets the logs of the blocks after position at that were delivered in
// an earlier run.
func (w *Watcher) recall(ctx context.Context, at int) error {
	for i := at + 1; i < len(w.tail.blocks); i++ {
		r := &w.tail.blocks[i]
		if r.known {
			continue
		}
		// Some providers have no logs for a block they do not know, instead of
		// an error: so the block is asked for first.
		_, err := w.source.byHash(ctx, r.block.Hash)
		if errors.Is(err, ethereum.NotFound) {
			return errForgotten
		}
		if err == nil {
			r.logs, err = w.source.logsOf(ctx, r.block)
		}
		if err != nil {
			if w.recalls++; w.recalls >= maxRecalls {
				return errForgotten
			}
			return err
		}
		r.known, w.recalls = true, 0
	}
	return nil
}

// resyncForgotten resyncs at head if that is what err of unwind asks for.
func (w *Watcher) resyncForgotten(ctx context.Context, head chain.BlockRef, err error) error {
	if !errors.Is(err, errForgotten) {
		return err
	}
	w.recalls = 0
	return w.resync(ctx, head)
}
