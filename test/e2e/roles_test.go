//go:build e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/test/cluster"
)

// Broadcaster, orchestrator and transcoder as three processes carry two
// streams at once: one by RTMP to HLS, one by HTTP push with multipart answers.
func TestThreeRolesCarryTwoStreams(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	orch, err := c.Orchestrator("orchestrator", "-v", "5")
	require.NoError(t, err)
	_, err = c.Transcoder("transcoder", []string{orch.ServiceAddr}, quick()...)
	require.NoError(t, err)
	b, err := c.Broadcaster("broadcaster", []string{orch.ServiceAddr}, "-transcodingOptions", profiles(t, c), "-httpIngest", "-v", "5")
	require.NoError(t, err)
	healthy(ctx, t, c)

	src := smallSource(12 * time.Second)
	files := segments(ctx, t, c, src)
	publisher := publish(t, c, b, "live", src) // a name that looks like a prefix
	list := recordAll(ctx, t, c, b, "live")
	pusher := cluster.NewPusher(b.HTTPAddr)
	defer pusher.Close()
	for seq, file := range files {
		requirePush(ctx, t, c, pusher, seq, file)
	}
	requireEnds(ctx, t, publisher)
	requireWholeStream(ctx, t, list, src)
}

// requirePush pushes one segment and checks each rendition that comes back.
func requirePush(ctx context.Context, t *testing.T, c *cluster.Cluster, pusher *cluster.Pusher, seq int, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	answer, err := pusher.Push(ctx, cluster.Push{Stream: "pushed", Seq: seq, Data: data, Duration: segmentLength, Size: "320x180"})
	require.NoError(t, err, "segment %d", seq)
	parts := answer.Parts
	require.Len(t, parts, len(renditions()))
	for i, r := range renditions() {
		require.Equal(t, r.name, parts[i].Name)
		require.Equal(t, "video/mp2t", parts[i].Type)
		out := c.Path(fmt.Sprintf("pushed-%s-%d.ts", r.name, seq))
		require.NoError(t, os.WriteFile(out, parts[i].Data, 0o644))
		m := probe(ctx, t, out)
		require.Equal(t, [2]int{r.width, r.height}, [2]int{m.width, m.height})
		require.Equal(t, 60, m.frames, "segment %d of %s", seq, r.name)
	}
}

// A transcoder that dies in the middle of a stream costs nothing while there
// is another one.
func TestKilledTranscoderLosesNothing(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	orch, err := c.Orchestrator("orchestrator", "-v", "5")
	require.NoError(t, err)
	first, err := c.Transcoder("transcoder-1", []string{orch.ServiceAddr}, quick()...)
	require.NoError(t, err)
	b, err := c.Broadcaster("broadcaster", []string{orch.ServiceAddr}, "-transcodingOptions", profiles(t, c), "-v", "5")
	require.NoError(t, err)
	healthy(ctx, t, c)

	src := smallSource(16 * time.Second)
	publisher := publish(t, c, b, "movie", src)
	list := recordAll(ctx, t, c, b, "movie") // so the first transcoder has the session
	_, err = c.Transcoder("transcoder-2", []string{orch.ServiceAddr}, quick()...)
	require.NoError(t, err)
	registered(ctx, t, orch, 2)
	first.Kill()
	requireEnds(ctx, t, publisher)
	requireWholeStream(ctx, t, list, src)
	registered(ctx, t, orch, 1)
}

// registered waits until an orchestrator has that many transcoders.
func registered(ctx context.Context, t *testing.T, orch *cluster.Node, transcoders int) {
	t.Helper()
	require.NoError(t, cluster.Poll(ctx, "registered transcoders", func() error {
		body, err := cluster.Get(ctx, "http://"+orch.CLIAddr+"/status")
		if err != nil {
			return err
		}
		var status struct{ RegisteredTranscodersNumber int }
		if err := json.Unmarshal(body, &status); err != nil {
			return &cluster.FatalError{Err: err}
		}
		if status.RegisteredTranscodersNumber != transcoders {
			return fmt.Errorf("%d instead of %d", status.RegisteredTranscodersNumber, transcoders)
		}
		return nil
	}))
}

// One of two orchestrators dies in the middle of a stream that it has: the
// other one takes over and no segment is lost.
func TestKilledOrchestratorLosesNothing(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	var addrs []string
	var orchs []*cluster.Node
	for _, name := range []string{"orchestrator-1", "orchestrator-2"} {
		o, err := c.Orchestrator(name, quick("-transcoder")...)
		require.NoError(t, err)
		orchs, addrs = append(orchs, o), append(addrs, o.ServiceAddr)
	}
	b, err := c.Broadcaster("broadcaster", addrs, "-transcodingOptions", profiles(t, c), "-v", "5")
	require.NoError(t, err)
	healthy(ctx, t, c)

	src := smallSource(16 * time.Second)
	publisher := publish(t, c, b, "killed-orchestrator", src)
	list := recordAll(ctx, t, c, b, "killed-orchestrator")
	playedFor(ctx, t, b, "killed-orchestrator", "tiny", 2)
	busy(t, orchs, "killed-orchestrator").Kill()
	requireEnds(ctx, t, publisher)
	requireWholeStream(ctx, t, list, src)
}

// busy is the node whose log speaks of a stream.
func busy(t *testing.T, nodes []*cluster.Node, stream string) *cluster.Node {
	t.Helper()
	for _, n := range nodes {
		if strings.Contains(n.Log(), stream) {
			return n
		}
	}
	require.FailNow(t, "no node has the stream", stream)
	return nil
}

// The only orchestrator is killed and started anew in the middle of a stream:
// the stream goes on, to its end, with the same broadcaster.
func TestRestartedOrchestratorGoesOn(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	orch, err := c.Orchestrator("orchestrator", quick("-transcoder")...)
	require.NoError(t, err)
	b, err := c.Broadcaster("broadcaster", []string{orch.ServiceAddr}, "-transcodingOptions", profiles(t, c), "-v", "5")
	require.NoError(t, err)
	healthy(ctx, t, c)

	src := smallSource(20 * time.Second)
	publisher := publish(t, c, b, "movie", src)
	list := recordAll(ctx, t, c, b, "movie")
	playedFor(ctx, t, b, "movie", "tiny", 2)
	orch.Kill()
	_, err = c.Restart(orch)
	require.NoError(t, err)
	requireEnds(ctx, t, publisher)
	requireWholeStream(ctx, t, list, src)
}

// A transcoder with a wrong secret says so and ends; the orchestrator does not
// count it.
func TestWrongSecretIsRefused(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	orch, err := c.Orchestrator("orchestrator")
	require.NoError(t, err)
	registered(ctx, t, orch, 0)
	stranger, err := c.Transcoder("stranger", []string{orch.ServiceAddr}, "-orchSecret", "wrong", "-testTranscoder=false")
	require.NoError(t, err)
	code, err := stranger.Wait(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, code)
	require.Contains(t, stranger.Log(), "invalid secret")
	registered(ctx, t, orch, 0)
}

// SIGTERM: no new stream, the running one to its end, then exit code 0.
func TestSIGTERMDrains(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	n, err := c.AllInOne("node", quick("-transcodingOptions", profiles(t, c), "-drainTimeout", "60s")...)
	require.NoError(t, err)
	healthy(ctx, t, c)
	src := smallSource(12 * time.Second)
	publisher := publish(t, c, n, "movie", src)
	list := recordAll(ctx, t, c, n, "movie")
	require.NoError(t, n.Signal(syscall.SIGTERM))
	require.NoError(t, cluster.Poll(ctx, "healthz while draining", func() error {
		_, err := cluster.Get(ctx, "http://"+n.CLIAddr+"/healthz")
		var status *cluster.StatusError
		if errors.As(err, &status) && status.Code == 503 {
			return nil
		}
		return fmt.Errorf("healthz gives %w", err)
	}))
	late := publish(t, c, n, "late", smallSource(60*time.Second))
	code, err := late.Wait(ctx)
	require.NoError(t, err)
	require.NotZero(t, code, "a draining node takes no new stream")
	requireEnds(ctx, t, publisher)
	requireWholeStream(ctx, t, list, src)
	requireEnds(ctx, t, n.Process)
}

// A second signal does not wait for streams.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	n, err := c.AllInOne("node", quick("-transcodingOptions", profiles(t, c), "-drainTimeout", "10m")...)
	require.NoError(t, err)
	healthy(ctx, t, c)
	publish(t, c, n, "movie", smallSource(100*time.Second)) // ends with the node
	playedFor(ctx, t, n, "movie", "source", 1)
	require.NoError(t, n.Signal(syscall.SIGTERM))
	require.NoError(t, cluster.Poll(ctx, "the drain's log line", func() error {
		if !strings.Contains(strings.ToLower(n.Log()), "drain") {
			return errors.New("nothing yet")
		}
		return nil
	}))
	require.NoError(t, n.Signal(syscall.SIGTERM))
	code, err := n.Wait(ctx)
	require.NoError(t, err)
	require.Equal(t, 130, code)
}

// An orchestrator says that it is of use only while somebody can transcode.
func TestHealthOfAnOrchestratorFollowsItsTranscoders(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	orch, err := c.Orchestrator("orchestrator")
	require.NoError(t, err)
	registered(ctx, t, orch, 0)
	_, err = cluster.Get(ctx, "http://"+orch.CLIAddr+"/healthz")
	var status *cluster.StatusError
	require.ErrorAs(t, err, &status)
	require.Equal(t, 503, status.Code)
	transcoder, err := c.Transcoder("transcoder", []string{orch.ServiceAddr}, "-testTranscoder=false")
	require.NoError(t, err)
	registered(ctx, t, orch, 1)
	require.NoError(t, orch.Healthy(ctx))
	require.NoError(t, transcoder.Signal(syscall.SIGTERM))
	requireEnds(ctx, t, transcoder.Process)
	registered(ctx, t, orch, 0)
}

// Settings that do not exist or cannot work end the node with words that help.
func TestBadSettings(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		args []string
		says []string
	}{
		{"unknown_flag", []string{"-orchestrator", "-orchSecrt", "x"}, []string{"unknown flag -orchSecrt", "-orchSecret"}},
		{"no_role", []string{"-network", "offchain"}, []string{"no role", "-broadcaster"}},
		{"unknown_preset", []string{"-broadcaster", "-orchAddr", "localhost:1", "-transcodingOptions", "P999"}, []string{`"P999"`, "P240p30fps16x9"}},
		{"transcoder_without_orchestrator", []string{"-transcoder", "-orchSecret", "x"}, []string{"-orchAddr"}},
		{"no_nvidia_device", []string{"-transcoder", "-orchSecret", "x", "-orchAddr", "localhost:1", "-nvidia", "0"}, []string{"nvidia"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			ctx, c := newCluster(t)
			bin, err := filepath.Abs(nodeBinary())
			require.NoError(t, err)
			p, err := c.Run("node", bin, append(tc.args, "-dataDir", c.Path("data"))...)
			require.NoError(t, err)
			code, err := p.Wait(ctx)
			require.NoError(t, err)
			require.NotZero(t, code)
			for _, word := range tc.says {
				require.Contains(t, strings.ToLower(p.Log()), strings.ToLower(word))
			}
		})
	}
}
