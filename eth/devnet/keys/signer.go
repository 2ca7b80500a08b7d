package keys

import (
	"math/big"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/signing"
)

// Signer signs as an account of the devnet, as keystore.Account does for others.
type Signer struct {
	*signing.Key
	account Account
}

// NewSigner returns the signer of account i.
func NewSigner(i int) (*Signer, error) {
	account, err := NewAccount(i)
	if err != nil {
		return nil, err
	}
	return &Signer{Key: signing.NewKey(account.Key), account: account}, nil
}

// SignTx implements tx.Signer.
func (s *Signer) SignTx(tx *types.Transaction, chainID *big.Int) (*types.Transaction, error) {
	return types.SignTx(tx, types.LatestSignerForChainID(chainID), s.account.Key)
}
