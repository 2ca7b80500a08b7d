package devnet

import (
	"crypto/ecdsa"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
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

// newOwner returns the account that deploys contracts. It is none of the others,
// so that these start with nothing done.
func newOwner() (Account, error) { return named("livepeer devnet owner") }

// named derives an account from its name.
func named(name string) (Account, error) {
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte(name)))
	if err != nil {
		return Account{}, fmt.Errorf("key of %s: %w", name, err)
	}
	return Account{Address: crypto.PubkeyToAddress(key.PublicKey), Key: key}, nil
}

// newAccounts returns the first n accounts.
func newAccounts(n int) ([]Account, error) {
	accounts := make([]Account, n)
	for i := range accounts {
		var err error
		if accounts[i], err = NewAccount(i); err != nil {
			return nil, err
		}
	}
	return accounts, nil
}

// fund gives each account so many ETH in the genesis block.
func fund(alloc types.GenesisAlloc, accounts []Account, ether uint64) {
	wei := new(big.Int).Mul(new(big.Int).SetUint64(ether), big.NewInt(params.Ether))
	for _, a := range accounts {
		alloc[a.Address] = types.Account{Balance: wei}
	}
}
