// Package keys has what everybody knows of every devnet: its accounts, and where
// its contracts are. It is apart from the devnet itself, so that who uses one
// need not be one.
package keys

import (
	"crypto/ecdsa"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Account has funds from the first block on. Its key is known to everybody:
// what is sent to it on a public network is lost.
type Account struct {
	Address common.Address
	Key     *ecdsa.PrivateKey
}

// NewAccount returns account i of every devnet, the same on each machine: its
// key is keccak256("livepeer devnet account <i>").
func NewAccount(i int) (Account, error) { return named(fmt.Sprintf("livepeer devnet account %d", i)) }

// NewAccounts returns the first n accounts.
func NewAccounts(n int) ([]Account, error) {
	accounts := make([]Account, n)
	for i := range accounts {
		var err error
		if accounts[i], err = NewAccount(i); err != nil {
			return nil, err
		}
	}
	return accounts, nil
}

// NewOwner returns the account that deploys contracts. It is none of the others,
// so that these start with nothing done.
func NewOwner() (Account, error) { return named("livepeer devnet owner") }

// Controller is the address of the Controller on every devnet: the first
// contract of the owner.
func Controller() (common.Address, error) {
	owner, err := NewOwner()
	if err != nil {
		return common.Address{}, err
	}
	return crypto.CreateAddress(owner.Address, 0), nil
}

// named derives an account from its name.
func named(name string) (Account, error) {
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte(name)))
	if err != nil {
		return Account{}, fmt.Errorf("key of %s: %w", name, err)
	}
	return Account{Address: crypto.PubkeyToAddress(key.PublicKey), Key: key}, nil
}
