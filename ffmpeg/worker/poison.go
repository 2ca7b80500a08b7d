package worker

import (
	"crypto/sha256"
	"sync"
)

// poisonLimit is how many workers one input may cost before it is refused.
const poisonLimit = 2

// poisonTable remembers inputs that workers died of. It holds the last
// maxPoison of them; memory is bounded, and a forgotten input merely gets
// another chance.
type poisonTable struct {
	// guarded by mu:
	mu      sync.Mutex
	deaths  map[poisonKey]int
	order   []poisonKey // oldest first
	lengths map[int]int // how many keys have this length
}

const maxPoison = 256

type poisonKey struct {
	size int
	hash [sha256.Size]byte
}

func newPoisonTable() *poisonTable {
	return &poisonTable{deaths: make(map[poisonKey]int), lengths: make(map[int]int)}
}

// suspects tells whether an input of this length is in the table.
func (t *poisonTable) suspects(size int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.lengths[size] > 0
}

// refuses tells whether the input has cost too many workers already. It hashes
// only what has the length of an input that is in the table, so that good
// inputs cost nothing.
func (t *poisonTable) refuses(input []byte) bool {
	if !t.suspects(len(input)) {
		return false
	}
	key := keyOf(input)
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.deaths[key] >= poisonLimit
}

// died counts a worker that ended while it had this input, and tells how many
// there were.
func (t *poisonTable) died(input []byte) int {
	key := keyOf(input)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.deaths[key] == 0 {
		if len(t.order) == maxPoison {
			t.forget(t.order[0])
			t.order = append(t.order[:0], t.order[1:]...)
		}
		t.order = append(t.order, key)
		t.lengths[key.size]++
	}
	t.deaths[key]++
	return t.deaths[key]
}

func (t *poisonTable) forget(key poisonKey) {
	delete(t.deaths, key)
	if t.lengths[key.size]--; t.lengths[key.size] == 0 {
		delete(t.lengths, key.size)
	}
}

func keyOf(input []byte) poisonKey {
	return poisonKey{size: len(input), hash: sha256.Sum256(input)}
}
