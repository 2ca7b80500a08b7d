package ffmpeg_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// tagsOf reads an FLV file.
func tagsOf(t testing.TB, file []byte) []flv.Tag {
	t.Helper()
	r, err := flv.NewReader(bytes.NewReader(file), 0)
	require.NoError(t, err)
	var tags []flv.Tag
	for {
		tag, err := r.ReadTag()
		if errors.Is(err, io.EOF) {
			return tags
		}
		require.NoError(t, err)
		tags = append(tags, tag)
	}
}

// liveTags is a stream of testsrc2 in H.264 with a keyframe every gop seconds.
func liveTags(t testing.TB, fps string, seconds, gop string, args ...string) []flv.Tag {
	t.Helper()
	args = append([]string{"-force_key_frames", "expr:gte(t,n_forced*" + gop + ")", "-g", "1000"}, args...)
	return tagsOf(t, clip(t, ".flv", "160x90", fps, seconds, args...))
}

// segmentAll cuts tags and fails the test on an error.
func segmentAll(t testing.TB, cfg ffmpeg.SegmenterConfig, tags []flv.Tag) []*core.Segment {
	t.Helper()
	segs, err := cutTags(t, cfg, tags)
	require.NoError(t, err)
	return segs
}

func cutTags(t testing.TB, cfg ffmpeg.SegmenterConfig, tags []flv.Tag) ([]*core.Segment, error) {
	t.Helper()
	s, err := ffmpeg.NewSegmenter(cfg)
	require.NoError(t, err)
	var segs []*core.Segment
	for _, tag := range tags {
		done, err := s.WriteTag(tag)
		segs = append(segs, done...)
		if err != nil {
			_, again := s.WriteTag(tag)
			require.Equal(t, err, again, "an error stays")
			return segs, err
		}
	}
	done, err := s.Flush()
	return append(segs, done...), err
}

// pictureTimes are the presentation times that tags say, in 1/90000 s, sorted.
func pictureTimes(t testing.TB, tags []flv.Tag) (times []int64) {
	t.Helper()
	for _, tag := range tags {
		if tag.Type != flv.TagVideo {
			continue
		}
		h, err := flv.ParseVideo(tag.Data)
		require.NoError(t, err)
		if h.Packet == flv.PacketFrames {
			times = append(times, (tag.Timestamp+int64(h.CompositionTime))*90)
		}
	}
	slices.Sort(times)
	return times
}

func soundCount(t testing.TB, tags []flv.Tag) (n int) {
	t.Helper()
	for _, tag := range tags {
		if tag.Type != flv.TagAudio {
			continue
		}
		h, err := flv.ParseAudio(tag.Data)
		require.NoError(t, err)
		if h.Packet == flv.PacketFrames && len(h.Body) > 0 {
			n++
		}
	}
	return n
}

// checkStream compares segments with the tags they were cut from: no picture
// and no sound is lost or repeated, all times are those of the tags, each
// segment can be decoded alone, and durations add up.
func checkStream(t *testing.T, tags []flv.Tag, segs []*core.Segment) {
	t.Helper()
	var times []int64
	var sounds int
	lastDTS := int64(-1 << 62)
	seen := make([]probed, len(segs))
	for i, seg := range segs {
		seen[i] = inspect(t, seg.Data)
	}
	for i, seg := range segs {
		p := seen[i]
		pictures := p.packets("video")
		require.Len(t, pictures, seg.Info.VideoFrames)
		if len(pictures) > 0 {
			require.True(t, isKey(pictures[0]), "segment %d starts with a keyframe", i)
			require.Equal(t, len(pictures), p.frames(t), "segment %d decodes alone", i)
			if i+1 < len(segs) && segs[i+1].Info.HasVideo && !segs[i+1].Discontinuity {
				next := seen[i+1].packets("video")[0].PTS
				require.InDelta(t, float64(next-pictures[0].PTS)/90_000, seg.Duration.Seconds(), 1e-5)
			}
		}
		for _, pic := range pictures {
			require.Greater(t, pic.DTS, lastDTS)
			lastDTS = pic.DTS
			times = append(times, pic.PTS)
		}
		sounds += len(p.packets("audio"))
		require.Equal(t, len(p.packets("audio")) > 0, seg.Info.HasAudio)
	}
	slices.Sort(times)
	require.Equal(t, pictureTimes(t, tags), times)
	require.Equal(t, soundCount(t, tags), sounds)
}

func TestSegmenter(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fps, seconds, gop string
		args              []string
		lengths           []float64 // seconds
		num, den          int
	}{
		"two_seconds":    {"30", "7", "2", nil, []float64{2, 2, 2, 1}, 30, 1},
		"b_frames":       {"25", "5", "1", []string{"-bf", "3", "-b_strategy", "0", "-x264-params", "b-pyramid=normal"}, []float64{2, 2, 1}, 25, 1},
		"ntsc":           {"30000/1001", "5", "2", []string{"-bf", "0"}, []float64{2.002, 2.002, 1.001}, 30000, 1001},
		"gop_above":      {"30", "7", "3", nil, []float64{3, 3, 1}, 30, 1},
		"short_gop":      {"10", "5", "0.5", nil, []float64{2, 2, 1}, 10, 1},
		"no_sound":       {"30", "3", "2", []string{"-an"}, []float64{2, 1}, 30, 1},
		"mp3":            {"30", "3", "2", []string{"-c:a", "libmp3lame", "-ar", "44100"}, []float64{2, 1}, 30, 1},
		"one_frame_more": {"10", "2.1", "2", nil, []float64{2, 0.1}, 10, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tags := liveTags(t, c.fps, c.seconds, c.gop, c.args...)
			segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
			require.Len(t, segs, len(c.lengths))
			for i, want := range c.lengths {
				require.InDelta(t, want, segs[i].Duration.Seconds(), 0.05)
				require.False(t, segs[i].Discontinuity)
				require.False(t, segs[i].ForceReinit)
			}
			info := segs[0].Info
			require.Equal(t, core.MPEGTS, info.Container)
			require.Equal(t, core.H264, info.VideoCodec)
			require.Equal(t, "yuv420p", info.PixelFormat)
			require.Equal(t, [2]int{160, 90}, [2]int{info.Width, info.Height})
			require.Equal(t, [2]int{c.num, c.den}, [2]int{info.FPSNum, info.FPSDen})
			require.Regexp(t, `^avc1\.64[0-9a-f]{4}$`, info.VideoCodecTag)
			require.Equal(t, name != "no_sound", info.HasAudio)
			checkStream(t, tags, segs)
		})
	}
}

// The whole stream, pasted together, is the source again.
func TestSegmenter_concatenated(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "30", "6.5", "2", "-bf", "2")
	segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
	var all []byte
	for _, seg := range segs {
		all = append(all, seg.Data...)
	}
	p := inspect(t, all)
	require.Equal(t, len(pictureTimes(t, tags)), p.frames(t))
	for _, pkt := range p.Packets {
		require.NotContains(t, pkt.Flags, "C", "no packet is taken for corrupt at the joints")
	}
	require.Equal(t, "aac", segs[0].Info.AudioCodec)
	require.Equal(t, "mp4a.40.2", segs[0].Info.AudioCodecTag)
}

func TestSegmenter_soundOnly(t *testing.T) {
	t.Parallel()
	tags := tagsOf(t, media(t, ".flv", "-f", "lavfi", "-i", "sine=sample_rate=44100", "-t", "5", "-c:a", "aac"))
	segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
	require.Len(t, segs, 3)
	var total time.Duration
	for _, seg := range segs {
		require.False(t, seg.Info.HasVideo)
		require.False(t, seg.Discontinuity)
		total += seg.Duration
	}
	require.InDelta(t, 5, total.Seconds(), 0.1)
	require.InDelta(t, 2, segs[0].Duration.Seconds(), 0.03)
	checkStream(t, tags, segs)
}

// A stream copied from MPEG-TS begins with an empty AAC configuration.
func TestSegmenter_copiedSound(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "source.ts")
	require.NoError(t, os.WriteFile(path, clip(t, ".ts", "160x90", "30", "5", "-g", "60"), 0o600))
	tags := tagsOf(t, media(t, ".flv", "-i", path, "-c", "copy"))
	segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
	require.True(t, segs[0].Info.HasAudio)
	checkStream(t, tags, segs)
}

// shift moves all tags in time.
func shift(tags []flv.Tag, ms int64) []flv.Tag {
	out := slices.Clone(tags)
	for i := range out {
		out[i].Timestamp += ms
	}
	return out
}

func TestSegmenter_clockWraps(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "30", "6.5", "2")
	plain := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
	for name, start := range map[string]int64{
		"rtmp_32_bits": 1<<32 - 3000,
		"ts_33_bits":   1<<33/90 - 3000,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			late := shift(tags, start)
			for i := range late { // as an RTMP connection has them
				late[i].Timestamp = int64(uint32(late[i].Timestamp))
			}
			segs := segmentAll(t, ffmpeg.SegmenterConfig{}, late)
			require.Len(t, segs, len(plain))
			frames := 0
			for i, seg := range segs {
				require.Equal(t, plain[i].Duration, seg.Duration)
				require.False(t, seg.Discontinuity)
				frames += seg.Info.VideoFrames
			}
			require.Len(t, pictureTimes(t, tags), frames)
		})
	}
}

func TestSegmenter_keyframesTooFarApart(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "10", "12", "100")
	segs, err := cutTags(t, ffmpeg.SegmenterConfig{}, tags)
	require.ErrorIs(t, err, &ffmpeg.StreamError{Fault: ffmpeg.NoKeyframe})
	require.ErrorContains(t, err, "no keyframe for more than 8s; set the keyframe interval of the encoder to 2s")
	require.Empty(t, segs)

	segs = segmentAll(t, ffmpeg.SegmenterConfig{MaxKeyframeGap: 20 * time.Second}, tags)
	require.Len(t, segs, 1)
	checkStream(t, tags, segs)

	var noKeys []flv.Tag
	for _, tag := range tags {
		h, _ := flv.ParseVideo(tag.Data)
		if tag.Type != flv.TagVideo || !h.IsKeyframe() {
			noKeys = append(noKeys, tag)
		}
	}
	_, err = cutTags(t, ffmpeg.SegmenterConfig{}, noKeys)
	require.ErrorIs(t, err, &ffmpeg.StreamError{Fault: ffmpeg.NoKeyframe})
}

func TestSegmenter_startsBetweenKeyframes(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "10", "5", "2")
	var joined []flv.Tag
	for i, tag := range tags {
		if i < 6 || tag.Timestamp > 500 { // headers, then from the middle of a GOP
			h, err := flv.ParseVideo(tag.Data)
			if tag.Type == flv.TagVideo && err == nil && h.IsKeyframe() && tag.Timestamp == 0 {
				continue
			}
			joined = append(joined, tag)
		}
	}
	segs := segmentAll(t, ffmpeg.SegmenterConfig{}, joined)
	require.Len(t, segs, 2)
	require.Equal(t, 20, segs[0].Info.VideoFrames)
	require.Equal(t, 10, segs[1].Info.VideoFrames)
	require.Equal(t, soundCount(t, joined), len(inspect(t, segs[0].Data).packets("audio"))+len(inspect(t, segs[1].Data).packets("audio")))
}

// join puts one stream behind the other on a common clock.
func join(a, b []flv.Tag, gap int64) []flv.Tag {
	return append(slices.Clone(a), shift(b, a[len(a)-1].Timestamp+gap)...)
}

func TestSegmenter_changes(t *testing.T) {
	t.Parallel()
	small := liveTags(t, "10", "3", "2")
	for name, c := range map[string]struct {
		next    []flv.Tag
		discont bool
		reinit  bool
	}{
		"size":         {tagsOf(t, clip(t, ".flv", "240x136", "10", "3", "-g", "20")), true, true},
		"pixel_format": {liveTags(t, "10", "3", "2", "-pix_fmt", "yuv444p"), true, true},
		"sound":        {liveTags(t, "10", "3", "2", "-ar", "44100"), true, false},
		"settings":     {liveTags(t, "10", "3", "2", "-bf", "0", "-refs", "2"), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tags := join(small, c.next, 100)
			segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
			require.Len(t, segs, 4)
			for i, want := range []bool{false, false, true, false} {
				require.Equal(t, want && c.discont, segs[i].Discontinuity, "segment %d", i)
				require.Equal(t, want && c.reinit, segs[i].ForceReinit, "segment %d", i)
			}
			require.Equal(t, 10, segs[1].Info.VideoFrames, "cut where it changed")
			checkStream(t, tags, segs)
		})
	}
}

func TestSegmenter_soundEnds(t *testing.T) {
	t.Parallel()
	tags := join(liveTags(t, "10", "3", "2"), liveTags(t, "10", "3", "2", "-an"), 100)
	segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
	require.Len(t, segs, 3)
	require.True(t, segs[1].Info.HasAudio)
	require.False(t, segs[2].Info.HasAudio)
	require.True(t, segs[2].Discontinuity, "players are told of the other set of tracks")
	require.False(t, segs[2].ForceReinit)
	checkStream(t, tags, segs)
}

func TestSegmenter_clockJumps(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "10", "3", "2")
	long := liveTags(t, "10", "20", "2") // goes on beyond all that is remembered of the jump
	for name, gap := range map[string]int64{"ahead": 60_000, "back": -3_000} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := join(tags, long, gap)
			segs := segmentAll(t, ffmpeg.SegmenterConfig{}, all)
			require.Len(t, segs, 12)
			var joined []byte
			for i, seg := range segs {
				joined = append(joined, seg.Data...)
				require.Equal(t, i == 2, seg.Discontinuity)
				require.False(t, seg.ForceReinit)
				require.LessOrEqual(t, seg.Duration, 2100*time.Millisecond, "no segment spans the jump")
			}
			p := inspect(t, joined)
			require.Len(t, p.packets("video"), 230)
			require.InDelta(t, soundCount(t, all), len(p.packets("audio")), 10, "but what came before the jump's first picture")
		})
	}
}

// A publisher whose sound and picture have clocks of their own gets bad sound,
// but no absurd durations. Found by fuzzing.
func TestSegmenter_clocksApart(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "10", "5", "2")
	for i := range tags {
		if tags[i].Type == flv.TagAudio {
			tags[i].Timestamp += 1 << 30
		}
	}
	tags = join(tags, tags, 100)
	segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
	frames := 0
	for _, seg := range segs {
		require.LessOrEqual(t, seg.Duration, 12*time.Second)
		frames += seg.Info.VideoFrames
	}
	require.Equal(t, 100, frames)
}

func TestSegmenter_repeatedTimes(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "10", "3", "2", "-bf", "0")
	for i := range tags {
		tags[i].Timestamp = tags[i].Timestamp / 300 * 300 // three pictures share each time
	}
	segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
	frames := 0
	for _, seg := range segs {
		frames += inspect(t, seg.Data).frames(t)
	}
	require.Equal(t, 30, frames)
}

// A camera that is switched off, and on again, while the sound goes on.
func TestSegmenter_pictureStops(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "10", "20", "2")
	var off []flv.Tag
	for _, tag := range tags {
		if tag.Type != flv.TagVideo || tag.Timestamp < 3000 || tag.Timestamp >= 17_500 {
			off = append(off, tag)
		}
	}
	segs := segmentAll(t, ffmpeg.SegmenterConfig{MaxKeyframeGap: 4 * time.Second}, off)
	var kinds string
	for _, seg := range segs {
		kinds += map[bool]string{true: "V", false: "a"}[seg.Info.HasVideo]
	}
	require.Regexp(t, `^VVa{5,6}V$`, kinds)
	require.Equal(t, 20, segs[len(segs)-1].Info.VideoFrames, "from the first keyframe at 18 s")
	var total time.Duration
	for _, seg := range segs {
		total += seg.Duration
	}
	require.InDelta(t, 20, total.Seconds(), 0.2)
}

// Metadata and a header may promise sound that never comes.
func TestSegmenter_promisedSound(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "10", "3", "2")
	var silent []flv.Tag
	for _, tag := range tags {
		h, err := flv.ParseAudio(tag.Data)
		if tag.Type != flv.TagAudio || err == nil && h.IsSequenceHeader() {
			silent = append(silent, tag)
		}
	}
	segs := segmentAll(t, ffmpeg.SegmenterConfig{}, silent)
	require.Len(t, segs, 2)
	require.False(t, segs[0].Info.HasAudio)
	checkStream(t, silent, segs)
}

// mp4Samples takes an MP4 file of one video track apart: its decoder
// configuration, packets, and which of them are keyframes.
func mp4Samples(t testing.TB, file []byte, box string) (config []byte, packets [][]byte, keys []bool) {
	t.Helper()
	at := bytes.Index(file, []byte(box))
	require.Positive(t, at, "%s in file", box)
	size := int(binary.BigEndian.Uint32(file[at-4:]))
	config = file[at+4 : at-4+size]
	path := filepath.Join(t.TempDir(), "in.mp4")
	require.NoError(t, os.WriteFile(path, file, 0o600))
	out, err := exec.Command("ffprobe", "-loglevel", "error", "-show_entries", "packet=size,pos,flags", "-of", "csv=p=0", path).Output()
	require.NoError(t, err)
	for line := range strings.Lines(string(out)) {
		var pos, size int
		var flags string
		_, err := fmt.Sscanf(strings.ReplaceAll(line, ",", " "), "%d %d %s", &size, &pos, &flags)
		require.NoError(t, err, line)
		packets = append(packets, file[pos:pos+size])
		keys = append(keys, strings.HasPrefix(flags, "K"))
	}
	return config, packets, keys
}

// enhancedTags makes the tags of an encoder that ffmpeg's FLV muxer does not
// know: FourCC headers, ten pictures a second, no reordering.
func enhancedTags(fourCC string, config []byte, packets [][]byte, keys []bool) []flv.Tag {
	tags := []flv.Tag{{Type: flv.TagVideo, Data: slices.Concat([]byte{0x90}, []byte(fourCC), config)}}
	for i, p := range packets {
		head := byte(0xa3) // coded frames without composition time
		if keys[i] {
			head = 0x93
		}
		tags = append(tags, flv.Tag{Type: flv.TagVideo, Timestamp: int64(i) * 100, Data: slices.Concat([]byte{head}, []byte(fourCC), p)})
	}
	return tags
}

func TestSegmenter_enhancedCodecs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fourCC, box string
		args        []string
		codec       core.Codec
		container   core.Container
		tag         string
	}{
		"hevc": {"hvc1", "hvcC", []string{"-c:v", "libx265", "-x265-params", "log-level=none:keyint=20:min-keyint=20:bframes=0"}, core.HEVC, core.MPEGTS, "hvc1.1."},
		"av1":  {"av01", "av1C", []string{"-c:v", "libaom-av1", "-cpu-used", "8", "-lag-in-frames", "0", "-g", "20", "-keyint_min", "20"}, core.AV1, core.MP4, "av01.0."},
		"vp9":  {"vp09", "vpcC", []string{"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-g", "20", "-keyint_min", "20"}, core.VP9, core.MP4, "vp09.00."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := clip(t, ".mp4", "160x90", "10", "5", append(c.args, "-an")...)
			config, packets, keys := mp4Samples(t, file, c.box)
			tags := enhancedTags(c.fourCC, config, packets, keys)
			segs := segmentAll(t, ffmpeg.SegmenterConfig{}, tags)
			require.Len(t, segs, 3)
			for i, seg := range segs {
				require.Equal(t, c.container, seg.Info.Container)
				require.Equal(t, c.codec, seg.Info.VideoCodec)
				require.Equal(t, [2]int{160, 90}, [2]int{seg.Info.Width, seg.Info.Height})
				require.Equal(t, [2]int{10, 1}, [2]int{seg.Info.FPSNum, seg.Info.FPSDen})
				require.Equal(t, "yuv420p", seg.Info.PixelFormat)
				require.Contains(t, seg.Info.VideoCodecTag, c.tag)
				require.False(t, seg.Discontinuity)
				p := inspect(t, seg.Data)
				require.Equal(t, []int{20, 20, 10}[i], p.frames(t))
				require.InDelta(t, float64(2*i), seconds(t, p.stream("video")), 1e-4, "on the publisher's clock")
			}
		})
	}
}

// The sound of an AV1 stream whose camera is switched off goes on in MP4, since
// players do not change containers easily.
func TestSegmenter_pictureOfMP4Stops(t *testing.T) {
	t.Parallel()
	file := clip(t, ".mp4", "160x90", "10", "2", "-c:v", "libaom-av1", "-cpu-used", "8", "-lag-in-frames", "0", "-g", "20", "-an")
	config, packets, keys := mp4Samples(t, file, "av1C")
	tags := enhancedTags("av01", config, packets, keys)
	for _, tag := range liveTags(t, "10", "20", "2") {
		if tag.Type == flv.TagAudio {
			tags = append(tags, tag)
		}
	}
	slices.SortStableFunc(tags, func(a, b flv.Tag) int { return cmp.Compare(a.Timestamp, b.Timestamp) })
	segs := segmentAll(t, ffmpeg.SegmenterConfig{MaxKeyframeGap: 4 * time.Second}, tags)
	require.Greater(t, len(segs), 5)
	var sounds, pictures int
	for i, seg := range segs {
		require.Equal(t, core.MP4, seg.Info.Container, i)
		p := inspect(t, seg.Data)
		sounds += len(p.packets("audio"))
		pictures += len(p.packets("video"))
	}
	require.Equal(t, 20, pictures)
	require.Equal(t, soundCount(t, tags), sounds)
	require.False(t, segs[len(segs)-1].Info.HasVideo)
}

// seconds is the start of a stream.
func seconds(t testing.TB, s stream) float64 {
	t.Helper()
	var num, den float64
	_, err := fmt.Sscanf(s.TimeBase, "%f/%f", &num, &den)
	require.NoError(t, err)
	return float64(s.StartPTS) * num / den
}

func TestSegmenter_refuses(t *testing.T) {
	t.Parallel()
	avc := []byte{1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, 1, 0x67, 1, 0, 1, 0x68}
	video := func(data ...byte) flv.Tag { return flv.Tag{Type: flv.TagVideo, Data: data} }
	audio := func(data ...byte) flv.Tag { return flv.Tag{Type: flv.TagAudio, Data: data} }
	header := video(append([]byte{0x17, 0, 0, 0, 0}, avc...)...)
	for name, c := range map[string]struct {
		tags  []flv.Tag
		fault ffmpeg.StreamFault
		text  string
	}{
		"sorenson":        {[]flv.Tag{video(0x12, 0, 0)}, ffmpeg.UnsupportedStream, "use H.264"},
		"vp8":             {[]flv.Tag{video(append([]byte{0x90}, "vp08x"...)...)}, ffmpeg.UnsupportedStream, "use H.264"},
		"unknown_fourcc":  {[]flv.Tag{video(append([]byte{0x90}, "zzzzx"...)...)}, ffmpeg.UnsupportedStream, "zzzz"},
		"speex":           {[]flv.Tag{audio(0xb2, 1, 2)}, ffmpeg.UnsupportedStream, "use AAC"},
		"empty_tag":       {[]flv.Tag{video()}, ffmpeg.MalformedStream, ""},
		"bad_config":      {[]flv.Tag{video(0x17, 0, 0, 0, 0, 1, 2, 3)}, ffmpeg.MalformedStream, "avcC"},
		"short_sets":      {[]flv.Tag{video(append([]byte{0x17, 0, 0, 0, 0}, avc[:9]...)...)}, ffmpeg.MalformedStream, ""},
		"no_header":       {[]flv.Tag{video(0x17, 1, 0, 0, 0, 1)}, ffmpeg.MalformedStream, "before their sequence header"},
		"aac_no_header":   {[]flv.Tag{audio(0xaf, 1, 2)}, ffmpeg.MalformedStream, "before their sequence header"},
		"bad_aac":         {[]flv.Tag{audio(0xaf, 0, 0x17, 0x80)}, ffmpeg.MalformedStream, "AAC"},
		"bad_lengths":     {[]flv.Tag{header, video(0x17, 1, 0, 0, 0, 0, 0, 0, 9, 0x65)}, ffmpeg.MalformedStream, "NAL units"},
		"start_codes":     {[]flv.Tag{header, video(0x17, 1, 0, 0, 0, 0, 0, 0, 1, 0x65, 0x88)}, ffmpeg.MalformedStream, "start codes"},
		"unreadable_size": {[]flv.Tag{header, video(0x17, 1, 0, 0, 0, 0, 0, 0, 2, 0x65, 0x88)}, ffmpeg.MalformedStream, "picture size"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := cutTags(t, ffmpeg.SegmenterConfig{}, c.tags)
			require.ErrorIs(t, err, &ffmpeg.StreamError{Fault: c.fault})
			require.ErrorContains(t, err, c.text)
		})
	}
}

func TestSegmenter_bounded(t *testing.T) {
	t.Parallel()
	tags := liveTags(t, "10", "4", "4")
	_, err := cutTags(t, ffmpeg.SegmenterConfig{MaxBytes: 10_000}, tags)
	require.ErrorIs(t, err, &ffmpeg.StreamError{Fault: ffmpeg.SegmentTooLarge})
	empty := segmentAll(t, ffmpeg.SegmenterConfig{}, nil)
	require.Empty(t, empty)
}

// FuzzSegmenter lets a segmenter read any FLV file.
func FuzzSegmenter(f *testing.F) {
	for _, args := range [][]string{{"-g", "5"}, {"-g", "5", "-an"}, {"-vn"}} {
		f.Add(clip(f, ".flv", "32x32", "5", "3", args...))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := flv.NewReader(bytes.NewReader(file), 1<<20)
		if err != nil {
			return
		}
		s, err := ffmpeg.NewSegmenter(ffmpeg.SegmenterConfig{Target: 100 * time.Millisecond})
		require.NoError(t, err)
		check := func(segs []*core.Segment) {
			for _, seg := range segs {
				require.NotEmpty(t, seg.Data)
				require.Positive(t, seg.Duration)
				require.Less(t, seg.Duration, time.Minute)
				require.True(t, seg.Info.HasVideo || seg.Info.HasAudio)
			}
		}
		for {
			tag, err := r.ReadTag()
			if err != nil {
				break
			}
			segs, err := s.WriteTag(tag)
			check(segs)
			if err != nil {
				return
			}
		}
		segs, _ := s.Flush()
		check(segs)
	})
}
