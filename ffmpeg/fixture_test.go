package ffmpeg_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// media makes a clip with the ffmpeg program; args end before the output name.
func media(t testing.TB, ext string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out"+ext)
	cmd := exec.Command("ffmpeg", append(append([]string{"-nostdin", "-hide_banner", "-loglevel", "error", "-y"}, args...), path)...)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}

// clip is a moving picture with sound, frames at fps for the given seconds.
func clip(t testing.TB, ext, size, fps, seconds string, args ...string) []byte {
	t.Helper()
	base := []string{
		"-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=" + fps, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
		"-t", seconds, "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac",
	}
	return media(t, ext, append(base, args...)...)
}

// segments cuts a clip of the given options into MPEG-TS segments at its
// keyframes; args are passed to the encoder.
func segments(t testing.TB, seconds string, args ...string) [][]byte {
	t.Helper()
	dir := t.TempDir()
	all := append([]string{"-nostdin", "-hide_banner", "-loglevel", "error"}, args...)
	all = append(all, "-f", "segment", "-segment_time", seconds, "-segment_format", "mpegts",
		"-segment_format_options", "mpegts_copyts=1", "-muxdelay", "0", filepath.Join(dir, "%03d.ts"))
	out, err := exec.Command("ffmpeg", all...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	names, err := filepath.Glob(filepath.Join(dir, "*.ts"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var segs [][]byte
	for _, n := range names {
		data, err := os.ReadFile(n)
		require.NoError(t, err)
		segs = append(segs, data)
	}
	return segs
}

// transcode runs a job on bytes.
func transcode(t testing.TB, job ffmpeg.Job, in []byte) (*ffmpeg.Result, [][]byte, error) {
	t.Helper()
	bufs := make([]*bytes.Buffer, len(job.Profiles))
	outs := make([]io.Writer, len(bufs))
	for i := range bufs {
		bufs[i] = &bytes.Buffer{}
		outs[i] = bufs[i]
	}
	if job.Preset == "" {
		job.Preset = "ultrafast"
	}
	res, err := ffmpeg.Transcode(context.Background(), job, bytes.NewReader(in), outs)
	data := make([][]byte, len(bufs))
	for i, b := range bufs {
		data[i] = b.Bytes()
	}
	return res, data, err
}

// packet is one line of ffprobe -show_packets.
type packet struct {
	CodecType string `json:"codec_type"`
	PTS, DTS  int64
	Duration  int64
	Flags     string
	Size      string
}

type stream struct {
	CodecType     string `json:"codec_type"`
	CodecName     string `json:"codec_name"`
	CodecTag      string `json:"codec_tag_string"`
	Profile       string
	Width, Height int
	PixFmt        string `json:"pix_fmt"`
	SAR           string `json:"sample_aspect_ratio"`
	HasBFrames    int    `json:"has_b_frames"`
	RFrameRate    string `json:"r_frame_rate"`
	NbReadFrames  string `json:"nb_read_frames"`
	StartPTS      int64  `json:"start_pts"`
	TimeBase      string `json:"time_base"`
	ColorRange    string `json:"color_range"`
	ColorSpace    string `json:"color_space"`
	ColorPrim     string `json:"color_primaries"`
	ColorTransfer string `json:"color_transfer"`
}

type probed struct {
	Streams []stream
	Packets []packet
	Format  struct {
		Name string `json:"format_name"`
		Tags map[string]string
	}
	Programs []struct{ Tags map[string]string }
}

// inspect asks ffprobe, with all frames decoded and counted.
func inspect(t testing.TB, data []byte, args ...string) probed {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.bin")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	cmd := exec.Command("ffprobe", append([]string{"-loglevel", "error", "-of", "json", "-show_streams", "-show_packets", "-show_format", "-show_programs", "-count_frames"}, append(args, path)...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s", stderr.String())
	var p probed
	require.NoError(t, json.Unmarshal(out, &p))
	return p
}

func (p probed) stream(kind string) stream {
	for _, s := range p.Streams {
		if s.CodecType == kind {
			return s
		}
	}
	return stream{}
}

func (p probed) frames(t testing.TB) int {
	t.Helper()
	n, err := strconv.Atoi(p.stream("video").NbReadFrames)
	require.NoError(t, err)
	return n
}

// times are the sorted presentation times of a kind of packets.
func (p probed) packets(kind string) (list []packet) {
	for _, k := range p.Packets {
		if k.CodecType == kind {
			list = append(list, k)
		}
	}
	return list
}

func preset(t testing.TB, names string) []core.Profile {
	t.Helper()
	p, err := core.ParsePresets(names)
	require.NoError(t, err)
	return p
}

func isKey(p packet) bool { return strings.HasPrefix(p.Flags, "K") }
