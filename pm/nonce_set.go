package pm

import (
	"encoding/binary"
	"math/bits"
)

// nonceWords are the words of a set of nonces, 1 to MaxTickets.
const nonceWords = (MaxTickets + 63) / 64

// nonceSet is a set of nonces: nonce n is bit n-1, the lowest first.
type nonceSet [nonceWords]uint64

// validNonce says whether a set can have n.
func validNonce(n uint32) bool { return n >= 1 && n <= MaxTickets }

func (s *nonceSet) has(n uint32) bool { return s[(n-1)/64]&(1<<((n-1)%64)) != 0 }

func (s *nonceSet) add(n uint32) { s[(n-1)/64] |= 1 << ((n - 1) % 64) }

// without returns what s has and t has not.
func (s nonceSet) without(t nonceSet) nonceSet {
	for i := range s {
		s[i] &^= t[i]
	}
	return s
}

// allNonces has every nonce: no further ticket is taken.
func allNonces() (s nonceSet) {
	for i := range s {
		s[i] = ^uint64(0)
	}
	s[nonceWords-1] >>= 64*nonceWords - MaxTickets
	return s
}

// bytes returns the set with its last bytes that are zero cut off.
func (s *nonceSet) bytes() []byte {
	words := nonceWords
	for words > 0 && s[words-1] == 0 {
		words--
	}
	if words == 0 {
		return nil
	}
	b := make([]byte, 0, 8*words)
	for _, w := range s[:words] {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b[:8*words-bits.LeadingZeros64(s[words-1])/8]
}

// nonceSetOf reads what bytes wrote. Bits past the last nonce are dropped.
func nonceSetOf(b []byte) (s nonceSet) {
	for i, v := range b[:min(len(b), 8*nonceWords)] {
		s[i/8] |= uint64(v) << (8 * (i % 8))
	}
	s[nonceWords-1] &= allNonces()[nonceWords-1]
	return s
}
