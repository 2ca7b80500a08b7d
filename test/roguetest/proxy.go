package roguetest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"

	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
)

// Defaults of a Config.
const (
	DefaultDelay  = 3 * time.Second
	DefaultPeriod = 2 * time.Second
)

// Config of a Proxy.
type Config struct {
	// Target is the orchestrator's service URI, https://host:port.
	Target string
	// Addr is the loopback address to listen on; port 0 takes a free one.
	Addr string
	// Delay of Slow; 0 stands for DefaultDelay.
	Delay time.Duration
	// Period of Flapping; 0 stands for DefaultPeriod.
	Period time.Duration
	// ByURL has renditions fetched from here also by who could have them behind the answer.
	ByURL bool
	// FFmpeg is the command; empty stands for ffmpeg in PATH.
	FFmpeg string
	Log    *slog.Logger // discarded when nil
}

// Proxy is an orchestrator that misbehaves. See the package comment.
type Proxy struct {
	cfg    Config
	target *url.URL
	log    *slog.Logger
	record *record
	shelf  *shelf
	past   *past

	// set by Start:
	door   *door
	uri    string
	cancel context.CancelFunc
	grpc   *grpc.Server
	quotes *grpc.ClientConn
	server *http.Server
	client *http.Client
	wg     sync.WaitGroup

	mu sync.Mutex
	// guarded by mu:
	mode  Mode
	since time.Time // when mode was set
}

// New checks cfg.
func New(cfg Config) (*Proxy, error) {
	target, err := url.Parse(cfg.Target)
	if err != nil || target.Scheme != "https" || target.Host == "" {
		return nil, fmt.Errorf("roguetest: Config.Target is %q, expected https://host:port", cfg.Target)
	}
	if _, _, err := net.SplitHostPort(cfg.Addr); err != nil {
		return nil, fmt.Errorf("roguetest: Config.Addr is %q, expected host:port: %w", cfg.Addr, err)
	}
	if cfg.Delay <= 0 {
		cfg.Delay = DefaultDelay
	}
	if cfg.Period <= 0 {
		cfg.Period = DefaultPeriod
	}
	if cfg.FFmpeg == "" {
		cfg.FFmpeg = "ffmpeg"
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Proxy{
		cfg: cfg, target: target, log: cfg.Log, record: newRecord(), shelf: newShelf(), past: newPast(), since: time.Now(),
	}, nil
}

// Start listens and serves until Close. It may be called once.
func (p *Proxy) Start(ctx context.Context) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", p.cfg.Addr)
	if err != nil {
		return fmt.Errorf("roguetest: %w", err)
	}
	if err := p.open(ctx, l); err != nil {
		return errors.Join(err, l.Close())
	}
	p.wg.Go(func() {
		if err := p.server.ServeTLS(p.door, "", ""); !errors.Is(err, http.ErrServerClosed) {
			p.log.Error("misbehaving port has closed", "addr", l.Addr(), "err", err)
		}
	})
	return nil
}

// open makes what serves l and what asks the target.
func (p *Proxy) open(ctx context.Context, l net.Listener) error {
	certPEM, keyPEM, err := lpnet.NewCertificate("127.0.0.1")
	if err != nil {
		return fmt.Errorf("roguetest: %w", err)
	}
	cert, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return fmt.Errorf("roguetest: %w", err)
	}
	anybody := &tls.Config{InsecureSkipVerify: true} //nolint:gosec // as every broadcaster does
	p.quotes, err = grpc.NewClient("passthrough:///"+p.target.Host, grpc.WithTransportCredentials(credentials.NewTLS(anybody)))
	if err != nil {
		return fmt.Errorf("roguetest: %w", err)
	}
	var both http.Protocols
	both.SetHTTP1(true)
	both.SetHTTP2(true)
	p.client = &http.Client{Transport: &http.Transport{TLSClientConfig: anybody.Clone(), Protocols: &both, DisableCompression: true}}
	p.door, p.uri = newDoor(l), "https://"+l.Addr().String()
	root, cancel := context.WithCancel(context.WithoutCancel(ctx))
	p.cancel = cancel
	p.grpc = grpc.NewServer(grpc.WaitForHandlers(true))
	pb.RegisterOrchestratorServer(p.grpc, &quotes{proxy: p, real: pb.NewOrchestratorClient(p.quotes)})
	p.server = &http.Server{
		Handler: p.dispatch(), Protocols: &both, ReadHeaderTimeout: time.Minute,
		TLSConfig:   &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
		BaseContext: func(net.Listener) context.Context { return root },
		ConnContext: withGuest,
		ErrorLog:    slog.NewLogLogger(p.log.Handler(), slog.LevelDebug),
	}
	return nil
}

// Close ends all connections and waits. It may be called again.
func (p *Proxy) Close() error {
	if p.cancel == nil {
		return nil
	}
	p.cancel()
	err := p.server.Close()
	p.grpc.Stop()
	p.wg.Wait()
	p.client.CloseIdleConnections()
	if closeErr := p.quotes.Close(); status.Code(closeErr) != codes.Canceled { // it is closed already
		err = errors.Join(err, closeErr)
	}
	return err
}

// URI is the service URI, after Start.
func (p *Proxy) URI() string { return p.uri }

// Addr is the host:port of URI.
func (p *Proxy) Addr() string { return strings.TrimPrefix(p.uri, "https://") }

// SetMode changes how it behaves from now on.
func (p *Proxy) SetMode(m Mode) {
	p.mu.Lock()
	p.mode, p.since = m, time.Now()
	p.mu.Unlock()
	p.door.setShut(m == Dead)
}

// Mode is how it behaves.
func (p *Proxy) Mode() Mode {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mode
}

// act is the mode for one request, and what it comes to now.
func (p *Proxy) act() (mode, now Mode) {
	p.mu.Lock()
	defer p.mu.Unlock()
	mode, now = p.mode, p.mode
	if mode == Flapping {
		if now = Dying; (time.Since(p.since)/p.cfg.Period)%2 == 1 {
			now = Honest
		}
	}
	return mode, now
}

func (p *Proxy) dispatch() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/segment", p.segment)
	mux.Handle(shelfPath, p.shelf)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 && strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			p.grpc.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

type guestKey struct{}

// withGuest keeps the connection of a request, to be reset.
func withGuest(ctx context.Context, conn net.Conn) context.Context {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	return context.WithValue(ctx, guestKey{}, conn)
}

// reset ends the connection of a request as a machine does that loses its power.
func reset(ctx context.Context) {
	if g, ok := ctx.Value(guestKey{}).(*guest); ok {
		g.abort()
	}
	panic(http.ErrAbortHandler)
}
