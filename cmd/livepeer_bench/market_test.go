package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A small market on the real wire: all are found, streams start without a question,
// and a restart finds what was kept. Not parallel, since it sets the number of cores.
func TestMarket(t *testing.T) { //nolint:paralleltest // see above
	o, err := parseMarketOptions(strings.Fields("-n 20 -steady 1s -age 10s"))
	require.NoError(t, err)
	o.memProfile = t.TempDir() + "/heap"
	report := &marketReport{Orchestrators: o.n}
	require.NoError(t, measureMarket(t.Context(), o, report))
	require.Zero(t, report.Fill.Failed)
	require.Positive(t, report.Fill.CPU)
	require.Positive(t, report.Fill.SideCPU)
	require.Equal(t, 16, report.Find.Found)
	require.Zero(t, report.Find.Asked)
	require.Positive(t, report.Steady.Watched)
	require.Len(t, report.Choices, 2)
	require.Equal(t, 20, report.Choices[1].Among)
	require.Positive(t, report.Restart.Found)
	require.FileExists(t, o.memProfile)

	var out bytes.Buffer
	require.NoError(t, report.print(&out))
	require.Contains(t, out.String(), "20 orchestrators")
	raw, err := json.Marshal(report)
	require.NoError(t, err)
	require.Contains(t, string(raw), `"first_full_table"`)
}

func TestMarketSaysWhatIsMissed(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	good := &marketReport{Fill: marketFill{Wall: 3}, Steady: marketSteady{Core: .1}, Memory: marketMemory{PeakEach: 32e3}, Choices: []marketChoice{{Median: 50}}}
	require.NoError(t, good.print(&out))
	require.NotContains(t, out.String(), "missed")
	bad := &marketReport{
		Fill: marketFill{Wall: 3.1}, Steady: marketSteady{Core: .11}, Memory: marketMemory{PeakEach: 32001, RSSEach: 32001},
		Find: marketFind{Seen: 1}, Choices: []marketChoice{{Median: 50.1}},
	}
	require.NoError(t, bad.print(&out))
	require.Equal(t, 6, strings.Count(out.String(), "missed"))
}

func TestMarketOptions(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]string{
		"err_n":        "-n 3",
		"err_searches": "-searches 0",
		"err_steady":   "-steady 0s",
		"err_age":      "-age 1h",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parseMarketOptions(strings.Fields(args))
			require.Error(t, err)
		})
	}
}
