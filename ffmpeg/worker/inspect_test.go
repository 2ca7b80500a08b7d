package worker_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

func TestInspect(t *testing.T) {
	t.Parallel()
	s := startMedia(t, nil)
	look := core.Look{
		Times: []time.Duration{50 * time.Millisecond, 1250 * time.Millisecond}, Around: 1,
		Views: []core.View{core.WholeView(32, 18), {Width: 160, Height: 90, X: 8, Y: 8, CropWidth: 16, CropHeight: 16, Alone: true}},
	}
	for _, ext := range []string{".ts", ".mp4"} {
		source := clip(t, ext, "2")
		got, err := s.Inspect(t.Context(), source, ext, look)
		require.NoError(t, err)
		want, err := ffmpeg.Inspect(t.Context(), source, ext, look)
		require.NoError(t, err)
		for i, f := range want.Video.Frames { // the last bit is lost on the way
			want.Video.Frames[i].Time = f.Time &^ 1
		}
		require.Equal(t, want, got)
		require.NotEmpty(t, got.Video.Samples)
	}
	_, err := s.Inspect(t.Context(), []byte("these are no media at all"), ".ts", look)
	require.ErrorIs(t, err, &core.TranscodeError{Code: core.InvalidVideo})
	sound := clip(t, ".ts", "1", "-vn")
	facts, err := s.Inspect(t.Context(), sound, ".ts", look)
	require.NoError(t, err)
	require.Nil(t, facts.Video)
}

func TestInspect_badMediaEndsAWorkerAndNoMore(t *testing.T) {
	t.Parallel()
	s := startMedia(t, nil)
	var crash *worker.CrashError
	_, err := s.Inspect(t.Context(), []byte("segv\n"), ".ts", core.Look{})
	require.ErrorAs(t, err, &crash)
	_, err = s.Inspect(t.Context(), []byte("segv\n"), ".ts", core.Look{})
	require.ErrorIs(t, err, &core.TranscodeError{Code: core.InvalidVideo}, "two workers are enough")
	_, err = s.Inspect(t.Context(), []byte("fine\n"), ".ts", core.Look{})
	require.NoError(t, err)
}

func TestParent_badInspections(t *testing.T) {
	t.Parallel()
	look := core.Look{Times: []time.Duration{1}, Views: []core.View{core.WholeView(2, 2)}}
	video := `{"Inspect":{"Video":{"Samples":[{"Index":0}]}}}`
	tests := map[string]struct {
		said string
		ok   bool
	}{
		"ok":             {frame(frOutput, 0, "\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x01\x02") + frame(frOutput, 1, "abcd") + frame(frResult, 0, video), true},
		"no_facts":       {frame(frResult, 0, `{"Probe":{}}`), false},
		"views_missing":  {frame(frOutput, 1, "abc") + frame(frResult, 0, video), false},
		"views_too_many": {frame(frOutput, 1, "abcde") + frame(frResult, 0, video), false},
		"other_time":     {frame(frOutput, 1, "abcd") + frame(frResult, 0, `{"Inspect":{"Video":{"Samples":[{"Index":1}]}}}`), false},
		"half_a_frame":   {frame(frOutput, 0, "abc") + frame(frResult, 0, video), false},
		"no_video":       {frame(frOutput, 0, "abcdefghijkl") + frame(frResult, 0, `{"Inspect":{}}`), false},
		"unknown_output": {frame(frOutput, 2, "abcd"), false},
		"wrong_frame":    {frame(frSegment, 0, "{}"), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := worker.ExchangeInspect(&replay{Reader: bytes.NewReader([]byte(tt.said))}, []byte("source"), look)
			if tt.ok {
				require.NoError(t, err)
				require.Equal(t, []core.FrameFacts{{Key: true, Bytes: 258}}, facts.Video.Frames)
				require.Equal(t, [][]byte{[]byte("abcd")}, facts.Video.Samples[0].Views)
				return
			}
			var broken *worker.ProtocolError
			require.ErrorAs(t, err, &broken)
		})
	}
}

func FuzzInspection(f *testing.F) {
	f.Add([]byte(frame(frOutput, 0, "abcdefgh") + frame(frOutput, 1, "abcd") + frame(frResult, 0, `{"Inspect":{"Video":{"Samples":[{"Index":0}]}}}`)))
	f.Add([]byte(frame(frResult, 0, `{"Inspect":{}}`)))
	look := core.Look{Times: []time.Duration{1}, Views: []core.View{core.WholeView(2, 2)}}
	f.Fuzz(func(t *testing.T, b []byte) {
		facts, err := worker.ExchangeInspect(&replay{Reader: bytes.NewReader(b)}, []byte("source"), look)
		if err != nil || facts.Video == nil {
			return
		}
		require.LessOrEqual(t, 8*len(facts.Video.Frames), len(b))
		for _, s := range facts.Video.Samples {
			require.Len(t, s.Views, 1)
			require.Len(t, s.Views[0], 4)
		}
	})
}
