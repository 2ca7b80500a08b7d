package chainproxy_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/test/chainproxy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// echo is an endpoint that says back what it hears.
func echo(t *testing.T) (addr string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.Copy(conn, conn) // ends with the connection
			}()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return l.Addr().String()
}

func start(t *testing.T, target string) *chainproxy.Proxy {
	t.Helper()
	p, err := chainproxy.New(chainproxy.Config{Target: target, Addr: "127.0.0.1:0"})
	require.NoError(t, err)
	require.NoError(t, p.Start(context.Background()))
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

// line is a connection through the proxy.
type line struct {
	net.Conn
	in *bufio.Reader
}

func dial(t *testing.T, p *chainproxy.Proxy) line {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", p.Addr())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return line{conn, bufio.NewReader(conn)}
}

func (l line) ask(t *testing.T, within time.Duration) (string, error) {
	t.Helper()
	require.NoError(t, l.SetDeadline(time.Now().Add(within)))
	if _, err := io.WriteString(l, "hello\n"); err != nil {
		return "", err
	}
	return l.in.ReadString('\n')
}

const (
	long  = 10 * time.Second
	short = 50 * time.Millisecond
)

func TestPassesOn(t *testing.T) {
	t.Parallel()
	p := start(t, echo(t))
	for range 2 {
		got, err := dial(t, p).ask(t, long)
		require.NoError(t, err)
		require.Equal(t, "hello\n", got)
	}
}

func TestCutIsSilentUntilMended(t *testing.T) {
	t.Parallel()
	p := start(t, echo(t))
	old := dial(t, p)
	_, err := old.ask(t, long)
	require.NoError(t, err)
	p.Cut()
	for _, l := range []line{old, dial(t, p)} {
		_, err = l.ask(t, short)
		require.ErrorIs(t, err, os.ErrDeadlineExceeded, "silent, and not closed")
	}
	p.Mend()
	_, err = old.ask(t, long)
	require.Error(t, err, "what lost bytes is closed")
	require.False(t, errors.Is(err, os.ErrDeadlineExceeded), "%v", err)
	_, err = dial(t, p).ask(t, long)
	require.NoError(t, err)
}

func TestCloseEndsConnections(t *testing.T) {
	t.Parallel()
	p := start(t, echo(t))
	l := dial(t, p)
	_, err := l.ask(t, long)
	require.NoError(t, err)
	require.NoError(t, p.Close())
	require.NoError(t, p.Close(), "it may be called again")
	_, err = l.ask(t, long)
	require.Error(t, err)
	require.False(t, errors.Is(err, os.ErrDeadlineExceeded), "%v", err)
}

func TestNoEndpoint(t *testing.T) {
	t.Parallel()
	_, err := dial(t, start(t, "127.0.0.1:1")).ask(t, long)
	require.Error(t, err)
	require.False(t, errors.Is(err, os.ErrDeadlineExceeded), "%v", err)
}

func TestBadConfig(t *testing.T) {
	t.Parallel()
	for _, cfg := range []chainproxy.Config{{Target: "127.0.0.1", Addr: "127.0.0.1:0"}, {Target: "127.0.0.1:1"}} {
		_, err := chainproxy.New(cfg)
		require.ErrorContains(t, err, "expected host:port")
	}
}
