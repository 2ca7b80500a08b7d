package net

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
)

const (
	grpcDialTimeout = 3 * time.Second // wire.md 13
	grpcIdle        = 60 * time.Second
	grpcPing        = 6 * time.Minute
	grpcPingTimeout = 10 * time.Second // and of data that is not acknowledged
	maxGRPCConns    = 256
	maxInfoBytes    = 1 << 20
	// grpcBuffer is for each direction of a connection. Questions and answers have
	// less than 2 KB, and a broadcaster has hundreds of connections when it asks a
	// whole market.
	grpcBuffer = 2 << 10
)

// grpcConns keeps one gRPC connection per orchestrator. A connection in idle
// state holds no socket; the one longest unused goes when there are too many.
type grpcConns struct {
	mu     sync.Mutex
	conns  map[string]*grpcConn // guarded by mu, by service URI
	closed bool                 // guarded by mu
}

type grpcConn struct {
	*grpc.ClientConn
	users int // guarded by grpcConns.mu
	used  time.Time
}

// errClientClosed is returned after Close.
var errClientClosed = errors.New("client is closed")

func newGRPCConns() *grpcConns { return &grpcConns{conns: make(map[string]*grpcConn)} }

// acquire returns the connection to the orchestrator at uri, made without
// waiting; release it after the call.
func (g *grpcConns) acquire(uri string) (*grpcConn, error) {
	if err := checkServiceURI(uri); err != nil {
		return nil, err
	}
	u, err := url.Parse(uri)
	if err != nil {
		return nil, err
	}
	key := u.Scheme + "://" + u.Host
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil, errClientClosed
	}
	c := g.conns[key]
	if c == nil {
		g.evict()
		conn, err := dialGRPC(u, peerTLS())
		if err != nil {
			return nil, fmt.Errorf("connect to %s: %w", u.Host, err)
		}
		c = &grpcConn{ClientConn: conn}
		g.conns[key] = c
	}
	c.users++
	c.used = time.Now()
	return c, nil
}

func (g *grpcConns) release(c *grpcConn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c.users--
}

// evict makes room for one more connection; the caller holds mu.
func (g *grpcConns) evict() {
	if len(g.conns) < maxGRPCConns {
		return
	}
	oldest := ""
	for key, c := range g.conns {
		if c.users == 0 && (oldest == "" || c.used.Before(g.conns[oldest].used)) {
			oldest = key
		}
	}
	if oldest != "" {
		_ = g.conns[oldest].Close()
		delete(g.conns, oldest)
	}
}

func (g *grpcConns) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	for key, c := range g.conns {
		_ = c.Close()
		delete(g.conns, key)
	}
}

// dialGRPC connects when the first call is made, and again when the connection is
// lost. conf is for the scheme https.
func dialGRPC(u *url.URL, conf *tls.Config) (*grpc.ClientConn, error) {
	creds := credentials.NewTLS(conf)
	port := "443"
	if u.Scheme == "http" {
		creds, port = insecure.NewCredentials(), "80"
	}
	if u.Port() != "" {
		port = u.Port()
	}
	return grpc.NewClient("passthrough:///"+joinHostPort(u.Hostname(), port),
		grpc.WithTransportCredentials(creds),
		grpc.WithIdleTimeout(grpcIdle),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxInfoBytes)),
		grpc.WithReadBufferSize(grpcBuffer),
		grpc.WithWriteBufferSize(grpcBuffer),
		grpc.WithConnectParams(grpc.ConnectParams{
			// A restarted orchestrator is found again at once.
			Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 2 * time.Second},
			MinConnectTimeout: grpcDialTimeout,
		}),
		// A host that has gone is noticed within seconds when there is something to
		// send; pings more often than every 5 minutes would be held against us.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: grpcPing, Timeout: grpcPingTimeout}),
		grpc.WithNoProxy(),
		grpc.WithDisableServiceConfig(),
	)
}
