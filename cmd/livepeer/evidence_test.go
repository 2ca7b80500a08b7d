package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/ffmpeg/worker"
	"github.com/livepeer/streamflow/verification"
)

// evidenceRig has a source and its honest rendition.
type evidenceRig struct {
	key       *signing.Key
	source    []byte
	rendition []byte
	profile   core.Profile
	pixels    int64
	facts     *core.VideoFacts // of the source
}

// plan is a plan as a broadcaster's verifier draws it.
func (r *evidenceRig) plan(t *testing.T) *verification.Plan {
	t.Helper()
	planner := verification.Planner{Draw: verification.NewSampler(1), Budget: 1}
	info := core.MediaInfo{HasVideo: true, Width: r.facts.Width, Height: r.facts.Height, FPSNum: r.facts.FPSNum, FPSDen: r.facts.FPSDen}
	plan, err := planner.Plan(info, r.facts.Duration(), []core.Profile{r.profile})
	require.NoError(t, err)
	return &plan
}

func newEvidenceRig(t *testing.T) *evidenceRig {
	t.Helper()
	private, err := crypto.ToECDSA(crypto.Keccak256([]byte("orchestrator")))
	require.NoError(t, err)
	source, err := os.ReadFile("../../ffmpeg/worker/clips/h264_420_8.ts")
	require.NoError(t, err)
	workers, err := worker.New(worker.DefaultConfig())
	require.NoError(t, err)
	require.NoError(t, workers.Start(t.Context()))
	defer func() { require.NoError(t, workers.Close()) }()
	r := &evidenceRig{
		key: signing.NewKey(private), source: source,
		profile: core.Profile{Name: "small", Width: 192, Height: 108, Bitrate: 400_000, Format: core.MPEGTS},
	}
	facts, err := workers.Inspect(t.Context(), source, ".ts", core.Look{})
	require.NoError(t, err)
	r.facts = facts.Video
	r.profile.Height = 192 * facts.Video.Height / facts.Video.Width &^ 1
	done, err := workers.Transcode(t.Context(), &core.Task{
		ManifestID: "movie", Duration: time.Second, Source: core.NewSource(source), Profiles: []core.Profile{r.profile},
	})
	require.NoError(t, err)
	r.rendition, r.pixels = done.Renditions[0].Data, done.Renditions[0].Pixels
	return r
}

// bundle is signed evidence of the honest work.
func (r *evidenceRig) bundle(t *testing.T, change func(b *verification.Bundle)) *verification.Bundle {
	t.Helper()
	b := &verification.Bundle{
		Made: time.Unix(1_700_000_000, 0).UTC(), Node: "0.1.0", ChainID: 1337, Orchestrator: r.key.Address(), Sender: common.Address{9},
		ManifestID: "movie", Seq: 12, Round: 3, Source: verification.NewMedia(r.source, ".ts"),
		Results: []verification.BundleResult{{Profile: r.profile, Pixels: r.pixels, Media: verification.NewMedia(r.rendition, ".ts")}},
		Policy:  verification.DefaultPolicy(),
	}
	change(b)
	var err error
	b.ResultSig, err = r.key.Sign(signing.ResultMessage([][]byte{b.Results[0].Data}))
	require.NoError(t, err)
	msg, err := b.Evidence().Message()
	require.NoError(t, err)
	b.EvidenceSig, err = r.key.Sign(msg)
	require.NoError(t, err)
	return b
}

func save(t *testing.T, b *verification.Bundle) string {
	t.Helper()
	var file bytes.Buffer
	_, err := b.WriteTo(&file)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "12.evidence")
	require.NoError(t, os.WriteFile(path, file.Bytes(), 0o600))
	return path
}

// TestVerifyEvidence goes all the way, with real media in real workers.
func TestVerifyEvidence(t *testing.T) {
	t.Parallel()
	rig := newEvidenceRig(t)
	tests := map[string]struct {
		signed, after func(b *verification.Bundle) // changes before and after the orchestrator signs
		policy        string
		exit          int
		faults        []verification.Code
		says          []string
	}{
		"honest": {
			exit: exitNotProven, says: []string{"Its policy", "the default one", "names no places", "nothing that is wrong", "does not prove anything: nothing is wrong with the results"},
		},
		"wrong_size": {
			signed: func(b *verification.Bundle) { b.Results[0].Profile.Width, b.Results[0].Profile.Height = 128, 72 },
			exit:   exitOK, faults: []verification.Code{verification.WrongSize},
			says: []string{"size of rendition 0 (small)", "expected", "Signed job", "good", "proves that " + rig.key.Address().Hex()},
		},
		"garbage": {
			signed: func(b *verification.Bundle) { b.Results[0].Media = verification.NewMedia([]byte("no media"), ".ts") },
			exit:   exitOK, faults: []verification.Code{verification.Unreadable}, says: []string{"unreadable of rendition 0 (small)"},
		},
		"not_signed": {
			signed: func(b *verification.Bundle) { b.Results[0].Media = verification.NewMedia([]byte("no media"), ".ts") },
			after:  func(b *verification.Bundle) { b.ResultSig, b.EvidenceSig = nil, nil },
			exit:   exitNotProven, faults: []verification.Code{verification.Unreadable},
			says: []string{"missing", rig.key.Address().Hex() + " did not sign these results"},
		},
		"another_job": {
			after: func(b *verification.Bundle) { b.Results[0].Profile.Width, b.Results[0].Profile.Height = 128, 72 },
			exit:  exitNotProven, faults: []verification.Code{verification.WrongSize},
			says: []string{"not the orchestrator's", "signed the renditions, but not of which source"},
		},
		"altered": {
			signed: func(b *verification.Bundle) { b.Results[0].Media = verification.NewMedia([]byte("no media"), ".ts") },
			after:  func(b *verification.Bundle) { b.Results[0].Data = []byte("nO media") },
			exit:   exitNotProven, faults: []verification.Code{verification.Unreadable}, says: []string{"ALTERED", "not the media that the bundle speaks of: rendition 0 (small)"},
		},
		"unsigned_claim": {
			after: func(b *verification.Bundle) {
				drift := time.Minute
				b.Results[0].Offset = &drift
				b.Verdict.Faults = []verification.Fault{{Code: verification.WrongOffset, Profile: "small", Want: "0s", Got: "1m"}}
			},
			exit: exitNotProven, says: []string{"Not found", "offset of rendition 0 (small): 1m, expected 0s (proves nothing to others)", "something that is not in it"},
		},
		"another_policy": {
			signed: func(b *verification.Bundle) { b.Policy.MaxBitrate, b.Policy.MinBits = 0.01, 0 },
			exit:   exitNotProven, says: []string{"MaxBitrate is 0.01, by default", "nothing is wrong with the results"},
		},
		"another_policy_taken": {
			signed: func(b *verification.Bundle) { b.Policy.MaxBitrate, b.Policy.MinBits = 0.01, 0 },
			policy: bundlesPolicy,
			exit:   exitNotProven, faults: []verification.Code{verification.TooManyBits},
			says: []string{"the bundle's policy", "MaxBitrate is 0.01, by default", "as in a rendition of this program's own", "own renditions of that source too"},
		},
		"wrong_size_by_another_policy": {
			signed: func(b *verification.Bundle) {
				b.Results[0].Profile.Width, b.Results[0].Profile.Height, b.Policy.MaxOffset = 128, 72, time.Minute
			},
			policy: bundlesPolicy,
			exit:   exitOK, faults: []verification.Code{verification.WrongSize},
			says: []string{"that is not the default policy, so judge its limits", "own renditions of the source have none of these faults"},
		},
		"its_plan": {
			signed: func(b *verification.Bundle) { b.Plan = rig.plan(t) },
			exit:   exitNotProven, says: []string{"are looked at too", "nothing is wrong with the results"},
		},
		"forged_plan": {
			signed: func(b *verification.Bundle) {
				b.Plan = rig.plan(t)
				b.Plan.Source.Views[0].Width *= 2
			},
			exit: exitNotProven, says: []string{"since no planner draws such", "nothing is wrong with the results"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			nothing := func(*verification.Bundle) {}
			if tt.signed == nil {
				tt.signed = nothing
			}
			if tt.policy == "" {
				tt.policy = ownPolicy
			}
			b := rig.bundle(t, tt.signed)
			if tt.after != nil {
				tt.after(b)
			}
			path := save(t, b)
			var out, errOut bytes.Buffer
			require.Equal(t, tt.exit, run([]string{"verify-evidence", "-policy", tt.policy, path}, nil, &out, &errOut), "%s%s", &out, &errOut)
			require.Empty(t, errOut.String())
			for _, says := range tt.says {
				require.Contains(t, out.String(), says)
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			require.True(t, strings.HasPrefix(lines[len(lines)-1], "Conclusion"), out.String())

			out.Reset()
			require.Equal(t, tt.exit, run([]string{"verify-evidence", "-json", "-policy", tt.policy, path}, nil, &out, &errOut))
			var report evidenceReport
			require.NoError(t, json.Unmarshal(out.Bytes(), &report))
			require.Equal(t, tt.exit == exitOK, report.Proves)
			var codes []verification.Code
			for _, f := range report.Faults {
				codes = append(codes, f.Code)
			}
			require.Equal(t, tt.faults, codes)
		})
	}
}

func TestVerifyEvidence_refuses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	noBundle := filepath.Join(folder, "no-bundle")
	require.NoError(t, os.WriteFile(noBundle, []byte("something else"), 0o600))
	for name, tt := range map[string]struct {
		args []string
		exit int
		says string
	}{
		"no_file":      {nil, exitUsage, "0 files are given; expected one"},
		"two_files":    {[]string{"a", "b"}, exitUsage, "2 files are given"},
		"no_policy":    {[]string{"-policy", "mine", "a"}, exitUsage, `-policy "mine"; expected default or bundle`},
		"unknown_flag": {[]string{"-yaml", "a"}, exitUsage, "-yaml"},
		"not_there":    {[]string{filepath.Join(folder, "none")}, exitFailed, "no such file"},
		"no_bundle":    {[]string{noBundle}, exitFailed, "no bundle of evidence"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errOut bytes.Buffer
			require.Equal(t, tt.exit, run(append([]string{"verify-evidence"}, tt.args...), nil, &out, &errOut))
			require.Contains(t, errOut.String(), tt.says)
			require.Empty(t, out.String())
		})
	}
	var out, errOut bytes.Buffer
	require.Equal(t, exitOK, run([]string{"verify-evidence", "-h"}, nil, &out, &errOut))
	require.Contains(t, out.String(), "Exit codes")
}

// TestEvidenceReport_clean: what a bundle says cannot move a terminal's cursor.
func TestEvidenceReport_clean(t *testing.T) {
	t.Parallel()
	r := &evidenceReport{Stream: "movie\x1b[2J", Media: []evidenceMedia{{Name: "rendition 0 (a\nConclusion)"}}, Faults: []verification.Fault{{Got: "\xff\r"}}}
	text := r.text()
	require.NotContains(t, text, "\x1b")
	require.NotContains(t, text, "\r")
	require.Equal(t, 1, strings.Count("\n"+text, "\nConclusion"))
}
