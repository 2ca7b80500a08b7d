package verifymedia

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/ffmpeg/worker"
	"github.com/livepeer/streamflow/verification/verifier"
)

// BenchmarkVerify is the delay that a segment of 2 s gets by its check, one after the
// other: a source of 720 lines and 4.5 Mbit/s with four renditions.
func BenchmarkVerify(b *testing.B) {
	path := filepath.Join(b.TempDir(), "clip.ts")
	out, err := exec.CommandContext(b.Context(), "ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30",
		"-f", "lavfi", "-i", "sine=sample_rate=44100", "-t", "2", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "4500k",
		"-c:a", "aac", path).CombinedOutput()
	require.NoError(b, err, "%s", out)
	data, err := os.ReadFile(path)
	require.NoError(b, err)
	s, err := worker.New(worker.DefaultConfig())
	require.NoError(b, err)
	require.NoError(b, s.Start(b.Context()))
	defer s.Close()
	wanted, err := core.ParsePresets("P240p30fps16x9,P360p30fps16x9,P576p30fps16x9,P720p30fps16x9")
	require.NoError(b, err)
	made, err := s.Transcode(b.Context(), &core.Task{SessionID: "s", ManifestID: "movie", Duration: 2 * time.Second, Source: core.NewSource(data), Profiles: wanted})
	require.NoError(b, err)
	info, err := s.Probe(b.Context(), data, ".ts")
	require.NoError(b, err)
	for _, bm := range []struct {
		name string
		rate uint64
	}{{"usual", 0}, {"whole", 1}} {
		b.Run(bm.name, func(b *testing.B) {
			cfg := verifier.DefaultConfig()
			cfg.Inspector, cfg.Rate = s, bm.rate
			v, err := verifier.New(cfg)
			require.NoError(b, err)
			stream := v.Open(broadcaster.StreamConfig{})
			defer stream.Close()
			var took []time.Duration
			for b.Loop() {
				seg := &core.Segment{ManifestID: "movie", Data: data, Duration: 2 * time.Second, Info: info}
				began := time.Now()
				require.NoError(b, stream.Verify(b.Context(), &broadcaster.Delivery{
					Submission: &core.Submission{Segment: seg, Profiles: wanted, Info: &core.OrchestratorInfo{}},
					Result:     &core.SubmissionResult{Renditions: made.Renditions}, URI: orchestrator,
				}))
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "p50-ms")
			b.ReportMetric(float64(took[len(took)*9/10].Milliseconds()), "p90-ms")
		})
	}
}
