package redeemer

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"golang.org/x/net/netutil"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

// Limits of the port.
const (
	maxMessage     = 16 << 10 // bytes; a ticket has about 500
	maxStreams     = 2048     // of one connection
	handshakeLimit = 10 * time.Second
	pingAfter      = 30 * time.Second // of silence
	pingTimeout    = 10 * time.Second
	// DefaultMaxConnections are open at once.
	DefaultMaxConnections = 256
	// DefaultMaxWatches bounds how many max floats are followed at once, by all
	// callers together.
	DefaultMaxWatches = 10_000
)

// Tickets redeems winning tickets. It is implemented by core/redemption.
type Tickets interface {
	// Queue takes a ticket, which is kept when it returns without an error. It
	// checks recipient, commitment, draw and signature; a ticket that can never be
	// paid is a *pm.RedeemError. To queue one again changes nothing.
	Queue(ctx context.Context, t pm.WinningTicket) error
	// MaxFloat is the largest face value of a ticket that the sender's reserve
	// covers, beside the tickets that are pending.
	MaxFloat(ctx context.Context, sender common.Address) (pm.Wei, error)
	// Watch tells when a max float may have changed. The channel is closed when
	// ctx ends, or when there is nothing more to tell.
	Watch(ctx context.Context) <-chan struct{}
}

// Config has a server's settings and collaborators.
type Config struct {
	// Listener to serve; else Addr is listened on.
	Listener    net.Listener
	Addr        string // host:port
	Certificate tls.Certificate
	// Recipient is the orchestrator that the tickets pay.
	Recipient common.Address
	// Orchestrators are the accounts that are served beside the recipient's.
	Orchestrators []common.Address
	// AllowAnyone serves callers who say not who they are, as existing nodes.
	AllowAnyone bool
	Tickets     Tickets
	Verifier    signing.Verifier
	// MaxConnections and MaxWatches: 0 stands for the defaults.
	MaxConnections, MaxWatches int
	Log                        *slog.Logger // discarded when nil
}

// Server serves the port. See the package comment.
type Server struct {
	pb.UnimplementedTicketRedeemerServer

	cfg     Config
	log     *slog.Logger
	allowed map[common.Address]bool
	grpc    *grpc.Server

	watches atomic.Int64

	listener net.Listener
	closing  chan struct{} // closed by Close
	once     sync.Once     // closes closing
	wg       sync.WaitGroup
}

// New returns a server that does not listen yet. The error names what is missing.
func New(cfg Config) (*Server, error) {
	for name, missing := range map[string]bool{
		"Tickets": cfg.Tickets == nil, "Verifier": cfg.Verifier == nil, "Recipient": cfg.Recipient == common.Address{},
		"Certificate": len(cfg.Certificate.Certificate) == 0,
	} {
		if missing {
			return nil, fmt.Errorf("redeemer's port: Config.%s is missing", name)
		}
	}
	if cfg.MaxConnections <= 0 {
		cfg.MaxConnections = DefaultMaxConnections
	}
	if cfg.MaxWatches <= 0 {
		cfg.MaxWatches = DefaultMaxWatches
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		cfg: cfg, log: cfg.Log, closing: make(chan struct{}), allowed: map[common.Address]bool{cfg.Recipient: true},
	}
	for _, a := range cfg.Orchestrators {
		s.allowed[a] = true
	}
	s.grpc = grpc.NewServer(
		grpc.Creds(credentials.NewTLS(&tls.Config{Certificates: []tls.Certificate{cfg.Certificate}, MinVersion: tls.VersionTLS12})),
		grpc.MaxRecvMsgSize(maxMessage), grpc.MaxConcurrentStreams(maxStreams), grpc.ConnectionTimeout(handshakeLimit),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: pingAfter, Timeout: pingTimeout}),
		grpc.ChainUnaryInterceptor(s.guardUnary), grpc.ChainStreamInterceptor(s.guardStream),
		grpc.WaitForHandlers(true),
	)
	pb.RegisterTicketRedeemerServer(s.grpc, s)
	return s, nil
}

// Start listens and serves. The error says why it can't listen.
func (s *Server) Start(ctx context.Context) error {
	s.listener = s.cfg.Listener
	if s.listener == nil {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.cfg.Addr)
		if err != nil {
			return fmt.Errorf("listen for orchestrators on %s: %w", s.cfg.Addr, err)
		}
		s.listener = l
	}
	if s.cfg.AllowAnyone {
		s.log.Warn("the redeemer serves everybody who reaches its port", "addr", s.listener.Addr())
	}
	limited := netutil.LimitListener(s.listener, s.cfg.MaxConnections)
	s.wg.Go(func() {
		if err := s.grpc.Serve(limited); err != nil {
			s.log.Error("port for orchestrators has closed", "addr", s.listener.Addr(), "err", err)
		}
	})
	return nil
}

// Addr is where the server listens, once started.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Close ends all calls and waits for them.
func (s *Server) Close() error {
	s.once.Do(func() { close(s.closing) })
	s.grpc.Stop()
	s.wg.Wait()
	return nil
}
