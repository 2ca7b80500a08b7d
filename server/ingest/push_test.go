package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/server/ingest"
)

func TestPushRefusals(t *testing.T) {
	t.Parallel()
	submitted := func(err error) func(*streams) {
		return func(s *streams) {
			s.submit = func(*core.Segment, []core.Profile) (*broadcaster.SegmentResult, error) { return nil, err }
		}
	}
	opened := func(err error) func(*streams) {
		return func(s *streams) { s.open = func(broadcaster.StreamConfig) error { return err } }
	}
	cases := map[string]struct {
		path, body string
		header     []string
		with       func(*streams)
		status     int
		contains   string
	}{
		"err_no_name":            {path: "/live/0.ts", status: 400, contains: "expected /live/<stream name>/<number>.ts"},
		"err_deep":               {path: "/live/a/b/0.ts", status: 400, contains: "invalid push address"},
		"err_name":               {path: "/live/.a/0.ts", status: 400, contains: "begins with a dot"},
		"err_duration":           {path: "/live/a/0.ts", header: []string{"Content-Duration", "2s"}, status: 400, contains: "Content-Duration"},
		"err_duration_negative":  {path: "/live/a/0.ts", header: []string{"Content-Duration", "-1"}, status: 400, contains: "Content-Duration"},
		"err_duration_long":      {path: "/live/a/0.ts", header: []string{"Content-Duration", "300001"}, status: 400, contains: "300000"},
		"err_resolution":         {path: "/live/a/0.ts", header: []string{"Content-Resolution", "1280"}, status: 400, contains: "1280x720"},
		"err_resolution_large":   {path: "/live/a/0.ts", header: []string{"Content-Resolution", "1280x99999"}, status: 400, contains: "1280x720"},
		"err_slice_text":         {path: "/live/a/0.ts", header: []string{"Content-Slice-From", "x"}, status: 400, contains: "Content-Slice-From"},
		"err_slice_empty":        {path: "/live/a/0.ts", header: []string{"Content-Slice-To", "0"}, status: 400, contains: "from=0s to=0s"},
		"err_slice_past_end":     {path: "/live/a/0.ts", header: []string{"Content-Slice-From", "2000"}, status: 400, contains: "from=2s to=2s"},
		"err_object_store":       {path: "/live/a/0.ts", header: []string{"Livepeer-Transcode-Configuration", `{"objectStore":"s3://x"}`}, status: 400, contains: "objectStore"},
		"err_preset":             {path: "/live/a/0.ts", header: []string{"Livepeer-Transcode-Configuration", `{"presets":["P1p"]}`}, status: 400, contains: "known presets are"},
		"err_extension_first":    {path: "/live/.a/0.x", header: []string{"Livepeer-Transcode-Configuration", `{`}, status: 400, contains: "ignoring file extension: .x"},
		"err_config_before_path": {path: "/live/.a/0.ts", header: []string{"Livepeer-Transcode-Configuration", `{`}, status: 400, contains: "transcode config header"},
		"err_empty":              {path: "/live/a/0.ts", status: 400, contains: "empty"},
		"err_large":              {path: "/live/a/0.ts", body: strings.Repeat("x", 2001), status: 413, contains: "at most 2000"},
		"err_probe":              {path: "/live/a/0.ts", body: "bad", status: 422, contains: `manifestID=a err="TranscoderInvalidVideo"`},
		"err_probe_crashed":      {path: "/live/a/0.ts", body: "crash", status: 500, contains: "unexpected EOF"},
		"err_no_sessions":        {path: "/live/a/0.ts", body: "x", with: submitted(broadcaster.ErrNoSessions), status: 503, contains: "No sessions available"},
		"err_attempts": {path: "/live/a/0.ts", body: "x", with: submitted(&broadcaster.AttemptsError{Attempts: 3, Last: broadcaster.ErrNoSessions}),
			status: 422, contains: `err="hit max transcode attempts: no sessions available"`},
		"err_attempts_used": {path: "/live/a/0.ts", body: "x", with: submitted(&broadcaster.AttemptsError{Attempts: 3, Last: errors.New("timeout")}),
			status: 422, contains: `err="hit max transcode attempts: timeout"`},
		"err_unsupported": {path: "/live/a/0.ts", body: "x", with: submitted(fmt.Errorf("%w: x", core.ErrUnsupportedInput)), status: 422, contains: "not transcodable"},
		"err_backlog":     {path: "/live/a/0.ts", body: "x", with: submitted(broadcaster.ErrBacklog), status: 503, contains: "slower"},
		"err_segment":     {path: "/live/a/0.ts", body: "x", with: submitted(&broadcaster.SegmentError{Reason: "no"}), status: 400, contains: "segment refused"},
		"err_other":       {path: "/live/a/0.ts", body: "x", with: submitted(errors.New("boom")), status: 500, contains: `err="boom"`},
		"err_name_taken":  {path: "/live/a/0.ts", body: "x", with: opened(broadcaster.ErrStreamExists), status: 409, contains: "already being published"},
		"err_full":        {path: "/live/a/0.ts", body: "x", with: opened(broadcaster.ErrTooManyStreams), status: 503, contains: "too many streams"},
		"err_draining":    {path: "/live/a/0.ts", body: "x", with: opened(broadcaster.ErrDraining), status: 503, contains: "shutting down"},
		"err_profile":     {path: "/live/a/0.ts", body: "x", with: opened(&core.ProfileError{Reason: "same name"}), status: 400, contains: "same name"},
		"err_mismatch": {path: "/live/a/0.ts", body: "x", with: func(s *streams) {
			s.submit = func(_ *core.Segment, p []core.Profile) (*broadcaster.SegmentResult, error) {
				r := renditions(p, 1)
				r.Renditions = r.Renditions[:1]
				return r, nil
			}
		}, status: 500, contains: "1 renditions for 2 profiles"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &streams{}
			if c.with != nil {
				c.with(s)
			}
			h := newPush(t, s, func(cfg *ingest.PushConfig) { cfg.MaxBodyBytes = 2000 })
			rec := push(h, http.MethodPut, c.path, c.body, c.header...)
			require.Equal(t, c.status, rec.Code, rec.Body)
			require.Contains(t, rec.Body.String(), c.contains)
			require.Equal(t, "nosniff", rec.Header().Get("X-Content-Type-Options"))
			require.Equal(t, c.status == 503, rec.Header().Get("Retry-After") != "")
		})
	}
}

func TestSegmentOfPush(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		path   string
		header []string
		probed core.MediaInfo
		want   core.Segment
	}{
		"ok": {"/live/a/12.ts", []string{"Content-Duration", "2002", "Content-Resolution", "640x360"}, core.MediaInfo{HasVideo: true, Width: 1280, Height: 720},
			core.Segment{Seq: 12, Duration: 2002 * time.Millisecond, Info: core.MediaInfo{HasVideo: true, Width: 1280, Height: 720}}},
		"duration_of_bytes": {"/live/a/0.ts", nil, core.MediaInfo{HasVideo: true, Width: 2, Height: 2, Duration: 1900 * time.Millisecond},
			core.Segment{Duration: 1900 * time.Millisecond, Info: core.MediaInfo{HasVideo: true, Width: 2, Height: 2, Duration: 1900 * time.Millisecond}}},
		"nothing_known": {"/live/stream/a/0.mp4", []string{"Content-Resolution", "640x360"}, core.MediaInfo{Container: core.MP4, HasVideo: true},
			core.Segment{Duration: 2 * time.Second, Info: core.MediaInfo{Container: core.MP4, HasVideo: true, Width: 640, Height: 360}}},
		"clip": {"/live/a/0.ts", []string{"Content-Slice-From", "500", "Content-Slice-To", "1500"}, core.MediaInfo{HasAudio: true},
			core.Segment{Duration: 2 * time.Second, Info: core.MediaInfo{HasAudio: true}, Clip: &core.Clip{From: 500 * time.Millisecond, To: 1500 * time.Millisecond}}},
		"clip_to_end": {"/live/a/0.ts", []string{"Content-Slice-From", "500", "Content-Duration", "3000"}, core.MediaInfo{HasAudio: true},
			core.Segment{Duration: 3 * time.Second, Info: core.MediaInfo{HasAudio: true}, Clip: &core.Clip{From: 500 * time.Millisecond, To: 3 * time.Second}}},
		"number_too_large": {"/live/a/99999999999999999999.ts", nil, core.MediaInfo{HasAudio: true},
			core.Segment{Duration: 2 * time.Second, Info: core.MediaInfo{HasAudio: true}}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &streams{}
			rec := push(newPush(t, s, func(cfg *ingest.PushConfig) { cfg.Prober = prober{c.probed} }), http.MethodPost, c.path, "media", c.header...)
			require.Equal(t, 200, rec.Code, rec.Body)
			require.Len(t, s.segs, 1)
			got := *s.segs[0]
			require.Equal(t, crypto.Keccak256Hash([]byte("media")), got.Digest.Sum())
			got.Digest, c.want.Data = nil, []byte("media")
			require.Equal(t, c.want, got)
			require.Equal(t, core.ManifestID("a"), s.opened[0].ManifestID)
			for _, p := range s.opened[0].Profiles {
				require.Equal(t, strings.HasSuffix(c.path, ".mp4"), p.Format == core.MP4)
			}
		})
	}
}

func TestAuthorisedOncePerStream(t *testing.T) {
	t.Parallel()
	var asked []string
	s := &streams{}
	h := newPush(t, s, func(cfg *ingest.PushConfig) {
		cfg.Authorizer = authorizer(func(url string) (*ingest.Configuration, error) {
			asked = append(asked, url)
			if strings.Contains(url, "evil") {
				return nil, &ingest.DeniedError{Status: 401}
			}
			return &ingest.Configuration{ManifestID: "inner", VerificationFreq: 3, TimeoutMultiplier: 2, Profiles: []core.Profile{}}, nil
		})
	})
	for i := range 3 {
		require.Equal(t, 200, push(h, http.MethodPut, fmt.Sprintf("/live/outer/%d.ts?token=x", i), "media").Code)
	}
	require.Equal(t, []string{"http://example.com/live/outer/0.ts?token=x"}, asked)
	require.Equal(t, []broadcaster.StreamConfig{{
		ManifestID: "inner", VerificationFreq: 3, PerceptualHash: true, TimeoutMultiplier: 2, SegmentParameters: true,
	}}, s.opened)

	// Another address has to ask for itself, also when it names the stream.
	rec := push(h, http.MethodPut, "/live/evil/3.ts", "media", "Livepeer-Transcode-Configuration", `{"manifestID":"inner"}`)
	require.Equal(t, 403, rec.Code)
	require.NotContains(t, rec.Body.String(), "401")
	require.Equal(t, 403, push(h, http.MethodPut, "/live/outer/3.ts", "media", "Livepeer-Transcode-Configuration", `{"manifestID":"other"}`).Code)
	require.Len(t, asked, 3)

	s.end("inner")
	require.Equal(t, 200, push(h, http.MethodPut, "/live/outer/4.ts", "media").Code)
	require.Len(t, asked, 4)
}

// TestStreamEndsWhileBodyComes has the stream end between opening and submitting.
func TestStreamEndsWhileBodyComes(t *testing.T) {
	t.Parallel()
	s := &streams{}
	h := newPush(t, s, nil)
	require.Equal(t, 200, push(h, http.MethodPut, "/live/a/0.ts", "media").Code)
	r := httptest.NewRequest(http.MethodPut, "/live/a/1.ts", readerFunc(func(b []byte) (int, error) {
		s.end("a")
		return copy(b, "media"), io.EOF
	}))
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	require.Equal(t, 200, rec.Code, rec.Body)
	require.Len(t, s.opened, 2)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

func TestConcurrentFirstPushesAskOnce(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	enough := make(chan struct{})
	s := &streams{}
	h := newPush(t, s, func(cfg *ingest.PushConfig) {
		cfg.Authorizer = authorizer(func(string) (*ingest.Configuration, error) {
			asked.Add(1)
			<-enough
			return nil, nil
		})
	})
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			if code := push(h, http.MethodPut, fmt.Sprintf("/live/a/%d.ts", i), "media").Code; code != 200 {
				t.Errorf("status %d", code)
			}
		})
	}
	require.Eventually(t, func() bool { return asked.Load() > 0 }, 5*time.Second, time.Millisecond)
	close(enough)
	wg.Wait()
	require.EqualValues(t, 1, asked.Load())
	require.Len(t, s.opened, 1)
}

func TestPublisherLeaves(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := &streams{submit: func(*core.Segment, []core.Profile) (*broadcaster.SegmentResult, error) {
		cancel()
		return nil, ctx.Err()
	}}
	r := httptest.NewRequestWithContext(ctx, http.MethodPut, "/live/a/0.ts", strings.NewReader("media"))
	rec := httptest.NewRecorder()
	newPush(t, s, nil).ServeHTTP(rec, r)
	require.Equal(t, 499, rec.Code)
}

// pushed is a fake of ingest.PushObserver.
type pushed func(status, bytes int)

func (p pushed) Pushed(status, bytes int, _ time.Duration) { p(status, bytes) }

func TestObserver(t *testing.T) {
	t.Parallel()
	var got []string
	h := newPush(t, &streams{}, func(c *ingest.PushConfig) {
		c.Observer = pushed(func(status, bytes int) { got = append(got, fmt.Sprint(status, " ", bytes)) })
	})
	push(h, http.MethodPut, "/live/a/0.ts", "media")
	push(h, http.MethodPut, "/live/a/0.ts", "bad")
	push(h, http.MethodGet, "/live/a/0.ts", "")
	require.Equal(t, []string{"200 5", "422 3", "405 0"}, got)
}

// TestBytesInFlightAreBounded holds one push in Submit while another comes.
func TestBytesInFlightAreBounded(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	s := &streams{submit: func(seg *core.Segment, p []core.Profile) (*broadcaster.SegmentResult, error) {
		if seg.Seq == 0 {
			close(entered)
			<-leave
		}
		return renditions(p, 1), nil
	}}
	h := newPush(t, s, func(c *ingest.PushConfig) { c.MaxBodyBytes, c.MaxInflightBytes = 1000, 1500 })
	first := make(chan int)
	go func() { first <- push(h, http.MethodPut, "/live/a/0.ts", strings.Repeat("x", 1000)).Code }()
	<-entered
	rec := push(h, http.MethodPut, "/live/a/1.ts", strings.Repeat("x", 501))
	require.Equal(t, 503, rec.Code)
	require.Contains(t, rec.Body.String(), "too many segments")
	require.Equal(t, 200, push(h, http.MethodPut, "/live/a/2.ts", strings.Repeat("x", 500)).Code)
	close(leave)
	require.Equal(t, 200, <-first)
	require.Equal(t, 200, push(h, http.MethodPut, "/live/a/3.ts", strings.Repeat("x", 1000)).Code)
}

// TestBodyOfUnknownLength comes in chunks and grows past the first buffer.
func TestBodyOfUnknownLength(t *testing.T) {
	t.Parallel()
	s := &streams{}
	h := newPush(t, s, func(c *ingest.PushConfig) { c.MaxBodyBytes = 1_000_000 })
	send := func(n int) int {
		r := httptest.NewRequest(http.MethodPut, "/live/a/0.ts", struct{ io.Reader }{strings.NewReader(strings.Repeat("x", n))})
		require.EqualValues(t, -1, r.ContentLength)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec.Code
	}
	require.Equal(t, 200, send(1_000_000))
	require.Len(t, s.segs[0].Data, 1_000_000)
	require.Equal(t, 413, send(1_000_001))
	require.Equal(t, 400, send(0))
}

// The hash is made piece by piece while the buffer grows.
func TestHashOfBody(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		size  int
		known bool
	}{
		"one_piece":      {1000, true},
		"many_pieces":    {1_200_000, true},
		"grows":          {9_000_000, true},
		"unknown_length": {1_200_000, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := make([]byte, c.size)
			rand.New(rand.NewSource(1)).Read(body)
			var from io.Reader = bytes.NewReader(body)
			if !c.known {
				from = struct{ io.Reader }{from}
			}
			s := &streams{}
			rec := httptest.NewRecorder()
			newPush(t, s, nil).ServeHTTP(rec, httptest.NewRequest(http.MethodPut, "/live/a/0.ts", from))
			require.Equal(t, http.StatusOK, rec.Code)
			require.True(t, bytes.Equal(body, s.segs[0].Data))
			require.Equal(t, crypto.Keccak256Hash(body), s.segs[0].Digest.Sum())
		})
	}
}

func TestSlowBody(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(newPush(t, &streams{}, func(c *ingest.PushConfig) { c.BodyIdle = 50 * time.Millisecond }))
	defer srv.Close()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	io.WriteString(conn, "PUT /live/a/0.ts HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
	answer, err := io.ReadAll(conn) // until the server closes
	require.NoError(t, err)
	require.Contains(t, string(answer), "HTTP/1.1 408 Request Timeout")
	require.Contains(t, string(answer), "3 bytes, then none for 50ms")
}

func TestBrokenBody(t *testing.T) {
	t.Parallel()
	codes := make(chan int, 1)
	h := newPush(t, &streams{}, func(c *ingest.PushConfig) { c.Observer = pushed(func(status, _ int) { codes <- status }) })
	srv := httptest.NewServer(h)
	defer srv.Close()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	require.NoError(t, err)
	io.WriteString(conn, "PUT /live/a/0.ts HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
	conn.Close()
	require.Equal(t, 400, <-codes)
}

// TestRefusedBodyIsNoRequest sends a refused push whose body looks like another
// push: it must not be taken for one, and the answer must arrive.
func TestRefusedBodyIsNoRequest(t *testing.T) {
	t.Parallel()
	s := &streams{}
	srv := httptest.NewServer(newPush(t, s, nil))
	defer srv.Close()
	body := strings.Repeat(recorded("PUT /live/a/0.ts", 10), 6000) // some 700 kB
	got := exchange(t, srv, fmt.Sprintf("PUT /live/a/0.x HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", len(body), body))
	require.Contains(t, got, "400 Bad Request")
	require.Equal(t, 1, strings.Count(got, "HTTP/1.1 "))
	require.Empty(t, s.segs)
}

// TestKeepAlive has a push refused for its media, and then a good one on the
// same connection.
func TestKeepAlive(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(newPush(t, &streams{}, nil))
	defer srv.Close()
	got := exchange(t, srv, "PUT /live/a/0.ts HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nbad"+recorded("PUT /live/a/1.ts", 10, "Accept: multipart/mixed"))
	require.Contains(t, got, "422 Unprocessable Entity")
	require.Contains(t, got, "HTTP/1.1 200 OK")
}

// TestRealBroadcaster wires the handler to core/broadcaster as a node does.
func TestRealBroadcaster(t *testing.T) {
	t.Parallel()
	cfg := broadcaster.DefaultConfig()
	cfg.MaxAttempts = 0 // source only
	cfg.Outputs, cfg.Orchestrators, cfg.Finder = discard{}, nobody{}, nowhere{}
	b, err := broadcaster.New(cfg)
	require.NoError(t, err)
	h := newPush(t, nil, func(c *ingest.PushConfig) { c.Streams = ingest.FromBroadcaster(b) })
	require.Equal(t, 503, push(h, http.MethodPut, "/live/a/0.ts", "media").Code) // not started
	require.NoError(t, b.Start(t.Context()))
	defer b.Close()
	require.Equal(t, 200, push(h, http.MethodPut, "/live/a/0.ts", "media").Code)
	_, running := b.PushStream("a")
	require.True(t, running)
	require.Equal(t, 200, push(h, http.MethodPut, "/live/a/1.ts", "media").Code)
}

// discard is a fake of broadcaster.Outputs that plays nothing out.
type discard struct{}

func (discard) Open(core.ManifestID, []core.Profile) broadcaster.Output { return discard{} }
func (discard) Source(*core.Segment)                                    {}
func (discard) Rendition(*core.Segment, core.Profile, core.Rendition)   {}
func (discard) Gap(*core.Segment, core.Profile)                         {}
func (discard) End()                                                    {}

// nobody and nowhere are a network without orchestrators.
type (
	nobody  struct{ broadcaster.Orchestrators }
	nowhere struct{ broadcaster.Finder }
)

func TestPushConfigValidate(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*ingest.PushConfig){
		"err_streams": func(c *ingest.PushConfig) { c.Streams = nil },
		"err_bytes":   func(c *ingest.PushConfig) { c.MaxInflightBytes = c.MaxBodyBytes - 1 },
		"err_idle":    func(c *ingest.PushConfig) { c.BodyIdle = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := ingest.DefaultPushConfig()
			cfg.Streams, cfg.Prober, cfg.Profiles = &streams{}, prober{}, defaultProfiles
			require.NoError(t, cfg.Validate())
			change(&cfg)
			_, err := ingest.NewPush(cfg)
			require.Error(t, err)
		})
	}
}
