//go:build e2e

// Package e2e_test runs the real binary, the real ffmpeg command line and a
// real browser against each other, on loopback. Pictures are small and streams
// short, since they run in real time. LIVEPEER_BIN names the binary; the
// default is bin/livepeer of this tree, as `make test-e2e` builds it.
package e2e_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/test/cluster"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testTimeout bounds each test. Most take a third of it on a slow machine.
const testTimeout = 2 * time.Minute

// root of the source tree.
const root = "../.."

func nodeBinary() string {
	if bin := os.Getenv("LIVEPEER_BIN"); bin != "" {
		return bin
	}
	return filepath.Join(root, "bin", "livepeer")
}

// newCluster returns a cluster that ends with the test, and the context that
// everything in the test runs under. A failed test shows the end of every log.
func newCluster(t *testing.T) (context.Context, *cluster.Cluster) {
	t.Helper()
	return newClusterFor(t, testTimeout)
}

// newClusterFor is newCluster for a test that takes another time.
func newClusterFor(t *testing.T, timeout time.Duration) (context.Context, *cluster.Cluster) {
	t.Helper()
	c, err := cluster.New(cluster.Config{Bin: nodeBinary(), Dir: t.TempDir()})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	t.Cleanup(func() {
		cancel()
		procs := c.Processes()
		c.Close()
		if !t.Failed() {
			return
		}
		for _, p := range procs {
			t.Logf("--- end of %s:\n%s", filepath.Base(p.LogFile), p.LogTail(60))
		}
	})
	return ctx, c
}

// healthy waits for all nodes of a cluster.
func healthy(ctx context.Context, t *testing.T, c *cluster.Cluster) {
	t.Helper()
	for _, n := range c.Nodes() {
		require.NoError(t, n.Healthy(ctx))
	}
}

// renditions that the tests ask for, small ones, and what is checked of them.
// Only the larger of width and height counts, and the source is 16:9.
type rendition struct {
	name          string
	width, height int
}

func renditions() []rendition { return []rendition{{"small", 192, 108}, {"tiny", 160, 90}} }

const profilesJSON = `[
  {"name": "small", "width": 192, "height": 108, "bitrate": 120000, "fps": 30},
  {"name": "tiny", "width": 160, "height": 90, "bitrate": 80000, "fps": 30, "profile": "h264constrainedhigh", "gop": "1"}
]`

// profiles writes the renditions to a file for -transcodingOptions.
func profiles(t *testing.T, c *cluster.Cluster) string {
	t.Helper()
	file := c.Path("profiles.json")
	require.NoError(t, os.WriteFile(file, []byte(profilesJSON), 0o644))
	return file
}

// smallSource is what the tests publish.
func smallSource(d time.Duration) cluster.Source {
	return cluster.Source{Width: 320, Height: 180, FPS: 30, Duration: d, Bitrate: "250k", GOP: 2 * time.Second}
}

// quick are the flags of a node that transcodes, to spare the processor.
func quick(args ...string) []string { return append(args, "-x264Preset", "ultrafast", "-v", "5") }
