package rpc

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Use of a client at the wrong time, or for what it does not do.
var (
	ErrNotStarted = errors.New("ethereum client is not started")
	ErrStarted    = errors.New("ethereum client was started twice")
	ErrClosed     = errors.New("ethereum client is closed")
	// ErrNoSubscriptions is the answer to SubscribeFilterLogs: a subscription
	// loses logs when its connection breaks. Poll FilterLogs instead.
	ErrNoSubscriptions = errors.New("log subscriptions are not offered: they lose logs when the endpoint changes; poll FilterLogs")
)

// What an endpoint answers to a transaction. Errors that wrap one of them are
// final: another endpoint would say the same.
var (
	ErrNonceTooLow            = errors.New("nonce is used already")
	ErrNonceTooHigh           = errors.New("nonce leaves a gap")
	ErrUnderpriced            = errors.New("fee is too low")
	ErrReplacementUnderpriced = fmt.Errorf("%w to replace the transaction with this nonce", ErrUnderpriced)
	ErrInsufficientFunds      = errors.New("account has too little ETH for value and gas")
	ErrGasLimit               = errors.New("gas limit is too low or too high")
	ErrAlreadyKnown           = errors.New("transaction is known already")
)

// What an endpoint cannot do for one request, though it works. The request goes
// on to the next endpoint; the error is returned when none can.
var (
	// ErrTooLarge: the question covers more than an answer may have, by the
	// endpoint's rules or by Config.MaxResponse. Ask for less.
	ErrTooLarge = errors.New("answer would be too large")
	// ErrNoState: the block or its state is not there yet, or no longer.
	ErrNoState = errors.New("endpoint does not have this block's data")
	// ErrUnsupported: the method is not offered.
	ErrUnsupported = errors.New("endpoint does not offer this method")
	// ErrPoolFull: no room for a transaction.
	ErrPoolFull = errors.New("endpoint has no room for the transaction")
	// ErrInternal: the endpoint says that it failed.
	ErrInternal = errors.New("endpoint had an internal error")
)

// Failures of an endpoint. It is then avoided for a while.
var (
	ErrTimeout     = errors.New("no answer in time")
	ErrUnreachable = errors.New("it cannot be reached, or its answer not be read")
	ErrRateLimited = errors.New("request limit of the provider is reached")
	ErrDenied      = errors.New("access is denied; check the key in -ethUrl")
	ErrBadAnswer   = errors.New("answer is not valid JSON-RPC")
)

// Why an endpoint is not asked.
var (
	ErrUnconfirmed = errors.New("it claims a head that it cannot show")
	ErrAhead       = errors.New("its head is far beyond all others")
	ErrOutvoted    = errors.New("it has another chain than the majority of the endpoints")
)

// AnswerError is an error that an endpoint gave as its answer.
type AnswerError struct {
	Code    int
	Message string // one line, bounded, without secrets
	Kind    error  // one of the errors above; nil when unknown
}

func (e *AnswerError) Error() string {
	if e.Kind == nil {
		return fmt.Sprintf("%s (code %d)", e.Message, e.Code)
	}
	return fmt.Sprintf("%v: %s (code %d)", e.Kind, e.Message, e.Code)
}

func (e *AnswerError) Unwrap() error { return e.Kind }

// RevertError is the answer to a call that the contract refused.
type RevertError struct {
	Message string // the endpoint's words, one line, bounded
	Data    []byte // ABI-encoded error; empty when there is none
}

func (e *RevertError) Error() string { return e.Message }

// WrongNetworkError says that an endpoint belongs to another chain.
type WrongNetworkError struct {
	Endpoint   string // redacted
	Want, Have uint64 // chain ids
}

func (e *WrongNetworkError) Error() string {
	return fmt.Sprintf("endpoint %s has chain id %d; expected %d: correct -ethUrl or -network", e.Endpoint, e.Have, e.Want)
}

// EndpointError is the failure of one endpoint.
type EndpointError struct {
	Endpoint string // redacted
	Err      error
}

func (e *EndpointError) Error() string { return e.Endpoint + ": " + e.Err.Error() }
func (e *EndpointError) Unwrap() error { return e.Err }

// UnavailableError says that no endpoint could answer.
type UnavailableError struct {
	Method string
	// Failures has at most one entry for each endpoint.
	Failures []*EndpointError
	// RetryAfter is when an endpoint may be asked again at the earliest; 0 is now.
	RetryAfter time.Duration
}

func (e *UnavailableError) Error() string {
	texts := make([]string, 0, len(e.Failures))
	for _, f := range e.Failures {
		texts = append(texts, f.Error())
	}
	retry := ""
	if e.RetryAfter > 0 {
		retry = fmt.Sprintf(", next attempt in %v", e.RetryAfter.Round(time.Second))
	}
	return fmt.Sprintf("no Ethereum endpoint answers %s%s; check -ethUrl: %s", e.Method, retry, strings.Join(texts, "; "))
}

// ErrorCode names the kind for the admin API.
func (e *UnavailableError) ErrorCode() string { return "unavailable" }

// Unwrap gives the failures, so that errors.Is finds their kinds.
func (e *UnavailableError) Unwrap() []error {
	errs := make([]error, 0, len(e.Failures))
	for _, f := range e.Failures {
		errs = append(errs, f)
	}
	return errs
}
