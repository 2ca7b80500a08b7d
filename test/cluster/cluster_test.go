package cluster_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/test/cluster"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shell is a cluster whose nodes are a shell script: it has no use for flags.
func shell(t *testing.T, script string) *cluster.Cluster {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, "node")
	require.NoError(t, os.WriteFile(bin, []byte("#!/bin/sh\n"+script+"\n"), 0o755))
	c, err := cluster.New(cluster.Config{Bin: bin, Dir: dir})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func TestMissingBinary(t *testing.T) {
	t.Parallel()
	_, err := cluster.New(cluster.Config{Bin: filepath.Join(t.TempDir(), "livepeer")})
	require.ErrorContains(t, err, "make build")
}

func TestKillEndsTheChildrenToo(t *testing.T) {
	t.Parallel()
	c := shell(t, "sleep 1000 & echo child $!; wait")
	n, err := c.Orchestrator("orchestrator")
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var child int
	require.NoError(t, cluster.Poll(ctx, "child's pid", func() error {
		_, pid, found := strings.Cut(strings.TrimSpace(n.Log()), "child ")
		if !found {
			return errors.New("no pid yet")
		}
		child, err = strconv.Atoi(pid)
		return err
	}))
	require.Greater(t, cluster.RSS(n.PID()), cluster.RSS(child), "memory of the child counts")
	require.Positive(t, cluster.RSS(child))
	n.Kill()
	code, err := n.Wait(ctx)
	require.NoError(t, err)
	require.Equal(t, -1, code)
	require.NoError(t, cluster.Poll(ctx, "child's end", func() error {
		if cluster.RSS(child) > 0 {
			return errors.New("child still runs")
		}
		return nil
	}))
}

func TestExitCodeAndLog(t *testing.T) {
	t.Parallel()
	c := shell(t, "trap 'echo drained; exit 7' TERM; echo ready; while :; do sleep 0.01; done")
	n, err := c.Transcoder("transcoder", []string{"127.0.0.1:1"})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	require.NoError(t, cluster.Poll(ctx, "ready", func() error {
		if !strings.Contains(n.Log(), "ready") {
			return errors.New("not ready")
		}
		return nil
	}))
	require.NoError(t, n.Signal(syscall.SIGTERM))
	code, err := n.Wait(ctx)
	require.NoError(t, err)
	require.Equal(t, 7, code)
	require.Equal(t, "drained", n.LogTail(1))
}

func TestHealthyReportsTheEnd(t *testing.T) {
	t.Parallel()
	c := shell(t, "echo it went wrong; exit 3")
	n, err := c.AllInOne("node")
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err = n.Healthy(ctx)
	require.ErrorIs(t, err, cluster.ErrEnded)
	require.ErrorContains(t, err, "it went wrong")
}

func TestRestartKeepsArgumentsAndLogs(t *testing.T) {
	t.Parallel()
	c := shell(t, `echo "$@"`)
	n, err := c.Broadcaster("broadcaster", []string{"127.0.0.1:1", "127.0.0.1:2"})
	require.NoError(t, err)
	<-n.Done()
	again, err := c.Restart(n)
	require.NoError(t, err)
	<-again.Done()
	require.Contains(t, n.Log(), "-orchAddr 127.0.0.1:1,127.0.0.1:2")
	require.Equal(t, n.Log(), again.Log())
	require.NotEqual(t, n.LogFile, again.LogFile)
}

func TestRedeemerKnowsItsOrchestrator(t *testing.T) {
	t.Parallel()
	c := shell(t, `echo "$@"`)
	n, err := c.Redeemer("redeemer", "0x1234", "-v", "5")
	require.NoError(t, err)
	<-n.Done()
	require.Contains(t, n.Log(), "-redeemer -ethOrchAddr 0x1234 -httpAddr "+n.HTTPAddr+" -v 5")
}

func TestPollEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	last := errors.New("not yet")
	err := cluster.Poll(ctx, "something", func() error {
		cancel()
		return last
	})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, last)
}
