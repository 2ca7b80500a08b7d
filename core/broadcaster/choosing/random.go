package choosing

import (
	"crypto/rand"
	"encoding/binary"
)

// Random is where draws come from. It must be safe for concurrent use, if several
// streams are; math/rand/v2 calls it a Source.
type Random interface{ Uint64() uint64 }

// secure can't be foreseen: an orchestrator that knew when it is tried would work
// well then only.
type secure struct{}

func (secure) Uint64() uint64 {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand aborts the process instead
	return binary.BigEndian.Uint64(b[:])
}
