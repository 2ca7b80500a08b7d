package pm

import "github.com/ethereum/go-ethereum/common"

// Signer signs as one account. core/signing has it.
type Signer interface {
	// Sign returns the account's signature over msg, 65 bytes (wire.md 3,
	// "Sign(m)").
	Sign(msg []byte) ([]byte, error)
}

// Verifier checks the signatures of others. core/signing has it.
type Verifier interface {
	// Verify says whether sig is addr's signature over msg.
	Verify(addr common.Address, msg, sig []byte) bool
	// Signed is the same, but may overlook that V, the last byte of sig, is the other
	// of 27 and 28.
	Signed(addr common.Address, msg, sig []byte) bool
}
