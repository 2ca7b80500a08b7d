package node

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/server/ingest"
	"github.com/livepeer/streamflow/server/rtmp"
)

// workers counts what is asked of them.
type workers struct{ warm, probe int }

func (w *workers) Warm()      { w.warm++ }
func (w *workers) WarmProbe() { w.probe++ }

// sessionCount is an orchestrator.Observer that keeps the last number.
type sessionCount struct {
	orchestrator.NopObserver
	live int
}

func (s *sessionCount) SessionsChanged(live, _ int) { s.live = live }

func TestSessionsThatBeginWarmWorkers(t *testing.T) {
	t.Parallel()
	w, seen := &workers{}, &sessionCount{}
	observer := &warmSessions{Observer: seen, workers: w}
	for _, step := range []struct{ live, warm int }{{0, 0}, {1, 1}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {1, 3}} {
		observer.SessionsChanged(step.live, 10)
		require.Equal(t, step.warm, w.warm, "%+v", step)
		require.Equal(t, step.live, seen.live)
	}
}

// opener is an ingest.Streams that fails with err.
type opener struct {
	ingest.Streams
	err error
}

func (o opener) Open(context.Context, broadcaster.StreamConfig) (ingest.Stream, error) {
	return nil, o.err
}

func TestPushStreamsThatOpenWarmWorkers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err        error
		transcodes bool
		want       workers
	}{
		"broadcaster": {want: workers{probe: 1}},
		"all_in_one":  {transcodes: true, want: workers{warm: 1, probe: 1}},
		"err_refused": {err: errors.New("refused"), transcodes: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &workers{}
			_, err := warmPushes{Streams: opener{err: tc.err}, workers: w, transcodes: tc.transcodes}.Open(t.Context(), broadcaster.StreamConfig{})
			require.Equal(t, tc.err, err)
			require.Equal(t, tc.want, *w)
		})
	}
}

// cutless is a segmenter that cuts nothing; its streams play nowhere.
type cutless struct{ end chan struct{} }

func (cutless) Open(context.Context, time.Duration) (broadcaster.SegmenterSession, error) {
	return cutless{make(chan struct{})}, nil
}
func (cutless) WriteTag(flv.Tag) error { return nil }
func (c cutless) CloseInput() error    { close(c.end); return nil }
func (c cutless) Next(context.Context) (*core.Segment, error) {
	<-c.end
	return nil, io.EOF
}
func (cutless) Close() error { return nil }

type unplayed struct{ broadcaster.Output }

func (unplayed) Open(core.ManifestID, []core.Profile) broadcaster.Output { return unplayed{} }
func (unplayed) End()                                                    {}

// nobody is a Finder of a network without orchestrators.
type nobody struct{}

func (nobody) Find(context.Context, core.JobRequest, func(broadcaster.Candidate)) error {
	return errNoOrchestrator
}

func (nobody) Orchestrators() []broadcaster.PoolEntry { return nil }

// presets are the policies that are there from the start.
type presets struct{}

func (presets) Has(name string) error {
	if name != "" && choosing.DefaultPolicies()[name] == nil {
		return &choosing.PolicyError{Policy: name}
	}
	return nil
}

// The segmenter of a live stream takes a worker of its own first.
func TestLiveStreamsThatOpenWarmWorkers(t *testing.T) {
	t.Parallel()
	cfg := broadcaster.DefaultConfig()
	cfg.Outputs, cfg.Segmenter, cfg.Finder = unplayed{}, cutless{}, nobody{}
	cfg.Orchestrators = struct{ broadcaster.Orchestrators }{}
	b, err := broadcaster.New(cfg)
	require.NoError(t, err)
	require.NoError(t, b.Start(t.Context()))
	defer b.Close()
	opened := 0
	i := &rtmpIngest{
		broadcaster: b, authorizer: ingest.AllowAll{}, policies: presets{}, log: slog.New(slog.DiscardHandler), profiles: func() []core.Profile { return nil },
		opened:  func() { opened++ },
		streams: map[core.ManifestID]*publication{},
	}
	live, err := i.Publish(t.Context(), rtmp.Request{ManifestID: "movie"})
	require.NoError(t, err)
	require.Equal(t, 1, opened)
	_, err = i.Publish(t.Context(), rtmp.Request{ManifestID: "movie"})
	require.Error(t, err)
	_, err = i.Publish(t.Context(), rtmp.Request{ManifestID: "other", URL: "rtmp://host/other?policy=premum"})
	require.ErrorAs(t, err, new(*choosing.PolicyError))
	require.ErrorAs(t, err, new(rtmp.RefusalError), "the publisher is told")
	require.Equal(t, 1, opened, "a refused publisher costs no worker")
	require.NoError(t, live.Close(nil))
}
