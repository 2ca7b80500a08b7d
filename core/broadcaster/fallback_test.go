package broadcaster_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

func TestFallback(t *testing.T) {
	t.Parallel()
	crash, invalid := errors.New("connection reset by peer"), &core.TranscodeError{Code: core.InvalidVideo}
	for name, tc := range map[string]struct {
		fallback broadcaster.Fallback
		err      error
		want     string // of the rendition; "" for a gap
	}{
		"ok":                        {broadcaster.FallbackSource, nil, "https://a:8935/low/0"},
		"gap":                       {broadcaster.FallbackGap, crash, ""},
		"source":                    {broadcaster.FallbackSource, crash, "source 0"},
		"source_of_a_busy_network":  {broadcaster.FallbackSource, core.ErrOrchestratorBusy, "source 0"},
		"gap_if_source_is_at_fault": {broadcaster.FallbackSource, invalid, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := startNode(t, newNetwork(&orch{fail: always(tc.err)}), func(c *broadcaster.Config) { c.Fallback = tc.fallback })
				s := d.open(t, "movie")
				res, err := s.Submit(t.Context(), segment(0))
				if tc.err != nil {
					require.Error(t, err, "the publisher is told")
					require.Nil(t, res)
				}
				require.NoError(t, s.Close())
				out := d.outs.of("movie")
				require.NoError(t, out.complete())
				for _, profile := range []string{"low", "high"} {
					require.Equal(t, tc.want == "", len(out.gaps(profile)) == 1)
				}
				require.Equal(t, []entry{{0, tc.want}}, out.rendition("low"))
				substitute := tc.want == "source 0"
				require.Equal(t, substitute, out.substitutes == 2)
				done := d.seen.done[0]
				require.Equal(t, substitute, done.FellBack)
				require.Equal(t, tc.err == nil, done.Err == nil)
				require.Equal(t, tc.err == nil, done.Bytes > 0)
			})
		})
	}
}

func TestNoFallbackAtTheNodesEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := startNode(t, newNetwork(), func(c *broadcaster.Config) { c.Fallback = broadcaster.FallbackSource })
		unsupported := segment(0)
		unsupported.Info.PixelFormat = "gbrp"
		s := d.open(t, "movie")
		_, err := s.Submit(t.Context(), unsupported)
		require.ErrorIs(t, err, core.ErrUnsupportedInput)
		require.NoError(t, s.Close())
		require.Equal(t, []uint64{0}, d.outs.of("movie").gaps("low"))

		d = startNode(t, newNetwork(&orch{took: 5e9}), func(c *broadcaster.Config) { c.Fallback = broadcaster.FallbackSource })
		s = d.open(t, "movie")
		go s.Submit(t.Context(), segment(0))
		synctest.Wait()
		require.NoError(t, d.Close())
		require.Equal(t, []uint64{0}, d.outs.of("movie").gaps("low"))
	})
}

func TestFallbackText(t *testing.T) {
	t.Parallel()
	for _, want := range []broadcaster.Fallback{broadcaster.FallbackGap, broadcaster.FallbackSource} {
		text, err := want.MarshalText()
		require.NoError(t, err)
		got := broadcaster.FallbackSource - want
		require.NoError(t, got.UnmarshalText(text))
		require.Equal(t, want, got)
	}
	require.ErrorContains(t, new(broadcaster.Fallback).UnmarshalText([]byte("nothing")), "expected gap or source")
}
