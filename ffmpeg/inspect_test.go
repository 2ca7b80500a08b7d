package ffmpeg_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

func TestInspect(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		ext   string
		args  []string
		codec core.Codec
		keys  []int
	}{
		"h264_ts":       {".ts", []string{"-g", "10", "-bf", "3"}, core.H264, []int{0, 10, 20}},
		"h264_mp4":      {".mp4", []string{"-g", "10", "-bf", "2"}, core.H264, []int{0, 10, 20}},
		"h264_baseline": {".ts", []string{"-g", "100", "-profile:v", "baseline"}, core.H264, []int{0}},
		"h264_intra":    {".ts", []string{"-g", "1"}, core.H264, nil},
		"hevc_ts":       {".ts", []string{"-c:v", "libx265", "-x265-params", "log-level=none:keyint=10:min-keyint=10:scenecut=0:open-gop=0"}, core.HEVC, []int{0, 10, 20}},
		"vp9_mp4":       {".mp4", []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "10", "-keyint_min", "10"}, core.VP9, []int{0, 10, 20}},
		"av1_mp4":       {".mp4", []string{"-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "lp=1:keyint=10"}, core.AV1, []int{0}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := clip(t, tt.ext, "320x180", "25", "1", append([]string{"-sc_threshold", "0"}, tt.args...)...)
			frame := 40 * time.Millisecond
			look := core.Look{
				Times: []time.Duration{frame / 2, 9*frame + frame/2, 13*frame + frame/2, 24*frame + frame/2}, Around: 1,
				Views: []core.View{core.WholeView(64, 36), {Width: 320, Height: 180, X: 10, Y: 20, CropWidth: 40, CropHeight: 30, Alone: true}},
			}
			facts, err := ffmpeg.Inspect(context.Background(), data, tt.ext, look)
			require.NoError(t, err)
			v := facts.Video
			require.NotNil(t, v)
			require.Equal(t, tt.codec, v.Codec)
			require.Equal(t, [2]int{320, 180}, [2]int{v.Width, v.Height})
			require.Equal(t, "yuv420p", v.PixelFormat)
			if want, ok := map[string]int{"h264_ts": 100, "h264_mp4": 100, "h264_baseline": 66 | 1<<9, "hevc_ts": 1}[name]; ok {
				require.Equal(t, want, v.Profile)
			}
			require.Equal(t, [2]int{25, 1}, [2]int{v.FPSNum, v.FPSDen})
			require.Len(t, v.Frames, 25)
			require.EqualValues(t, 25*320*180, v.Pixels)
			require.Zero(t, v.SizeChanges+v.Leading+v.Damaged)
			require.InDelta(t, time.Second, v.Duration(), float64(time.Millisecond))
			var keys []int
			for i, f := range v.Frames {
				if i > 0 {
					require.InDelta(t, frame, f.Time-v.Frames[i-1].Time, float64(time.Millisecond))
				}
				if f.Key {
					keys = append(keys, i)
				}
			}
			if tt.keys == nil {
				require.Len(t, keys, 25)
			} else if tt.codec == core.AV1 {
				require.Equal(t, 0, keys[0])
			} else {
				require.Equal(t, tt.keys, keys)
			}
			require.Equal(t, "aac", facts.Audio.Codec)
			require.Equal(t, 48000, facts.Audio.SampleRate)
			require.InDelta(t, time.Second, facts.Audio.Duration, float64(60*time.Millisecond))
			require.Equal(t, 1, facts.AudioStreams)
			total := int64(0)
			for _, f := range v.Frames {
				require.Positive(t, f.Bytes)
				total += int64(f.Bytes)
			}
			require.Equal(t, v.Bytes, total)
			checkSamples(t, data, tt.ext, look, v, frame)
			checkFirstFrame(t, data, tt.ext, v.Samples[0], frame)
		})
	}
}

// checkSamples compares what a sparing decoder shows with what one does that
// decodes everything.
func checkSamples(t *testing.T, data []byte, ext string, look core.Look, v *core.VideoFacts, frame time.Duration) {
	t.Helper()
	look.All = true
	whole, err := ffmpeg.Inspect(context.Background(), data, ext, look)
	require.NoError(t, err)
	require.Equal(t, len(v.Frames), whole.Video.DecodedFrames)
	require.Equal(t, v.Pixels, whole.Video.DecodedPixels)
	all := make(map[[2]int]core.FrameSample)
	for _, s := range whole.Video.Samples {
		all[[2]int{s.Index, s.Step}] = s
	}
	steps := make(map[int]int)
	for _, s := range v.Samples {
		shown := look.Times[s.Index] - frame/2 + time.Duration(s.Step)*frame
		require.InDelta(t, shown, s.Time, float64(time.Millisecond), "time %d, step %d", s.Index, s.Step)
		require.Equal(t, [2]int{320, 180}, [2]int{s.Width, s.Height})
		require.Len(t, s.Views[0], 64*36)
		require.Equal(t, s.Step == 0, s.Views[1] != nil)
		if s.Step == 0 {
			require.Len(t, s.Views[1], 40*30)
		}
		require.Equal(t, all[[2]int{s.Index, s.Step}], s)
		steps[s.Index]++
	}
	require.Len(t, steps, len(look.Times))
	for i, n := range steps {
		require.GreaterOrEqual(t, n, 2, "frames at time %d", i)
	}
}

// checkFirstFrame sees that the first frame alone is had without those after it.
func checkFirstFrame(t *testing.T, data []byte, ext string, first core.FrameSample, frame time.Duration) {
	t.Helper()
	look := core.Look{Times: []time.Duration{frame / 2}, Views: []core.View{core.WholeView(64, 36)}}
	facts, err := ffmpeg.Inspect(context.Background(), data, ext, look)
	require.NoError(t, err)
	require.Len(t, facts.Video.Samples, 1)
	require.Equal(t, first.Views[0], facts.Video.Samples[0].Views[0])
	require.Equal(t, 1, facts.Video.DecodedFrames)
}

func TestInspect_packetsAlone(t *testing.T) {
	t.Parallel()
	data := clip(t, ".ts", "320x180", "25", "1")
	facts, err := ffmpeg.Inspect(context.Background(), data, ".ts", core.Look{})
	require.NoError(t, err)
	require.Len(t, facts.Video.Frames, 25)
	require.Zero(t, facts.Video.DecodedFrames)
	require.Equal(t, "yuv420p", facts.Video.PixelFormat)
	require.Equal(t, 100, facts.Video.Profile)
	require.Equal(t, [2]int{320, 180}, [2]int{facts.Video.Width, facts.Video.Height})
	require.Empty(t, facts.Video.Samples)
	require.Equal(t, len(data), facts.Bytes)
}

func TestInspect_soundAlone(t *testing.T) {
	t.Parallel()
	data := media(t, ".ts", "-f", "lavfi", "-i", "sine=sample_rate=48000", "-t", "1", "-c:a", "aac")
	facts, err := ffmpeg.Inspect(context.Background(), data, ".ts", core.Look{Times: []time.Duration{0}})
	require.NoError(t, err)
	require.Nil(t, facts.Video)
	require.NotNil(t, facts.Audio)
}

func TestInspect_damaged(t *testing.T) {
	t.Parallel()
	good := clip(t, ".ts", "320x180", "25", "1", "-g", "25")
	tests := map[string]struct {
		data []byte
		ok   bool
	}{
		"empty": {nil, false},
		"text":  {[]byte("this is not a segment of anything"), false},
		"zeros": {make([]byte, 100_000), false},
		"half":  {good[:len(good)/2], true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := ffmpeg.Inspect(context.Background(), tt.data, ".ts", core.Look{All: true})
			if !tt.ok {
				require.ErrorIs(t, err, &core.TranscodeError{Code: core.InvalidVideo})
				return
			}
			require.NoError(t, err)
			require.Less(t, len(facts.Video.Frames), 25)
			require.NotZero(t, facts.Video.DecodedFrames)
		})
	}
}

func TestInspect_lookOutOfLimits(t *testing.T) {
	t.Parallel()
	data := clip(t, ".ts", "160x90", "10", "1")
	many := make([]time.Duration, core.MaxLookTimes+1)
	for i := range many {
		many[i] = time.Duration(i) * time.Millisecond
	}
	whole := []core.View{core.WholeView(64, 36)}
	tests := map[string]core.Look{
		"too_many_times":  {Times: many},
		"falling":         {Times: []time.Duration{2, 1}},
		"negative":        {Times: []time.Duration{-1}},
		"around":          {Times: many[:1], Around: core.MaxLookAround + 1},
		"too_many_views":  {Times: many[:1], Views: make([]core.View, core.MaxLookViews+1)},
		"beyond_picture":  {Times: many[:1], Views: []core.View{{Width: 64, Height: 36, X: 60, CropWidth: 5, CropHeight: 5}}},
		"no_pixels":       {Times: many[:1], Views: []core.View{{Width: 64, Height: 36}}},
		"view_too_large":  {Times: many[:1], Views: []core.View{core.WholeView(1024, 1024)}},
		"views_too_large": {Times: many[:16], Around: 3, Views: []core.View{core.WholeView(512, 512), core.WholeView(512, 512)}},
	}
	for name, look := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ffmpeg.Inspect(context.Background(), data, ".ts", look)
			var fault *ffmpeg.Error
			require.ErrorAs(t, err, &fault)
		})
	}
	_, err := ffmpeg.Inspect(context.Background(), data, ".ts", core.Look{Times: many[:1], Views: whole})
	require.NoError(t, err)
}

// Whatever comes in, facts or a typed error come out.
func TestInspect_mutated(t *testing.T) {
	t.Parallel()
	small := func(ext string, args ...string) []byte { return clip(t, ext, "96x64", "15", "0.8", args...) }
	sources := [][]byte{
		small(".ts", "-g", "4"), small(".mp4", "-g", "6"), small(".ts", "-c:v", "libx265", "-x265-params", "log-level=none"),
		small(".mp4", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
	}
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 2))
	ok := 0
	for i := range mutations(t) {
		in := mutate(r, sources[i%len(sources)], sources[r.IntN(len(sources))])
		look := core.Look{
			Times: []time.Duration{30 * time.Millisecond, time.Duration(100+r.IntN(600)) * time.Millisecond}, Around: r.IntN(4), All: i%8 == 0,
			Views: []core.View{core.WholeView(64, 36), {Width: 96, Height: 64, X: 10, CropWidth: 40, CropHeight: 40, Alone: true}},
		}
		facts, err := ffmpeg.Inspect(context.Background(), in, ".ts", look)
		if err != nil {
			var typed *core.TranscodeError
			if !errors.As(err, &typed) {
				save(t, in)
				t.Fatalf("seed %d, mutation %d: %v", seed, i, err)
			}
			continue
		}
		ok++
		if facts.Video == nil {
			continue
		}
		require.NotEmpty(t, facts.Video.Frames)
		for _, s := range facts.Video.Samples {
			require.Less(t, s.Index, len(look.Times))
			require.LessOrEqual(t, max(s.Step, -s.Step), look.Around)
			require.Len(t, s.Views[0], 64*36)
			require.Equal(t, s.Step == 0, len(s.Views[1]) == 40*40)
		}
	}
	require.NotZero(t, ok, "some sources survive")
}

// It does not run in parallel, so that it has the process for itself.
func TestInspect_nothingLeaks(t *testing.T) {
	src := clip(t, ".ts", "320x180", "30", "1", "-g", "10")
	look := core.Look{
		Times: []time.Duration{10 * time.Millisecond, 500 * time.Millisecond}, Around: 2, Views: []core.View{core.WholeView(160, 90), core.WholeView(320, 180)},
	}
	round := func(n int) {
		for range n {
			_, err := ffmpeg.Inspect(context.Background(), src, ".ts", look)
			require.NoError(t, err)
			_, err = ffmpeg.Inspect(context.Background(), src[:len(src)/3], ".ts", core.Look{All: true})
			require.NoError(t, err)
			_, err = ffmpeg.Inspect(context.Background(), src[:376], ".ts", look)
			require.Error(t, err)
		}
		ffmpeg.ReleaseMemory()
	}
	round(20)
	mem, fds := residentMB(t), count(t, "/proc/self/fd")
	round(100)
	require.Less(t, residentMB(t), mem+10, "memory in MB")
	require.LessOrEqual(t, count(t, "/proc/self/fd"), fds+1, "open files")
}
