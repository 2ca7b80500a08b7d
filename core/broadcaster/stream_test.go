package broadcaster_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

func TestSubmitPublishesSourceAndRenditions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: 300 * time.Millisecond, answer: 10 * time.Millisecond}
		d := startNode(t, newNetwork(o), nil)
		s := d.open(t, "movie")
		out := d.outs.of("movie")

		done := make(chan struct{})
		go func() {
			defer close(done)
			res := submit(t, s, 0)
			require.Equal(t, "low", res.Profiles[0].Name)
			require.Equal(t, "https://a:8935/high/0", string(res.Renditions[1].Data))
			require.Equal(t, "https://a:8935", res.Orchestrator)
			require.True(t, res.Published)
			require.Equal(t, 1, res.Attempts)
		}()
		synctest.Wait()
		require.Equal(t, []string{"0"}, out.seqs(), "the source does not wait for its renditions")
		require.Empty(t, out.rendition("low"))
		<-done
		submit(t, s, 1)
		require.Equal(t, broadcaster.StreamInfo{SourceBytes: 16, TranscodedBytes: 2 * (20 + 21)}, d.Status().StreamInfo["movie"])
		require.NoError(t, s.Close())
		require.NoError(t, out.complete())
		require.Equal(t, []entry{{0, "https://a:8935/low/0"}, {1, "https://a:8935/low/1"}}, out.rendition("low"))

		require.Equal(t, 1, o.infos, "one search is enough")
		require.Equal(t, o.used(), o.ended)
		require.Len(t, o.ended, 1)
		require.Equal(t, []core.ManifestID{"movie"}, d.seen.started)
		require.Equal(t, []core.ManifestID{"movie"}, d.seen.ended)
		require.Len(t, d.seen.done, 2)
		require.Equal(t, 310*time.Millisecond, d.seen.done[0].Took)
		require.Equal(t, 300*time.Millisecond, d.seen.attempts[1].Took)
		require.InDelta(t, 0.15, d.seen.attempts[1].LatencyScore, 1e-9)

		_, err := s.Submit(t.Context(), segment(2))
		require.ErrorIs(t, err, broadcaster.ErrStreamEnded)
	})
}

func TestStreamWithoutRenditions(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*broadcaster.Config, *broadcaster.StreamConfig){
		"no_profiles": func(_ *broadcaster.Config, s *broadcaster.StreamConfig) { s.Profiles = nil },
		"no_attempts": func(c *broadcaster.Config, _ *broadcaster.StreamConfig) { c.MaxAttempts = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, sc := &orch{}, config("movie")
			d := startNode(t, newNetwork(o), func(c *broadcaster.Config) { change(c, &sc) })
			s, err := d.OpenStream(t.Context(), sc)
			require.NoError(t, err)
			res := submit(t, s, 0)
			require.Empty(t, res.Renditions)
			require.True(t, res.Published)
			require.NoError(t, s.Close())
			out := d.outs.of("movie")
			require.NoError(t, out.complete())
			require.Equal(t, []string{"0"}, out.seqs())
			require.Zero(t, o.infos, "nobody is asked")
		})
	}
}

func TestSegmentsWithoutVideoPassUntouched(t *testing.T) {
	t.Parallel()
	for name, info := range map[string]core.MediaInfo{
		"audio_only": {HasAudio: true},
		"no_frames":  {HasVideo: true, HasAudio: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := &orch{}
			d := startNode(t, newNetwork(o), nil)
			s := d.open(t, "radio")
			seg := segment(0)
			seg.Info = info
			res, err := s.Submit(t.Context(), seg)
			require.NoError(t, err)
			require.Len(t, res.Renditions, 2)
			require.Equal(t, seg.Data, res.Renditions[1].Data)
			require.Zero(t, o.infos)
			require.NoError(t, s.Close())
			require.Equal(t, []entry{{0, "source 0"}}, d.outs.of("radio").rendition("low"))
		})
	}
}

func TestSubmitRefusesWhatIsOutOfBounds(t *testing.T) {
	t.Parallel()
	d := startNode(t, newNetwork(&orch{}), nil)
	s := d.open(t, "movie")
	for name, change := range map[string]func(*core.Segment){
		"empty":    func(s *core.Segment) { s.Data = nil },
		"negative": func(s *core.Segment) { s.Duration = -1 },
		"long":     func(s *core.Segment) { s.Duration = core.MaxSegmentDuration + 1 },
		"number":   func(s *core.Segment) { s.Seq = broadcaster.MaxSeq + 1 },
		"bytes":    func(s *core.Segment) { s.Data = make([]byte, core.MaxSegmentBytes+1) },
	} {
		seg := segment(0)
		change(seg)
		_, err := s.Submit(t.Context(), seg)
		var se *broadcaster.SegmentError
		require.ErrorAs(t, err, &se, name)
	}
	require.Empty(t, d.outs.of("movie").seqs())
	require.Empty(t, d.seen.appeared)
}

func TestMissingDurationIsTwoSeconds(t *testing.T) {
	t.Parallel()
	o := &orch{}
	s := startNode(t, newNetwork(o), nil).open(t, "movie")
	seg := segment(0)
	seg.Duration = 0
	_, err := s.Submit(t.Context(), seg)
	require.NoError(t, err)
	require.Equal(t, 2*time.Second, o.segments[0].Duration)
	require.Equal(t, core.ManifestID("movie"), o.segments[0].ManifestID)
}

func TestPublisherLeavesWorkGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: time.Second}
		d := startNode(t, newNetwork(o), nil)
		s := d.open(t, "movie")
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := s.Submit(ctx, segment(0))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NoError(t, s.Close())
		require.Empty(t, d.outs.of("movie").gaps("low"))
		require.False(t, o.endedBusy, "sessions end after what is in flight")
		require.Len(t, o.ended, 1)
	})
}

func TestSegmentsInFlightStayInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{}
		n := newNetwork(o)
		delays := []time.Duration{900, 100, 500, 50} // later ones are ready first
		o.fail = func(_ int, sub *core.Submission) error {
			return wait(t.Context(), delays[sub.Segment.Seq]*time.Millisecond)
		}
		d := startNode(t, n, nil)
		s := d.open(t, "movie")
		out := d.outs.of("movie")
		var all sync.WaitGroup
		for seq := range uint64(4) {
			all.Go(func() { submit(t, s, seq) })
			synctest.Wait()
		}
		require.Equal(t, []string{"0", "1", "2", "3"}, out.seqs())
		time.Sleep(600 * time.Millisecond)
		require.Empty(t, out.rendition("low"), "the first one is not ready")
		all.Wait()
		require.NoError(t, s.Close())
		require.NoError(t, out.complete())
		require.Empty(t, out.gaps("low"))
	})
}

func TestSlowTranscodingLosesOldRenditionsOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: 4 * time.Second}
		d := startNode(t, newNetwork(o), func(c *broadcaster.Config) { c.MaxInFlight, c.MaxBacklog = 2, 3 })
		s := d.open(t, "movie")
		out := d.outs.of("movie")
		var all sync.WaitGroup
		errs := make([]error, 10)
		for seq := range uint64(10) {
			all.Go(func() { _, errs[seq] = s.Submit(t.Context(), segment(seq)) })
			synctest.Wait()
		}
		require.Len(t, out.seqs(), 10, "sources never wait")
		all.Wait()
		require.NoError(t, s.Close())
		require.NoError(t, out.complete())
		require.Equal(t, []uint64{2, 3, 4, 5, 6}, out.gaps("low"), "2 in flight, the newest 3 waiting")
		require.ErrorIs(t, errs[2], broadcaster.ErrBacklog)
		require.NoError(t, errs[9])
	})
}

func TestBacklogBoundsBytes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: 4 * time.Second}
		d := startNode(t, newNetwork(o), func(c *broadcaster.Config) {
			c.MaxInFlight, c.MaxBacklog, c.MaxBacklogBytes = 1, 100, 20
		})
		s := d.open(t, "movie")
		var all sync.WaitGroup
		for seq := range uint64(4) { // of 8 bytes
			all.Go(func() { s.Submit(t.Context(), segment(seq)) })
			synctest.Wait()
		}
		all.Wait()
		require.NoError(t, s.Close())
		require.Equal(t, []uint64{1, 2}, d.outs.of("movie").gaps("low"))
	})
}
