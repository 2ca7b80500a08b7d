// Package cliapi is the node's admin API on -cliAddr: state for people and
// scripts, what the account can do on the chain, and the few settings that
// change while a node runs.
//
// Resources are below /api/v1/: JSON, with amounts, percentages and addresses as
// texts that have a unit or a checksum; errors are {"code", "message"}. Where to
// find what:
//
//	api.go      the resources, one file each, with the ports they read from
//	action.go   POST /api/v1/actions/{name}: what the account can do
//	plan.go     an action's calls are tried, or sent one after the other
//	lane.go     one action at a time; it outlives the request that began it
//	payments.go what the node pays and is paid: its ports, one payment_*.go each
//	market.go   what a broadcaster knows of orchestrators: its ports, one file each
//	error.go    all codes of errors
//	legacy.go   go-livepeer's paths for the same, as a table (features.md 11)
//
// Other paths, their fields and texts are go-livepeer's too, so that its tools
// work unchanged. doc/openapi.json describes all resources.
//
// On loopback the API is open, as its users expect; on any other address every
// request needs "Authorization: Bearer <token>". Requests that a browser makes
// on behalf of another site are refused, since a page on the web can reach
// loopback too.
package cliapi

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Limits of the listener.
const (
	readTimeout   = 10 * time.Second
	maxFormBytes  = 1 << 20
	maxHeaderSize = 64 << 10
	closeTimeout  = 3 * time.Second
)

// Config of a Server. Nil functions belong to roles that this node does not
// have; their endpoints then answer 404.
type Config struct {
	Log   *slog.Logger
	Addr  string // host:port; port 0 takes a free one
	Token string // empty on loopback

	// Status of the whole node. Required.
	Status func() Status
	// Health says what keeps the node from doing its job; nil when it is well.
	// Required.
	Health func() error
	// Metrics handler; nil without -monitor.
	Metrics http.Handler

	// Broadcast settings of a broadcaster.
	Broadcast BroadcastSettings
	// SetMaxSessions of an orchestrator; 0 is auto.
	SetMaxSessions func(n int)
	// LastManifest is the name of the newest stream of a broadcaster.
	LastManifest func() core.ManifestID
	// IsOrchestrator says whether the node has that role.
	IsOrchestrator bool

	// Roles that the node has: broadcaster, orchestrator, transcoder, redeemer.
	Roles []string
	// Chain is nil when the node is off chain.
	Chain *ChainConfig
	// Market is what a broadcaster knows of orchestrators.
	Market MarketConfig
	// Broadcasters are what an orchestrator on a chain remembers of them; nil on others.
	Broadcasters HistoryBook

	// Verbosity and SetVerbosity are the log's -v.
	Verbosity    func() int
	SetVerbosity func(v int) error
}

// BroadcastSettings are what a broadcaster uses for streams that begin.
type BroadcastSettings interface {
	Profiles() []core.Profile
	SetProfiles(profiles []core.Profile)
}

// Server is the admin API's listener.
type Server struct {
	cfg      Config
	http     *http.Server
	listener net.Listener
	lane     *lane         // of actions; nil before Start
	done     chan struct{} // closed when Serve has returned
}

// New builds a server that is not listening yet.
func New(cfg Config) *Server {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{cfg: cfg, done: make(chan struct{})}
	s.http = &http.Server{
		Handler:           s.guard(s.routes()),
		ReadHeaderTimeout: readTimeout,
		ReadTimeout:       readTimeout,
		MaxHeaderBytes:    maxHeaderSize,
		ErrorLog:          slog.NewLogLogger(cfg.Log.Handler(), slog.LevelDebug),
	}
	return s
}

// Start listens and serves in the background until Close.
func (s *Server) Start(ctx context.Context) error {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", s.cfg.Addr)
	if err != nil {
		return fmt.Errorf("admin API on -cliAddr %s: %w", s.cfg.Addr, err)
	}
	s.listener, s.lane = l, newLane(ctx)
	go func() {
		defer close(s.done)
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.cfg.Log.Error("Admin API stopped", "addr", s.cfg.Addr, "err", err)
		}
	}()
	return nil
}

// Addr is the address that the server listens on after Start.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Close waits for a running action and running requests a little, and ends the
// listener.
func (s *Server) Close() error {
	if s.listener == nil {
		return nil
	}
	s.lane.close()
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.http.Close())
	}
	<-s.done
	return err
}

// guard lets through whom the package comment says.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/healthz" && !s.authorized(r):
			w.Header().Set("WWW-Authenticate", "Bearer")
			s.turnAway(w, r, &Error{"unauthorized", "a token is required: send \"Authorization: Bearer <the -cliToken of this node>\""})
		case crossSite(r):
			s.turnAway(w, r, &Error{"forbidden", "requests from other web sites are refused"})
		case s.cfg.Token == "" && !byAddress(r.Host):
			s.turnAway(w, r, &Error{"forbidden", "without a token the node is called by its IP address or as localhost"})
		default:
			r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
			next.ServeHTTP(w, r)
		}
	})
}

// turnAway answers in the words of the path.
func (s *Server) turnAway(w http.ResponseWriter, r *http.Request, e *Error) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		s.refuse(w, e)
		return
	}
	_, status := describe(e)
	http.Error(w, e.Message, status)
}

// byAddress says whether host is no name that somebody else's name server could
// give to this machine's address, so that a page of theirs would pass for ours.
func byAddress(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return host == "localhost" || net.ParseIP(strings.Trim(host, "[]")) != nil
}

func (s *Server) authorized(r *http.Request) bool {
	if s.cfg.Token == "" {
		return true
	}
	got, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && subtle.ConstantTimeCompare([]byte(got), []byte(s.cfg.Token)) == 1
}

// crossSite says whether a browser sent r for a page of another origin.
func crossSite(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "cross-site", "same-site":
		return true
	}
	origin := r.Header.Get("Origin")
	return origin != "" && origin != "http://"+r.Host && origin != "https://"+r.Host
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	s.addAPI(mux)
	mux.HandleFunc("/status", s.status)
	mux.HandleFunc("/healthz", s.healthz)
	mux.HandleFunc("/localStreams", s.localStreams)
	mux.HandleFunc("/IsOrchestrator", s.isOrchestrator)
	mux.HandleFunc("/IsRedeemer", s.isRedeemer)
	mux.HandleFunc("/getLogLevel", s.getLogLevel)
	mux.HandleFunc("/setLogLevel", s.setLogLevel)
	mux.HandleFunc("/getAvailableTranscodingOptions", s.availableOptions)
	if s.cfg.LastManifest != nil {
		mux.HandleFunc("/manifestID", s.lastManifest)
		mux.HandleFunc("/streamID", s.lastManifest)
	}
	if s.cfg.Broadcast != nil {
		mux.HandleFunc("/getBroadcastConfig", s.getBroadcastConfig)
		mux.HandleFunc("/setBroadcastConfig", s.setBroadcastConfig)
	}
	if s.cfg.SetMaxSessions != nil {
		mux.HandleFunc("/setMaxSessions", s.setMaxSessions)
	}
	if s.cfg.Metrics != nil {
		mux.Handle("/metrics", s.cfg.Metrics)
	} else {
		mux.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "metrics are off; start the node with -monitor", http.StatusNotFound)
		})
	}
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
