package chainproxy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// Config of a Proxy.
type Config struct {
	// Target is the endpoint's host:port.
	Target string
	// Addr is the loopback address to listen on; port 0 takes a free one.
	Addr string
}

// Proxy passes connections on to one endpoint. See the package comment.
type Proxy struct {
	cfg Config

	mu sync.Mutex
	// guarded by mu:
	listener net.Listener
	cut      bool
	closed   bool
	open     map[net.Conn]struct{}

	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// New checks cfg.
func New(cfg Config) (*Proxy, error) {
	for name, addr := range map[string]string{"Target": cfg.Target, "Addr": cfg.Addr} {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			return nil, fmt.Errorf("chainproxy: Config.%s is %q, expected host:port: %w", name, addr, err)
		}
	}
	return &Proxy{cfg: cfg, open: make(map[net.Conn]struct{}), cancel: func() {}}, nil
}

// Start listens. The work ends with ctx or Close.
func (p *Proxy) Start(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", p.cfg.Addr)
	if err != nil {
		cancel()
		return fmt.Errorf("chainproxy: %w", err)
	}
	p.mu.Lock()
	p.listener, p.cancel = l, cancel
	p.mu.Unlock()
	p.wg.Go(func() {
		<-ctx.Done()
		l.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.closed = true
		p.hangUp()
	})
	p.wg.Go(func() { p.accept(ctx, l) })
	return nil
}

// Addr is where it listens, after Start.
func (p *Proxy) Addr() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.listener.Addr().String()
}

// Cut takes the way to the endpoint away.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = true
}

// Mend gives it back.
func (p *Proxy) Mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = false
	p.hangUp()
}

// Close ends all connections and waits. It may be called again.
func (p *Proxy) Close() error {
	p.mu.Lock()
	cancel := p.cancel
	p.mu.Unlock()
	cancel()
	p.wg.Wait()
	return nil
}

// hangUp closes all connections; the caller holds mu.
func (p *Proxy) hangUp() {
	for conn := range p.open {
		conn.Close()
	}
	clear(p.open)
}

func (p *Proxy) accept(ctx context.Context, l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return // the listener is closed
		}
		if p.keep(conn) {
			p.wg.Go(func() { p.serve(ctx, conn) })
		}
	}
}

// keep notes a connection as one to be closed; false when it is closed already.
func (p *Proxy) keep(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		conn.Close()
		return false
	}
	p.open[conn] = struct{}{}
	return true
}

func (p *Proxy) drop(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	conn.Close()
	delete(p.open, conn)
}

// serve passes one connection on, in both directions, until one side ends it. One
// that comes while the way is cut gets nowhere.
func (p *Proxy) serve(ctx context.Context, client net.Conn) {
	defer p.drop(client)
	target, err := new(net.Dialer).DialContext(ctx, "tcp", p.cfg.Target)
	if err != nil || !p.keep(target) {
		return
	}
	defer p.drop(target)
	ended := make(chan struct{}, 2)
	for _, way := range [][2]net.Conn{{client, target}, {target, client}} {
		p.wg.Go(func() {
			p.carry(way[0], way[1])
			ended <- struct{}{}
		})
	}
	<-ended
}

// carry copies bytes until one side ends. While the way is cut they are lost.
func (p *Proxy) carry(from io.Reader, to io.Writer) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 && !p.isCut() {
			_, writeErr := to.Write(buf[:n])
			err = errors.Join(err, writeErr)
		}
		if err != nil {
			return
		}
	}
}

func (p *Proxy) isCut() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cut
}
