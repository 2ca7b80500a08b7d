//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/test/cluster"
)

// HEVC by RTMP goes through three processes as MPEG-TS.
func TestHEVCStreamIsWhole(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	b := threeRoles(ctx, t, c)
	src := smallSource(7 * time.Second)
	list, master := publishEnhanced(ctx, t, channel{c, b, "movie"}, src, cluster.HEVCCodec(), ".ts")
	require.Regexp(t, `CODECS="hvc1\.1\.6\.L[0-9]+\.90,mp4a\.40\.2",RESOLUTION=320x180.*\nmovie/source\.m3u8\n`, master)
	requireCodecs(ctx, t, list, src, "hevc")
}

// AV1 by RTMP has no place in MPEG-TS: the source is played as fragmented MP4
// beside renditions that are MPEG-TS, by ffmpeg and by hls.js.
func TestAV1StreamIsWhole(t *testing.T) {
	ctx, c := newCluster(t)
	b := threeRoles(ctx, t, c)
	src := smallSource(7 * time.Second)
	list, master := publishEnhanced(ctx, t, channel{c, b, "movie"}, src, cluster.AV1Codec(), ".mkv")
	require.Regexp(t, `CODECS="av01\.0\.0[0-9]M\.08,mp4a\.40\.2",RESOLUTION=320x180.*\nmovie/source\.m3u8\n`, master)
	source, err := cluster.Get(ctx, "http://"+b.HTTPAddr+"/stream/movie/source.m3u8")
	require.NoError(t, err)
	require.Contains(t, string(source), "#EXT-X-MAP:URI=\"/stream/movie/source/init-0.mp4\"")
	requireCodecs(ctx, t, list, src, "av1")

	script, err := filepath.Abs(filepath.Join(root, "test", "browser", "play.mjs"))
	require.NoError(t, err)
	browser, err := c.Run("browser", "node", script, fmt.Sprintf("http://%s/play/movie", b.HTTPAddr), "--rendition", "source", "--seconds", "4")
	require.NoError(t, err)
	requireEnds(ctx, t, browser)
	seen := browserReport(t, browser)["source"]
	require.Equal(t, [2]int{320, 180}, [2]int{seen.Width, seen.Height})
	require.Greater(t, seen.FramesDecoded, 30)
	require.Empty(t, seen.Errors)
	require.Empty(t, seen.BufferedGaps)
}

// threeRoles starts an orchestrator, a transcoder and a broadcaster, and returns
// the broadcaster.
func threeRoles(ctx context.Context, t *testing.T, c *cluster.Cluster) *cluster.Node {
	t.Helper()
	orch, err := c.Orchestrator("orchestrator", "-v", "5")
	require.NoError(t, err)
	_, err = c.Transcoder("transcoder", []string{orch.ServiceAddr}, quick()...)
	require.NoError(t, err)
	b, err := c.Broadcaster("broadcaster", []string{orch.ServiceAddr}, "-transcodingOptions", profiles(t, c), "-v", "5")
	require.NoError(t, err)
	healthy(ctx, t, c)
	return b
}

// publishEnhanced publishes a whole stream in a codec of Enhanced RTMP and
// records all renditions, the source in a file of a kind that takes its codec.
// It returns the master playlist too.
func publishEnhanced(ctx context.Context, t *testing.T, to channel, src cluster.Source, codec cluster.EnhancedCodec, ext string) ([]recording, string) {
	t.Helper()
	encoded, err := to.cluster.Encode(ctx, "clip", src, codec)
	require.NoError(t, err)
	published := make(chan error, 1)
	go func() { published <- encoded.Publish(ctx, to.node, to.stream) }()
	list := []recording{recordAs(ctx, t, to, "source", ext)}
	for _, r := range renditions() {
		list = append(list, record(ctx, t, to.cluster, to.node, to.stream, r.name))
	}
	master, err := cluster.Get(ctx, to.node.Playlist(to.stream))
	require.NoError(t, err)
	require.NoError(t, <-published)
	return list, string(master)
}

// requireCodecs checks the source and all renditions of a stream, whose source
// alone is not H.264.
func requireCodecs(ctx context.Context, t *testing.T, list []recording, src cluster.Source, source string) {
	t.Helper()
	for i, r := range list {
		m := requireWhole(ctx, t, r, src)
		codec, width, height := source, src.Width, src.Height
		if i > 0 {
			codec, width, height = "h264", renditions()[i-1].width, renditions()[i-1].height
		}
		require.Equal(t, codec, m.codec, r.name)
		require.Equal(t, [2]int{width, height}, [2]int{m.width, m.height}, "size of %s", r.name)
	}
}
