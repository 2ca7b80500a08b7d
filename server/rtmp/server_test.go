package rtmp_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/stretchr/testify/require"
)

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	valid := func() rtmp.Config {
		c := rtmp.DefaultConfig()
		c.Handler = fakeHandler{t: t}
		c.MaxPending = 1
		return c
	}
	require.NoError(t, valid().Validate())
	tests := []struct {
		name   string
		change func(*rtmp.Config)
	}{
		{"Handler", func(c *rtmp.Config) { c.Handler = nil }},
		{"Addr", func(c *rtmp.Config) { c.Addr = "" }},
		{"MaxConnections", func(c *rtmp.Config) { c.MaxConnections = -1 }},
		{"MaxConnectionsPerIP", func(c *rtmp.Config) { c.MaxConnectionsPerIP = -1 }},
		{"MaxVideoMessage", func(c *rtmp.Config) { c.MaxVideoMessage = 1 << 24 }},
		{"MaxMessage", func(c *rtmp.Config) { c.MaxMessage = -1 }},
		{"MaxPending", func(c *rtmp.Config) { c.MaxPending = -1 }},
		{"MaxChunkStreams", func(c *rtmp.Config) { c.MaxChunkStreams = 1 << 20 }},
		{"ChunkSize", func(c *rtmp.Config) { c.ChunkSize = 1 << 24 }},
		{"HandshakeTimeout", func(c *rtmp.Config) { c.HandshakeTimeout = -1 }},
		{"IdleTimeout", func(c *rtmp.Config) { c.IdleTimeout = -1 }},
		{"WriteTimeout", func(c *rtmp.Config) { c.WriteTimeout = -1 }},
		{"MaxBitRate", func(c *rtmp.Config) { c.MaxBitRate = -1 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := valid()
			tt.change(&c)
			require.ErrorContains(t, c.Validate(), tt.name)
			_, err := rtmp.New(c)
			require.ErrorContains(t, err, tt.name)
		})
	}
}

func TestStartFails(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	s, err := rtmp.New(rtmp.Config{Handler: fakeHandler{t: t}, Addr: taken.Addr().String()})
	require.NoError(t, err)
	require.Nil(t, s.Addr())
	require.NoError(t, s.Close(), "never started")
	require.ErrorContains(t, s.Start(t.Context()), taken.Addr().String())
	require.NoError(t, s.Close(), "not started")
}

func TestClose(t *testing.T) {
	t.Parallel()
	h := newHub()
	s := start(t, rtmp.Config{Handler: h})
	pub := dialTCP(t, s)
	out := pub.publish("show")
	player := dialTCP(t, s)
	in := player.play("show")
	idle := dialTCP(t, s)
	idle.connect("", "rtmp://h")
	silent := dialTCP(t, s)
	silent.ping()

	require.NoError(t, s.Close())
	require.ErrorIs(t, <-h.ended, rtmp.ErrServerClosed)
	require.Contains(t, pub.expectStatus(out, "NetConnection.Connect.AppShutdown"), "shutting down")
	player.expectStatus(in, "NetStream.Play.Stop")
	idle.expectStatus(0, "NetConnection.Connect.AppShutdown")
	silent.expectCommand("_error")
	for _, c := range []*client{pub, idle, silent} {
		c.expectClosed()
	}
	// The player's stream may have ended before its connection, which is then told to be closed by itself.
	for open := true; open; {
		_, open = player.next()
	}
	_, err := net.Dial("tcp", s.Addr().String())
	require.Error(t, err)
	require.NoError(t, s.Close(), "again")
}

func TestContextEndsTheServer(t *testing.T) {
	t.Parallel()
	h := newHub()
	s, err := rtmp.New(rtmp.Config{Handler: h, Addr: "127.0.0.1:0"})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, s.Start(ctx))
	dialTCP(t, s).publish("show")
	cancel()
	require.ErrorIs(t, <-h.ended, rtmp.ErrServerClosed)
	require.NoError(t, s.Close())
}

// TestCloseWithDeafClients closes while nobody reads what the server has to say.
func TestCloseWithDeafClients(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRecorder()
		listener := newPipes()
		s, err := rtmp.New(rtmp.Config{Handler: recording(t, r), Listener: listener})
		require.NoError(t, err)
		require.NoError(t, s.Start(t.Context()))
		var conns []net.Conn
		for range 3 {
			conn := listener.dial("192.0.2.1")
			conns = append(conns, conn)
			_, err := conn.Write(append([]byte{3}, repeat(0, 1536)...))
			require.NoError(t, err)
		}
		begin := time.Now()
		require.NoError(t, s.Close())
		require.LessOrEqual(t, time.Since(begin), 2*time.Second)
		for _, conn := range conns {
			_ = conn.Close()
		}
	})
}

// TestCloseDuringPublish closes while the handler still decides.
func TestCloseDuringPublish(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	s := start(t, rtmp.Config{Handler: fakeHandler{t: t, publish: func(ctx context.Context, _ rtmp.Request) (rtmp.Publication, error) {
		close(asked)
		<-ctx.Done()
		return nil, ctx.Err()
	}}})
	c := dialTCP(t, s)
	c.connect("", "rtmp://h")
	stream := c.createStream()
	c.call(stream, "publish", nil, "show", "live")
	<-asked
	require.NoError(t, s.Close())
	c.expectStatus(stream, "NetStream.Publish.Denied")
	c.expectClosed()
}

// TestLastWordsArrive sends a lot of media that the server will not read; over TCP that would reset the connection before
// the client has read why it was refused.
func TestLastWordsArrive(t *testing.T) {
	t.Parallel()
	s := start(t, rtmp.Config{Handler: fakeHandler{t: t, publish: func(context.Context, rtmp.Request) (rtmp.Publication, error) {
		return nil, rtmp.ErrUnauthorized
	}}})
	for range 20 {
		c := dialTCP(t, s)
		c.connect("", "rtmp://h")
		stream := c.createStream()
		c.call(stream, "publish", nil, "show", "live")
		for range 50 {
			c.sendTag(stream, flv.Tag{Type: flv.TagVideo, Data: append([]byte(h264Key), repeat(0, 10_000)...)})
		}
		c.expectStatus(stream, "NetStream.Publish.Denied")
		_ = c.conn.Close()
	}
}

// flaky is a listener that fails a few times first.
type flaky struct {
	*pipes
	mu       sync.Mutex
	failures int
}

func (f *flaky) Accept() (net.Conn, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failures > 0 {
		f.failures--
		return nil, errors.New("too many open files")
	}
	return f.pipes.Accept()
}

func TestAcceptGoesOnAfterErrors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		listener := &flaky{pipes: newPipes(), failures: 10}
		start(t, rtmp.Config{Handler: fakeHandler{t: t}, Listener: listener})
		newClient(t, listener.dial("192.0.2.1")).connect("", "rtmp://h")
	})
}

func TestObserver(t *testing.T) {
	t.Parallel()
	events := &events{}
	listener := newPipes()
	s, err := rtmp.New(rtmp.Config{Handler: newHub(), Listener: listener, Observer: events})
	require.NoError(t, err)
	require.NoError(t, s.Start(t.Context()))
	c := newClient(t, listener.dial("192.0.2.1"))
	stream := c.publish("show")
	c.sendTag(stream, flv.Tag{Type: flv.TagVideo, Data: append([]byte(h264Key), repeat(0, 10_000)...)})
	c.call(stream, "closeStream", nil)
	c.expectStatus(stream, "NetStream.Unpublish.Success")
	_ = c.conn.Close()
	require.NoError(t, s.Close())
	require.Equal(t, 1, events.opened)
	require.Equal(t, 1, events.closed)
	require.Empty(t, events.refused, "nobody was refused")
	require.Greater(t, events.bytes, 13_000)
	require.Less(t, events.bytes, 15_000)
}

// TestLogHasNoSecrets publishes with a key and a token and looks for them in the log.
func TestLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(writerFunc(func(p []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return log.Write(p)
	}), &slog.HandlerOptions{Level: slog.LevelDebug}))
	listener := newPipes()
	s, err := rtmp.New(rtmp.Config{Handler: newHub(), Listener: listener, Log: logger})
	require.NoError(t, err)
	require.NoError(t, s.Start(t.Context()))
	newClient(t, listener.dial("192.0.2.1")).publish("show/hunter2?token=hunter3")
	second := newClient(t, listener.dial("192.0.2.2"))
	second.connect("show", "rtmp://user:hunter4@h/show")
	stream := second.createStream()
	second.call(stream, "publish", nil, "hunter2?token=hunter3", "live")
	second.expectStatus(stream, "NetStream.Publish.BadName")
	require.NoError(t, s.Close())
	require.Contains(t, log.String(), "manifest=show")
	require.Contains(t, log.String(), "reason=stream_exists")
	require.Contains(t, log.String(), "peer=192.0.2.2:5000")
	require.NotContains(t, log.String(), "hunter")
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestTLS(t *testing.T) {
	t.Parallel()
	requests := make(chan rtmp.Request, 1)
	r := newRecorder()
	events := &events{}
	s := start(t, rtmp.Config{TLS: serverTLS(t), Observer: events, Handler: fakeHandler{t: t, publish: func(_ context.Context, req rtmp.Request) (rtmp.Publication, error) {
		requests <- req
		return r, nil
	}}})
	conn, err := tls.Dial("tcp", s.Addr().String(), &tls.Config{InsecureSkipVerify: true})
	require.NoError(t, err)
	c := newClient(t, conn)
	c.connect("", "")
	stream := c.createStream()
	c.call(stream, "publish", nil, "show", "live")
	c.expectStatus(stream, "NetStream.Publish.Start")
	require.Equal(t, "rtmps://"+s.Addr().String()+"/show", (<-requests).URL)
	c.sendTag(stream, flv.Tag{Type: flv.TagVideo, Data: []byte("\x91zzzz")})
	c.expectStatus(stream, "NetStream.Failed")
	c.expectClosed()

	plain, err := net.Dial("tcp", s.Addr().String())
	require.NoError(t, err)
	_, err = plain.Write(append([]byte{3}, repeat(0, 1536)...))
	require.NoError(t, err)
	_, _ = io.Copy(io.Discard, plain) // the server ends the connection as it likes
	require.NoError(t, plain.Close())
	require.Eventually(t, func() bool { return len(events.refusals()) == 2 }, 10*time.Second, time.Millisecond)
	require.Equal(t, []rtmp.Reason{rtmp.ReasonMedia, rtmp.ReasonProtocol}, events.refusals())
}

func serverTLS(t testing.TB) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}
