package monitor_test

import (
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/transcoding"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/monitor"
)

var (
	_ broadcaster.Observer      = (*monitor.Streams)(nil)
	_ orchestrator.Observer     = (*monitor.Orchestrator)(nil)
	_ transcoding.Observer      = (*monitor.Pool)(nil)
	_ transcoding.AgentObserver = (*monitor.Agent)(nil)
	_ discovery.Observer        = (*monitor.Discovery)(nil)
)

// scrape returns the lines of the node's own metrics without labels of the node.
func scrape(t *testing.T, m *monitor.Monitor) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	b, err := io.ReadAll(w.Result().Body)
	require.NoError(t, err)
	return strings.ReplaceAll(string(b), `node_id="n",node_type="bctr"`, "")
}

func TestStreamSeriesEndWithTheirStream(t *testing.T) {
	t.Parallel()
	m := monitor.New(monitor.Config{NodeID: "n", NodeType: "bctr", Version: "1", PerStream: true})
	seg := broadcaster.SegmentEvent{ManifestID: "movie", Duration: 2 * time.Second, Bytes: 1000, Renditions: 2}
	m.Streams.StreamStarted("movie")
	m.Streams.SegmentAppeared(seg)
	m.Streams.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Try: 1, Err: errors.New("x")})
	m.Streams.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Try: 2, Swapped: true, LatencyScore: .5})
	m.Streams.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Try: 2, Redundant: true})
	m.Streams.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Try: 2, Hedged: true})
	m.Streams.AttemptDone(broadcaster.AttemptEvent{ManifestID: "movie", Try: 1, Rejected: true, Err: core.ErrResultRejected})
	m.Streams.SegmentDone(seg, broadcaster.SegmentOutcome{Bytes: 70})
	m.Streams.SegmentDone(seg, broadcaster.SegmentOutcome{Err: fmt.Errorf("seq 1: %w", &core.TranscodeError{Code: core.NoKeyframes})})

	out := scrape(t, m)
	for _, want := range []string{
		`livepeer_segment_source_appeared_total{manifest_id="movie",} 1`,
		`livepeer_segment_transcoded_total{manifest_id="movie",} 1`,
		`livepeer_segment_transcode_failed_total{error_code="No keyframes in input",manifest_id="movie",} 1`,
		`livepeer_success_rate{manifest_id="movie",} 0.5`,
		`livepeer_transcode_retried{try="2"} 1`,
		`livepeer_segment_hedged_total{manifest_id="movie",} 1`,
		`livepeer_result_rejected_total{manifest_id="movie",} 1`,
		`livepeer_current_sessions_total{role="broadcaster"} 1`,
	} {
		require.Contains(t, normal(out), normal(want))
	}
	m.Streams.StreamEnded("movie")
	require.NotContains(t, scrape(t, m), "movie")
}

// normal drops the commas that taking labels away leaves.
func normal(s string) string {
	return strings.NewReplacer(",}", "}", "{,", "{", ",,", ",").Replace(s)
}

func TestWithoutPerStreamNoStreamIsNamed(t *testing.T) {
	t.Parallel()
	m := monitor.New(monitor.Config{NodeID: "n", NodeType: "bctr", Version: "1"})
	for _, id := range []core.ManifestID{"a1", "b2"} {
		m.Streams.StreamStarted(id)
		m.Streams.SegmentDone(broadcaster.SegmentEvent{ManifestID: id}, broadcaster.SegmentOutcome{})
	}
	out := scrape(t, m)
	require.NotContains(t, out, "a1")
	require.Contains(t, normal(out), normal(`livepeer_segment_transcoded_total{manifest_id="",} 2`))
}

// A stream counts as started with its first segment, whatever its number, and
// once.
func TestStreamsStartWithAnyNumber(t *testing.T) {
	t.Parallel()
	m := monitor.New(monitor.Config{NodeID: "n", NodeType: "bctr", Version: "1", PerStream: true})
	started := func(n int) {
		t.Helper()
		require.Contains(t, normal(scrape(t, m)), normal(fmt.Sprintf("livepeer_stream_started_total{} %d\n", n)))
	}
	appear := func(id core.ManifestID, seqs ...uint64) {
		for _, seq := range seqs {
			m.Streams.SegmentAppeared(broadcaster.SegmentEvent{ManifestID: id, Seq: seq})
		}
	}
	m.Streams.StreamStarted("pushed")
	started(0)
	appear("pushed", 1000, 1001, 0)
	started(1)
	m.Streams.StreamStarted("live")
	appear("live", 0, 1)
	appear("pushed", 0)
	started(2)
	// The next stream of a name may start before the last has ended altogether.
	m.Streams.StreamStarted("pushed")
	appear("pushed", 7)
	m.Streams.StreamEnded("pushed")
	appear("pushed", 8)
	started(3)
	require.Contains(t, scrape(t, m), `manifest_id="pushed"`)
	m.Streams.StreamEnded("pushed")
	require.NotContains(t, scrape(t, m), `manifest_id="pushed"`)
}

func TestChain(t *testing.T) {
	t.Parallel()
	m := monitor.New(monitor.Config{NodeID: "n", NodeType: "bctr", Version: "1"})
	c := m.Chain
	c.Endpoint("https://one", true, 0)
	c.Endpoint("https://two", false, 7)
	c.RequestFailed("https://two")
	c.Head(100, 3)
	c.Reorganized()
	c.Resynced()
	c.RewardFailed()
	c.RewardAtRisk(20)
	require.Contains(t, normal(scrape(t, m)), normal(`livepeer_reward_at_risk_blocks{} 20`))
	c.RewardMissed()
	c.RewardCalled()

	out := normal(scrape(t, m))
	for _, want := range []string{
		`livepeer_eth_endpoint_up{endpoint="https://one",} 1`,
		`livepeer_eth_endpoint_up{endpoint="https://two",} 0`,
		`livepeer_eth_endpoint_lag_blocks{endpoint="https://two",} 7`,
		`livepeer_eth_request_errors_total{endpoint="https://two",} 1`,
		`livepeer_chain_head_block{} 100`,
		`livepeer_chain_lag_blocks{} 3`,
		`livepeer_chain_reorganizations_total{} 1`,
		`livepeer_chain_resyncs_total{} 1`,
		`livepeer_reward_call_errors{} 1`,
		`livepeer_rewards_called_total{} 1`,
		`livepeer_rewards_missed_total{} 1`,
		`livepeer_reward_at_risk_blocks{} 0`,
	} {
		require.Contains(t, out, normal(want))
	}
}
