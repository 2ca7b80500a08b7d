package broadcaster_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

func TestPushStreamEndsAfterAMinuteWithoutSegments(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: 3 * time.Second}
		d := startNode(t, newNetwork(o), nil)
		p, err := d.OpenPush(t.Context(), config("pushed"))
		require.NoError(t, err)
		for seq := range uint64(3) {
			_, err := p.Submit(t.Context(), segment(seq))
			require.NoError(t, err)
			time.Sleep(59 * time.Second)
			require.Equal(t, []core.ManifestID{"pushed"}, d.Status().Manifests)
		}
		time.Sleep(time.Second + time.Millisecond)
		require.Empty(t, d.Status().Manifests)
		_, running := d.PushStream("pushed")
		require.False(t, running)
		_, err = p.Submit(t.Context(), segment(3))
		require.ErrorIs(t, err, broadcaster.ErrStreamEnded)
		require.NoError(t, d.outs.of("pushed").complete())
		require.Len(t, o.ended, 1)

		again, err := d.OpenPush(t.Context(), config("pushed"))
		require.NoError(t, err)
		_, err = again.Submit(t.Context(), segment(3))
		require.NoError(t, err)
	})
}

func TestPushStreamLivesWhileASegmentIsInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seg := segment(0)
		seg.Duration = 100 * time.Second
		d := startNode(t, newNetwork(&orch{took: 150 * time.Second}), nil)
		p, err := d.OpenPush(t.Context(), config("pushed"))
		require.NoError(t, err)
		_, err = p.Submit(t.Context(), seg)
		require.NoError(t, err)
		time.Sleep(59 * time.Second)
		_, running := d.PushStream("pushed")
		require.True(t, running)
		time.Sleep(59 * time.Second) // looking it up counts as use
		_, running = d.PushStream("pushed")
		require.True(t, running)
	})
}

// A draining node waits for what is in flight and for publishers that go on, not
// for those that have left.
func TestPushStreamEndsSoonWhileDraining(t *testing.T) {
	t.Parallel()
	const second = time.Second
	for name, tc := range map[string]struct {
		length time.Duration // of its segments
		took   time.Duration // to transcode one
		// One segment is pushed before the drain, the others this long after the
		// result of the one before.
		pauses []time.Duration
		before time.Duration // from the first result to the drain
		ends   time.Duration // after the drain began
	}{
		"idle_since_long":    {length: 2 * second, before: 30 * second, ends: 0},
		"idle_since_shortly": {length: 2 * second, before: 2 * second, ends: 3 * second},
		"just_pushed":        {length: 2 * second, ends: 5 * second},
		"goes_on":            {length: 2 * second, took: second, pauses: []time.Duration{second, 4 * second}, ends: (1 + 1 + 4 + 1 + 5) * second},
		"in_flight":          {length: 2 * second, took: 7 * second, pauses: []time.Duration{0}, ends: (7 + 5) * second},
		"long_segments":      {length: 10 * second, pauses: []time.Duration{12 * second}, ends: (12 + 20) * second},
		"longest_segments":   {length: 300 * second, ends: 60 * second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := startNode(t, newNetwork(&orch{took: tc.took}), nil)
				p, err := d.OpenPush(t.Context(), config("pushed"))
				require.NoError(t, err)
				push := func(seq uint64) {
					seg := segment(seq)
					seg.Duration = tc.length
					_, err := p.Submit(t.Context(), seg)
					require.NoError(t, err)
				}
				push(0)
				time.Sleep(tc.before)
				begin := time.Now()
				go func() {
					for i, pause := range tc.pauses {
						time.Sleep(pause)
						push(uint64(i + 1))
					}
				}()
				require.NoError(t, d.Drain(t.Context()))
				require.InDelta(t, tc.ends.Seconds(), time.Since(begin).Seconds(), 0.001)
				out := d.outs.of("pushed")
				require.NoError(t, out.complete())
				require.Empty(t, out.gaps("low"))
				require.Len(t, out.seqs(), 1+len(tc.pauses))
			})
		})
	}
}

func TestOpenPushIsOneStream(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := startNode(t, newNetwork(&orch{took: 100 * time.Millisecond}), nil)
		var all sync.WaitGroup
		for seq := range uint64(6) {
			all.Go(func() {
				p, err := d.OpenPush(t.Context(), config("pushed"))
				require.NoError(t, err)
				res, err := p.Submit(t.Context(), segment(seq))
				require.NoError(t, err)
				require.Len(t, res.Renditions, 2)
			})
		}
		all.Wait()
		require.Len(t, d.outs.open["pushed"], 1)
		p, running := d.PushStream("pushed")
		require.True(t, running)
		require.NoError(t, p.Close())
		out := d.outs.of("pushed")
		require.NoError(t, out.complete())
		require.Equal(t, []string{"0", "1", "2", "3", "4", "5"}, out.seqs(), "pushed all at once, played in order")
		require.Empty(t, out.gaps("high"))
	})
}

// A segment that comes while the stream of its name is ending opens the next
// one.
func TestPushWhileTheStreamEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := startNode(t, newNetwork(&orch{took: 2 * time.Second}), nil)
		p, err := d.OpenPush(t.Context(), config("pushed"))
		require.NoError(t, err)
		go p.Submit(t.Context(), segment(0))
		synctest.Wait()
		go p.Close()
		synctest.Wait()
		_, running := d.PushStream("pushed")
		require.False(t, running)
		again, err := d.OpenPush(t.Context(), config("pushed"))
		require.NoError(t, err)
		require.NotSame(t, p, again)
		_, err = again.Submit(t.Context(), segment(1))
		require.NoError(t, err)
		require.NoError(t, d.outs.open["pushed"][0].complete())
	})
}
