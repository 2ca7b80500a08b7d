package core

import (
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Digest is the keccak-256 of a segment's bytes, which may still be in the
// making: at about 350 MB/s it takes longer than sending them on a fast network.
// It is safe for concurrent use.
type Digest struct {
	made chan struct{} // closed when sum is there
	sum  common.Hash
}

// DigestOf returns the digest of data, made at once.
func DigestOf(data []byte) *Digest {
	d, made := PendingDigest()
	made(crypto.Keccak256Hash(data))
	return d
}

// PendingDigest returns a digest, and how whoever makes it says what it is. He
// must do so, in any case; the first time counts.
func PendingDigest() (*Digest, func(common.Hash)) {
	d := &Digest{made: make(chan struct{})}
	var once sync.Once
	return d, func(sum common.Hash) {
		once.Do(func() {
			d.sum = sum
			close(d.made)
		})
	}
}

// Sum waits for the digest.
func (d *Digest) Sum() common.Hash {
	<-d.made
	return d.sum
}
