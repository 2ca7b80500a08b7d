package logging_test

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/logging"
)

// Glog is one per process, so that this package has one test for all of it,
// not parallel: it writes into a directory of its own and reads the file back.
func TestLevelsAndFormat(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, logging.Setup(logging.Config{Verbosity: 3, Dir: dir}))
	require.NoError(t, flag.CommandLine.Set("alsologtostderr", "false"))
	require.NoError(t, flag.CommandLine.Set("stderrthreshold", "FATAL"))
	log := logging.New()

	log.Info("segment done", "manifest", "abc", "took", 1500*time.Millisecond, "err", errors.New(`no "way" = x`))
	log.Debug("hidden at 3")
	log.With("session", "s1").WithGroup("orch").Warn("slow", "uri", "https://h:1", slog.Group("price", "wei", 7))
	require.NoError(t, logging.SetVerbosity(5))
	log.Debug("shown at 5")
	log.Log(context.Background(), logging.LevelTrace, "hidden at 5")
	require.Equal(t, 5, logging.Verbosity())
	require.Error(t, logging.SetVerbosity(7))
	logging.Flush()

	out := readInfoLog(t, dir)
	require.Contains(t, out, `segment done manifest=abc took=1.5s err="no \"way\" = x"`)
	require.Contains(t, out, `slow session=s1 orch.uri=https://h:1 orch.price.wei=7`)
	require.Contains(t, out, "shown at 5")
	require.NotContains(t, out, "hidden")
	require.Contains(t, out, "logging_test.go:", "the header names the file that logs")
}

func readInfoLog(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.INFO"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	b, err := os.ReadFile(files[0])
	require.NoError(t, err)
	return strings.ReplaceAll(string(b), "\r", "")
}
