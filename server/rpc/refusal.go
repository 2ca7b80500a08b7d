package rpc

import (
	"errors"
	"net/http"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	lpnet "github.com/livepeer/streamflow/net"
)

// Faults of a segment's body, with the texts of wire.md 5.
var (
	errBodyTooLarge = errors.New("segment is larger than 300000000 bytes")
	errBodyRead     = errors.New("Internal Server Error") //nolint:staticcheck // text of the wire
	errBodyURL      = errors.New("BadRequest")
	errBodyHash     = errors.New("Forbidden")
)

// refuse answers a request that is not served: the one place where errors
// become status codes (wire.md 5).
func refuse(w http.ResponseWriter, err error) {
	code, text := statusOf(err)
	http.Error(w, text, code)
}

func statusOf(err error) (code int, text string) {
	var header *lpnet.PaymentHeaderError
	var payment *orchestrator.PaymentError
	switch {
	case errors.As(err, &header):
		return http.StatusPaymentRequired, err.Error()
	case errors.As(err, &payment):
		return http.StatusBadRequest, err.Error()
	case errors.Is(err, orchestrator.ErrTerms), errors.Is(err, errBodyRead):
		return http.StatusInternalServerError, "Internal Server Error"
	case errors.Is(err, errBodyTooLarge):
		return http.StatusRequestEntityTooLarge, errBodyTooLarge.Error()
	case errors.Is(err, errBodyURL):
		return http.StatusBadRequest, errBodyURL.Error()
	case errors.Is(err, errBodyHash):
		return http.StatusForbidden, errBodyHash.Error()
	}
	return http.StatusForbidden, core.WireText(err)
}
