//go:build e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/test/cluster"
)

// media is what ffprobe finds in a file.
type media struct {
	codec         string
	width, height int
	frames        int
	hasAudio      bool
	audioPackets  int
	// maxStep is the largest distance between two pictures that are shown one
	// after the other, minStep the smallest; seconds.
	maxStep, minStep float64
}

// probe reads every packet of a file.
// Source: https://ffmpeg.org/ffprobe.html.
func probe(ctx context.Context, t *testing.T, file string) media {
	t.Helper()
	out, err := exec.CommandContext(ctx, "ffprobe", "-v", "error", "-of", "json",
		"-show_entries", "stream=codec_type,codec_name,width,height:packet=codec_type,pts_time", file).Output()
	require.NoError(t, err, "ffprobe %s", file)
	var found struct {
		Streams []struct {
			Type   string `json:"codec_type"`
			Codec  string `json:"codec_name"`
			Width  int    `json:"width"`
			Height int    `json:"height"`
		} `json:"streams"`
		Packets []struct {
			Type string `json:"codec_type"`
			PTS  string `json:"pts_time"`
		} `json:"packets"`
	}
	require.NoError(t, json.Unmarshal(out, &found))
	var m media
	for _, s := range found.Streams {
		if s.Type == "video" {
			m.codec, m.width, m.height = s.Codec, s.Width, s.Height
		}
		m.hasAudio = m.hasAudio || s.Type == "audio"
	}
	var times []float64
	for _, p := range found.Packets {
		if p.Type != "video" {
			m.audioPackets++
			continue
		}
		pts, err := strconv.ParseFloat(p.PTS, 64)
		require.NoError(t, err)
		times = append(times, pts)
	}
	slices.Sort(times)
	m.frames = len(times)
	for i := 1; i < len(times); i++ {
		step := times[i] - times[i-1]
		m.maxStep = max(m.maxStep, step)
		if i == 1 || step < m.minStep {
			m.minStep = step
		}
	}
	return m
}

// recording is a player that keeps what it gets.
type recording struct {
	name, file string
	player     *cluster.Process
}

// record plays the media playlist of one rendition with ffmpeg, from the first
// segment to the end of the stream. It waits until there is a segment.
func record(ctx context.Context, t *testing.T, c *cluster.Cluster, n *cluster.Node, stream, name string) recording {
	t.Helper()
	return recordAs(ctx, t, channel{c, n, stream}, name, ".ts")
}

// channel is a stream that a node plays out.
type channel struct {
	cluster *cluster.Cluster
	node    *cluster.Node
	stream  string
}

// recordAs is record into a file of another kind than MPEG-TS.
func recordAs(ctx context.Context, t *testing.T, from channel, name, ext string) recording {
	t.Helper()
	c, stream := from.cluster, from.stream
	url := fmt.Sprintf("http://%s/stream/%s/%s.m3u8", from.node.HTTPAddr, stream, name)
	require.NoError(t, cluster.Poll(ctx, "first segment of "+url, func() error {
		playlist, err := cluster.Get(ctx, url)
		if err == nil && !strings.Contains(string(playlist), "#EXTINF") {
			err = fmt.Errorf("no segment in %q", playlist)
		}
		return err
	}))
	r := recording{name: name, file: c.Path(stream + "-" + name + ext)}
	// The copies keep their timestamps; live_start_index 0 begins with the oldest segment.
	player, err := c.Run("player-"+stream+"-"+name, "ffmpeg", "-hide_banner", "-loglevel", "warning", "-nostdin", "-y",
		"-copyts", "-live_start_index", "0", "-i", url, "-map", "0", "-c", "copy", "-copyts", r.file)
	require.NoError(t, err)
	r.player = player
	return r
}

// recordAll records the source and every rendition of a stream.
func recordAll(ctx context.Context, t *testing.T, c *cluster.Cluster, n *cluster.Node, stream string) []recording {
	t.Helper()
	list := []recording{record(ctx, t, c, n, stream, "source")}
	for _, r := range renditions() {
		list = append(list, record(ctx, t, c, n, stream, r.name))
	}
	return list
}

// requireWhole waits for a recording's end and checks that it holds the whole
// of src: at least 99 % of its pictures, evenly spaced, with sound throughout.
func requireWhole(ctx context.Context, t *testing.T, r recording, src cluster.Source) media {
	t.Helper()
	code, err := r.player.Wait(ctx)
	require.NoError(t, err)
	require.Zero(t, code, "player of %s: %s", r.name, r.player.LogTail(10))
	require.NotContains(t, r.player.Log(), "corrupt", "player of %s", r.name)
	require.NotContains(t, strings.ToLower(r.player.Log()), "non-monoton", "player of %s", r.name)
	m := probe(ctx, t, r.file)
	require.GreaterOrEqual(t, float64(m.frames), 0.99*float64(src.Frames()), "pictures in %s", r.name)
	require.LessOrEqual(t, m.frames, src.Frames(), "pictures in %s", r.name)
	frame := 1 / float64(src.FPS)
	require.Less(t, m.maxStep, 1.5*frame, "no gap in %s", r.name)
	require.Greater(t, m.minStep, 0.5*frame, "no picture twice in %s", r.name)
	require.Equal(t, !src.Silent, m.hasAudio, "sound in %s", r.name)
	if !src.Silent {
		const aacFrame, rate = 1024, 48000
		require.GreaterOrEqual(t, float64(m.audioPackets), 0.99*src.Duration.Seconds()*rate/aacFrame, "sound of %s", r.name)
	}
	return m
}

// requireWholeStream checks the source and all renditions of a stream.
func requireWholeStream(ctx context.Context, t *testing.T, list []recording, src cluster.Source) {
	t.Helper()
	for i, r := range list {
		m := requireWhole(ctx, t, r, src)
		require.Equal(t, "h264", m.codec, r.name)
		width, height := src.Width, src.Height
		if i > 0 {
			width, height = renditions()[i-1].width, renditions()[i-1].height
		}
		require.Equal(t, [2]int{width, height}, [2]int{m.width, m.height}, "size of %s", r.name)
	}
}

// publish sends a source by RTMP and fails the test when that cannot begin.
func publish(t *testing.T, c *cluster.Cluster, n *cluster.Node, stream string, src cluster.Source) *cluster.Process {
	t.Helper()
	p, err := c.Publish("publisher-"+strings.ReplaceAll(stream, "/", "-"), src, n.RTMP(stream))
	require.NoError(t, err)
	return p
}

// requireEnds waits for a process that is expected to succeed.
func requireEnds(ctx context.Context, t *testing.T, p *cluster.Process) {
	t.Helper()
	code, err := p.Wait(ctx)
	require.NoError(t, err)
	require.Zero(t, code, "%s: %s", p.Name, p.LogTail(10))
}

// playedFor waits until a rendition has had a number of segments, to act at a
// known point of a stream that runs in real time.
func playedFor(ctx context.Context, t *testing.T, n *cluster.Node, stream, rendition string, segments int) {
	t.Helper()
	url := fmt.Sprintf("http://%s/stream/%s/%s.m3u8", n.HTTPAddr, stream, rendition)
	require.NoError(t, cluster.Poll(ctx, fmt.Sprintf("segment %d of %s", segments, url), func() error {
		playlist, err := cluster.Get(ctx, url)
		if err != nil {
			return err
		}
		if have := lastSegment(string(playlist)); have < segments {
			return fmt.Errorf("%d segments so far", have)
		}
		return nil
	}))
}

// lastSegment counts the segments that a media playlist has had so far.
func lastSegment(playlist string) int {
	n := strings.Count(playlist, "#EXTINF")
	for line := range strings.Lines(playlist) {
		if first, ok := strings.CutPrefix(strings.TrimSpace(line), "#EXT-X-MEDIA-SEQUENCE:"); ok {
			if v, err := strconv.Atoi(first); err == nil {
				n += v
			}
		}
	}
	return n
}

// segments makes the source's segments of one GOP each, for HTTP push.
func segments(ctx context.Context, t *testing.T, c *cluster.Cluster, src cluster.Source) []string {
	t.Helper()
	p, err := c.Segments("cutter", src, "clip-%03d.ts")
	require.NoError(t, err)
	requireEnds(ctx, t, p)
	var files []string
	for i := range int(src.Duration / src.GOP) {
		files = append(files, c.Path(fmt.Sprintf("clip-%03d.ts", i)))
	}
	return files
}

const segmentLength = 2 * time.Second
