//go:build e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/test/cluster"
)

// An all-in-one node takes a stream by RTMP, and ffmpeg plays the source and
// every rendition from the first segment to the last.
func TestAllInOneStreamIsWhole(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	n, err := c.AllInOne("node", quick("-transcodingOptions", profiles(t, c), "-currentManifest")...)
	require.NoError(t, err)
	healthy(ctx, t, c)
	src := smallSource(15 * time.Second) // ends in the middle of a segment
	publisher := publish(t, c, n, "movie", src)
	list := recordAll(ctx, t, c, n, "movie")

	master, err := cluster.Get(ctx, n.Playlist("movie"))
	require.NoError(t, err)
	require.Equal(t, 3, strings.Count(string(master), "#EXT-X-STREAM-INF"), "%s", master)
	for _, size := range []string{"RESOLUTION=320x180", "RESOLUTION=192x108", "RESOLUTION=160x90"} {
		require.Contains(t, string(master), size)
	}
	require.Contains(t, string(master), "CODECS=")
	require.Contains(t, string(master), "BANDWIDTH=")
	current, err := cluster.Get(ctx, n.Playlist("current"))
	require.NoError(t, err)
	require.Equal(t, 3, strings.Count(string(current), "#EXT-X-STREAM-INF"), "%s", current)

	requireEnds(ctx, t, publisher)
	requireWholeStream(ctx, t, list, src)
	ended, err := cluster.Get(ctx, "http://"+n.HTTPAddr+"/stream/movie/source.m3u8")
	require.NoError(t, err)
	require.Contains(t, string(ended), "#EXT-X-ENDLIST")
}

// hls.js in Chromium plays every rendition of a running stream without a stall.
// It runs alone: a browser that decodes and draws on the processor needs it.
func TestBrowserPlaysEveryRendition(t *testing.T) {
	ctx, c := newCluster(t)
	n, err := c.AllInOne("node", quick("-transcodingOptions", profiles(t, c))...)
	require.NoError(t, err)
	healthy(ctx, t, c)
	publish(t, c, n, "movie", smallSource(90*time.Second)) // ended by the test
	playedFor(ctx, t, n, "movie", "tiny", 3)

	script, err := filepath.Abs(filepath.Join(root, "test", "browser", "play.mjs"))
	require.NoError(t, err)
	browser, err := c.Run("browser", "node", script, fmt.Sprintf("http://%s/play/movie", n.HTTPAddr))
	require.NoError(t, err)
	requireEnds(ctx, t, browser)
	played := browserReport(t, browser)
	for _, r := range append(renditions(), rendition{"source", 320, 180}) {
		seen, ok := played[r.name]
		require.True(t, ok, "%s was not played", r.name)
		require.Equal(t, [2]int{r.width, r.height}, [2]int{seen.Width, seen.Height}, r.name)
		require.Greater(t, seen.FramesDecoded, 30, r.name)
		require.Empty(t, seen.Errors, r.name)
		require.Empty(t, seen.BufferedGaps, r.name)
	}
}

// browserPlay is what test/browser/play.mjs says of one rendition. It has
// checked already that each played on without a stall.
type browserPlay struct {
	FramesDecoded int
	Width, Height int
	Errors        []any
	BufferedGaps  []any
}

func browserReport(t *testing.T, p *cluster.Process) map[string]browserPlay {
	t.Helper()
	log := p.Log()
	begin := strings.Index(log, "{")
	require.GreaterOrEqual(t, begin, 0, "no JSON in %q", log)
	var report struct {
		OK         bool
		Renditions map[string]browserPlay
	}
	require.NoError(t, json.Unmarshal([]byte(log[begin:]), &report), log)
	require.True(t, report.OK, log)
	return report.Renditions
}

// What `make run` starts ends in a playing stream, and ends as a whole.
func TestDemoPlays(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	env := []string{"DEMO_SIZE=320x180", "DEMO_FPS=15", "LP_DATADIR=" + c.Path("demo-data"), "LP_X264PRESET=ultrafast"}
	var addr, admin string
	for _, name := range []string{"LP_HTTPADDR", "LP_RTMPADDR", "LP_CLIADDR", "LP_SERVICEADDR", "LP_DEVNETADDR"} {
		a, err := c.Addr()
		require.NoError(t, err)
		env = append(env, name+"="+a)
		switch name {
		case "LP_HTTPADDR":
			addr = a
		case "LP_CLIADDR":
			admin = a
		}
	}
	demo, err := c.Run("demo", "env", append(env, filepath.Join(root, "scripts", "demo.sh"))...)
	require.NoError(t, err)
	playlist := "http://" + addr + "/stream/demo.m3u8"
	require.NoError(t, cluster.Poll(ctx, "the printed address", func() error {
		if !strings.Contains(demo.Log(), playlist) {
			return errors.New("not printed yet")
		}
		return nil
	}))
	require.Contains(t, demo.Log(), "http://"+addr+"/play/demo")
	// The node is what it is to be on its chain.
	require.Regexp(t, `Active in this round +yes`, demo.Log())
	require.Regexp(t, `Services +CPUTranscoding\n *Regions +local`, demo.Log())
	require.Regexp(t, `Deposit +1 ETH\n *Reserve +1 ETH`, demo.Log())
	page, err := cluster.Get(ctx, "http://"+addr+"/play/demo")
	require.NoError(t, err)
	require.Contains(t, strings.ToLower(string(page)), "<video")

	play, err := c.Run("player", "ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-xerror", "-i", playlist, "-t", "4", "-f", "null", "-")
	require.NoError(t, err)
	requireEnds(ctx, t, play)
	// The stream is paid for: tickets win, are redeemed, and fees come in.
	require.NoError(t, cluster.Poll(ctx, "fees", func() error {
		raw, err := cluster.Get(ctx, "http://"+admin+"/api/v1/payments/tickets?state=redeemed")
		if err != nil {
			return err
		}
		var got struct{ Tickets []json.RawMessage }
		if err := json.Unmarshal(raw, &got); err != nil {
			return err
		}
		if len(got.Tickets) == 0 {
			return errors.New("no ticket is redeemed yet")
		}
		return nil
	}))
	require.NoError(t, demo.Signal(syscall.SIGTERM))
	requireEnds(ctx, t, demo)
}

// Segments go to players only under the name and the key of the publisher.
func TestStreamKeyIsCheckedOnPlay(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	n, err := c.AllInOne("node", quick("-transcodingOptions", profiles(t, c))...)
	require.NoError(t, err)
	healthy(ctx, t, c)
	publish(t, c, n, "movie/right-key", smallSource(60*time.Second)) // ended by the test
	playedFor(ctx, t, n, "movie", "source", 1)

	require.Zero(t, playRTMP(ctx, t, c, n.RTMP("movie/right-key")))
	require.NotZero(t, playRTMP(ctx, t, c, n.RTMP("movie/wrong-key")))
	require.NotZero(t, playRTMP(ctx, t, c, n.RTMP("other/right-key")))
}

// playRTMP plays a second of a stream and returns ffmpeg's exit code.
func playRTMP(ctx context.Context, t *testing.T, c *cluster.Cluster, url string) int {
	t.Helper()
	p, err := c.Run("rtmp-player", "ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-i", url, "-t", "1", "-f", "null", "-")
	require.NoError(t, err)
	code, err := p.Wait(ctx)
	require.NoError(t, err, p.LogTail(5))
	return code
}

// A name that is being published is not to be had by a second publisher, and
// the first one does not notice.
func TestSecondPublisherIsRefused(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	n, err := c.AllInOne("node", quick("-transcodingOptions", profiles(t, c))...)
	require.NoError(t, err)
	healthy(ctx, t, c)
	src := smallSource(8 * time.Second)
	first := publish(t, c, n, "movie", src)
	source := record(ctx, t, c, n, "movie", "source")
	second := publish(t, c, n, "movie", smallSource(60*time.Second))
	code, err := second.Wait(ctx)
	require.NoError(t, err)
	require.NotZero(t, code)
	requireEnds(ctx, t, first)
	requireWhole(ctx, t, source, src)
}
