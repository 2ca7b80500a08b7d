package signing

import (
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// ringSize bounds the keys of a KeyRing, of 65 bytes each.
const ringSize = 16384

// publicKey is 0x04, X and Y.
type publicKey [65]byte

// KeyRing is a Verifier like Accounts that remembers the public keys of accounts
// which have signed, and checks what they sign next against those: that takes a
// sixth less time than to recover the key anew. Its zero value remembers none yet.
type KeyRing struct {
	mu   sync.RWMutex
	keys map[common.Address]*publicKey // guarded by mu
}

// Verify is that of Accounts.
func (*KeyRing) Verify(addr common.Address, msg, sig []byte) bool {
	return Accounts{}.Verify(addr, msg, sig)
}

// Signed says whether addr has signed msg, in any form that Verify takes but for V,
// which does not count for accounts that are remembered: it belongs to the signature's
// form, not to the proof. The contracts take a signature with the other V for
// another account's.
func (k *KeyRing) Signed(addr common.Address, msg, sig []byte) bool {
	if !wellFormed(sig) {
		return false
	}
	var s verification
	hash := s.personalHash(msg)
	if key := k.key(addr); key != nil {
		return crypto.VerifySignature(key[:], hash, sig[:64]) // refuses what is 0 or not below the order
	}
	key, ok := s.recover(hash, sig)
	if !ok || key.address() != addr {
		return false
	}
	k.remember(addr, key)
	return true
}

func (k *KeyRing) key(addr common.Address) *publicKey {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.keys[addr]
}

// remember keeps a key, in place of any other when there are too many.
func (k *KeyRing) remember(addr common.Address, key publicKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keys == nil {
		k.keys = make(map[common.Address]*publicKey)
	}
	if len(k.keys) >= ringSize {
		for other := range k.keys {
			delete(k.keys, other)
			break
		}
	}
	k.keys[addr] = &key
}
