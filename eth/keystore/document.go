package keystore

import (
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/ethereum/go-ethereum/accounts/keystore"
	"github.com/ethereum/go-ethereum/common"
)

// Limits of a key's encryption: scrypt takes 128*N*R bytes.
const (
	maxScryptNR = 1 << 23 // 1 GiB
	maxScryptP  = 64
	maxRounds   = 10_000_000 // of PBKDF2
	minKeyLen   = 32         // bytes that the password becomes
	maxKeyLen   = 64
	ivLen       = 16
)

// document is a key file of version 3. Source: go-ethereum's Web3 Secret Storage
// format. Only what is written here reaches the decryption, which trusts the
// types and sizes of its input.
type document struct {
	Address string `json:"address"`
	Crypto  struct {
		Cipher       string `json:"cipher"`
		CipherText   string `json:"ciphertext"`
		CipherParams struct {
			IV string `json:"iv"`
		} `json:"cipherparams"`
		KDF       string    `json:"kdf"`
		KDFParams kdfParams `json:"kdfparams"`
		MAC       string    `json:"mac"`
	} `json:"crypto"`
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// kdfParams are those of scrypt (N, R, P) or PBKDF2 (C, PRF).
type kdfParams struct {
	N      int    `json:"n"`
	R      int    `json:"r"`
	P      int    `json:"p"`
	C      int    `json:"c"`
	PRF    string `json:"prf"`
	KeyLen int    `json:"dklen"`
	Salt   string `json:"salt"`
}

// parseDocument reads a key file; ok is false when it is not one.
func parseDocument(content []byte) (d document, ok bool) {
	if len(content) > maxKeyFile || json.Unmarshal(content, &d) != nil {
		return d, false
	}
	iv, err := hex.DecodeString(d.Crypto.CipherParams.IV)
	return d, err == nil && len(iv) == ivLen && d.Version == 3 && common.IsHexAddress(d.Address) && d.Crypto.KDFParams.valid()
}

// valid says whether the parameters are in range for either function.
func (p kdfParams) valid() bool {
	scrypt := p.N >= 0 && p.R >= 0 && p.N <= maxScryptNR && p.R <= maxScryptNR && p.N*p.R <= maxScryptNR && p.P >= 0 && p.P <= maxScryptP
	pbkdf2 := p.C >= 0 && p.C <= maxRounds
	return scrypt && pbkdf2 && p.KeyLen >= minKeyLen && p.KeyLen <= maxKeyLen
}

func (d document) address() common.Address { return common.HexToAddress(d.Address) }

// decrypt opens the key. Errors: ErrWrongPassword, ErrInvalidKey, ErrAddress.
func (d document) decrypt(password string) (*keystore.Key, error) {
	content, err := json.Marshal(d)
	if err != nil {
		return nil, ErrInvalidKey
	}
	key, err := keystore.DecryptKey(content, password)
	switch {
	case errors.Is(err, keystore.ErrDecrypt):
		return nil, ErrWrongPassword
	case err != nil:
		return nil, ErrInvalidKey // its own text may quote what is in the file
	case key.Address != d.address():
		return nil, ErrAddress
	}
	return key, nil
}
