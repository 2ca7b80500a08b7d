package signing

import (
	"crypto/ecdsa"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// SignatureLen is the length of a signature in bytes: R (32), S (32), V (1).
const SignatureLen = 65

// personalPrefix is what EIP-191 puts before 32 bytes that are signed.
const personalPrefix = "\x19Ethereum Signed Message:\n32"

// Key is an account whose private key this process holds.
type Key struct {
	key  *ecdsa.PrivateKey
	addr common.Address
}

// NewKey returns the account of a secp256k1 private key.
func NewKey(key *ecdsa.PrivateKey) *Key {
	return &Key{key: key, addr: crypto.PubkeyToAddress(key.PublicKey)}
}

// Address of the account.
func (k *Key) Address() common.Address { return k.addr }

// Sign signs the keccak-256 of msg, with V 27 or 28 (wire.md 3, "Sign(m)").
func (k *Key) Sign(msg []byte) ([]byte, error) {
	sig, err := crypto.Sign(personalHash(crypto.Keccak256(msg)), k.key)
	if err != nil {
		return nil, fmt.Errorf("sign as %s: %w", k.addr, err)
	}
	sig[SignatureLen-1] += 27
	return sig, nil
}

// Accounts is the Verifier of signatures made by account keys.
type Accounts struct{}

// Verify recovers the signer of msg and compares it with addr. It refuses every
// signature that is not 65 bytes long, has an S in the upper half of the
// group's order, or a V other than 27 and 28 (wire.md 3, "Primitive P(h)").
func (Accounts) Verify(addr common.Address, msg, sig []byte) bool {
	if len(sig) != SignatureLen || sig[SignatureLen-1] != 27 && sig[SignatureLen-1] != 28 {
		return false
	}
	r, s, v := common.BytesToHash(sig[:32]).Big(), common.BytesToHash(sig[32:64]).Big(), sig[64]-27
	if !crypto.ValidateSignatureValues(v, r, s, true) {
		return false
	}
	raw := append(append(make([]byte, 0, SignatureLen), sig[:64]...), v)
	pub, err := crypto.SigToPub(personalHash(crypto.Keccak256(msg)), raw)
	return err == nil && crypto.PubkeyToAddress(*pub) == addr
}

func personalHash(hash []byte) []byte {
	return crypto.Keccak256([]byte(personalPrefix), hash)
}
