package watch_test

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
)

var (
	errDown    = errors.New("provider is down")
	errUnknown = errors.New("unknown block")
	errTooMany = errors.New("query returned more than 10000 results")
)

type fakeBlock struct {
	ref  chain.BlockRef
	logs []types.Log
}

// fakeChain is a tree of blocks in memory, one branch of which is canonical.
type fakeChain struct {
	mu sync.Mutex
	// guarded by mu:
	blocks    map[common.Hash]fakeBlock
	canonical []common.Hash // by number
	seed      uint64
	maxRange  uint64 // of a request for logs; 0 is any
	calls     int
	// Each may spoil an answer; nil does not.
	spoilBlock func(b chain.BlockRef) (chain.BlockRef, error)
	spoilLogs  func(q ethereum.FilterQuery, logs []types.Log) ([]types.Log, error)
}

func newFakeChain() *fakeChain {
	c := &fakeChain{blocks: map[common.Hash]fakeBlock{}}
	c.extend(common.Hash{}, 0, nil)
	return c
}

var contract = common.HexToAddress("0x00000000000000000000000000000000000000c1")

// mine adds a block with n logs for each of counts.
func (c *fakeChain) mine(counts ...int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range counts {
		c.extend(c.canonical[len(c.canonical)-1], uint64(len(c.canonical)), make([]types.Log, n))
	}
}

// reorg replaces the newest depth blocks.
func (c *fakeChain) reorg(depth int, counts ...int) {
	c.mu.Lock()
	c.canonical = c.canonical[:len(c.canonical)-depth]
	c.mu.Unlock()
	c.mine(counts...)
}

// branch and switchTo go back to what was canonical.
func (c *fakeChain) branch() []common.Hash {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.canonical)
}

func (c *fakeChain) switchTo(branch []common.Hash) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.canonical = slices.Clone(branch)
}

func (c *fakeChain) extend(parent common.Hash, number uint64, logs []types.Log) {
	c.seed++
	hash := crypto.Keccak256Hash(parent[:], binary.BigEndian.AppendUint64(nil, c.seed))
	for i := range logs {
		logs[i] = types.Log{
			Address: contract, Topics: []common.Hash{common.BigToHash(common.Big1)},
			Data:        binary.BigEndian.AppendUint64(nil, c.seed),
			BlockNumber: number, BlockHash: hash, Index: uint(i),
		}
	}
	c.blocks[hash] = fakeBlock{
		ref: chain.BlockRef{
			Number: number, Hash: hash, ParentHash: parent,
			L1Number: number / 4, Time: time.Unix(int64(c.seed)*12, 0),
		},
		logs: logs,
	}
	c.canonical = append(c.canonical, hash)
}

// forget loses a block and its logs, as a node does with those of old branches.
func (c *fakeChain) forget(hash common.Hash) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.blocks, hash)
}

// spoil sets what happens to answers, nil for nothing.
func (c *fakeChain) spoil(block func(chain.BlockRef) (chain.BlockRef, error), logs func(ethereum.FilterQuery, []types.Log) ([]types.Log, error)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spoilBlock, c.spoilLogs = block, logs
}

func (c *fakeChain) setMaxRange(n uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.maxRange = n
}

func (c *fakeChain) head() common.Hash {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.canonical[len(c.canonical)-1]
}

// resetCalls returns the number of calls since the last time.
func (c *fakeChain) resetCalls() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.calls
	c.calls = 0
	return n
}

// upTo returns all logs of the canonical chain up to a block.
func (c *fakeChain) upTo(last uint64) []types.Log {
	c.mu.Lock()
	defer c.mu.Unlock()
	var logs []types.Log
	for number, hash := range c.canonical {
		if uint64(number) <= last {
			logs = append(logs, c.blocks[hash].logs...)
		}
	}
	return logs
}

func (c *fakeChain) LatestBlock(context.Context) (chain.BlockRef, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.answer(c.canonical[len(c.canonical)-1])
}

func (c *fakeChain) BlockByNumber(_ context.Context, number uint64) (chain.BlockRef, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if number >= uint64(len(c.canonical)) {
		return chain.BlockRef{}, ethereum.NotFound
	}
	return c.answer(c.canonical[number])
}

func (c *fakeChain) BlockByHash(_ context.Context, hash common.Hash) (chain.BlockRef, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.answer(hash)
}

func (c *fakeChain) answer(hash common.Hash) (chain.BlockRef, error) {
	c.calls++
	b, ok := c.blocks[hash]
	if !ok {
		return chain.BlockRef{}, ethereum.NotFound
	}
	if c.spoilBlock != nil {
		return c.spoilBlock(b.ref)
	}
	return b.ref, nil
}

func (c *fakeChain) FilterLogs(_ context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	var logs []types.Log
	if q.BlockHash != nil {
		b, ok := c.blocks[*q.BlockHash]
		if !ok {
			return nil, errUnknown
		}
		logs = slices.Clone(b.logs)
	} else {
		first, last := q.FromBlock.Uint64(), q.ToBlock.Uint64()
		if c.maxRange > 0 && last-first+1 > c.maxRange {
			return nil, errTooMany
		}
		for n := first; n <= last && n < uint64(len(c.canonical)); n++ {
			logs = append(logs, c.blocks[c.canonical[n]].logs...)
		}
	}
	if c.spoilLogs != nil {
		return c.spoilLogs(q, logs)
	}
	return logs, nil
}
