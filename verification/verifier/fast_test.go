package verifier_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/verification/verifier"
)

// hashed gives all renditions a perceptual hash.
func hashed(t *testing.T, result *core.SubmissionResult, name string) *core.SubmissionResult {
	t.Helper()
	hash := []byte("not a hash")
	if name != "" {
		var err error
		hash, err = os.ReadFile(filepath.Join("..", "testdata", "signatures", name+".sig"))
		require.NoError(t, err)
	}
	for i := range result.Renditions {
		result.Renditions[i].PerceptualHash = hash
	}
	return result
}

func TestVerify_fast(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		what, hash, trusted string // hash of the result, and of the trusted orchestrator
		none                bool   // there is no trusted orchestrator
		bad                 bool
		compared            []verifier.Against
	}{
		"ok":                    {"same", "mixed-engine", "mixed-ultrafast", false, false, []verifier.Against{verifier.VideoHash}},
		"ok_content_decides":    {"same", "mixed-engine", "fade-engine", false, false, []verifier.Against{verifier.TrustedPeer}},
		"ok_no_hash":            {"same", "", "fade-engine", false, false, []verifier.Against{verifier.TrustedPeer}},
		"ok_no_trusted_hash":    {"same", "fade-engine", "", false, false, []verifier.Against{verifier.TrustedPeer}},
		"ok_nobody_trusted":     {"same", "fade-engine", "", true, false, []verifier.Against{verifier.Nothing}},
		"err_other":             {"mirrored", "fade-mirrored", "fade-engine", false, true, nil},
		"err_other_without":     {"mirrored", "", "fade-engine", false, true, nil},
		"err_nobody_trusted":    {"mirrored", "fade-engine", "", true, true, nil},
		"err_garbage_with_hash": {"garbage", "fade-engine", "fade-engine", false, true, nil},
	}
	for name, tt := range tests {
		for _, mode := range []verifier.Mode{verifier.All, verifier.None} {
			t.Run(name+"_"+mode.String(), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, func(c *verifier.Config) { c.Mode, c.Budget = mode, 0 }, broadcaster.StreamConfig{VerificationFreq: 1})
				d := delivery(segment(0), tt.what)
				hashed(t, d.Result, tt.hash)
				asked := 0
				d.Reference = func(context.Context) (*core.SubmissionResult, error) {
					if asked++; tt.none {
						return nil, broadcaster.ErrNoSessions
					}
					return hashed(t, made("cheap"), tt.trusted), nil
				}
				err := r.verify(t, d)
				require.LessOrEqual(t, asked, 1)
				if tt.bad {
					require.ErrorIs(t, err, core.ErrResultRejected)
					return
				}
				require.NoError(t, err)
				require.Equal(t, []verifier.Reason{verifier.Asked}, r.seen.dear)
				require.Equal(t, tt.compared, r.seen.compared)
			})
		}
	}
}

func TestVerify_fastSparesTheTrusted(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *verifier.Config) { c.Mode = verifier.None }, broadcaster.StreamConfig{VerificationFreq: 1})
	d := delivery(segment(0), "garbage")
	d.Trusted = true
	require.NoError(t, r.verify(t, d))
	require.Equal(t, []verifier.Outcome{verifier.Skipped}, r.seen.outcomes)
}
