package keystore

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// Why an account can't be opened; the error that wraps one says which.
var (
	ErrWrongPassword = errors.New("the password does not open the key; correct -ethPassword")
	ErrNoPassword    = errors.New("the key needs a password; give -ethPassword, as text or as the path of a file")
	ErrInvalidKey    = errors.New("the file holds no Keystore V3 key, or a damaged one; restore it from a backup")
	// ErrAddress: the encrypted key belongs to another address than the file says.
	ErrAddress = errors.New("the key is not the one of the address in its file; restore the file from a backup")
)

// NoKeyError says that there is no key where one was expected.
type NoKeyError struct {
	Path string
	// Address that was asked for; zero for any.
	Address common.Address
	// Have lists the addresses that are there, at most 10 of them.
	Have []common.Address
	// File says that Path names a file that does not exist.
	File bool
}

func (e *NoKeyError) Error() string {
	switch {
	case e.File:
		return fmt.Sprintf("there is no key file %q; correct -ethKeystorePath", e.Path)
	case e.Address == common.Address{}:
		return fmt.Sprintf("there is no key in %q; correct -ethKeystorePath, or give -ethPassword to make a new account there", e.Path)
	case len(e.Have) == 0:
		return fmt.Sprintf("there is no key of %s in %q, which has none at all; correct -ethKeystorePath, or leave -ethAcctAddr out to make a new account", e.Address, e.Path)
	}
	return fmt.Sprintf("there is no key of %s in %q; correct -ethAcctAddr to one of %s, or -ethKeystorePath", e.Address, e.Path, list(e.Have))
}

// AmbiguousError says that there are several keys and none was chosen.
type AmbiguousError struct {
	Path string
	Have []common.Address // at most 10 of them
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("there are several accounts in %q; choose one with -ethAcctAddr: %s", e.Path, list(e.Have))
}

// list writes addresses one after another.
func list(addrs []common.Address) string {
	texts := make([]string, len(addrs))
	for i, a := range addrs {
		texts[i] = a.Hex()
	}
	return strings.Join(texts, ", ")
}
