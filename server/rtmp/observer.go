package rtmp

import "errors"

// Observer is told what happens, for metrics. Its methods are called from many goroutines and must not block.
type Observer interface {
	// ConnectionOpened is called for every connection that got a place.
	ConnectionOpened()
	// ConnectionClosed is called once for each of them.
	ConnectionClosed()
	// ConnectionRefused is called for a connection without a place, and for one that the server ended while it runs on.
	ConnectionRefused(reason Reason)
	// BytesIn counts what clients sent, in bytes.
	BytesIn(n int)
}

// Reason is a short name for a refusal, good as a metric's label.
type Reason string

// The reasons, one for each error of this package.
const (
	ReasonTooManyConnections Reason = "too_many_connections"
	ReasonTooManyStreams     Reason = "too_many_streams"
	ReasonStreamExists       Reason = "stream_exists"
	ReasonStreamNotFound     Reason = "stream_not_found"
	ReasonUnauthorized       Reason = "unauthorized"
	ReasonBadName            Reason = "bad_name"
	ReasonIdle               Reason = "idle"
	ReasonSlow               Reason = "slow"
	ReasonProtocol           Reason = "protocol"
	ReasonBitRate            Reason = "bit_rate"
	ReasonMedia              Reason = "media"
	ReasonServerClosed       Reason = "server_closed"
	// ReasonOther is an error of the handler that this package does not know.
	ReasonOther Reason = "other"
)

// ReasonOf returns the reason of an error.
func ReasonOf(err error) Reason {
	for _, known := range []struct {
		err    error
		reason Reason
	}{
		{ErrTooManyConnections, ReasonTooManyConnections},
		{ErrTooManyStreams, ReasonTooManyStreams},
		{ErrStreamExists, ReasonStreamExists},
		{ErrStreamNotFound, ReasonStreamNotFound},
		{ErrUnauthorized, ReasonUnauthorized},
		{ErrBadName, ReasonBadName},
		{ErrIdle, ReasonIdle},
		{ErrSlow, ReasonSlow},
		{ErrProtocol, ReasonProtocol},
		{ErrBitRate, ReasonBitRate},
		{ErrMedia, ReasonMedia},
		{ErrServerClosed, ReasonServerClosed},
	} {
		if errors.Is(err, known.err) {
			return known.reason
		}
	}
	return ReasonOther
}

// noObserver is the observer of a server without one.
type noObserver struct{}

func (noObserver) ConnectionOpened()        {}
func (noObserver) ConnectionClosed()        {}
func (noObserver) ConnectionRefused(Reason) {}
func (noObserver) BytesIn(int)              {}
