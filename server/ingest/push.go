package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// maxRoutes bounds the publishers that are remembered as authorised.
const maxRoutes = 1024

// PushConfig configures a Push.
type PushConfig struct {
	Streams    Streams
	Prober     Prober
	Authorizer Authorizer
	// Profiles are the renditions of streams that ask for no others.
	Profiles func() []core.Profile
	// Policies knows the selection policies that streams may ask for; nil leaves
	// that to Streams.
	Policies Policies
	Log      *slog.Logger // nil to discard
	Observer PushObserver // may be nil

	// MaxBodyBytes bounds one segment, MaxInflightBytes all that are being
	// pushed at a time.
	MaxBodyBytes, MaxInflightBytes int64
	// BodyIdle bounds the time without a byte of the body, BodyTime that for all
	// of it.
	BodyIdle, BodyTime time.Duration
}

// DefaultPushConfig has all values but the ports.
func DefaultPushConfig() PushConfig {
	return PushConfig{
		Authorizer: AllowAll{}, MaxBodyBytes: core.MaxSegmentBytes, MaxInflightBytes: 3 * core.MaxSegmentBytes,
		BodyIdle: 10 * time.Second, BodyTime: core.MaxSegmentDuration,
	}
}

// Validate says what is missing or out of range.
func (c PushConfig) Validate() error {
	switch {
	case c.Streams == nil || c.Prober == nil || c.Authorizer == nil || c.Profiles == nil:
		return errors.New("ingest: one of Streams, Prober, Authorizer, Profiles is missing")
	case c.MaxBodyBytes < 1 || c.MaxInflightBytes < c.MaxBodyBytes:
		return fmt.Errorf("ingest: the limit of %d bytes in flight must allow one segment of %d", c.MaxInflightBytes, c.MaxBodyBytes)
	case c.BodyIdle <= 0 || c.BodyTime <= 0:
		return errors.New("ingest: the times for a body must be above 0")
	}
	return nil
}

// PushObserver is told of every push that was answered, for metrics.
type PushObserver interface {
	// Pushed says the status of the answer, the bytes of the segment that were
	// taken in, and the time from the first header to the last byte of the answer.
	Pushed(status int, bytes int, took time.Duration)
}

// Push is the HTTP ingest: a handler for paths under /live/.
type Push struct {
	cfg  PushConfig
	log  *slog.Logger
	body bodyReader
	// formats spares the probe of segments that are like others.
	formats formats
	// opening lets pushes to a stream that is not there yet share one question
	// to the authorizer.
	opening singleflight.Group

	mu     sync.Mutex
	routes map[route]authorised // guarded by mu, at most maxRoutes
}

// authorised is the stream that a publisher may push to.
type authorised struct {
	id   core.ManifestID
	used time.Time
}

// NewPush returns a handler.
func NewPush(cfg PushConfig) (*Push, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	p := &Push{
		cfg: cfg, log: cfg.Log, routes: make(map[route]authorised),
		body: bodyReader{limit: cfg.MaxBodyBytes, budget: semaphore.NewWeighted(cfg.MaxInflightBytes), idle: cfg.BodyIdle, total: cfg.BodyTime},
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	return p, nil
}

// ServeHTTP takes one segment in and answers with its renditions.
func (p *Push) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := time.Now()
	status, size := http.StatusOK, 0
	req, refused := parsePush(r)
	log := p.log.With("peer", r.RemoteAddr)
	if refused == nil {
		log = log.With("manifest", req.id, "seq", req.seq)
		size, refused = p.take(w, r, req, log)
	}
	if refused != nil {
		status = refused.status
		log.Warn("push refused", "method", r.Method, "path", r.URL.Path, "status", status, "reason", refused.text, "err", refused.cause)
		refuse(w, r, status, refused.text, size > 0)
	}
	if p.cfg.Observer != nil {
		p.cfg.Observer.Pushed(status, size, time.Since(begin))
	}
}

// take does a push whose address and headers are in order.
func (p *Push) take(w http.ResponseWriter, r *http.Request, req *pushRequest, log *slog.Logger) (size int, refused *refusal) {
	ctx := r.Context()
	stream, err := p.stream(ctx, r, req)
	if err != nil {
		return 0, openRefusal(req, err)
	}
	read, release, refused := p.body.read(w, r)
	if refused != nil {
		return 0, refused
	}
	defer release()
	seg, err := p.segment(ctx, req, read)
	if err != nil {
		return len(read.data), submitRefusal(r, req, err)
	}
	result, err := stream.Submit(ctx, seg)
	if errors.Is(err, broadcaster.ErrStreamEnded) { // while the body was on its way
		if stream, err = p.stream(ctx, r, req); err != nil {
			return len(read.data), openRefusal(req, err)
		}
		result, err = stream.Submit(ctx, seg)
	}
	if err == nil && len(result.Profiles) != len(result.Renditions) {
		err = fmt.Errorf("%d renditions for %d profiles", len(result.Renditions), len(result.Profiles))
	}
	if err != nil {
		return len(read.data), submitRefusal(r, req, err)
	}
	if err := reply(w, req, result); err != nil {
		log.Info("publisher left before all renditions were sent", "err", err)
	}
	return len(read.data), nil
}

// segment probes the bytes. Their digest may not be ready.
func (p *Push) segment(ctx context.Context, req *pushRequest, read body) (*core.Segment, error) {
	info, err := p.probe(ctx, req, read.data)
	if err != nil {
		return nil, err
	}
	if !info.HasVideo && !info.HasAudio {
		return nil, &core.TranscodeError{Code: core.InvalidVideo, Detail: "neither video nor audio was found"}
	}
	if info.HasVideo && (info.Width == 0 || info.Height == 0) {
		info.Width, info.Height = req.width, req.height
	}
	return &core.Segment{Seq: req.seq, Data: read.data, Digest: read.hash.digest, Info: info, Duration: durationOf(req, info), Clip: req.clip}, nil
}

// probe tells what the bytes contain. A segment of a format that was probed
// before is not probed again, unless its duration is needed; what is broken in
// it further on is the transcoder's to find.
func (p *Push) probe(ctx context.Context, req *pushRequest, data []byte) (core.MediaInfo, error) {
	format, ok := tsFormat(data)
	if ok && req.duration > 0 {
		if info, known := p.formats.lookup(format); known {
			return info, nil
		}
	}
	info, err := p.cfg.Prober.Probe(ctx, data, req.container.Ext())
	if err == nil && ok && info.VideoFrames > 0 {
		p.formats.remember(format, info)
	}
	return info, err
}

// durationOf is what the publisher says, else what the bytes say, else 2 s.
func durationOf(req *pushRequest, info core.MediaInfo) time.Duration {
	switch {
	case req.duration > 0:
		return req.duration
	case info.Duration > 0:
		return min(info.Duration, core.MaxSegmentDuration)
	}
	return core.DefaultSegmentDuration
}

// stream finds the stream that req may push to, or opens it when the authorizer
// lets it.
func (p *Push) stream(ctx context.Context, r *http.Request, req *pushRequest) (Stream, error) {
	if s, ok := p.find(req.route()); ok {
		return s, nil
	}
	key := string(req.route().address) + "/" + string(req.route().asked)
	opened := p.opening.DoChan(key, func() (any, error) {
		return p.open(context.WithoutCancel(ctx), r, req) // others may wait for it too
	})
	select {
	case result := <-opened:
		if result.Err != nil {
			return nil, result.Err
		}
		return result.Val.(Stream), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *Push) find(key route) (Stream, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, ok := p.routes[key]
	if !ok {
		return nil, false
	}
	s, ok := p.cfg.Streams.Find(known.id)
	if !ok {
		delete(p.routes, key)
		return nil, false
	}
	known.used = time.Now()
	p.routes[key] = known
	return s, true
}

func (p *Push) open(ctx context.Context, r *http.Request, req *pushRequest) (Stream, error) {
	if s, ok := p.find(req.route()); ok { // opened by another since
		return s, nil
	}
	granted, err := p.cfg.Authorizer.Authorize(ctx, fullURL(r))
	if err != nil {
		return nil, &authError{err}
	}
	cfg, err := granted.override(req.header)
	if err != nil {
		return nil, &authError{err}
	}
	if p.cfg.Policies != nil {
		if err := p.cfg.Policies.Has(cfg.SelectionPolicy); err != nil {
			return nil, err
		}
	}
	id := cmp.Or(cfg.ManifestID, req.id)
	stream := cfg.StreamConfig(id, p.cfg.Profiles())
	stream.Profiles = profilesFor(stream.Profiles, req.container)
	stream.SegmentParameters = true
	s, err := p.cfg.Streams.Open(ctx, stream)
	if err != nil {
		return nil, err
	}
	p.remember(req.route(), id)
	p.log.Info("push stream", "manifest", id, "address", req.id, "peer", r.RemoteAddr,
		"stream_id", cfg.StreamID, "session_id", cfg.SessionID, "renditions", len(stream.Profiles), "policy", stream.Policy)
	return s, nil
}

// remember notes that a publisher was authorised; the one not seen for longest
// makes room, and is asked about again.
func (p *Push) remember(key route, id core.ManifestID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.routes) >= maxRoutes {
		keys := make([]route, 0, len(p.routes))
		for k := range p.routes {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b route) int { return p.routes[a].used.Compare(p.routes[b].used) })
		for _, k := range keys[:maxRoutes/8] {
			delete(p.routes, k)
		}
	}
	p.routes[key] = authorised{id: id, used: time.Now()}
}

// fullURL is the address as the publisher wrote it.
func fullURL(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + r.URL.RequestURI()
}
