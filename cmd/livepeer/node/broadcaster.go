package node

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/monitor"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/server/cliapi"
	"github.com/livepeer/streamflow/server/hls"
	"github.com/livepeer/streamflow/server/ingest"
	"github.com/livepeer/streamflow/server/rtmp"
)

// broadcasterRole takes live streams in, has them transcoded and plays them
// out.
type broadcasterRole struct {
	broadcaster *broadcaster.Broadcaster
	playback    *hls.Server
	last        *lastStream
	settings    *broadcastSettings
	// orchestrators tells how the role's orchestrators are.
	orchestrators orchestratorHealth
}

func (n *node) startBroadcaster(ctx, life context.Context) error {
	streams := newStreamLog(n.monitor.Streams)
	r := &broadcasterRole{settings: &broadcastSettings{}, last: &lastStream{Observer: streams}}
	r.settings.SetProfiles(n.cfg.Profiles)
	playback, err := n.startPlayback(ctx)
	if err != nil {
		return err
	}
	r.playback = playback
	if err := n.startStreams(ctx, life, r); err != nil {
		return err
	}
	if err := n.startIngest(ctx, life, r); err != nil {
		return err
	}
	n.admin.Broadcast, n.admin.LastManifest = r.settings, r.last.manifest
	n.admin.Market = n.adminMarket(n.adminStreams(r, streams), n.evidenceDir())
	n.roles = append(n.roles, r)
	n.log.Info("Broadcaster is up", "rtmp", n.cfg.RTMPAddr, "http", n.cfg.HTTPAddr, "orchestrators", strings.Join(n.cfg.sources(), ","))
	return nil
}

func (n *node) startPlayback(ctx context.Context) (*hls.Server, error) {
	cfg := hls.DefaultConfig()
	cfg.CurrentManifest, cfg.Log, cfg.Observer = n.cfg.CurrentManifest, n.log, hlsObserver{n.monitor.HLS}
	playback, err := hls.New(cfg)
	if err != nil {
		return nil, err
	}
	return playback, n.parts.Start(ctx, lifecycle.Part{Name: "playback", Close: playback.Close})
}

// startStreams builds what finds orchestrators and what sends streams to them.
func (n *node) startStreams(ctx, life context.Context, r *broadcasterRole) error {
	client := lpnet.NewOrchestratorClient(lpnet.OrchestratorClientConfig{
		Signer: n.signer(), Policy: lpnet.FetchPolicy{AllowPrivate: n.cfg.AllowPrivateURLs}, Log: n.log,
	})
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "orchestrator client", Close: client.Close}); err != nil {
		return err
	}
	if err := n.startMarket(ctx, life, client); err != nil {
		return err
	}
	r.orchestrators.table = n.market.table
	cfg := broadcaster.DefaultConfig()
	cfg.Orchestrators, cfg.Finder, cfg.Outputs, cfg.Segmenter = client, n.market.table, r.playback, n.engine.workers
	cfg.Selectors, cfg.Fallback = n.market.chooser, n.cfg.FailedSegments
	cfg.Observer, cfg.Log, cfg.MinVersion = r.last, n.log, n.cfg.OrchMinVersion
	cfg.MaxSessions, cfg.MaxAttempts = n.cfg.MaxSessions, n.cfg.MaxAttempts
	if cfg.MaxSessions == 0 { // auto is the orchestrator's in the same process
		cfg.MaxSessions = broadcaster.DefaultConfig().MaxSessions
	}
	if err := n.startPaying(ctx, life); err != nil {
		return err
	}
	if n.money.payer != nil {
		cfg.Payer = n.money.payer
	}
	judge, err := n.newVerifier(ctx)
	if err != nil {
		return err
	}
	cfg.Verifier = judge
	if r.broadcaster, err = broadcaster.New(cfg); err != nil {
		return err
	}
	return n.parts.Start(ctx, lifecycle.Part{
		Name:  "streams",
		Start: func(context.Context) error { return r.broadcaster.Start(life) },
		Close: r.broadcaster.Close,
	})
}

// startIngest opens the RTMP and HTTP ports. They live on while the node drains.
func (n *node) startIngest(ctx, life context.Context, r *broadcasterRole) error {
	authorizer, err := n.authorizer()
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/stream/", r.playback)
	mux.Handle("/", hls.Viewer{Server: r.playback, List: isLoopback(n.cfg.HTTPAddr)})
	mux.HandleFunc("/healthz", n.serveHealth)
	if n.pushAllowed() {
		cfg := ingest.DefaultPushConfig()
		cfg.Streams = warmPushes{Streams: ingest.FromBroadcaster(r.broadcaster), workers: n.engine.workers, transcodes: n.cfg.Transcoder}
		cfg.Prober, cfg.Authorizer = n.engine.workers, authorizer
		cfg.Profiles, cfg.Policies, cfg.Log = r.settings.Profiles, n.market.chooser, n.log
		push, err := ingest.NewPush(cfg)
		if err != nil {
			return err
		}
		mux.Handle("/live/", push)
	} else {
		n.log.Warn("HTTP push is off: -httpAddr is public and there is no -authWebhookUrl; -httpIngest turns it on", "httpAddr", n.cfg.HTTPAddr)
	}
	server := newHTTPServer("httpAddr", n.cfg.HTTPAddr, mux, n.log)
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "HTTP port", Start: server.Start, Close: server.Close}); err != nil {
		return err
	}
	rtmpConfig := rtmp.DefaultConfig()
	rtmpConfig.Addr, rtmpConfig.Log, rtmpConfig.Observer = n.cfg.RTMPAddr, n.log, rtmpObserver{n.monitor.RTMP}
	rtmpConfig.Handler = &rtmpIngest{
		log: n.log, broadcaster: r.broadcaster, authorizer: authorizer, policies: n.market.chooser, profiles: r.settings.Profiles,
		opened:  n.warmForLive(),
		streams: map[core.ManifestID]*publication{},
	}
	rtmpServer, err := rtmp.New(rtmpConfig)
	if err != nil {
		return err
	}
	start := func(context.Context) error { return rtmpServer.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "RTMP port", Start: start, Close: rtmpServer.Close})
}

// warmForLive is called when an RTMP stream has opened. Its segmenter has a
// worker by then, so that another one is for its first segment, where this node
// transcodes.
func (n *node) warmForLive() func() {
	if !n.cfg.Transcoder {
		return func() {}
	}
	return n.engine.workers.Warm
}

func (n *node) authorizer() (ingest.Authorizer, error) {
	if n.cfg.AuthWebhookURL == "" {
		return ingest.AllowAll{}, nil
	}
	webhook, err := ingest.NewWebhook(ingest.WebhookConfig{URL: n.cfg.AuthWebhookURL})
	if err != nil {
		return nil, &ConfigError{Flag: "authWebhookUrl", Reason: err.Error()}
	}
	return webhook, nil
}

// pushAllowed is -httpIngest, which is off by itself where anybody could push
// (features.md 2).
func (n *node) pushAllowed() bool {
	if !n.cfg.HTTPIngest {
		return false
	}
	return n.cfg.HTTPIngestSet || n.cfg.AuthWebhookURL != "" || isLoopback(n.cfg.HTTPAddr)
}

// playOutTime is how long viewers get for the last segments of a stream: they
// are about three segments behind, and look for new ones every segment.
const playOutTime = 4 * core.DefaultSegmentDuration

// Drain refuses new streams, waits for those that run, and leaves their viewers
// the time to see the end.
func (r *broadcasterRole) Drain(ctx context.Context) error {
	if err := r.broadcaster.Drain(ctx); err != nil {
		return err
	}
	if len(r.playback.Streams()) == 0 {
		return nil
	}
	playOut := time.NewTimer(playOutTime)
	defer playOut.Stop()
	select {
	case <-playOut.C:
	case <-ctx.Done():
	}
	return nil
}

// Health is an error while no orchestrator would take a stream.
func (r *broadcasterRole) Health() error { return r.orchestrators.check() }

// Status implements role.
func (r *broadcasterRole) Status(st *cliapi.Status) {
	b := r.broadcaster.Status()
	st.Manifests = make(map[core.ManifestID]cliapi.Manifest, len(b.Manifests))
	st.StreamInfo = make(map[core.ManifestID]cliapi.StreamInfo, len(b.Manifests))
	for _, stream := range r.playback.Streams() {
		if slices.Contains(b.Manifests, stream.ID) {
			st.Manifests[stream.ID] = cliapi.Manifest{Renditions: stream.Renditions}
		}
	}
	for id, info := range b.StreamInfo {
		st.StreamInfo[id] = cliapi.StreamInfo{SourceBytes: uint64(info.SourceBytes), TranscodedBytes: uint64(info.TranscodedBytes)}
	}
	for _, o := range b.OrchestratorPool {
		st.OrchestratorPool = append(st.OrchestratorPool, o.URI)
		st.OrchestratorPoolInfos = append(st.OrchestratorPoolInfos, cliapi.OrchestratorPoolInfo{
			Url: o.URI, Score: o.Score, Latency: o.Latency.Seconds(),
		})
	}
}

// broadcastSettings are the renditions of streams that begin.
type broadcastSettings struct {
	profiles atomic.Pointer[[]core.Profile]
}

// Profiles implements cliapi.BroadcastSettings.
func (s *broadcastSettings) Profiles() []core.Profile { return slices.Clone(*s.profiles.Load()) }

// SetProfiles implements cliapi.BroadcastSettings.
func (s *broadcastSettings) SetProfiles(profiles []core.Profile) {
	own := slices.Clone(profiles)
	s.profiles.Store(&own)
}

// lastStream remembers the newest stream for the admin API.
type lastStream struct {
	broadcaster.Observer

	mu sync.Mutex
	id core.ManifestID // guarded by mu
}

// StreamStarted implements broadcaster.Observer.
func (l *lastStream) StreamStarted(id core.ManifestID) {
	l.mu.Lock()
	l.id = id
	l.mu.Unlock()
	l.Observer.StreamStarted(id)
}

func (l *lastStream) manifest() core.ManifestID {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.id
}

// hlsObserver hands events of playback to the monitor.
type hlsObserver struct{ m *monitor.HLS }

func (o hlsObserver) BytesHeld(total int64) { o.m.BytesHeld(total) }
func (o hlsObserver) Requested(kind hls.Resource, status int) {
	o.m.Requested(string(kind), status)
}
func (o hlsObserver) GapListed(core.ManifestID, string)       { o.m.Gap() }
func (o hlsObserver) Evicted(_ core.ManifestID, segments int) { o.m.Evicted(segments) }

// rtmpObserver hands events of the RTMP port to the monitor.
type rtmpObserver struct{ m *monitor.RTMP }

func (o rtmpObserver) ConnectionOpened()                    { o.m.ConnectionOpened() }
func (o rtmpObserver) ConnectionClosed()                    { o.m.ConnectionClosed() }
func (o rtmpObserver) ConnectionRefused(reason rtmp.Reason) { o.m.ConnectionRefused(string(reason)) }
func (o rtmpObserver) BytesIn(n int)                        { o.m.BytesIn(n) }
