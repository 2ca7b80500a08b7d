package rtmp_test

import (
	"context"
	"net"
	"sync"
	"testing"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/stretchr/testify/require"
)

// fakeHandler decides with its function fields. A call without its function fails the test.
type fakeHandler struct {
	t       testing.TB
	publish func(context.Context, rtmp.Request) (rtmp.Publication, error)
	play    func(context.Context, rtmp.Request) (rtmp.Subscription, error)
}

func (h fakeHandler) Publish(ctx context.Context, req rtmp.Request) (rtmp.Publication, error) {
	if h.publish == nil {
		h.t.Errorf("unexpected publisher %+v", req)
		return nil, rtmp.ErrUnauthorized
	}
	return h.publish(ctx, req)
}

func (h fakeHandler) Play(ctx context.Context, req rtmp.Request) (rtmp.Subscription, error) {
	if h.play == nil {
		h.t.Errorf("unexpected player %+v", req)
		return nil, rtmp.ErrUnauthorized
	}
	return h.play(ctx, req)
}

// hub is a handler that plays what is published, in memory.
type hub struct {
	mu      sync.Mutex
	streams map[string]*flv.Fanout
	// ended gets the reason of each publication's end.
	ended chan error
	// started gets the name of each publication.
	started chan string
}

func newHub() *hub {
	return &hub{streams: make(map[string]*flv.Fanout), ended: make(chan error, 100), started: make(chan string, 100)}
}

func (h *hub) Publish(_ context.Context, req rtmp.Request) (rtmp.Publication, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.streams[req.ManifestID] != nil {
		return nil, rtmp.ErrStreamExists
	}
	f := flv.NewFanout(flv.FanoutConfig{})
	h.streams[req.ManifestID] = f
	h.started <- req.ManifestID
	return &hubPublication{hub: h, name: req.ManifestID, Fanout: f}, nil
}

func (h *hub) Play(_ context.Context, req rtmp.Request) (rtmp.Subscription, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := h.streams[req.ManifestID]
	if f == nil {
		return nil, rtmp.ErrStreamNotFound
	}
	return f.Subscribe()
}

type hubPublication struct {
	*flv.Fanout
	hub  *hub
	name string
}

func (p *hubPublication) Close(reason error) error {
	p.hub.mu.Lock()
	delete(p.hub.streams, p.name)
	p.hub.mu.Unlock()
	p.hub.ended <- reason
	return p.Fanout.Close(reason)
}

// recorder is a publication that hands its tags to the test.
type recorder struct {
	tags   chan flv.Tag
	closed chan error
	write  func(flv.Tag) error
}

func newRecorder() *recorder {
	return &recorder{tags: make(chan flv.Tag, 4096), closed: make(chan error, 1)}
}

func (r *recorder) WriteTag(tag flv.Tag) error {
	if r.write != nil {
		return r.write(tag)
	}
	r.tags <- tag
	return nil
}

func (r *recorder) Close(reason error) error {
	r.closed <- reason
	return nil
}

// recording is a handler that lets everyone publish to the recorder.
func recording(t testing.TB, r *recorder) fakeHandler {
	return fakeHandler{t: t, publish: func(context.Context, rtmp.Request) (rtmp.Publication, error) { return r, nil }}
}

// source is a subscription made of a function.
type source struct {
	next   func(context.Context) (flv.Tag, error)
	closed chan struct{}
}

func (s *source) NextTag(ctx context.Context) (flv.Tag, error) { return s.next(ctx) }
func (s *source) Close() error                                 { close(s.closed); return nil }

// pipes is a listener whose connections are made by dial, in memory.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes {
	return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1935} }

// dial connects as a peer of the given address.
func (p *pipes) dial(ip string) net.Conn {
	ours, theirs := net.Pipe()
	p.conns <- peerConn{Conn: theirs, addr: &net.TCPAddr{IP: net.ParseIP(ip), Port: 5000}}
	return ours
}

type peerConn struct {
	net.Conn
	addr net.Addr
}

func (c peerConn) RemoteAddr() net.Addr { return c.addr }
func (c peerConn) LocalAddr() net.Addr  { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1935} }

// events is an observer that counts.
type events struct {
	mu             sync.Mutex
	opened, closed int
	refused        []rtmp.Reason
	bytes          int
}

func (e *events) ConnectionOpened() { e.mu.Lock(); e.opened++; e.mu.Unlock() }
func (e *events) ConnectionClosed() { e.mu.Lock(); e.closed++; e.mu.Unlock() }
func (e *events) ConnectionRefused(r rtmp.Reason) {
	e.mu.Lock()
	e.refused = append(e.refused, r)
	e.mu.Unlock()
}
func (e *events) BytesIn(n int) { e.mu.Lock(); e.bytes += n; e.mu.Unlock() }

func (e *events) refusals() []rtmp.Reason {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]rtmp.Reason(nil), e.refused...)
}

// startPipes starts a server in memory.
func startPipes(t testing.TB, config rtmp.Config) *pipes {
	t.Helper()
	listener := newPipes()
	config.Listener = listener
	start(t, config)
	return listener
}

// start starts a server and closes it at the end of the test.
func start(t testing.TB, config rtmp.Config) *rtmp.Server {
	t.Helper()
	if config.Listener == nil {
		config.Addr = "127.0.0.1:0"
	}
	s, err := rtmp.New(config)
	require.NoError(t, err)
	require.NoError(t, s.Start(context.Background()))
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func dialTCP(t testing.TB, s *rtmp.Server) *client {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr().String())
	require.NoError(t, err)
	return newClient(t, conn)
}
