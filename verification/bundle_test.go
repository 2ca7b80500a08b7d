package verification_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/verification"
)

// inspections answers with facts by the bytes that it is given.
type inspections map[string]*core.MediaFacts

func (i inspections) Inspect(_ context.Context, data []byte, _ string, _ core.Look) (*core.MediaFacts, error) {
	if facts := i[string(data)]; facts != nil {
		return facts, nil
	}
	return nil, &core.TranscodeError{Code: core.InvalidVideo}
}

// judgeWith judges by the default policy.
func judgeWith(inspector verification.Inspector) *verification.Judge {
	return &verification.Judge{Inspector: inspector, Policy: verification.DefaultPolicy(), Draw: verification.NewSampler(1)}
}

// signedBundle has two renditions, the first of the wrong size, and what inspects them.
func signedBundle(t testing.TB) (*verification.Bundle, inspections) {
	job := honestJob()
	job.Results[0].Facts.Video.Width -= 2
	before := 5 * time.Millisecond
	b := &verification.Bundle{
		Made: time.Unix(1_700_000_000, 0).UTC(), Node: "0.1.0", ChainID: 1337, Orchestrator: orchestrator(t).Address(), Sender: common.Address{9},
		ManifestID: "movie", Seq: 12, Round: 3, Source: verification.NewMedia([]byte("source"), ".ts"),
		Results: []verification.BundleResult{
			{Profile: job.Profiles[0], Pixels: job.Results[0].Pixels, Media: verification.NewMedia([]byte("rendition a"), ".ts"), Offset: &before},
			{Profile: job.Profiles[1], Pixels: job.Results[1].Pixels, Media: verification.NewMedia([]byte("rendition b"), ".ts")},
		},
		Policy: verification.DefaultPolicy(),
	}
	b.Verdict = b.Policy.Check(job, nil)
	require.False(t, b.Verdict.OK())
	sign(t, b)
	return b, inspections{"source": job.Source, "rendition a": job.Results[0].Facts, "rendition b": job.Results[1].Facts}
}

func orchestrator(t testing.TB) *signing.Key {
	private, err := crypto.ToECDSA(crypto.Keccak256([]byte("orchestrator")))
	require.NoError(t, err)
	return signing.NewKey(private)
}

// sign signs a bundle as its orchestrator does.
func sign(t testing.TB, b *verification.Bundle) {
	var data [][]byte
	for _, r := range b.Results {
		data = append(data, r.Data)
	}
	msg, err := b.Evidence().Message()
	require.NoError(t, err)
	key := orchestrator(t)
	b.ResultSig, err = key.Sign(signing.ResultMessage(data))
	require.NoError(t, err)
	b.EvidenceSig, err = key.Sign(msg)
	require.NoError(t, err)
}

func written(t testing.TB, b *verification.Bundle) []byte {
	var file bytes.Buffer
	n, err := b.WriteTo(&file)
	require.NoError(t, err)
	require.EqualValues(t, file.Len(), n)
	return file.Bytes()
}

func TestBundle(t *testing.T) {
	t.Parallel()
	b, inspector := signedBundle(t)
	read, err := verification.ReadBundle(bytes.NewReader(written(t, b)))
	require.NoError(t, err)
	require.Equal(t, b, read)

	report, err := read.Verify(t.Context(), signing.Accounts{}, judgeWith(inspector))
	require.NoError(t, err)
	require.Empty(t, report.Altered)
	require.True(t, report.ResultSigned)
	require.True(t, report.EvidenceSigned)
	require.Equal(t, b.Verdict, *report.Verdict)
	require.True(t, report.Proves())

	report, err = read.Verify(t.Context(), signing.Accounts{}, nil)
	require.NoError(t, err)
	require.Nil(t, report.Verdict)
	require.False(t, report.Proves(), "nobody looked at the media")
}

func TestBundle_proves(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(b *verification.Bundle)
		check  func(t *testing.T, r *verification.BundleReport)
	}{
		"source_altered": {func(b *verification.Bundle) { b.Source.Data = []byte("sourcE") },
			func(t *testing.T, r *verification.BundleReport) { require.Equal(t, []string{"source"}, r.Altered) }},
		"rendition_altered": {func(b *verification.Bundle) { b.Results[1].Data = []byte("rendition B") },
			func(t *testing.T, r *verification.BundleReport) {
				require.Equal(t, []string{"rendition 1 (240)"}, r.Altered)
				require.False(t, r.ResultSigned)
			}},
		"rendition_swapped": {func(b *verification.Bundle) { b.Results[1].Media = verification.NewMedia([]byte("rendition B"), ".ts") },
			func(t *testing.T, r *verification.BundleReport) {
				require.Empty(t, r.Altered)
				require.False(t, r.ResultSigned || r.EvidenceSigned)
			}},
		"other_job": {func(b *verification.Bundle) { b.Results[0].Profile.Width++ },
			func(t *testing.T, r *verification.BundleReport) {
				require.True(t, r.ResultSigned, "it says nothing of the job")
				require.False(t, r.EvidenceSigned)
			}},
		"other_source": {func(b *verification.Bundle) { b.Source = verification.NewMedia([]byte("rendition b"), ".ts") },
			func(t *testing.T, r *verification.BundleReport) {
				require.True(t, r.ResultSigned)
				require.False(t, r.EvidenceSigned)
			}},
		"not_signed": {func(b *verification.Bundle) { b.ResultSig, b.EvidenceSig = nil, nil },
			func(t *testing.T, r *verification.BundleReport) { require.False(t, r.ResultSigned || r.EvidenceSigned) }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, inspector := signedBundle(t)
			inspector["sourcE"], inspector["rendition B"] = inspector["source"], inspector["rendition b"]
			tt.change(b)
			report, err := b.Verify(t.Context(), signing.Accounts{}, judgeWith(inspector))
			require.NoError(t, err)
			tt.check(t, report)
			require.False(t, report.Proves())
		})
	}
}

func TestBundle_goodResultProvesNothing(t *testing.T) {
	t.Parallel()
	b, inspector := signedBundle(t)
	inspector["rendition a"].Video.Width += 2
	report, err := b.Verify(t.Context(), signing.Accounts{}, judgeWith(inspector))
	require.NoError(t, err)
	require.True(t, report.Verdict.OK())
	require.False(t, report.Proves())
}

func TestBundle_unreadableResultProves(t *testing.T) {
	t.Parallel()
	b, inspector := signedBundle(t)
	delete(inspector, "rendition a")
	report, err := b.Verify(t.Context(), signing.Accounts{}, judgeWith(inspector))
	require.NoError(t, err)
	require.True(t, report.Verdict.Has(verification.Unreadable))
	require.True(t, report.Proves())
	delete(inspector, "source")
	_, err = b.Verify(t.Context(), signing.Accounts{}, judgeWith(inspector))
	require.Error(t, err, "without a source there is nothing to compare with")
}

type brokenInspector struct{ error }

func (b brokenInspector) Inspect(context.Context, []byte, string, core.Look) (*core.MediaFacts, error) {
	return nil, b.error
}

func TestBundle_inspectorFails(t *testing.T) {
	t.Parallel()
	b, _ := signedBundle(t)
	broken := errors.New("broken")
	_, err := b.Verify(t.Context(), signing.Accounts{}, judgeWith(brokenInspector{broken}))
	require.ErrorIs(t, err, broken)
}

func TestReadBundle_refuses(t *testing.T) {
	t.Parallel()
	b, _ := signedBundle(t)
	good := written(t, b)
	for n := range good {
		_, err := verification.ReadBundle(bytes.NewReader(good[:n]))
		var bad *verification.BundleError
		require.True(t, errors.Is(err, verification.ErrNotABundle) || errors.As(err, &bad), "cut at %d: %v", n, err)
	}
	huge := bytes.Replace(good, []byte(`"size":11`), []byte(`"size":99`), 1)
	for name, file := range map[string][]byte{
		"longer":      append(bytes.Clone(good), 0),
		"long_header": append(bytes.Clone(good[:12]), 0xff, 0xff, 0xff, 0xff),
		"no_json":     append(append(bytes.Clone(good[:12]), 0, 0, 0, 1), '{'),
		"too_large":   huge,
		"negative":    bytes.Replace(good, []byte(`"size":11`), []byte(`"size":-1`), 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := verification.ReadBundle(bytes.NewReader(file))
			var bad *verification.BundleError
			require.ErrorAs(t, err, &bad)
		})
	}
	_, err := verification.ReadBundle(bytes.NewReader([]byte("something else altogether")))
	require.ErrorIs(t, err, verification.ErrNotABundle)
}

func TestBundle_WriteTo_refuses(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(b *verification.Bundle){
		"size":    func(b *verification.Bundle) { b.Source.Size++ },
		"results": func(b *verification.Bundle) { b.Results = make([]verification.BundleResult, core.MaxProfiles+1) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, _ := signedBundle(t)
			change(b)
			_, err := b.WriteTo(&bytes.Buffer{})
			var bad *verification.BundleError
			require.ErrorAs(t, err, &bad)
		})
	}
}

// anything finds the same in all media.
type anything struct{ *core.MediaFacts }

func (a anything) Inspect(context.Context, []byte, string, core.Look) (*core.MediaFacts, error) {
	return a.MediaFacts, nil
}

func FuzzReadBundle(f *testing.F) {
	b, _ := signedBundle(f)
	f.Add(written(f, b))
	planner := verification.Planner{Draw: verification.NewSampler(1), Whole: true}
	plan, err := planner.Plan(video(1280, 720, 30), 2*time.Second, []core.Profile{b.Results[0].Profile, b.Results[1].Profile})
	require.NoError(f, err)
	b.Plan = &plan
	f.Add(written(f, b))
	f.Add([]byte("LPEVIDENCE\x00\x01\x00\x00\x00\x02{}"))
	f.Fuzz(func(t *testing.T, file []byte) {
		b, err := verification.ReadBundle(bytes.NewReader(file))
		if err != nil {
			return
		}
		again, err := verification.ReadBundle(bytes.NewReader(written(t, b)))
		require.NoError(t, err)
		require.Equal(t, b.Evidence(), again.Evidence())
		_, _ = b.Verify(t.Context(), signing.Accounts{}, judgeWith(anything{honestJob().Source}))
	})
}
