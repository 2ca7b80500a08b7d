package watch

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
)

// source asks a Chain, with a limit of time on each call, and lets nothing
// through that does not answer the question.
type source struct {
	chain   Chain
	timeout time.Duration
	filters []Filter
	merged  Filter // matches whatever one of filters does, and perhaps more
}

// newSource merges the filters of all subscriptions into one query; it fails
// with ErrTooWide when that would ask for the logs of every contract.
func newSource(cfg Config, subs []Subscription) (source, error) {
	s := source{chain: cfg.Chain, timeout: cfg.CallTimeout}
	for _, sub := range subs {
		if !sub.Filter.empty() {
			s.filters = append(s.filters, sub.Filter)
		}
	}
	s.merged = merge(s.filters)
	if len(s.filters) > 0 && s.merged.empty() {
		return source{}, ErrTooWide
	}
	return s, nil
}

func (s source) latest(ctx context.Context) (chain.BlockRef, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	b, err := s.chain.LatestBlock(ctx)
	if err != nil {
		return chain.BlockRef{}, fmt.Errorf("newest block: %w", err)
	}
	return b, nil
}

func (s source) byNumber(ctx context.Context, number uint64) (chain.BlockRef, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	b, err := s.chain.BlockByNumber(ctx, number)
	if err != nil {
		return chain.BlockRef{}, fmt.Errorf("block %d: %w", number, err)
	}
	if b.Number != number {
		return chain.BlockRef{}, inconsistent("block %d for block %d", b.Number, number)
	}
	return b, nil
}

func (s source) byHash(ctx context.Context, hash common.Hash) (chain.BlockRef, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	b, err := s.chain.BlockByHash(ctx, hash)
	if err != nil {
		return chain.BlockRef{}, fmt.Errorf("block %s: %w", hash, err)
	}
	if b.Hash != hash {
		return chain.BlockRef{}, inconsistent("block %s for block %s", b.Hash, hash)
	}
	return b, nil
}

// parent returns the block before child on child's branch.
func (s source) parent(ctx context.Context, child chain.BlockRef) (chain.BlockRef, error) {
	b, err := s.byHash(ctx, child.ParentHash)
	if err == nil && b.Number+1 != child.Number {
		return chain.BlockRef{}, inconsistent("parent of block %d has number %d", child.Number, b.Number)
	}
	return b, err
}

// logsOf returns the logs of one block that some filter matches, ascending.
func (s source) logsOf(ctx context.Context, block chain.BlockRef) ([]types.Log, error) {
	if len(s.filters) == 0 {
		return nil, nil
	}
	logs, err := s.logs(ctx, ethereum.FilterQuery{BlockHash: &block.Hash})
	if err != nil {
		return nil, fmt.Errorf("logs of block %d: %w", block.Number, err)
	}
	for _, l := range logs {
		if l.BlockHash != block.Hash || l.BlockNumber != block.Number {
			return nil, inconsistent("log of block %d %s for block %d %s", l.BlockNumber, l.BlockHash, block.Number, block.Hash)
		}
	}
	return logs, nil
}

// logsIn returns the logs of the canonical blocks from first to last that some
// filter matches, ascending.
func (s source) logsIn(ctx context.Context, first, last uint64) ([]types.Log, error) {
	if len(s.filters) == 0 {
		return nil, nil
	}
	logs, err := s.logs(ctx, ethereum.FilterQuery{
		FromBlock: new(big.Int).SetUint64(first),
		ToBlock:   new(big.Int).SetUint64(last),
	})
	if err != nil {
		return nil, err
	}
	for _, l := range logs {
		if l.BlockNumber < first || l.BlockNumber > last {
			return nil, inconsistent("log of block %d for blocks %d to %d", l.BlockNumber, first, last)
		}
	}
	return logs, nil
}

func (s source) logs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	q.Addresses, q.Topics = s.merged.Addresses, s.merged.Topics
	logs, err := s.chain.FilterLogs(ctx, q)
	if err != nil {
		return nil, err
	}
	logs = slices.DeleteFunc(slices.Clone(logs), func(l types.Log) bool {
		return !slices.ContainsFunc(s.filters, func(f Filter) bool { return f.matches(l) })
	})
	byPlace := func(a, b types.Log) int {
		return cmp.Or(cmp.Compare(a.BlockNumber, b.BlockNumber), cmp.Compare(a.Index, b.Index))
	}
	slices.SortFunc(logs, byPlace)
	for i, l := range logs {
		if l.Removed {
			return nil, inconsistent("log %d of block %d is marked as removed", l.Index, l.BlockNumber)
		}
		if i > 0 && byPlace(logs[i-1], l) == 0 {
			return nil, inconsistent("log %d of block %d comes twice", l.Index, l.BlockNumber)
		}
	}
	return logs, nil
}

// maxTerms is how many addresses or topics a query may name: what go-ethereum
// accepts. Beyond it the query does not restrict them.
const maxTerms = 1000

// merge returns a filter for one query in place of all.
func merge(filters []Filter) Filter {
	addresses := union(filters, func(f Filter) []common.Address { return f.Addresses })
	topics := union(filters, func(f Filter) []common.Hash {
		if len(f.Topics) == 0 {
			return nil
		}
		return f.Topics[0]
	})
	m := Filter{Addresses: addresses}
	if len(topics) > 0 {
		m.Topics = [][]common.Hash{topics}
	}
	return m
}

// union of the terms of all filters; none, which is no restriction, when one of
// them has none.
func union[T comparable](filters []Filter, terms func(Filter) []T) []T {
	var all []T
	for _, f := range filters {
		if len(terms(f)) == 0 {
			return nil
		}
		for _, t := range terms(f) {
			if !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	if len(all) > maxTerms {
		return nil
	}
	return all
}
