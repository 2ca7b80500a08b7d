package verifymedia

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/ffmpeg/worker"
	"github.com/livepeer/streamflow/verification"
	"github.com/livepeer/streamflow/verification/verifier"
)

const orchestrator = "https://orchestrator:8935"

func profiles() []core.Profile {
	return []core.Profile{{Name: "240p", Width: 426, Height: 240, Bitrate: 400_000}, {Name: "360p", Width: 640, Height: 360, Bitrate: 800_000}}
}

// clip is a source of 2 seconds.
func clip(t *testing.T, pictures string) *core.Segment {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip.ts")
	out, err := exec.CommandContext(t.Context(), "ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", pictures,
		"-f", "lavfi", "-i", "sine=sample_rate=44100", "-t", "2", "-pix_fmt", "yuv420p",
		"-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", path).CombinedOutput()
	require.NoError(t, err, "%s", out)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return &core.Segment{ManifestID: "movie", Data: data, Duration: 2 * time.Second}
}

// transcoder is a supervisor whose workers encode with a preset.
func transcoder(t *testing.T, preset string) *worker.Supervisor {
	t.Helper()
	cfg := worker.DefaultConfig()
	cfg.Preset = preset
	s, err := worker.New(cfg)
	require.NoError(t, err)
	require.NoError(t, s.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func transcode(t *testing.T, s *worker.Supervisor, seg *core.Segment, profiles []core.Profile) *core.SubmissionResult {
	t.Helper()
	out, err := s.Transcode(t.Context(), &core.Task{
		SessionID: "orchestrator", ManifestID: seg.ManifestID, Seq: seg.Seq, Duration: seg.Duration, Source: core.NewSource(seg.Data),
		Profiles: profiles, Clip: seg.Clip, PerceptualHash: true, ForceReinit: true, OrchestratorID: "offchain",
	})
	require.NoError(t, err)
	return &core.SubmissionResult{Renditions: out.Renditions}
}

// seen keeps what dear checks compared with.
type seen struct {
	verifier.NopObserver
	with []verifier.Against
}

func (s *seen) Compared(with verifier.Against) { s.with = append(s.with, with) }

func TestVerifier(t *testing.T) {
	t.Parallel()
	own, theirs := transcoder(t, "veryfast"), transcoder(t, "ultrafast")
	source, other := clip(t, "testsrc2=size=960x540:rate=30"), clip(t, "mandelbrot=size=960x540:rate=30")
	for _, seg := range []*core.Segment{source, other} {
		info, err := own.Probe(t.Context(), seg.Data, ".ts")
		require.NoError(t, err)
		seg.Info = info
	}
	part := *source
	part.Clip = &core.Clip{From: 500 * time.Millisecond, To: 1500 * time.Millisecond}
	low := profiles()
	low[0].Bitrate, low[1].Bitrate = 12_000, 16_000
	frozen := transcode(t, theirs, other, profiles())
	reference := func(seg *core.Segment) func(context.Context) (*core.SubmissionResult, error) {
		return func(context.Context) (*core.SubmissionResult, error) { return transcode(t, own, seg, profiles()), nil }
	}
	for name, tt := range map[string]struct {
		seg    *core.Segment
		result *core.SubmissionResult
		rate   uint64
		freq   uint
		ref    func(context.Context) (*core.SubmissionResult, error)
		bad    bool
		with   []verifier.Against
	}{
		"ok":                {source, transcode(t, theirs, source, profiles()), 0, 0, nil, false, nil},
		"ok_drawn":          {source, transcode(t, theirs, source, profiles()), 1, 0, nil, false, []verifier.Against{verifier.OwnEncoder}},
		"ok_clip":           {&part, transcode(t, theirs, &part, profiles()), 1, 0, nil, false, []verifier.Against{verifier.OwnEncoder}},
		"ok_hash":           {source, transcode(t, theirs, source, profiles()), 0, 1, reference(source), false, []verifier.Against{verifier.VideoHash}},
		"ok_other_hash":     {source, transcode(t, theirs, source, profiles()), 0, 1, reference(other), false, []verifier.Against{verifier.OwnEncoder}},
		"err_other_video":   {source, frozen, 1, 0, nil, true, nil},
		"err_other_by_hash": {source, frozen, 0, 1, reference(source), true, nil},
		"err_few_bits":      {source, transcode(t, theirs, source, low), 1, 0, nil, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			observed := &seen{}
			cfg := verifier.DefaultConfig()
			cfg.Inspector, cfg.Reencoder, cfg.Observer, cfg.Rate, cfg.Budget = own, own, observed, tt.rate, 0
			if tt.rate == 0 && tt.freq == 0 {
				cfg.Budget = 1
			}
			cfg.DearTimeout = time.Minute
			v, err := verifier.New(cfg)
			require.NoError(t, err)
			s := v.Open(broadcaster.StreamConfig{VerificationFreq: tt.freq})
			defer s.Close()
			began := time.Now()
			err = s.Verify(t.Context(), &broadcaster.Delivery{
				Submission: &core.Submission{Segment: tt.seg, Profiles: profiles(), Info: &core.OrchestratorInfo{}},
				Result:     tt.result, URI: orchestrator, Reference: tt.ref,
			})
			t.Log("took", time.Since(began), err)
			if tt.bad {
				require.ErrorAs(t, err, new(*verification.RejectedError))
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.with, observed.with)
		})
	}
}
