package rtmp

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
)

const (
	// windowSize is after how many bytes the two sides acknowledge, unless the client asks for another size.
	windowSize = 2_500_000
	// minWindow keeps a client from asking for an acknowledgement of every few bytes.
	minWindow = 4 << 10
	// maxMessageStreams is how many message streams a client may create; it uses one at a time.
	maxMessageStreams = 8
)

// conn is one connection. All its fields belong to the goroutine of serve, except the sender and the deadlines, which
// guard themselves.
type conn struct {
	config    *Config
	nc        net.Conn
	log       *slog.Logger
	refusal   error // why the connection has no place; nil: it has one
	deadlines *deadlines
	sender    *sender
	received  *countingReader
	chunks    *chunk.Reader

	greeted    bool // the handshake is done
	connected  bool
	connectID  float64 // the transaction of the connect command
	told       bool    // the client knows why the connection ends
	address    address
	streams    map[uint32]bool // message streams that the client created
	lastStream uint32
	publisher  *publisher // nil: does not publish
	player     *player    // nil: does not play
	window     uint64
	acked      uint64
}

func newConn(config *Config, nc net.Conn, refusal error) *conn {
	d := &deadlines{conn: nc}
	received := &countingReader{r: nc, observer: config.Observer}
	scheme := "rtmp"
	if config.TLS != nil {
		scheme = "rtmps"
	}
	return &conn{
		config: config, nc: nc, refusal: refusal, deadlines: d, received: received,
		log:     config.Log.With("peer", nc.RemoteAddr().String()),
		sender:  newSender(nc, d, config.WriteTimeout),
		chunks:  chunk.NewReader(received, config.strangerLimits()),
		address: address{scheme: scheme, host: nc.LocalAddr().String()},
		// What a client gets that never said its own number, but would for its first call.
		connectID: 1,
		streams:   make(map[uint32]bool),
		window:    windowSize,
	}
}

// serve takes the connection through its life. It returns when all that belongs to it has ended.
func (c *conn) serve(parent context.Context) {
	ctx, cancel := context.WithCancelCause(parent)
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(interrupted)
		c.deadlines.interrupt()
	})
	err := c.run(ctx, cancel)
	c.finish(c.reason(ctx, err))
	if !stop() {
		<-interrupted
	}
	cancel(nil)
}

// run reads messages until something ends the connection; the error says what.
func (c *conn) run(ctx context.Context, fail context.CancelCauseFunc) error {
	now := time.Now()
	c.deadlines.read(now.Add(c.config.HandshakeTimeout))
	c.deadlines.write(now.Add(c.config.HandshakeTimeout))
	err := handshake(struct {
		io.Reader
		io.Writer
	}{c.received, c.nc}, now)
	if err != nil {
		return err
	}
	c.greeted = true
	for {
		msg, err := c.chunks.ReadMessage()
		if err != nil {
			return err
		}
		if err = c.acknowledge(); err == nil {
			err = c.handle(ctx, fail, msg)
		}
		// A client that has said all and left does not listen to the answers, but what it said still counts: FFmpeg goes
		// without waiting for the end of its stream to be confirmed. Reading will notice that it is gone.
		if err != nil && (c.told || !errors.Is(err, ErrDisconnected)) {
			return err
		}
	}
}

func (c *conn) handle(ctx context.Context, fail context.CancelCauseFunc, msg chunk.Message) error {
	switch msg.Type {
	case chunk.TypeUserControl:
		return c.userControl(msg.Payload)
	case chunk.TypeWindowAckSize:
		if len(msg.Payload) < 4 {
			return fmt.Errorf("%w: Window Acknowledgement Size of %d bytes, expected 4", ErrProtocol, len(msg.Payload))
		}
		c.window = max(minWindow, uint64(binary.BigEndian.Uint32(msg.Payload)))
	case chunk.TypeCommandAMF0, chunk.TypeCommandAMF3:
		cmd, err := parseCommand(msg)
		if err != nil {
			return err
		}
		return c.command(ctx, fail, cmd)
	case chunk.TypeAudio, chunk.TypeVideo, chunk.TypeDataAMF0, chunk.TypeDataAMF3:
		return c.media(msg)
	case chunk.TypeAggregate:
		for part, err := range chunk.Parts(msg, c.config.MaxMessage) {
			if err != nil {
				return err
			}
			if err := c.media(part); err != nil {
				return err
			}
		}
	}
	// Acknowledgements and bandwidth wishes need no answer; shared objects are not served.
	return nil
}

// media hands a message to the publisher. What comes before publish or behind its end is dropped.
func (c *conn) media(msg chunk.Message) error {
	if c.publisher == nil || c.publisher.stream != msg.Stream {
		return nil
	}
	c.deadlines.read(time.Now().Add(c.config.IdleTimeout))
	return c.publisher.take(msg)
}

// acknowledge tells the client how much arrived, once for each window (RTMP 5.4.3).
func (c *conn) acknowledge() error {
	if c.received.n-c.acked < c.window {
		return nil
	}
	c.acked = c.received.n
	return c.sender.send(control(chunk.TypeAck, uint32(c.acked)))
}

// userControl answers pings (RTMP 7.1.7); other events are of no use to a live server.
func (c *conn) userControl(payload []byte) error {
	if len(payload) < 2 {
		return fmt.Errorf("%w: User Control of %d bytes, expected 2 at least", ErrProtocol, len(payload))
	}
	if binary.BigEndian.Uint16(payload) != eventPingRequest || len(payload) < 6 {
		return nil
	}
	return c.sender.send(userControl(eventPingResponse, binary.BigEndian.Uint32(payload[2:])))
}

// reason makes one of the errors of this package, or of the handler, of whatever ended run.
func (c *conn) reason(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		cause := context.Cause(ctx)
		if errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
			return ErrServerClosed
		}
		return cause
	}
	var handlerErr handlerError
	var netErr net.Error
	switch {
	case errors.As(err, &handlerErr):
		return handlerErr.err
	case c.told, errors.Is(err, ErrSlow), errors.Is(err, ErrDisconnected), errors.Is(err, ErrProtocol):
		return err
	case errors.Is(err, chunk.ErrMalformed), errors.Is(err, chunk.ErrTooLarge), errors.Is(err, chunk.ErrTooManyStreams):
		return RefusalError{Err: fmt.Errorf("%w: %w", ErrProtocol, err), Text: "The server refuses this message: " + err.Error() + "."}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return ErrIdle
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &netErr), errors.Is(err, net.ErrClosed),
		errors.Is(err, io.ErrClosedPipe):
		return fmt.Errorf("%w: %w", ErrDisconnected, err)
	case !c.greeted:
		return fmt.Errorf("%w: %w", ErrProtocol, err) // TLS, most likely
	default:
		return err
	}
}

// handlerError marks an error of the handler's side, which may look like one of the connection.
type handlerError struct{ err error }

func (e handlerError) Error() string { return e.err.Error() }

// finish tells the client why, ends its stream and closes the connection.
func (c *conn) finish(reason error) {
	c.deadlines.interrupt() // nothing below waits for the client longer than closeGrace
	c.stopPlayer()
	gone := errors.Is(reason, ErrDisconnected)
	if !gone && !errors.Is(reason, ErrServerClosed) && c.refusal == nil {
		c.config.Observer.ConnectionRefused(ReasonOf(reason))
		if !c.told { // what was told was logged there
			c.log.Warn("RTMP connection ended by the server", "manifest", c.manifest(), "reason", ReasonOf(reason), "err", reason)
		}
	}
	deaf := gone || errors.Is(reason, ErrSlow)
	if !deaf {
		c.tell(reason)
	}
	c.closePublisher(reason)
	if !deaf {
		c.linger()
	}
	if err := c.nc.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		c.log.Debug("close RTMP connection", "err", err)
	}
	c.log.Debug("RTMP connection closed", "bytes_in", c.received.n, "err", reason)
}

// tell sends the last words that fit the state of the connection. Their loss is no news: the connection ends anyway.
func (c *conn) tell(reason error) {
	var err error
	switch {
	case c.told || !c.greeted:
	case c.publisher != nil:
		err = c.sender.status(c.publisher.stream, publishEnded(reason))
	case c.playing() && errors.Is(reason, ErrServerClosed):
		err = c.sender.endOfStream(c.player.stream)
	case c.playing():
		err = c.sender.status(c.player.stream, status{levelError, codePlayFailed, clientText(reason)})
	case !c.connected:
		err = c.sender.command(0, "_error", c.connectID, nil, status{levelError, codeConnectRejected, clientText(reason)}.object())
	case errors.Is(reason, ErrServerClosed):
		err = c.sender.status(0, status{levelError, codeConnectAppShutdown, clientText(reason)})
	default:
		err = c.sender.status(0, status{levelError, codeConnectClosed, clientText(reason)})
	}
	if err != nil {
		c.log.Debug("RTMP client not told", "err", err)
	}
}

// linger reads what is on the way for a moment: closing a socket with unread data makes the system drop the last words.
func (c *conn) linger() {
	half, ok := c.nc.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	_ = c.nc.SetReadDeadline(time.Now().Add(closeGrace))
	_, _ = io.Copy(io.Discard, c.nc)
}

// manifest names the connection's stream for the log; empty if it has none.
func (c *conn) manifest() string {
	switch {
	case c.publisher != nil:
		return c.publisher.manifest
	case c.player != nil:
		return c.player.manifest
	default:
		return ""
	}
}

// members is short for an object in an answer.
func members(pairs ...amf0.Member) amf0.Object { return pairs }

// countingReader counts what a client sends.
type countingReader struct {
	r        io.Reader
	observer Observer
	n        uint64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if n > 0 {
		r.n += uint64(n)
		r.observer.BytesIn(n)
	}
	return n, err
}
