package broadcaster_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster"
)

func TestFastestFirst(t *testing.T) {
	t.Parallel()
	type option = broadcaster.Option
	const s = time.Second
	for name, tc := range map[string]struct {
		duration time.Duration
		options  []option
		want     int
		reason   string
	}{
		"nothing_known":            {2 * s, []option{{Latency: 20}, {Latency: 10}}, 1, "first to answer"},
		"stays":                    {2 * s, []option{{LatencyScore: .2}, {LatencyScore: .9, Last: true}}, 1, "stays"},
		"stays_while_in_flight":    {2 * s, []option{{}, {LatencyScore: .9, Last: true, InFlight: 1, Oldest: 1900 * time.Millisecond}}, 1, "stays"},
		"stays_before_first_score": {2 * s, []option{{}, {Last: true, InFlight: 1, Oldest: s}}, 1, "stays"},
		"leaves_a_late_one":        {2 * s, []option{{Latency: 1}, {LatencyScore: .9, Last: true, InFlight: 1, Oldest: 2 * s}}, 0, "first to answer"},
		"leaves_a_slow_one":        {2 * s, []option{{Latency: 1}, {LatencyScore: 1.01, Last: true}}, 0, "first to answer"},
		"known_before_untried":     {2 * s, []option{{Latency: 1}, {LatencyScore: .8}, {LatencyScore: .7}}, 2, "fastest known"},
		"late_is_measured_against_the_floor": {
			500 * time.Millisecond, []option{{}, {LatencyScore: .9, Last: true, InFlight: 1, Oldest: 1400 * time.Millisecond}}, 1, "stays",
		},
		"one_too_many":             {2 * s, []option{{LatencyScore: 2}, {LatencyScore: .9, InFlight: 2, Oldest: 3 * s}}, 1, "one segment waiting"},
		"all_slow_least_to_do":     {2 * s, []option{{LatencyScore: 2, InFlight: 2}, {LatencyScore: 3, InFlight: 1}, {LatencyScore: 2.5, InFlight: 1}}, 2, "least to do"},
		"only_one_whatever_it_did": {2 * s, []option{{LatencyScore: 9, InFlight: 3, Oldest: time.Minute}}, 0, "least to do"},
		"untried_but_working":      {2 * s, []option{{InFlight: 1, Oldest: 9 * s}, {LatencyScore: 5}}, 1, "least to do"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, reason := broadcaster.FastestFirst{}.Select(broadcaster.SelectRequest{Duration: tc.duration, Try: 1}, tc.options)
			require.Equal(t, tc.want, got, reason)
			require.Contains(t, reason, tc.reason)
		})
	}
}
