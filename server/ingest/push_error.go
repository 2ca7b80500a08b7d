package ingest

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
)

// statusClientGone is for metrics and the log: nobody reads the answer.
const statusClientGone = 499

// authError marks an error of authorisation.
type authError struct{ err error }

func (e *authError) Error() string { return e.err.Error() }
func (e *authError) Unwrap() error { return e.err }

// openRefusal is the answer when no stream could be opened for a push.
func openRefusal(req *pushRequest, err error) *refusal {
	r := &refusal{status: http.StatusInternalServerError, text: "the stream could not be opened", cause: err}
	var auth *authError
	var profile *core.ProfileError
	var policy *choosing.PolicyError
	switch {
	case errors.Is(err, context.Canceled):
		r.status, r.text = statusClientGone, "the publisher has left"
	case errors.Is(err, ErrConflict):
		r.status, r.text = http.StatusForbidden, err.Error()
	case errors.As(err, &auth):
		// What the webhook said is between the operator and it.
		r.status, r.text = http.StatusForbidden, fmt.Sprintf("stream %s may not be published: authentication failed", req.id)
	case errors.As(err, &profile), errors.As(err, &policy):
		r.status, r.text = http.StatusBadRequest, err.Error()
	case errors.Is(err, broadcaster.ErrStreamExists):
		r.status, r.text = http.StatusConflict, err.Error()
	case errors.Is(err, broadcaster.ErrTooManyStreams), errors.Is(err, broadcaster.ErrDraining), errors.Is(err, broadcaster.ErrNotRunning):
		r.status, r.text = http.StatusServiceUnavailable, err.Error()
	}
	return r
}

// submitRefusal is the answer when a segment was not transcoded (wire.md 12, 17).
func submitRefusal(r *http.Request, req *pushRequest, err error) *refusal {
	var media *core.TranscodeError
	var attempts *broadcaster.AttemptsError
	var segment *broadcaster.SegmentError
	status := http.StatusInternalServerError
	switch {
	case errors.As(err, &attempts):
		status = http.StatusUnprocessableEntity // whatever the last of them failed with
	case errors.Is(err, context.Canceled):
		return &refusal{status: statusClientGone, text: "the publisher has left", cause: err}
	case errors.Is(err, broadcaster.ErrNoSessions):
		return &refusal{status: http.StatusServiceUnavailable, text: "No sessions available", cause: err}
	case errors.Is(err, broadcaster.ErrBacklog), errors.Is(err, broadcaster.ErrStreamEnded):
		return &refusal{status: http.StatusServiceUnavailable, text: err.Error(), cause: err}
	case errors.As(err, &segment):
		return &refusal{status: http.StatusBadRequest, text: err.Error(), cause: err}
	case errors.Is(err, core.ErrUnsupportedInput), errors.As(err, &media):
		status = http.StatusUnprocessableEntity
	}
	text := core.WireText(err)
	if attempts != nil {
		text = err.Error() // WireText would take that of the last one
	}
	return &refusal{status: status, cause: err,
		text: fmt.Sprintf("http push error processing segment url=%s manifestID=%s err=%q", fullURL(r), req.id, text)}
}
