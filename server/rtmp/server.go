package rtmp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// Server serves RTMP on one listener. Make it with [New].
type Server struct {
	config    Config
	admission *admission

	// Set by Start.
	listener net.Listener
	cancel   context.CancelCauseFunc
	wg       sync.WaitGroup // the accepting goroutine and one for each connection
}

// New makes a server; fields of config that are 0 take their defaults. The error says what is wrong with config.
func New(config Config) (*Server, error) {
	config = config.withDefaults()
	if err := config.Validate(); err != nil {
		return nil, err
	}
	return &Server{config: config, admission: newAdmission(config.MaxConnections, config.MaxConnectionsPerIP)}, nil
}

// Start listens and serves until ctx ends or Close. It returns at once; the error is that of listening. It may be called
// once.
func (s *Server) Start(ctx context.Context) error {
	s.listener = s.config.Listener
	if s.listener == nil {
		var lc net.ListenConfig
		listener, err := lc.Listen(ctx, "tcp", s.config.Addr)
		if err != nil {
			return fmt.Errorf("listen for RTMP on %q: %w", s.config.Addr, err)
		}
		s.listener = listener
	}
	ctx, s.cancel = context.WithCancelCause(ctx)
	stop := context.AfterFunc(ctx, func() { _ = s.listener.Close() })
	s.wg.Go(func() {
		defer stop()
		s.accept(ctx)
	})
	s.config.Log.Info("RTMP server listens", "addr", s.listener.Addr(), "tls", s.config.TLS != nil)
	return nil
}

// Addr returns the address that the server listens on; nil before Start.
func (s *Server) Addr() net.Addr {
	if s.listener == nil {
		return nil
	}
	return s.listener.Addr()
}

// Close stops accepting, tells the clients, ends their connections and waits for all of it, which takes about two seconds
// at most unless the handler's side is slower. It may be called again, and without Start.
func (s *Server) Close() error {
	if s.listener == nil {
		return nil
	}
	s.cancel(ErrServerClosed)
	err := s.listener.Close()
	s.wg.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// accept takes connections until the listener closes.
func (s *Server) accept(ctx context.Context) {
	const firstPause, longestPause = 5 * time.Millisecond, time.Second
	pause := firstPause
	for {
		nc, err := s.listener.Accept()
		if ctx.Err() != nil {
			if err == nil {
				_ = nc.Close()
			}
			return
		}
		if errors.Is(err, net.ErrClosed) {
			s.config.Log.Error("RTMP listener is closed, no more connections are accepted", "err", err)
			return
		}
		if err != nil {
			// Out of file descriptors, most likely: trying again at once would only burn the processor.
			s.config.Log.Error("accept RTMP connection", "err", err, "retry_in", pause)
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return
			}
			pause = min(2*pause, longestPause)
			continue
		}
		pause = firstPause
		s.admit(ctx, nc)
	}
}

// admit serves a connection, or refuses it if there is no place. A refusal takes a place of its own; beyond those, a
// connection is closed without a word.
func (s *Server) admit(ctx context.Context, nc net.Conn) {
	release, err := s.admission.enter(nc.RemoteAddr())
	if err != nil {
		s.config.Observer.ConnectionRefused(ReasonOf(err))
		s.config.Log.Warn("RTMP connection refused", "peer", nc.RemoteAddr(), "reason", ReasonOf(err), "err", err)
	}
	if release == nil {
		_ = nc.Close()
		return
	}
	if s.config.TLS != nil {
		nc = tls.Server(nc, s.config.TLS)
	}
	c := newConn(&s.config, nc, err)
	if err == nil {
		s.config.Observer.ConnectionOpened()
	}
	s.wg.Go(func() {
		defer release()
		c.serve(ctx)
		if err == nil {
			s.config.Observer.ConnectionClosed()
		}
	})
}
