package pm

import (
	"sync"

	"github.com/ethereum/go-ethereum/common"
)

// commitmentShards is how many parts the memory of commitments has, each with a
// lock of its own.
const commitmentShards = 64

// commitments remember which nonces came under which commitment. One costs about
// 100 bytes while its nonces are below 65, as nearly always.
type commitments struct {
	shards [commitmentShards]commitmentShard
}

type commitmentShard struct {
	mu sync.Mutex
	// guarded by mu:
	seen map[common.Hash]seenNonces
}

// seenNonces is a nonceSet that is small when the nonces are.
type seenNonces struct {
	expires uint64
	low     uint64
	high    *[nonceWords - 1]uint64 // nil for none
}

func newCommitments() *commitments {
	c := new(commitments)
	for i := range c.shards {
		c.shards[i].seen = make(map[common.Hash]seenNonces)
	}
	return c
}

// shard of a commitment: a hash, of which any byte will do.
func (c *commitments) shard(commitment common.Hash) *commitmentShard {
	return &c.shards[commitment[0]%commitmentShards]
}

// nonces returns what came under a commitment.
func (c *commitments) nonces(commitment common.Hash) nonceSet {
	s := c.shard(commitment)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[commitment].set()
}

// add adds nonces, and returns those of them that were not there before, and all
// that are there now.
func (c *commitments) add(commitment common.Hash, nonces nonceSet, expires uint64) (fresh, all nonceSet) {
	s := c.shard(commitment)
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := s.seen[commitment]
	old := entry.set()
	fresh = nonces.without(old)
	for i := range old {
		old[i] |= fresh[i]
	}
	entry.keep(old)
	entry.expires = max(entry.expires, expires)
	s.seen[commitment] = entry
	return fresh, old
}

// expire forgets the commitments that end with block or before, and returns how
// many.
func (c *commitments) expire(block uint64) (dropped int) {
	for i := range c.shards {
		dropped += c.shards[i].expire(block)
	}
	return dropped
}

func (s *commitmentShard) expire(block uint64) (dropped int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for commitment, entry := range s.seen {
		if entry.expires <= block {
			delete(s.seen, commitment)
			dropped++
		}
	}
	return dropped
}

func (e seenNonces) set() (s nonceSet) {
	s[0] = e.low
	if e.high != nil {
		copy(s[1:], e.high[:])
	}
	return s
}

func (e *seenNonces) keep(s nonceSet) {
	e.low = s[0]
	high := [nonceWords - 1]uint64(s[1:])
	if high == ([nonceWords - 1]uint64{}) {
		return // nonces are only ever added
	}
	if e.high == nil {
		e.high = new([nonceWords - 1]uint64)
	}
	*e.high = high
}
