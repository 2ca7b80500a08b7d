package rpc

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/ethereum/go-ethereum"
	gethrpc "github.com/ethereum/go-ethereum/rpc"
)

// class is what follows from an attempt.
type class int

const (
	answered class = iota // the caller gets it, a refusal too
	unable                // the next endpoint is asked
	faulty                // the next endpoint is asked, and this one is left alone
)

// outcome is an attempt's end. err is typed and without secrets.
type outcome struct {
	class class
	err   error
	took  time.Duration
	// wait is how long the provider wants to be left alone; 0 when it did not say.
	wait time.Duration
}

// limited says that the provider refuses on purpose.
func (o outcome) limited() bool { return errors.Is(o.err, ErrRateLimited) || o.wait > 0 }

// classOf says what follows from an error of errors.go.
func classOf(err error) class {
	for _, kind := range []error{ErrTimeout, ErrUnreachable, ErrRateLimited, ErrDenied, ErrBadAnswer} {
		if errors.Is(err, kind) {
			return faulty
		}
	}
	for _, kind := range []error{ErrTooLarge, ErrNoState, ErrUnsupported, ErrPoolFull, ErrInternal} {
		if errors.Is(err, kind) {
			return unable
		}
	}
	return answered
}

// judge types the error of an attempt.
func judge(err error, n *note) outcome {
	if err == nil || errors.Is(err, ethereum.NotFound) {
		return outcome{class: answered, err: err}
	}
	typed := typedError(err, n.scrub)
	o := outcome{class: classOf(typed), err: typed}
	if o.class == faulty {
		o.wait = n.retryAfter
	}
	return o
}

func typedError(err error, s scrubber) error {
	if classOf(err) != answered {
		return err // of this package
	}
	var status gethrpc.HTTPError
	if errors.As(err, &status) {
		return statusError(status, s)
	}
	var answer gethrpc.Error
	if errors.As(err, &answer) {
		return answerError(answer, s)
	}
	if tooLarge(err) {
		return ErrTooLarge
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return ErrTimeout
	}
	if malformed(err) {
		return fmt.Errorf("%w: %s", ErrBadAnswer, s.clean(err.Error()))
	}
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err // its own text has the whole URL
	}
	return fmt.Errorf("%w: %s", ErrUnreachable, s.clean(err.Error()))
}

// statusError types an HTTP status other than 2xx. An answer in the body counts,
// unless the status says that the question was not looked at.
func statusError(status gethrpc.HTTPError, s scrubber) error {
	kind := statusKind(status.StatusCode)
	if answer, ok := answerIn(status.Body); ok && errors.Is(kind, ErrUnreachable) {
		return answerError(answer, s)
	}
	return fmt.Errorf("%w: HTTP %d", kind, status.StatusCode)
}

func answerError(answer gethrpc.Error, s scrubber) error {
	code, message := answer.ErrorCode(), answer.Error()
	var data any
	var withData gethrpc.DataError
	if errors.As(answer, &withData) {
		data = withData.ErrorData()
	}
	if raw, ok := revertOf(code, message, data); ok {
		return &RevertError{Message: s.clean(message), Data: raw}
	}
	return &AnswerError{Code: code, Message: s.clean(message), Kind: answerKind(code, message)}
}
