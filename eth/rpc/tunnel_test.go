package rpc_test

import (
	"io"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// tunnel passes TCP connections on to a server, until it is cut or frozen.
type tunnel struct {
	listener net.Listener
	wg       sync.WaitGroup
	frozen   chan struct{}

	mu    sync.Mutex
	conns []net.Conn
}

func newTunnel(t *testing.T, to string) *tunnel {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	tn := &tunnel{listener: l, frozen: make(chan struct{})}
	tn.wg.Go(func() { tn.accept(to) })
	t.Cleanup(func() {
		tn.cut()
		tn.wg.Wait()
	})
	return tn
}

func (tn *tunnel) addr() string { return tn.listener.Addr().String() }

func (tn *tunnel) accept(to string) {
	for {
		in, err := tn.listener.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", to)
		if err != nil {
			_ = in.Close()
			continue
		}
		tn.keep(in, out)
		tn.wg.Go(func() { tn.pass(out, in) })
		tn.wg.Go(func() { tn.pass(in, out) })
	}
}

func (tn *tunnel) keep(conns ...net.Conn) {
	tn.mu.Lock()
	defer tn.mu.Unlock()
	tn.conns = append(tn.conns, conns...)
}

func (tn *tunnel) pass(to io.WriteCloser, from io.ReadCloser) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		select {
		case <-tn.frozen:
			continueUntilClosed(from, err)
			return
		default:
		}
		if err != nil {
			return
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

func continueUntilClosed(from io.Reader, err error) {
	if err == nil {
		_, _ = io.Copy(io.Discard, from)
	}
}

// freeze swallows everything from now on. Connections stay open.
func (tn *tunnel) freeze() { close(tn.frozen) }

// drop closes the connections; new ones are taken.
func (tn *tunnel) drop() {
	tn.mu.Lock()
	defer tn.mu.Unlock()
	for _, c := range tn.conns {
		_ = c.Close()
	}
	tn.conns = nil
}

// cut closes the connections and takes no new ones.
func (tn *tunnel) cut() {
	_ = tn.listener.Close()
	tn.drop()
}
