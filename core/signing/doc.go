// Package signing makes and checks the signatures that travel between nodes,
// and builds the exact bytes that they cover (wire.md 3).
//
// A node signs with a Key, or, off chain, with Offchain, which is a mode of its
// own: it signs nothing and accepts everybody. All types are safe for
// concurrent use.
package signing

import "github.com/ethereum/go-ethereum/common"

// Signer signs as one account.
type Signer interface {
	// Address of the account; the zero address off chain.
	Address() common.Address
	// Sign returns the signature over any bytes, empty off chain.
	Sign(msg []byte) ([]byte, error)
}

// Verifier checks the signatures of others.
type Verifier interface {
	// Verify says whether sig is addr's signature over msg.
	Verify(addr common.Address, msg, sig []byte) bool
}
