package tx

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// Use at the wrong time, or for what there is not.
var (
	ErrNotRunning error = &codedError{"unavailable", "transactions are not being sent: the node is starting or stopping"}
	ErrNotFound   error = &codedError{"not_found", "no such transaction"}
	// ErrTooManyAttempts: a transaction was signed 32 times.
	ErrTooManyAttempts error = &codedError{"refused", "the transaction was signed too often; wait until one of its attempts is in a block"}
)

// codedError is an error with nothing but a text. ErrorCode of it and of the
// types below names the kind for the admin API.
type codedError struct{ code, text string }

func (e *codedError) Error() string     { return e.text }
func (e *codedError) ErrorCode() string { return e.code }

// Why a contract's refusal has no more to say.
var (
	ErrOutOfGas = errors.New("it ran out of gas; raise -gasLimit or leave it out")
	ErrNoReason = errors.New("it gave no reason")
)

// RequestError says why a request was refused before anything was done.
type RequestError struct {
	Label, Reason string
}

func (e *RequestError) Error() string { return fmt.Sprintf("%s: %s", e.Label, e.Reason) }

// ErrorCode names the kind.
func (e *RequestError) ErrorCode() string { return "invalid" }

// RevertedError says that a contract refused a transaction.
type RevertedError struct {
	Label string
	// Hash is zero when it was refused in a simulation and not sent.
	Hash common.Hash
	// Reason is the Decoder's error, a *ContractError, ErrOutOfGas or ErrNoReason.
	Reason error
}

func (e *RevertedError) Error() string {
	if e.Hash == (common.Hash{}) {
		return fmt.Sprintf("%s: the contract would refuse it, so it was not sent: %v", e.Label, e.Reason)
	}
	return fmt.Sprintf("%s: the contract refused transaction %s: %v", e.Label, e.Hash, e.Reason)
}

// ErrorCode tells a refusal before sending from one on the chain.
func (e *RevertedError) ErrorCode() string {
	if e.Hash == (common.Hash{}) {
		return "refused"
	}
	return "reverted"
}

// Unwrap returns the reason.
func (e *RevertedError) Unwrap() error { return e.Reason }

// ContractError is a refusal that no Decoder knows.
type ContractError struct {
	// Reason is the text of Error(string) or of Panic(uint256); empty for others.
	Reason string
	Data   []byte // ABI-encoded
}

func (e *ContractError) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("unknown error %#x", e.Data[:min(len(e.Data), 68)])
	}
	return e.Reason
}

// InsufficientFundsError says that the account can't pay for a transaction.
type InsufficientFundsError struct {
	Account    common.Address
	Have, Need pm.Wei // Need is the value with all gas at the highest price
	// Pending is what transactions that are under way may still take; it is part
	// of Need.
	Pending pm.Wei
}

func (e *InsufficientFundsError) Error() string {
	pending := ""
	if !e.Pending.IsZero() {
		pending = fmt.Sprintf(", %s of it for transactions under way", e.Pending)
	}
	return fmt.Sprintf("account %s has %s and needs %s for value and gas%s; send ETH to it", e.Account, e.Have, e.Need, pending)
}

// ErrorCode names the kind.
func (e *InsufficientFundsError) ErrorCode() string { return "insufficient_funds" }

// GasPriceError says that gas costs more than the operator allows.
type GasPriceError struct {
	Price, Max pm.Wei // of a unit of gas
}

func (e *GasPriceError) Error() string {
	return fmt.Sprintf("gas costs %s, above the maximum of %s; wait, or raise -maxGasPrice", e.Price, e.Max)
}

// ErrorCode names the kind.
func (e *GasPriceError) ErrorCode() string { return "gas_price" }

// NotPendingError says that a transaction can't be replaced any more.
type NotPendingError struct {
	ID    chain.TransactionID
	State chain.TxState
}

func (e *NotPendingError) Error() string {
	return fmt.Sprintf("transaction %d is %s; only a pending one can be cancelled or sped up", e.ID, e.State)
}

// ErrorCode names the kind.
func (e *NotPendingError) ErrorCode() string { return "not_pending" }

// CancelledError says that an empty transaction took a transaction's place.
type CancelledError struct {
	Label, Reason string
}

func (e *CancelledError) Error() string { return fmt.Sprintf("%s: cancelled: %s", e.Label, e.Reason) }

// ErrorCode names the kind.
func (e *CancelledError) ErrorCode() string { return "cancelled" }

// NonceTakenError says that a transaction of another program with the same key
// took the nonce, so that this one never took effect.
type NonceTakenError struct {
	Label   string
	Account common.Address
	Nonce   uint64
}

func (e *NonceTakenError) Error() string {
	return fmt.Sprintf("%s: nonce %d of %s went to another transaction; does another program use the account? Nothing was done, try again", e.Label, e.Nonce, e.Account)
}

// ErrorCode names the kind.
func (e *NonceTakenError) ErrorCode() string { return "nonce_taken" }
