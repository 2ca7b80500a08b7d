package rtmp

import (
	"context"
	"errors"
	"net"
	"net/url"

	"github.com/livepeer/streamflow/common/flv"
)

// Handler decides who may publish and play, and connects them with the rest of the node. Its methods are called from many
// goroutines.
type Handler interface {
	// Publish decides on a publisher. ctx lives until the publication was closed; when it ends, the publication's methods
	// must return soon. Errors: ErrStreamExists, ErrUnauthorized, ErrBadName, ErrTooManyStreams; the text of others is
	// not shown to the client. A [RefusalError] adds a text for the client to any of them.
	Publish(ctx context.Context, req Request) (Publication, error)
	// Play decides on a player. ctx lives until the subscription was closed. Errors: ErrStreamNotFound, ErrUnauthorized,
	// ErrBadName, ErrTooManyStreams, with texts as for Publish.
	Play(ctx context.Context, req Request) (Subscription, error)
}

// Request is what a client asked for.
type Request struct {
	// URL is the whole address, "rtmp://host/app/stream?query", for the authentication webhook. It may hold secrets.
	URL string
	// ManifestID names the stream; empty if the address has none. It has no slash and no control characters.
	ManifestID string
	// StreamKey is the second element of the address; often empty.
	StreamKey string
	// Query holds the parameters behind the question mark.
	Query url.Values
	// RemoteAddr is the client.
	RemoteAddr net.Addr
}

// Publication takes the tags of one publisher. Its methods are called from one goroutine.
type Publication interface {
	// WriteTag takes a tag; it may keep the data. An error ends the connection; the client is told its text if it is a
	// [RefusalError].
	WriteTag(tag flv.Tag) error
	// Close ends the publication; it is called once. reason is nil if the publisher ended the stream itself, otherwise
	// ErrDisconnected, ErrIdle, ErrSlow, ErrServerClosed, ErrProtocol, ErrBitRate, ErrMedia or the error of WriteTag.
	Close(reason error) error
}

// Subscription is the source of one player. NextTag is called from one goroutine; Close comes after its last return.
type Subscription interface {
	// NextTag waits for the next tag; io.EOF at the end of the stream. It must return when ctx ends.
	NextTag(ctx context.Context) (flv.Tag, error)
	Close() error
}

// Reasons to refuse, given by a [Handler].
var (
	// ErrStreamExists: another publisher has the name.
	ErrStreamExists = errors.New("stream already exists")
	// ErrStreamNotFound: there is nothing to play under the name.
	ErrStreamNotFound = errors.New("stream not found")
	// ErrUnauthorized: the client may not publish or play this.
	ErrUnauthorized = errors.New("not authorized")
	// ErrBadName: the address does not name a stream.
	ErrBadName = errors.New("bad stream name")
	// ErrTooManyStreams: the node has no room for another stream.
	ErrTooManyStreams = errors.New("too many streams")
)

// Reasons for the end of a connection, found by the server.
var (
	// ErrDisconnected: the client went away without ending its stream.
	ErrDisconnected = errors.New("client disconnected")
	// ErrIdle: the client sent nothing for too long, or took too long for a step.
	ErrIdle = errors.New("client idle")
	// ErrSlow: a player did not take what was sent.
	ErrSlow = errors.New("client too slow")
	// ErrProtocol: the client broke the protocol or a limit on its messages.
	ErrProtocol = errors.New("RTMP protocol error")
	// ErrBitRate: a publisher sent more than its bit rate for longer than the burst allows.
	ErrBitRate = errors.New("bit rate above the limit")
	// ErrMedia: an audio or video message is broken, of an unknown codec or of several tracks.
	ErrMedia = errors.New("media not supported")
	// ErrTooManyConnections: the server has no room for another connection, or none for this address.
	ErrTooManyConnections = errors.New("too many connections")
	// ErrServerClosed: the server shuts down.
	ErrServerClosed = errors.New("server closed")
)

// RefusalError is an error whose text is meant for the client.
type RefusalError struct {
	// Err is the reason, for the status code and for errors.Is.
	Err error
	// Text says what is wrong, what was expected and what to do.
	Text string
}

// Error returns the text.
func (e RefusalError) Error() string { return e.Text }

// Unwrap returns the reason.
func (e RefusalError) Unwrap() error { return e.Err }
