// Package rpc is an orchestrator's one TCP port: gRPC and plain HTTP side by
// side, with TLS (HTTP/2 and HTTP/1.1, also for clients without ALPN) or in
// plaintext (HTTP/2 by prior knowledge and HTTP/1.1). Source: wire.md 1.
//
// An offer to upgrade to h2c is declined, as RFC 9110, 7.8 allows: the client
// goes on in HTTP/1.1. RFC 9113, 3.1 gave that mechanism up, and every gRPC and
// HTTP/2 client in use has prior knowledge.
//
// A request is gRPC if it is HTTP/2 and its Content-Type begins with
// application/grpc; all others go to the HTTP paths. Other services, such as
// that of remote transcoders, plug in through Service.
package rpc

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/net/pb"
	"golang.org/x/net/netutil"
	"google.golang.org/grpc"
)

// Limits of the port.
const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 10 * time.Minute // wire.md 1
	maxHeaderBytes    = 256 << 10        // 600 tickets have about 60 kB
	maxGRPCMessage    = 1 << 20
	maxStreams        = 250 // of one HTTP/2 connection
	// DefaultMaxBodyBytes is of segments that are uploaded or in work together.
	DefaultMaxBodyBytes = 1 << 30
	// DefaultMaxConnections are open at once.
	DefaultMaxConnections = 4096
)

// Service is a further service on the port.
type Service interface {
	RegisterGRPC(reg grpc.ServiceRegistrar)
	RegisterHTTP(mux *http.ServeMux)
}

// SourceFetcher gets segments that a broadcaster submits by URL.
type SourceFetcher interface {
	// Fetch gets what is at a URL that the peer at addr named, at most limit bytes.
	Fetch(ctx context.Context, rawURL string, addr netip.Addr, limit int64) ([]byte, error)
}

// Config has a server's settings and collaborators.
type Config struct {
	// Listener to serve; else Addr is listened on.
	Listener net.Listener
	Addr     string // host:port
	// Certificate for TLS; nil serves plaintext.
	Certificate  *tls.Certificate
	Orchestrator *orchestrator.Orchestrator
	Media        *Media
	Fetcher      SourceFetcher
	// Stores takes renditions to where broadcasters want them; without it they
	// stay in Media, whatever a broadcaster wants.
	Stores   StoreUploader
	Services []Service
	// Health answers /healthz; without it the path does not exist.
	Health http.Handler
	// MaxBodyBytes and MaxConnections: 0 stands for the defaults.
	MaxBodyBytes   int64
	MaxConnections int
	Log            *slog.Logger // discarded when nil
}

// Server serves the port. Use: New, Start, then Shutdown or Close.
type Server struct {
	cfg    Config
	log    *slog.Logger
	bodies byteBudget
	grpc   *grpc.Server
	http   *http.Server

	listener net.Listener
	cancel   context.CancelFunc
	wg       sync.WaitGroup
}

// New returns a server that does not listen yet.
func New(cfg Config) *Server {
	if cfg.MaxBodyBytes <= 0 {
		cfg.MaxBodyBytes = DefaultMaxBodyBytes
	}
	if cfg.MaxConnections <= 0 {
		cfg.MaxConnections = DefaultMaxConnections
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{cfg: cfg, log: cfg.Log, bodies: byteBudget{limit: cfg.MaxBodyBytes}}
	s.grpc = s.newGRPC()
	s.http = s.newHTTP()
	return s
}

// Start listens and serves. The error says why it can't listen.
func (s *Server) Start(ctx context.Context) error {
	s.listener = s.cfg.Listener
	if s.listener == nil {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.cfg.Addr)
		if err != nil {
			return fmt.Errorf("listen for broadcasters on %s: %w", s.cfg.Addr, err)
		}
		s.listener = l
	}
	root, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	s.http.BaseContext = func(net.Listener) context.Context { return root }
	limited := netutil.LimitListener(s.listener, s.cfg.MaxConnections)
	s.wg.Go(func() {
		var err error
		if s.cfg.Certificate != nil {
			err = s.http.ServeTLS(limited, "", "")
		} else {
			err = s.http.Serve(limited)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("port for broadcasters has closed", "addr", s.listener.Addr(), "err", err)
		}
	})
	return nil
}

// Addr is where the server listens, once started.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Shutdown stops to listen, waits for requests under way until the context is
// done, and closes.
func (s *Server) Shutdown(ctx context.Context) error {
	return errors.Join(s.http.Shutdown(ctx), s.Close())
}

// Close ends all requests and waits for the server's goroutines.
func (s *Server) Close() error {
	if s.cancel != nil {
		s.cancel()
	}
	err := s.http.Close()
	s.grpc.Stop()
	s.wg.Wait()
	return err
}

func (s *Server) newGRPC() *grpc.Server {
	g := grpc.NewServer(
		grpc.MaxRecvMsgSize(maxGRPCMessage),
		grpc.ChainUnaryInterceptor(s.recoverUnary),
		grpc.ChainStreamInterceptor(s.recoverStream),
		grpc.WaitForHandlers(true),
	)
	pb.RegisterOrchestratorServer(g, &discovery{server: s})
	for _, svc := range s.cfg.Services {
		svc.RegisterGRPC(g)
	}
	return g
}

func (s *Server) newHTTP() *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/segment", s.segment)
	mux.HandleFunc("/payment", s.payment)
	mux.HandleFunc("/refresh-payment", s.refreshPayment)
	mux.Handle("/stream/", s.cfg.Media)
	if s.cfg.Health != nil {
		mux.Handle("/healthz", s.cfg.Health)
	}
	for _, svc := range s.cfg.Services {
		svc.RegisterHTTP(mux)
	}
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	server := &http.Server{
		Handler:           s.dispatch(mux),
		ReadHeaderTimeout: readHeaderTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		Protocols:         &protocols,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: maxStreams,
			// A whole segment fits without waiting for the window to move on.
			MaxReceiveBufferPerConnection: 16 << 20,
			MaxReceiveBufferPerStream:     4 << 20,
			// A frame is handed on when all of it is there: the work on a segment begins with its first.
			MaxReadFrameSize: 64 << 10,
			// A peer that has gone is noticed within 5 seconds, in time for its tasks to be done by another.
			SendPingTimeout:  2 * time.Second,
			PingTimeout:      3 * time.Second,
			WriteByteTimeout: 30 * time.Second,
		},
	}
	if s.cfg.Certificate != nil {
		protocols.SetHTTP2(true)
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*s.cfg.Certificate}, MinVersion: tls.VersionTLS12}
	} else {
		protocols.SetUnencryptedHTTP2(true)
	}
	return server
}

func (s *Server) dispatch(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 && strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			s.grpc.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
