package ffmpeg_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

func wantCode(t *testing.T, err error, code core.TranscodeCode) {
	t.Helper()
	require.ErrorIs(t, err, &core.TranscodeError{Code: code})
}

// withoutKeyframes drops the transport packets of the first keyframe's picture
// by cutting the stream behind it.
func withoutKeyframes(t *testing.T) []byte {
	t.Helper()
	return media(t, ".ts", "-i", writeTemp(t, ".ts", clip(t, ".ts", "320x180", "30", "2", "-g", "300")), "-c", "copy", "-an", "-bsf:v", "noise=drop='key'")
}

func writeTemp(t testing.TB, ext string, data []byte) string {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "*"+ext)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.Write(data)
	require.NoError(t, err)
	return f.Name()
}

func TestBrokenSources(t *testing.T) {
	t.Parallel()
	good := clip(t, ".ts", "320x180", "30", "1")
	mp4 := clip(t, ".mp4", "320x180", "30", "1")
	random := make([]byte, 200_000)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	tests := map[string]struct {
		in   []byte
		code core.TranscodeCode
	}{
		"empty":         {nil, core.InvalidVideo},
		"random":        {random, core.InvalidVideo},
		"text":          {[]byte("#EXTM3U\n#EXT-X-VERSION:3\nhttp://localhost/x.ts\n"), core.InvalidVideo},
		"header_only":   {good[:376], core.InvalidVideo},
		"mp4_truncated": {mp4[:len(mp4)/2], core.InvalidVideo},
		"mp4_box_lies":  {append([]byte{0x7f, 0xff, 0xff, 0xff}, mp4[4:]...), core.InvalidVideo},
		"no_keyframe":   {withoutKeyframes(t), core.NoKeyframes},
		"mpeg2":         {media(t, ".ts", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30", "-t", "1", "-c:v", "mpeg2video"), core.UnsupportedCodec},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := transcode(t, ffmpeg.Job{Profiles: preset(t, "P144p30fps16x9")}, tt.in)
			wantCode(t, err, tt.code)
		})
	}
}

func TestDamagedSourceGivesWhatIsThere(t *testing.T) {
	t.Parallel()
	good := clip(t, ".ts", "320x180", "30", "2", "-g", "15")
	tests := map[string]struct {
		in       []byte
		min, max int
	}{
		"truncated":         {good[:len(good)/2], 15, 45},
		"garbage_in_middle": {append(append(bytes.Clone(good[:len(good)/2]), make([]byte, 1000)...), good[len(good)/2:]...), 40, 62},
		"starts_mid_gop":    {good[len(good)/8:], 30, 60},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}}, tt.in)
			require.NoError(t, err)
			require.GreaterOrEqual(t, res.Renditions[0].Frames, tt.min)
			require.LessOrEqual(t, res.Renditions[0].Frames, tt.max)
			require.Equal(t, res.Renditions[0].Frames, inspect(t, outs[0]).frames(t))
		})
	}
}

func TestSourceWithoutAudio(t *testing.T) {
	t.Parallel()
	src := media(t, ".ts", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30", "-t", "1", "-c:v", "libx264", "-pix_fmt", "yuv420p")
	res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}}, src)
	require.NoError(t, err)
	require.Equal(t, 30, res.Renditions[0].Frames)
	require.Len(t, inspect(t, outs[0]).Streams, 1)
}

func TestSourceWithoutVideo(t *testing.T) {
	t.Parallel()
	audio := media(t, ".ts", "-f", "lavfi", "-i", "sine=sample_rate=48000", "-t", "2", "-c:a", "aac")
	// A stream that announces video of which this segment has nothing.
	both := clip(t, ".ts", "320x180", "30", "2")
	empty := media(t, ".ts", "-i", writeTemp(t, ".ts", both), "-c", "copy", "-bsf:v", "noise=drop=1", "-copyts")
	for name, src := range map[string][]byte{"audio_only": audio, "zero_frames": empty} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mp4 := small(30, 0)
			mp4.Format = core.MP4
			res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(30, 0), small(0, 0)}}, src)
			require.NoError(t, err)
			for i, r := range res.Renditions {
				require.Zero(t, r.Frames)
				require.Zero(t, r.Pixels)
				require.Equal(t, src, outs[i], "copied untouched")
			}
			res, outs, err = transcode(t, ffmpeg.Job{Profiles: []core.Profile{mp4}}, src)
			require.NoError(t, err)
			require.Zero(t, res.Renditions[0].Frames)
			p := inspect(t, outs[0])
			require.Equal(t, "aac", p.stream("audio").CodecName)
			require.Greater(t, len(p.packets("audio")), 90)
		})
	}
}

func TestTimestampsAreRepaired(t *testing.T) {
	t.Parallel()
	src := writeTemp(t, ".ts", clip(t, ".ts", "320x180", "30", "2", "-bf", "0"))
	tests := map[string]struct {
		bsf    string
		frames int
	}{
		"duplicate": {"setts=pts='if(eq(mod(N,5),1),PREV_OUTPTS,PTS)':dts='if(eq(mod(N,5),1),PREV_OUTDTS+1,DTS)'", 60},
		"backward":  {"setts=ts='if(gt(N,30),TS-30000,TS)'", 60},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := media(t, ".ts", "-i", src, "-c", "copy", "-an", "-bsf:v", tt.bsf, "-copyts")
			for _, p := range []core.Profile{small(0, 0), small(30, 0)} {
				res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{p}}, in)
				require.NoError(t, err)
				require.InDelta(t, tt.frames, res.Renditions[0].Frames, 14)
				require.Less(t, res.Renditions[0].Duration, 4*time.Second)
				tl := timelineOf(t, outs[0])
				require.NoError(t, rising(tl.pts))
				require.NoError(t, rising(tl.dts))
			}
		})
	}
}

// A clock that starts anew inside of a segment is continued.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	at := func(offset string) []byte {
		return clip(t, ".ts", "320x180", "30", "1", "-output_ts_offset", offset, "-muxdelay", "0")
	}
	for name, in := range map[string][]byte{"forward": append(at("10"), at("3600")...), "back": append(at("3600"), at("10")...)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, p := range []core.Profile{small(0, 0), small(30, 0)} {
				res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{p}}, in)
				require.NoError(t, err)
				require.InDelta(t, 60, res.Renditions[0].Frames, 2)
				require.Less(t, res.Renditions[0].Duration, 3*time.Second)
				tl := timelineOf(t, outs[0])
				require.NoError(t, rising(tl.dts))
				require.NoError(t, rising(tl.audio))
				require.Less(t, tl.audio[len(tl.audio)-1]-tl.audio[0], int64(3*90000))
			}
		})
	}
}

func TestChangesInsideOfASegment(t *testing.T) {
	t.Parallel()
	part := func(size, codec, offset string, args ...string) []byte {
		return clip(t, ".ts", size, "30", "1", append([]string{"-c:v", codec, "-output_ts_offset", offset, "-muxdelay", "0", "-x265-params", "log-level=none"}, args...)...)
	}
	tests := map[string][]byte{
		"size":  append(part("320x180", "libx264", "10"), part("640x360", "libx264", "11")...),
		"codec": append(part("320x180", "libx264", "10"), part("320x180", "libx265", "11", "-tables_version", "1", "-mpegts_start_pid", "400")...),
	}
	for name, in := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, outs, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(30, 0)}}, in)
			require.NoError(t, err)
			require.InDelta(t, 60, res.Renditions[0].Frames, 2)
			p := inspect(t, outs[0])
			require.Equal(t, [2]int{160, 90}, [2]int{p.stream("video").Width, p.stream("video").Height})
			require.InDelta(t, 96, len(p.packets("audio")), 4)
		})
	}
	// FFmpeg does not notice a new codec under the old stream's number.
	t.Run("codec_unannounced", func(t *testing.T) {
		t.Parallel()
		in := append(part("320x180", "libx264", "10"), part("320x180", "libx265", "11")...)
		_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(30, 0)}}, in)
		wantCode(t, err, core.InvalidVideo)
	})
}

func TestLimits(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "640x360", "30", "2")
	job := ffmpeg.Job{Profiles: []core.Profile{small(30, 0)}}
	tests := map[string]struct {
		limits ffmpeg.Limits
		code   core.TranscodeCode
	}{
		"input":    {ffmpeg.Limits{InputBytes: 1000}, core.InvalidVideo},
		"output":   {ffmpeg.Limits{OutputBytes: 1000}, core.EncodedFramesRunaway},
		"side":     {ffmpeg.Limits{Side: 639}, core.InvalidResolution},
		"pixels":   {ffmpeg.Limits{Pixels: 640 * 359}, core.InvalidResolution},
		"duration": {ffmpeg.Limits{Duration: time.Second}, core.EncodedFramesRunaway},
		"frames":   {ffmpeg.Limits{Frames: 59}, core.EncodedFramesRunaway},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := job
			j.Limits = tt.limits
			_, _, err := transcode(t, j, src)
			wantCode(t, err, tt.code)
		})
	}
}

func TestGapsDoNotRunAway(t *testing.T) {
	t.Parallel()
	// 60 frames, nine seconds apart each: more than nine minutes.
	src := writeTemp(t, ".ts", clip(t, ".ts", "320x180", "30", "2", "-bf", "0"))
	in := media(t, ".ts", "-i", src, "-c", "copy", "-an", "-bsf:v", "setts=ts='N*9*90000'")
	_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(60, 0)}}, in)
	wantCode(t, err, core.EncodedFramesRunaway)
}

// The only frame's length says that it lasts for more than a day, and so does the
// frame rate that follows from it.
func TestFrameOfADay(t *testing.T) {
	t.Parallel()
	in := bytes.Clone(clip(t, ".mp4", "320x180", "30", "0.03"))
	at := bytes.Index(in, []byte("stts")) + len("stts") + 12 // version and flags, entries, frames of the first
	binary.BigEndian.PutUint32(in[at:], math.MaxInt32)
	mp4 := small(0, 0)
	mp4.Name, mp4.Format = "mp4", core.MP4
	res, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(30, 0), mp4}}, in)
	require.NoError(t, err)
	require.Less(t, res.Renditions[0].Frames, 10)
	require.Less(t, res.Renditions[1].Duration, time.Minute)
}

func TestBadProfiles(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "320x180", "30", "0.2")
	p := func(f func(*core.Profile)) core.Profile {
		q := small(30, 0)
		f(&q)
		return q
	}
	tests := map[string]struct {
		p    core.Profile
		code core.TranscodeCode
	}{
		"vp9_in_ts":    {p(func(q *core.Profile) { q.Encoder = core.VP9 }), core.MuxerNotFound},
		"av1_in_ts":    {p(func(q *core.Profile) { q.Encoder = core.AV1 }), core.MuxerNotFound},
		"vp8_in_mp4":   {p(func(q *core.Profile) { q.Encoder, q.Format = core.VP8, core.MP4 }), core.MuxerNotFound},
		"codec":        {p(func(q *core.Profile) { q.Encoder, q.Format = 77, core.MP4 }), core.EncoderNotFound},
		"format":       {p(func(q *core.Profile) { q.Format = 9 }), core.UnrecognizedFormat},
		"h264_profile": {p(func(q *core.Profile) { q.EncoderProfile = 99 }), core.UnrecognizedProfile},
		"gop":          {p(func(q *core.Profile) { q.GOP = -5 }), core.InvalidGOP},
		"fps":          {p(func(q *core.Profile) { q.FPS = 1 << 31 }), core.InvalidArgument},
		"size":         {p(func(q *core.Profile) { q.Width = 1 << 20 }), core.InvalidArgument},
		"depth":        {p(func(q *core.Profile) { q.ColorDepth = 14 }), core.InvalidArgument},
		"main_10_bit":  {p(func(q *core.Profile) { q.ColorDepth, q.EncoderProfile = 10, core.ProfileH264Main }), core.InvalidArgument},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{tt.p}}, src)
			wantCode(t, err, tt.code)
		})
	}
	t.Run("too_many", func(t *testing.T) {
		t.Parallel()
		_, _, err := transcode(t, ffmpeg.Job{Profiles: make([]core.Profile, core.MaxProfiles+1)}, src)
		wantCode(t, err, core.TooManyOutputs)
	})
	t.Run("preset", func(t *testing.T) {
		t.Parallel()
		_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Preset: "warp"}, src)
		wantCode(t, err, core.InvalidArgument)
	})
	t.Run("clip", func(t *testing.T) {
		t.Parallel()
		_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}, Clip: &core.Clip{From: 2, To: 1}}, src)
		wantCode(t, err, core.InvalidArgument)
	})
}

// A picture larger than a machine can take is refused by its headers.
func TestAbsurdSize(t *testing.T) {
	t.Parallel()
	src := media(t, ".ts", "-f", "lavfi", "-i", "color=size=16384x64:rate=5", "-t", "0.4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
	_, _, err := transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}}, src)
	wantCode(t, err, core.InvalidResolution)
	// A source that is much wider than high would need a rendition as wide.
	wide := media(t, ".ts", "-f", "lavfi", "-i", "color=size=8192x16:rate=5", "-t", "0.4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
	_, _, err = transcode(t, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}}, wide)
	wantCode(t, err, core.InvalidResolution)
}

var errPipe = errors.New("pipe broke")

type failing struct{ after int }

func (f *failing) Write(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, errPipe
	}
	return len(p), nil
}

func TestReaderAndWriterFaults(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "320x180", "30", "2", "-b:v", "1M")
	job := ffmpeg.Job{Profiles: []core.Profile{small(30, 0), small(0, 0)}, Preset: "ultrafast"}
	_, err := ffmpeg.Transcode(context.Background(), job, bytes.NewReader(src), []io.Writer{io.Discard, &failing{after: 20_000}})
	require.ErrorIs(t, err, errPipe)
	in := io.MultiReader(bytes.NewReader(src[:len(src)/2]), readError{})
	_, err = ffmpeg.Transcode(context.Background(), job, in, []io.Writer{io.Discard, io.Discard})
	require.ErrorIs(t, err, errPipe)
}

type readError struct{}

func (readError) Read([]byte) (int, error) { return 0, errPipe }

// Renditions leave while the source still comes in.
func TestStreaming(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "320x180", "30", "6", "-b:v", "1M", "-bf", "0")
	r, w, err := os.Pipe()
	require.NoError(t, err)
	first := make(chan struct{})
	out := writerFunc(func(p []byte) (int, error) {
		select {
		case <-first:
		default:
			close(first)
		}
		return len(p), nil
	})
	go func() {
		defer w.Close()
		w.Write(src[:len(src)*2/3])
		<-first // else this test hangs
		w.Write(src[len(src)*2/3:])
	}()
	p := small(30, 0)
	p.Bitrate = 2_000_000
	res, err := ffmpeg.Transcode(context.Background(), ffmpeg.Job{Profiles: []core.Profile{p}, Preset: "ultrafast"}, r, []io.Writer{out})
	require.NoError(t, err)
	require.Equal(t, 180, res.Renditions[0].Frames)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestCancel(t *testing.T) {
	t.Parallel()
	src := clip(t, ".ts", "640x360", "30", "2")
	t.Run("waiting_for_input", func(t *testing.T) {
		t.Parallel()
		r, w, err := os.Pipe()
		require.NoError(t, err)
		defer w.Close()
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			w.Write(src[:len(src)/2])
			cancel()
		}()
		_, err = ffmpeg.Transcode(ctx, ffmpeg.Job{Profiles: []core.Profile{small(30, 0)}}, r, []io.Writer{io.Discard})
		require.ErrorIs(t, err, context.Canceled)
	})
	t.Run("encoding", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(context.Background())
		out := writerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil })
		slow := small(60, 0)
		slow.Width = 1280
		_, err := ffmpeg.Transcode(ctx, ffmpeg.Job{Profiles: []core.Profile{small(0, 0), slow}, Preset: "slow"}, bytes.NewReader(src), []io.Writer{out, out})
		require.ErrorIs(t, err, context.Canceled)
	})
	t.Run("before", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := ffmpeg.Transcode(ctx, ffmpeg.Job{Profiles: []core.Profile{small(0, 0)}}, bytes.NewReader(src), []io.Writer{io.Discard})
		require.ErrorIs(t, err, context.Canceled)
	})
}
