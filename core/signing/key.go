package signing

import (
	"crypto/ecdsa"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/common/keccak"
)

// SignatureLen is the length of a signature in bytes: R (32), S (32), V (1).
const SignatureLen = 65

// personalPrefix is what EIP-191 puts before 32 bytes that are signed.
const personalPrefix = "\x19Ethereum Signed Message:\n32"

// halfOrder is half of the group's order, rounded down, big endian: the largest
// S that a signature may have.
const halfOrder = "\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" +
	"\x5d\x57\x6e\x73\x57\xa4\x50\x1d\xdf\xe9\x2f\x46\x68\x1b\x20\xa0"

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
	var v verification
	sig, err := crypto.Sign(v.personalHash(msg), k.key)
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
// group's order, or a V other than 27 and 28 (wire.md 3, "Primitive P(h)"). It
// costs little more than the recovery: every ticket passes here.
func (Accounts) Verify(addr common.Address, msg, sig []byte) bool {
	if !wellFormed(sig) {
		return false
	}
	var s verification
	key, ok := s.recover(s.personalHash(msg), sig)
	return ok && key.address() == addr
}

// wellFormed says whether a signature has the form that Accounts.Verify asks for.
func wellFormed(sig []byte) bool {
	return len(sig) == SignatureLen && (sig[SignatureLen-1] == 27 || sig[SignatureLen-1] == 28) && string(sig[32:64]) <= halfOrder
}

// recover finds the key that has signed hash with a well-formed signature.
func (v *verification) recover(hash, sig []byte) (key publicKey, ok bool) {
	copy(v.sig[:], sig)
	v.sig[SignatureLen-1] -= 27
	pub, err := crypto.Ecrecover(hash, v.sig[:]) // refuses what is 0 or not below the order
	if err != nil {
		return key, false
	}
	return publicKey(pub), true
}

// address is the end of the hash of X and Y.
func (k *publicKey) address() common.Address {
	hash := crypto.Keccak256Hash(k[1:])
	return common.Address(hash[common.HashLength-common.AddressLength:])
}

// verification has the bytes that one takes, in one piece of memory.
type verification struct {
	text [len(personalPrefix) + common.HashLength]byte
	hash common.Hash
	sig  [SignatureLen]byte
}

// personalHash is what is signed for msg: the EIP-191 hash of its keccak-256.
func (v *verification) personalHash(msg []byte) []byte {
	keccak.Sum((*[keccak.Size]byte)(&v.hash), msg, nil)
	copy(v.text[:], personalPrefix)
	copy(v.text[len(personalPrefix):], v.hash[:])
	keccak.Sum((*[keccak.Size]byte)(&v.hash), v.text[:], nil)
	return v.hash[:]
}
