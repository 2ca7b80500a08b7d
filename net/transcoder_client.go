package net

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core/transcoding"
	"github.com/livepeer/streamflow/net/pb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
)

// TranscoderClientConfig configures a TranscoderClient.
type TranscoderClientConfig struct {
	Log *slog.Logger // nil discards
	// Orchestrator is an entry of -orchAddr: host:port, or a URL of scheme
	// https or, for one that was started with TLS off, http.
	Orchestrator string
	// Secret is that of -orchSecret. It goes to the orchestrator as it is.
	Secret string
	// Fetcher downloads sources; nil makes one of the strictest policy, which
	// reaches as far as the orchestrator itself is away. The client does not
	// close one that it was given.
	Fetcher *Fetcher
}

// Limits on a transcoder's connections.
const (
	transcoderDialTimeout = 5 * time.Second
	// A dead orchestrator is noticed after at most the sum of the two. The first
	// is the least that gRPC allows; a living one answers within a round trip.
	transcoderPingAfter   = 10 * time.Second
	transcoderPingTimeout = 4 * time.Second
	maxJobBytes           = 1 << 20
	transcoderIdleConn    = 5 * time.Minute
)

// TranscoderClient is a standalone transcoder's way to one orchestrator. It
// implements transcoding.Orchestrator. Connections are encrypted, but the
// orchestrator's certificate is not checked, since the network's are
// self-signed (wire.md 1).
type TranscoderClient struct {
	cfg     TranscoderClientConfig
	base    *url.URL
	results *http.Client // HTTP/2
	own     *Fetcher     // closed with the client; nil when it was given one
}

// NewTranscoderClient checks the orchestrator's address. It does not connect.
func NewTranscoderClient(cfg TranscoderClientConfig) (*TranscoderClient, error) {
	base, err := parseOrchestratorAddr(cfg.Orchestrator)
	if err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	c := &TranscoderClient{cfg: cfg, base: base}
	if cfg.Fetcher == nil {
		c.own = NewFetcher(FetchPolicy{})
		c.cfg.Fetcher = c.own
	}
	results := &http.Transport{
		DialContext: transcoderDialer().DialContext, TLSClientConfig: peerTLS(), TLSHandshakeTimeout: transcoderDialTimeout,
		IdleConnTimeout: transcoderIdleConn, Protocols: &http.Protocols{},
		HTTP2: &http.HTTP2Config{SendPingTimeout: transcoderPingAfter, PingTimeout: transcoderPingTimeout},
	}
	if base.Scheme == "http" {
		results.Protocols.SetUnencryptedHTTP2(true)
	} else {
		results.Protocols.SetHTTP2(true)
	}
	c.results = &http.Client{
		Transport:     results,
		CheckRedirect: func(*http.Request, []*http.Request) error { return ErrFetchRedirect },
	}
	return c, nil
}

func transcoderDialer() *net.Dialer { return &net.Dialer{Timeout: transcoderDialTimeout} }

// OrchestratorAddrError says what is wrong with an orchestrator's address.
type OrchestratorAddrError struct {
	Addr   string
	Reason string
}

func (e *OrchestratorAddrError) Error() string {
	return fmt.Sprintf("invalid orchestrator address %q: %s; use host:port or https://host:port", e.Addr, e.Reason)
}

func parseOrchestratorAddr(addr string) (*url.URL, error) {
	full := strings.TrimSpace(addr)
	if !strings.Contains(full, "://") {
		full = "https://" + full
	}
	u, err := url.Parse(full)
	switch {
	case err != nil:
		return nil, &OrchestratorAddrError{Addr: addr, Reason: "it does not parse"}
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, &OrchestratorAddrError{Addr: addr, Reason: fmt.Sprintf("scheme %q is not known", u.Scheme)}
	case u.Hostname() == "" || u.Port() == "":
		return nil, &OrchestratorAddrError{Addr: addr, Reason: "host or port is missing"}
	case u.User != nil || u.RawQuery != "" || strings.Trim(u.Path, "/") != "":
		return nil, &OrchestratorAddrError{Addr: addr, Reason: "it has more than a host and a port"}
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// URI is the orchestrator's address as a URL.
func (c *TranscoderClient) URI() string { return c.base.String() }

// Register opens a registration over a connection of its own. It returns as
// soon as the request is sent: existing orchestrators do not acknowledge it, and
// a refusal comes from Next.
func (c *TranscoderClient) Register(ctx context.Context, offer transcoding.Offer) (transcoding.Registration, error) {
	creds := credentials.NewTLS(peerTLS())
	if c.base.Scheme == "http" {
		creds = insecure.NewCredentials()
	}
	r := &TranscoderRegistration{client: c}
	conn, err := grpc.NewClient("passthrough:///"+c.base.Host,
		grpc.WithContextDialer(r.dial),
		grpc.WithTransportCredentials(creds),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: transcoderPingAfter, Timeout: transcoderPingTimeout}),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: backoff.DefaultConfig, MinConnectTimeout: transcoderDialTimeout}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxJobBytes)),
		grpc.WithDisableRetry(), grpc.WithDisableServiceConfig(),
	)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(metadata.AppendToOutgoingContext(ctx, RegistrationFeature, "1"))
	stream, err := pb.NewTranscoderClient(conn).RegisterTranscoder(ctx, &pb.RegisterRequest{
		Secret: c.cfg.Secret, Capacity: int64(offer.Capacity), Capabilities: OfferToPB(offer.Capabilities),
	})
	if err != nil {
		cancel()
		return nil, errors.Join(registrationError(err), conn.Close())
	}
	r.conn, r.stream, r.cancel = conn, stream, cancel
	return r, nil
}

// Close closes the idle connections. Registrations are closed on their own.
func (c *TranscoderClient) Close() error {
	c.results.CloseIdleConnections()
	if c.own != nil {
		return c.own.Close()
	}
	return nil
}

// drainBody reads what little is left of an answer, so that its connection can
// be used again, and closes it.
func drainBody(r *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 4<<10))
	r.Body.Close()
}
