package watch

import (
	"context"
	"fmt"
	"sort"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
)

// maxRangeLogs is the most logs that one range may have: more are asked for in
// smaller ranges, so that memory stays bounded.
const maxRangeLogs = 10_000

// catchUp takes one range of blocks towards a head far away. It stays Tail
// blocks below the head. The last block of the range is asked for first: if it
// is canonical at the next look, all answers since then were of its branch.
func (w *Watcher) catchUp(ctx context.Context, head chain.BlockRef) error {
	tip := w.tail.tip().Number
	end, err := w.source.byNumber(ctx, min(tip+w.span, head.Number-uint64(w.cfg.Tail)))
	if err != nil {
		return err
	}
	at, err := w.newestCanonical(ctx)
	switch {
	case err != nil:
		return err
	case at < 0:
		return w.resync(ctx, head)
	case at < len(w.tail.blocks)-1:
		return w.resyncForgotten(ctx, head, w.unwind(ctx, at))
	}
	logs, err := w.rangeLogs(ctx, tip+1, end.Number)
	if err != nil {
		return err
	}
	return w.addRange(ctx, logs, end)
}

// newestCanonical returns the position in the tail of the newest block that
// still is on the canonical chain, -1 if there is none. All before it are too.
func (w *Watcher) newestCanonical(ctx context.Context) (at int, err error) {
	gone := func(i int) bool {
		if err != nil {
			return true
		}
		var b chain.BlockRef
		b, err = w.source.byNumber(ctx, w.tail.blocks[i].block.Number)
		return b.Hash != w.tail.blocks[i].block.Hash
	}
	// Nearly always nothing is gone, so the newest is asked for first.
	last := len(w.tail.blocks) - 1
	if !gone(last) || err != nil {
		return last, err
	}
	return sort.Search(last, gone) - 1, err
}

// rangeLogs gets the logs of a range, which it narrows for the next time when
// they are refused and widens when not.
func (w *Watcher) rangeLogs(ctx context.Context, first, last uint64) ([]types.Log, error) {
	logs, err := w.source.logsIn(ctx, first, last)
	if err == nil && len(logs) > maxRangeLogs && last > first {
		err = fmt.Errorf("%d logs, at most %d are taken at once", len(logs), maxRangeLogs)
	}
	if err != nil {
		w.span = max((last-first+1)/2, 1)
		return nil, &RangeError{From: first, To: last, Err: err}
	}
	// Slowly, so that a provider's limit is not run into at every other time.
	w.span = min(w.span+w.span/8+1, w.cfg.Range)
	return logs, nil
}

// addRange delivers the blocks of a range that have logs, and its end. These
// blocks count as final: with each of them the tail begins anew.
func (w *Watcher) addRange(ctx context.Context, logs []types.Log, end chain.BlockRef) error {
	for {
		block := end
		if len(logs) > 0 && logs[0].BlockNumber < end.Number {
			var err error
			if block, err = w.source.byNumber(ctx, logs[0].BlockNumber); err != nil {
				return err
			}
		}
		n := 0
		for ; n < len(logs) && logs[n].BlockNumber == block.Number; n++ {
			if logs[n].BlockHash != block.Hash {
				return inconsistent("log of block %d %s, which is %s", block.Number, logs[n].BlockHash, block.Hash)
			}
		}
		if err := w.deliver(ctx, Added, remembered{block: block, logs: logs[:n]}); err != nil {
			return err
		}
		w.tail.reset(block)
		if err := w.save(ctx); err != nil {
			return err
		}
		if logs = logs[n:]; block.Number == end.Number {
			return nil
		}
	}
}
