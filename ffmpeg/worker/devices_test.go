package worker_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

func TestParseDevices(t *testing.T) {
	t.Parallel()
	three := func() ([]worker.Device, error) { return []worker.Device{"0", "1", "2"}, nil }
	none := func() ([]worker.Device, error) { return nil, nil }
	broken := errors.New("no driver")
	for name, c := range map[string]struct {
		list string
		find func() ([]worker.Device, error)
		want []worker.Device
		err  string
	}{
		"one":          {"0", none, []worker.Device{"0"}, ""},
		"list":         {"3, 1,02", none, []worker.Device{"3", "1", "2"}, ""},
		"all":          {"all", three, []worker.Device{"0", "1", "2"}, ""},
		"err_empty":    {"", three, nil, "no device number"},
		"err_word":     {"0,one", three, nil, `"one" is no device number`},
		"err_negative": {"-1", three, nil, "no device number"},
		"err_twice":    {"1,0,1", three, nil, "named twice"},
		"err_no_card":  {"all", none, nil, "no device was found"},
		"err_find":     {"all", func() ([]worker.Device, error) { return nil, broken }, nil, "no driver"},
		"err_too_many": {strings.Repeat("1,", 100), three, nil, "at most 64"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := worker.ParseDevices(c.list, c.find)
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestFindNvidia(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	got, err := worker.FindNvidia(root)
	require.NoError(t, err)
	require.Empty(t, got)
	require.NoError(t, os.Mkdir(filepath.Join(root, "dev"), 0o700))
	for _, name := range []string{"nvidia2", "nvidia3", "nvidiactl", "nvidia-uvm", "null"} {
		require.NoError(t, os.WriteFile(filepath.Join(root, "dev", name), nil, 0o600))
	}
	got, err = worker.FindNvidia(root)
	require.NoError(t, err)
	require.Equal(t, []worker.Device{"0", "1"}, got)
}

func TestDeviceTable(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	big := []core.Profile{{Width: 1280, Height: 720, FPS: 60}}
	small := []core.Profile{{Width: 320, Height: 180}} // keeps the rate: counts as 30

	require.EqualValues(t, "", worker.NewDeviceTable().Place("a", big, now), "the CPU")

	tab := worker.NewDeviceTable("0", "1")
	require.EqualValues(t, "0", tab.Place("a", big, now))
	require.EqualValues(t, "1", tab.Place("b", small, now))
	require.EqualValues(t, "1", tab.Place("c", small, now), "it has less to do")
	require.EqualValues(t, "0", tab.Place("a", big, now), "a session stays where it is")
	require.EqualValues(t, "1", tab.Place("d", big, now), "two small ones are less than a big one")
	tab.End("a")
	require.EqualValues(t, "0", tab.Place("e", small, now))
	tab.End("unknown")

	later := now.Add(time.Hour)
	require.EqualValues(t, "0", tab.Place("e", small, later))
	require.EqualValues(t, "1", tab.Place("f", big, later), "sessions that nobody ended no longer count")
	require.EqualValues(t, "0", tab.Place("", big, later))
	require.EqualValues(t, "0", tab.Place("", big, later), "work without session leaves no load behind")
}

func TestPoisonTable(t *testing.T) {
	t.Parallel()
	tab := worker.NewPoisonTable()
	require.False(t, tab.Refuses([]byte("x")))
	require.Equal(t, 1, tab.Died([]byte("x")))
	require.False(t, tab.Refuses([]byte("x")))
	require.Equal(t, 2, tab.Died([]byte("x")))
	require.True(t, tab.Refuses([]byte("x")))
	require.False(t, tab.Refuses([]byte("y")))
	for i := range 3 * worker.MaxPoison {
		tab.Died(fmt.Appendf(nil, "%0*d", i%300, i))
	}
	require.LessOrEqual(t, tab.Len(), 3*worker.MaxPoison)
	require.False(t, tab.Refuses([]byte("x")), "the oldest is forgotten")
}
