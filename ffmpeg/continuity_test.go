package ffmpeg_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// small is a rendition that is quick to make.
func small(fps, den uint32) core.Profile {
	return core.Profile{Name: fmt.Sprintf("small%d_%d", fps, den), Width: 160, Height: 90, Bitrate: 200_000, FPS: fps, FPSDen: den}
}

// liveSegments is a stream of four segments, whose clock begins at offset.
func liveSegments(t testing.TB, fps, seconds, offset string, args ...string) [][]byte {
	t.Helper()
	base := []string{
		"-f", "lavfi", "-i", "testsrc2=size=160x90:rate=" + fps, "-f", "lavfi", "-i", "sine=sample_rate=48000",
		"-t", "4.2", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-c:a", "aac",
		"-force_key_frames", "expr:gte(t,n_forced*" + seconds + ")", "-sc_threshold", "0", "-output_ts_offset", offset,
	}
	return segments(t, seconds, append(base, args...)...)
}

// transcodeAll makes the job's one rendition of every segment.
func transcodeAll(t testing.TB, job ffmpeg.Job, segs [][]byte) (outs [][]byte) {
	t.Helper()
	for _, s := range segs {
		_, o, err := transcode(t, job, s)
		require.NoError(t, err)
		outs = append(outs, o[0])
	}
	return outs
}

type timeline struct{ pts, dts, audio []int64 }

func timelineOf(t testing.TB, data []byte) (tl timeline) {
	t.Helper()
	p := inspect(t, data, "-correct_ts_overflow", "0")
	for _, k := range p.packets("video") {
		tl.pts = append(tl.pts, k.PTS)
		tl.dts = append(tl.dts, k.DTS)
	}
	for _, k := range p.packets("audio") {
		tl.audio = append(tl.audio, k.PTS)
	}
	slices.Sort(tl.pts)
	return tl
}

// joined is the timeline of all segments behind each other, with the clock's
// wrap undone.
func joined(t testing.TB, segs [][]byte) timeline {
	t.Helper()
	tl := timelineOf(t, bytes.Join(segs, nil))
	for _, list := range [][]int64{tl.dts, tl.audio} {
		unwrap(list)
	}
	for i, v := range tl.pts {
		if len(tl.dts) > 0 && v < tl.dts[0]-1<<32 {
			tl.pts[i] += 1 << 33
		}
	}
	slices.Sort(tl.pts)
	return tl
}

func unwrap(list []int64) {
	for i := 1; i < len(list); i++ {
		for list[i] < list[i-1]-1<<32 {
			list[i] += 1 << 33
		}
	}
}

func rising(list []int64) error {
	for i := 1; i < len(list); i++ {
		if list[i] <= list[i-1] {
			return fmt.Errorf("element %d is %d after %d", i, list[i], list[i-1])
		}
	}
	return nil
}

// even checks that all distances are num/den of 90000 ticks, rounded.
func even(pts []int64, fps, den int64) error {
	for i := 1; i < len(pts); i++ {
		d := (pts[i] - pts[i-1]) * fps
		if d < 90000*den-fps || d > 90000*den+fps {
			return fmt.Errorf("frames %d and %d are %d ticks apart at %d/%d fps", i-1, i, pts[i]-pts[i-1], fps, den)
		}
	}
	return nil
}

func TestSegmentsJoinWithoutGap(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fps, seconds, offset string
		out                  core.Profile
		outFPS, outDen       int64
		frames               int // of 4.2 s
	}{
		"same_rate":      {"30", "2", "10", small(30, 0), 30, 1, 126},
		"passthrough":    {"30", "2", "10", small(0, 0), 30, 1, 126},
		"halved":         {"60", "2", "1.4", small(30, 0), 30, 1, 126},
		"30_to_25":       {"30", "2", "1.4", small(25, 0), 25, 1, 105},
		"25_to_30":       {"25", "2", "1.4", small(30, 0), 30, 1, 126},
		"ntsc_same":      {"30000/1001", "2", "10", small(30000, 1001), 30000, 1001, 126},
		"ntsc_to_25":     {"30000/1001", "2", "3.7", small(25, 1), 25, 1, 105},
		"ntsc_to_30":     {"30000/1001", "2", "3.7", small(30, 0), 30, 1, 126},
		"24_to_60":       {"24", "2", "0.7", small(60, 0), 60, 1, 252},
		"odd_segments":   {"30", "0.7", "5.123", small(25, 0), 25, 1, 105},
		"5994_to_ntsc":   {"60000/1001", "1", "7", small(30000, 1001), 30000, 1001, 126},
		"short_segments": {"25", "0.2", "7", small(10, 0), 10, 1, 42},
		"wrap":           {"30", "2", "95440.7176", small(30, 0), 30, 1, 126},
		"wrap_pass":      {"30", "2", "95440.7176", small(0, 0), 30, 1, 126},
		"zero":           {"30", "2", "0", small(30, 0), 30, 1, 126},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			segs := liveSegments(t, tt.fps, tt.seconds, tt.offset)
			got := joined(t, transcodeAll(t, ffmpeg.Job{Profiles: []core.Profile{tt.out}, Preset: "superfast"}, segs))
			source := joined(t, segs)
			require.NoError(t, rising(got.dts), "decoding times")
			require.NoError(t, even(got.pts, tt.outFPS, tt.outDen))
			require.InDelta(t, tt.frames, len(got.pts), 1)
			require.Equal(t, source.audio, got.audio, "audio packets")
			if tt.outFPS == 30 && tt.fps == "30" {
				require.Equal(t, source.pts, got.pts, "times are the source's")
			}
		})
	}
}

// Converting segment by segment gives the frames of converting the whole.
func TestSegmentsEqualTheWhole(t *testing.T) {
	t.Parallel()
	for _, rate := range [][3]uint32{{30, 25, 0}, {25, 30, 0}, {60, 24, 0}, {30, 24000, 1001}} {
		t.Run(fmt.Sprint(rate), func(t *testing.T) {
			t.Parallel()
			segs := liveSegments(t, fmt.Sprint(rate[0]), "0.7", "2.345")
			job := ffmpeg.Job{Profiles: []core.Profile{small(rate[1], rate[2])}}
			_, whole, err := transcode(t, job, bytes.Join(segs, nil))
			require.NoError(t, err)
			require.Equal(t, joined(t, whole).pts, joined(t, transcodeAll(t, job, segs)).pts)
		})
	}
}

// Frames at varying distances keep their times, and the decoding times of a
// segment begin behind those of the segment before.
func TestVariableFrameRate(t *testing.T) {
	t.Parallel()
	// Dense frames at the end of a segment, sparse ones at the start of the next.
	segs := liveSegments(t, "60", "2", "10", "-vf", "select='if(lt(mod(t,2),1),not(mod(n,12)),1)'", "-fps_mode", "vfr", "-enc_time_base", "1/90000")
	require.Len(t, segs, 3)
	got := joined(t, transcodeAll(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Preset: "medium"}, segs))
	require.NoError(t, rising(got.dts))
	require.Equal(t, joined(t, segs).pts, got.pts)
}
