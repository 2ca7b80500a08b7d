package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits of the broadcaster's HTTP port. Bodies have limits of their own where
// they are read, since a segment may take long to upload.
const (
	httpHeaderTimeout = 10 * time.Second
	httpIdleTimeout   = 2 * time.Minute
	httpMaxHeader     = 64 << 10
	httpCloseTimeout  = 3 * time.Second
)

// httpServer is a listener with a handler.
type httpServer struct {
	name   string // flag that names the address
	addr   string
	server *http.Server
	done   chan struct{} // closed when Serve has returned; nil before Start
	log    *slog.Logger
}

func newHTTPServer(name, addr string, handler http.Handler, log *slog.Logger) *httpServer {
	return &httpServer{name: name, addr: addr, log: log, server: &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: httpHeaderTimeout,
		IdleTimeout:       httpIdleTimeout,
		MaxHeaderBytes:    httpMaxHeader,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}}
}

// Start listens and serves in the background until Close.
func (s *httpServer) Start(ctx context.Context) error {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", s.addr)
	if err != nil {
		return fmt.Errorf("-%s %s: %w", s.name, s.addr, err)
	}
	s.done = make(chan struct{})
	go func() {
		defer close(s.done)
		if err := s.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("HTTP listener stopped", "addr", s.addr, "err", err)
		}
	}()
	return nil
}

// Close ends the listener, waits for running requests a little, and cuts off
// the rest.
func (s *httpServer) Close() error {
	if s.done == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), httpCloseTimeout)
	defer cancel()
	err := s.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.server.Close()
	}
	<-s.done
	return err
}
