package ingest_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/server/ingest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// streams is an in-memory twin of ingest.Streams: streams live until they are
// ended, and answer with what submit returns.
type streams struct {
	submit func(*core.Segment, []core.Profile) (*broadcaster.SegmentResult, error) // nil makes renditions
	open   func(broadcaster.StreamConfig) error                                    // nil allows

	mu     sync.Mutex
	live   map[core.ManifestID]broadcaster.StreamConfig
	opened []broadcaster.StreamConfig
	segs   []*core.Segment
}

type stream struct {
	all *streams
	cfg broadcaster.StreamConfig
}

func (s *streams) Find(id core.ManifestID) (ingest.Stream, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	cfg, ok := s.live[id]
	return stream{s, cfg}, ok
}

func (s *streams) Open(_ context.Context, cfg broadcaster.StreamConfig) (ingest.Stream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open != nil {
		if err := s.open(cfg); err != nil {
			return nil, err
		}
	}
	if s.live == nil {
		s.live = make(map[core.ManifestID]broadcaster.StreamConfig)
	}
	if old, ok := s.live[cfg.ManifestID]; ok {
		return stream{s, old}, nil
	}
	s.live[cfg.ManifestID] = cfg
	s.opened = append(s.opened, cfg)
	return stream{s, cfg}, nil
}

func (s *streams) end(id core.ManifestID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.live, id)
}

func (s stream) Submit(_ context.Context, seg *core.Segment) (*broadcaster.SegmentResult, error) {
	s.all.mu.Lock()
	s.all.segs = append(s.all.segs, seg)
	_, live := s.all.live[s.cfg.ManifestID]
	s.all.mu.Unlock()
	if !live {
		return nil, broadcaster.ErrStreamEnded
	}
	if s.all.submit != nil {
		return s.all.submit(seg, s.cfg.Profiles)
	}
	return renditions(s.cfg.Profiles, 20), nil
}

// renditions of size bytes each, that end in their profile's name.
func renditions(profiles []core.Profile, size int) *broadcaster.SegmentResult {
	r := &broadcaster.SegmentResult{Profiles: profiles}
	for _, p := range profiles {
		r.Renditions = append(r.Renditions, core.Rendition{Data: []byte(fmt.Sprintf("%*s", size, p.Name))})
	}
	return r
}

// prober answers with fixed facts, or an error for bytes that begin with "bad".
type prober struct{ info core.MediaInfo }

func (p prober) Probe(_ context.Context, data []byte, _ string) (core.MediaInfo, error) {
	if strings.HasPrefix(string(data), "bad") {
		return core.MediaInfo{}, &core.TranscodeError{Code: core.InvalidVideo, Detail: "only for the log"}
	}
	if strings.HasPrefix(string(data), "crash") {
		return core.MediaInfo{}, io.ErrUnexpectedEOF
	}
	return p.info, nil
}

// authorizer is a function as an ingest.Authorizer.
type authorizer func(url string) (*ingest.Configuration, error)

func (a authorizer) Authorize(_ context.Context, url string) (*ingest.Configuration, error) {
	return a(url)
}

func defaultProfiles() []core.Profile {
	profiles, err := core.ParsePresets(core.DefaultPresets)
	if err != nil {
		panic(err)
	}
	return profiles
}

func newPush(t testing.TB, s *streams, change func(*ingest.PushConfig)) *ingest.Push {
	t.Helper()
	cfg := ingest.DefaultPushConfig()
	cfg.Streams, cfg.Profiles = s, defaultProfiles
	cfg.Prober = prober{core.MediaInfo{HasVideo: true, Width: 1280, Height: 720, Duration: 1900 * time.Millisecond}}
	if change != nil {
		change(&cfg)
	}
	p, err := ingest.NewPush(cfg)
	require.NoError(t, err)
	return p
}

func push(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

// exchange sends raw bytes over a connection of its own and returns all that
// comes back until it is closed.
func exchange(t *testing.T, srv *httptest.Server, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		io.WriteString(conn, request)
	}()
	answer, err := io.ReadAll(bufio.NewReader(conn))
	require.NoError(t, err)
	conn.Close()
	<-sent
	return string(answer)
}
