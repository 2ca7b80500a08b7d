package monitor_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/monitor"
)

func TestVerification(t *testing.T) {
	t.Parallel()
	m := monitor.New(monitor.Config{NodeID: "n", NodeType: "bctr", Version: "1"})
	o := m.Verification
	o.Judged("accepted", nil, 30*time.Millisecond)
	o.Judged("rejected", []string{"size", "audio"}, time.Second)
	o.Judged("skipped", nil, 0)
	o.Dear("drawn")
	o.Compared("own")
	o.EvidenceKept(nil)
	o.EvidenceKept(errors.New("the disk is full"))
	text := scrape(t, m)
	for _, line := range []string{
		`livepeer_verification_results_total{,outcome="accepted"} 1`,
		`livepeer_verification_results_total{,outcome="rejected"} 1`,
		`livepeer_verification_results_total{,outcome="skipped"} 1`,
		`livepeer_verification_faults_total{fault="size",} 1`,
		`livepeer_verification_faults_total{fault="audio",} 1`,
		`livepeer_verification_dear_total{,reason="drawn"} 1`,
		`livepeer_verification_compared_total{,reference="own"} 1`,
		`livepeer_verification_evidence_total{kept="no",} 1`,
		`livepeer_verification_evidence_total{kept="yes",} 1`,
		`livepeer_verification_seconds_count{,outcome="accepted"} 1`,
	} {
		require.Contains(t, text, line)
	}
	require.NotContains(t, text, `livepeer_verification_seconds_count{,outcome="skipped"}`)
}
