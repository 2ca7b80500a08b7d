package rpc

import (
	"errors"
	"net/http"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/pm"
)

// Faults of a segment's body, with the texts of wire.md 5.
var (
	errBodyTooLarge = errors.New("segment is larger than 300000000 bytes")
	errBodyRead     = errors.New("Internal Server Error") //nolint:staticcheck // text of the wire
	errBodyURL      = errors.New("BadRequest")
	errBodyHash     = errors.New("Forbidden")
)

// refuse answers a request that is not served: the one place where errors
// become status codes (wire.md 5). Beside the text of existing nodes our own find
// what they decide by, and for a payment that was refused the terms of the next.
func refuse(w http.ResponseWriter, err error) {
	code, answer := statusOf(err)
	lpnet.SetErrorHeaders(w.Header(), answer)
	var payment *orchestrator.PaymentError
	if errors.As(err, &payment) && payment.Info != nil {
		if info, err := lpnet.EncodeInfoHeader(payment.Info); err == nil {
			w.Header().Set(lpnet.InfoHeaderName, info)
		}
	}
	http.Error(w, answer.Text, code)
}

func statusOf(err error) (code int, answer core.WireError) {
	answer = core.WireErrorOf(err)
	var header *lpnet.PaymentHeaderError
	var payment *orchestrator.PaymentError
	var refusal *pm.Refusal
	switch {
	case errors.As(err, &header):
		return http.StatusPaymentRequired, answer
	case errors.Is(err, orchestrator.ErrTerms), errors.Is(err, orchestrator.ErrNotBooked), errors.Is(err, errBodyRead):
		answer.Text = "Internal Server Error"
		return http.StatusInternalServerError, answer
	case errors.As(err, &payment), errors.As(err, &refusal):
		return http.StatusBadRequest, answer
	case errors.Is(err, errBodyTooLarge):
		answer.Text = errBodyTooLarge.Error()
		return http.StatusRequestEntityTooLarge, answer
	case errors.Is(err, errBodyURL):
		answer.Text = errBodyURL.Error()
		return http.StatusBadRequest, answer
	case errors.Is(err, errBodyHash):
		answer.Text = errBodyHash.Error()
	}
	return http.StatusForbidden, answer
}
