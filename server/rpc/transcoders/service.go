package transcoders

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// Pool is where registered transcoders become members. It is implemented by
// transcoding.Pool.
type Pool interface {
	Join(m transcoding.Member) *transcoding.Membership
}

// Config configures a Service.
type Config struct {
	Log  *slog.Logger // nil discards
	Pool Pool
	// Secret that transcoders must know (-orchSecret); not empty.
	Secret string
	// ServiceURI is where transcoders fetch sources: scheme, host and port.
	ServiceURI string
	// OrchestratorID is used for tasks without one; "" means "offchain".
	OrchestratorID string
	// MaxTranscoders is how many may be registered at a time; 0 means 1000.
	MaxTranscoders int
	// AnyAddress lets transcoders without a registration secret fetch and post
	// from another network address than they registered from. It is for those
	// behind a NAT with several addresses, and gives up a protection.
	AnyAddress bool
}

const (
	defaultMaxTranscoders = 1000
	maxMemberCapacity     = 10_000 // sessions; more is read as this
	offchainID            = "offchain"
)

// Validate says what is missing in the configuration.
func (c Config) Validate() error {
	if c.Pool == nil {
		return errors.New("transcoder service has no pool")
	}
	if c.Secret == "" {
		return errors.New("remote transcoders need a secret: set -orchSecret")
	}
	u, err := url.Parse(c.ServiceURI)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("service URI %q is not usable for transcoders: expected https://host:port", c.ServiceURI)
	}
	return nil
}

// Service takes remote transcoders. Create it with New, plug it in, Close it
// before the listener is closed.
//
// mu owns the registrations; tasks have their own owner.
type Service struct {
	pb.UnimplementedTranscoderServer
	cfg        Config
	secretHash [sha256.Size]byte
	tasks      *taskTable
	streams    sync.WaitGroup
	closing    chan struct{}

	mu sync.Mutex
	// guarded by mu:
	registered map[*remote]*transcoding.Membership
	closed     bool
}

// New checks the configuration.
func New(cfg Config) (*Service, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.OrchestratorID == "" {
		cfg.OrchestratorID = offchainID
	}
	if cfg.MaxTranscoders <= 0 {
		cfg.MaxTranscoders = defaultMaxTranscoders
	}
	cfg.ServiceURI = strings.TrimSuffix(cfg.ServiceURI, "/")
	return &Service{
		cfg: cfg, secretHash: sha256.Sum256([]byte(cfg.Secret)), tasks: newTaskTable(),
		closing: make(chan struct{}), registered: map[*remote]*transcoding.Membership{},
	}, nil
}

// RegisterGRPC adds the service net.Transcoder.
func (s *Service) RegisterGRPC(r grpc.ServiceRegistrar) { pb.RegisterTranscoderServer(r, s) }

// RegisterHTTP adds the paths for sources, results and draining.
func (s *Service) RegisterHTTP(mux *http.ServeMux) {
	mux.HandleFunc(lpnet.TranscodeResultsPath, s.serveResults)
	mux.HandleFunc("POST "+lpnet.TranscoderDrainPath, s.serveDrain)
	mux.HandleFunc("GET /stream/{session}/{file}", s.serveSource)
}

// Close ends all registrations and waits for them.
func (s *Service) Close() error {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.closing)
	}
	s.mu.Unlock()
	s.streams.Wait()
	return nil
}

// HTTP2Config is what a listener for transcoders needs: a dead peer is noticed
// within 5 s, so that its tasks can still be done by another, and a result
// of several megabytes arrives without waiting for windows.
func HTTP2Config() *http.HTTP2Config {
	return &http.HTTP2Config{
		SendPingTimeout:               2 * time.Second,
		PingTimeout:                   3 * time.Second,
		MaxReceiveBufferPerConnection: 16 << 20,
		MaxReceiveBufferPerStream:     4 << 20,
	}
}

// RegisterTranscoder is one transcoder's registration from its beginning to
// its end. Refusals have the texts and the code of existing nodes.
func (s *Service) RegisterTranscoder(req *pb.RegisterRequest, stream grpc.ServerStreamingServer[pb.NotifySegment]) error {
	r, err := s.newRemote(req, stream)
	if err != nil {
		s.cfg.Log.Warn("transcoder refused", "peer", peerAddr(stream), "err", err)
		return err
	}
	membership, err := s.admit(r)
	if err != nil {
		s.cfg.Log.Warn("transcoder refused", "peer", r.addr, "err", err)
		return err
	}
	defer s.streams.Done()
	defer s.dismiss(r, membership)
	if r.token != "" {
		// Our own transcoders are told that they were accepted; existing ones
		// expect headers with the first job only.
		if err := stream.SendHeader(metadata.Pairs(lpnet.RegistrationToken, r.token)); err != nil {
			return err
		}
	}
	// Jobs go out until the transcoder hangs up, the pool drops it, or this
	// service is closed.
	for {
		select {
		case job := <-r.out:
			if err := stream.Send(job); err != nil {
				return err
			}
		case <-stream.Context().Done():
			return status.FromContextError(stream.Context().Err()).Err()
		case <-membership.Done():
			return status.Error(codes.Aborted, "transcoder was dropped, register again")
		case <-s.closing:
			return status.Error(codes.Unavailable, "orchestrator is shutting down")
		}
	}
}

func peerAddr(stream grpc.ServerStream) string {
	if p, ok := peer.FromContext(stream.Context()); ok {
		return p.Addr.String()
	}
	return ""
}

// newRemote checks a request to register.
func (s *Service) newRemote(req *pb.RegisterRequest, stream grpc.ServerStream) (*remote, error) {
	if !s.knowsSecret(req.GetSecret()) {
		return nil, status.Error(codes.Unknown, transcoding.ErrInvalidSecret.Error())
	}
	if req.GetCapacity() <= 0 {
		return nil, status.Error(codes.Unknown, transcoding.ErrZeroCapacity.Error())
	}
	caps := lpnet.CapabilitiesFromPB(req.GetCapabilities())
	if caps == nil {
		caps = core.NewCapabilities("", core.DefaultCapabilities()...)
	}
	r := &remote{
		service: s, addr: peerAddr(stream), capacity: int(min(req.GetCapacity(), maxMemberCapacity)), capabilities: caps,
		out: make(chan *pb.NotifySegment, outBuffer), gone: make(chan struct{}),
	}
	r.host = hostOf(r.addr)
	md, _ := metadata.FromIncomingContext(stream.Context())
	if len(md.Get(lpnet.RegistrationFeature)) > 0 {
		r.token = core.RandomID(16)
	}
	return r, nil
}

// knowsSecret takes the same time for all secrets.
func (s *Service) knowsSecret(secret string) bool {
	hash := sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(hash[:], s.secretHash[:]) == 1
}

// admit makes r a member of the pool. Its stream counts among s.streams then.
func (s *Service) admit(r *remote) (*transcoding.Membership, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, status.Error(codes.Unavailable, "orchestrator is shutting down")
	case len(s.registered) >= s.cfg.MaxTranscoders:
		return nil, status.Errorf(codes.ResourceExhausted, "%d transcoders are registered, no more are allowed", len(s.registered))
	}
	s.streams.Add(1)
	m := s.cfg.Pool.Join(r)
	s.registered[r] = m
	return m, nil
}

// dismiss takes r out of the pool before its tasks learn of it, so that none of
// them comes back to it.
func (s *Service) dismiss(r *remote, m *transcoding.Membership) {
	s.mu.Lock()
	delete(s.registered, r)
	s.mu.Unlock()
	m.Leave()
	close(r.gone)
}

// serveDrain takes a transcoder's word that it is about to end.
func (s *Service) serveDrain(w http.ResponseWriter, req *http.Request) {
	if !s.authorized(req) {
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	token := req.Header.Get(lpnet.RegistrationTokenHeader)
	s.mu.Lock()
	var found *transcoding.Membership
	for r, m := range s.registered {
		if r.hasToken(token) {
			found = m
			s.cfg.Log.Info("transcoder drains", "transcoder", r.addr)
		}
	}
	s.mu.Unlock()
	if found == nil {
		http.Error(w, "no such registration", http.StatusNotFound)
		return
	}
	found.Drain()
	w.Write([]byte("OK"))
}

// authorized checks the two headers of a transcoder's requests (wire.md 10).
func (s *Service) authorized(req *http.Request) bool {
	return req.Header.Get("Authorization") == lpnet.TranscoderAuthorization &&
		s.knowsSecret(req.Header.Get(lpnet.CredentialsHeader))
}
