package cliapi

import (
	"context"
	"errors"
	"net/http"
)

// Error is the answer of the API when something is wrong, and why a transaction
// did not take effect.
type Error struct {
	Code    string `json:"code"`    // for programs; see statuses
	Message string `json:"message"` // for people: what is wrong, what was expected, what to do
}

func (e *Error) Error() string { return e.Message }

// ErrorCode returns the code.
func (e *Error) ErrorCode() string { return e.Code }

// Coded is an error that names its kind. Errors of ports have it so that this
// package need not know their types; those without are "internal".
type Coded interface {
	error
	ErrorCode() string // one of statuses
}

// The codes of this package's own errors.
const (
	codeInvalid     = "invalid"
	codeOffChain    = "off_chain"
	codeBusy        = "busy"
	codeNotFound    = "not_found"
	codeNoRole      = "no_role"
	codeUnsupported = "unsupported"
	codeRefused     = "refused"
	codeReverted    = "reverted"
	codeRoundLocked = "round_locked"
	codeTooLarge    = "too_large"
	codeUnavailable = "unavailable"
	codeTimeout     = "timeout"
	codeInternal    = "internal"
)

// statuses lists all codes with their HTTP status:
//
//   - 400: the request cannot be right, whatever the chain says;
//   - 404: there is no such thing here;
//   - 409: the state of the chain, the account or the node is against it now,
//     and nothing of it was sent but what the answer lists;
//   - 5xx: the node could not find out.
func statuses() map[string]int {
	return map[string]int{
		codeInvalid:    http.StatusBadRequest, // an amount without unit, a wrong address, an unknown field
		"unauthorized": http.StatusUnauthorized,
		"forbidden":    http.StatusForbidden,
		codeOffChain:   http.StatusNotFound, // the node is on no chain
		codeNoRole:     http.StatusNotFound, // it belongs to a role that the node does not have
		codeNotFound:   http.StatusNotFound,
		codeTooLarge:   http.StatusRequestEntityTooLarge,

		codeBusy:                http.StatusConflict, // another action is under way
		codeRefused:             http.StatusConflict, // the contract would refuse it, for no reason of those below
		"insufficient_balance":  http.StatusConflict, // less LPT, stake, fees, deposit or ETH than asked for
		"insufficient_funds":    http.StatusConflict, // not enough ETH for gas
		"not_registered":        http.StatusConflict, // only an orchestrator can do it
		"round_not_initialized": http.StatusConflict,
		codeRoundLocked:         http.StatusConflict, // cuts cannot be changed until the round ends
		"lock_not_mature":       http.StatusConflict, // a later round is needed
		"reward_pending":        http.StatusConflict, // reward() must come first, or it is lost
		"paused":                http.StatusConflict,
		codeUnsupported:         http.StatusConflict, // these contracts, or this node's settings, cannot do it
		"gas_price":             http.StatusConflict, // gas costs more than -maxGasPrice
		codeReverted:            http.StatusConflict, // on chain: the contract refused a transaction that was sent
		"cancelled":             http.StatusConflict, // an empty transaction took its place
		"nonce_taken":           http.StatusConflict, // a transaction of another program took its place
		"not_pending":           http.StatusConflict, // only pending transactions are cancelled or sped up

		codeUnavailable: http.StatusServiceUnavailable, // no endpoint answers, or the node stops
		codeTimeout:     http.StatusGatewayTimeout,
		codeInternal:    http.StatusInternalServerError,
	}
}

// describe is the one place that maps errors to codes and HTTP statuses.
func describe(err error) (*Error, int) {
	var coded Coded
	var tooLarge *http.MaxBytesError
	code := codeInternal
	switch {
	case errors.As(err, &coded):
		code = coded.ErrorCode()
	case errors.As(err, &tooLarge):
		code = codeTooLarge
	case errors.Is(err, context.DeadlineExceeded):
		code = codeTimeout
	case errors.Is(err, context.Canceled):
		code = codeUnavailable
	}
	status, known := statuses()[code]
	if !known {
		status = http.StatusInternalServerError
	}
	return &Error{Code: code, Message: err.Error()}, status
}

func invalid(message string) error { return &Error{Code: codeInvalid, Message: message} }

// isRefusal says whether the chain's state is against something, rather than
// that nobody could find out.
func isRefusal(err error) bool {
	_, status := describe(err)
	return status == http.StatusConflict
}

// isRevert says whether a contract is against something.
func isRevert(err error) bool {
	described, _ := describe(err)
	return described.Code == codeRefused || described.Code == codeReverted
}
