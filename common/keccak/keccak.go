// Package keccak has Keccak-256 as Ethereum uses it (the padding is older than that of
// SHA-3), for the hashes that are made for every ticket: the assembly of x/crypto takes
// a fifth less time than go-ethereum's own.
package keccak

import (
	"hash"
	"io"
	"sync"

	"golang.org/x/crypto/sha3"
)

// Size of a hash in bytes.
const Size = 32

// State hashes one message after the other. One goroutine has it at a time.
type State struct {
	h interface {
		hash.Hash
		io.Reader // of the sponge: it makes no copy, as Sum does
	}
}

// New returns a State.
func New() *State {
	s := &State{}
	s.h, _ = sha3.NewLegacyKeccak256().(interface {
		hash.Hash
		io.Reader
	})
	return s
}

// Sum sets sum to the hash of a and b, one after the other.
func (s *State) Sum(sum *[Size]byte, a, b []byte) {
	s.h.Reset()
	_, _ = s.h.Write(a) // a hash takes everything
	_, _ = s.h.Write(b)
	_, _ = s.h.Read(sum[:])
}

// states that are not in use: what they keep, nobody sees.
var states = sync.Pool{New: func() any { return New() }} //nolint:gochecknoglobals // has no state of its own

// Sum is State.Sum with one of a common stock.
func Sum(sum *[Size]byte, a, b []byte) {
	s, _ := states.Get().(*State)
	s.Sum(sum, a, b)
	states.Put(s)
}
