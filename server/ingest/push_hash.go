package ingest

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// hashQueue is how many pieces of a body may wait to be hashed; then its reader
// waits too.
const hashQueue = 64

// bodyHash is the keccak-256 of a body, made beside its reader and whatever
// else is done with the body: at about 300 MB/s it takes longer than a publisher
// on a fast network.
type bodyHash struct {
	pieces chan []byte
	made   chan common.Hash // room for the one

	ended bool // owned by the reader, as is sum
	sum   common.Hash
}

// newBodyHash starts a goroutine that runs until end.
func newBodyHash() *bodyHash {
	h := &bodyHash{pieces: make(chan []byte, hashQueue), made: make(chan common.Hash, 1)}
	go func() {
		state := crypto.NewKeccakState()
		for piece := range h.pieces {
			state.Write(piece) // never fails
		}
		var sum common.Hash
		_, _ = state.Read(sum[:]) // never fails
		h.made <- sum
	}()
	return h
}

// add hashes the next piece, which must not be changed any more.
func (h *bodyHash) add(piece []byte) { h.pieces <- piece }

// end waits for the hash of all pieces. None may follow; it may be called again.
func (h *bodyHash) end() common.Hash {
	if !h.ended {
		h.ended = true
		close(h.pieces)
		h.sum = <-h.made
	}
	return h.sum
}
