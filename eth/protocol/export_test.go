package protocol

import (
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Ranking is the pool's order, for tests of hints.
type Ranking struct{ ranking }

// NewRanking returns an empty pool.
func NewRanking(slots int, least chain.LPT) *Ranking {
	return &Ranking{ranking{slots: slots, least: least}}
}

// Set gives who a stake and returns the hint for it.
func (r *Ranking) Set(who common.Address, stake chain.LPT) (prev, next common.Address) {
	h := r.set(who, stake)
	return h.prev, h.next
}

// Order is the pool's.
func (r *Ranking) Order() (addrs []common.Address) {
	for _, m := range r.members {
		addrs = append(addrs, m.address)
	}
	return addrs
}

// ContractABIs are those whose errors are known.
func ContractABIs() []abi.ABI { return contractABIs() }

// HasErrorText says whether an error has a text of its own.
func HasErrorText(name string) bool {
	_, ok := errorTexts()[name]
	return ok
}
