package ingest

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core"
)

// hashQueue is how many pieces of a body may wait to be hashed; then its reader
// waits too.
const hashQueue = 64

// bodyHash makes the digest of a body beside its reader and whatever else is
// done with the body.
type bodyHash struct {
	digest *core.Digest // ready some time after end

	pieces chan []byte
}

// newBodyHash starts a goroutine that runs until end.
func newBodyHash() *bodyHash {
	digest, made := core.PendingDigest()
	h := &bodyHash{digest: digest, pieces: make(chan []byte, hashQueue)}
	go func() {
		state := crypto.NewKeccakState()
		for piece := range h.pieces {
			state.Write(piece) // never fails
		}
		var sum common.Hash
		_, _ = state.Read(sum[:]) // never fails
		made(sum)
	}()
	return h
}

// add hashes the next piece, which must not be changed any more.
func (h *bodyHash) add(piece []byte) { h.pieces <- piece }

// end says that there are no more pieces.
func (h *bodyHash) end() { close(h.pieces) }
