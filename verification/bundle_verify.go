package verification

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
)

// Inspector finds out what is in media: worker.Supervisor.
type Inspector interface {
	// Inspect decodes what look asks for. A *core.TranscodeError says that the bytes
	// are no media, or cannot be decoded; other errors say nothing about them.
	Inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error)
}

// BundleReport is what a check of a bundle finds.
type BundleReport struct {
	// Altered names the media that are not those that were signed.
	Altered []string `json:"altered,omitempty"`
	// ResultSigned and EvidenceSigned say whose word the bundle has. Only the latter
	// binds the results to the source and the job.
	ResultSigned   bool `json:"resultSigned"`
	EvidenceSigned bool `json:"evidenceSigned"`
	// Verdict is found anew under the bundle's policy; nil when nobody looked.
	Verdict *Verdict `json:"verdict,omitempty"`
}

// Proves says whether the bundle shows that its orchestrator signed results which
// the policy rejects.
func (r BundleReport) Proves() bool {
	return len(r.Altered) == 0 && r.EvidenceSigned && r.Verdict != nil && !r.Verdict.OK()
}

// Verify checks a bundle without asking anybody: its hashes, its signatures, and, unless
// inspector is nil, its verdict, by looking at the media again. The policy is
// the bundle's own, and for the reader to judge. Errors are those of a
// bundle that cannot be checked, such as of the inspector.
func (b *Bundle) Verify(ctx context.Context, signatures Signatures, inspector Inspector) (*BundleReport, error) {
	report := &BundleReport{}
	for i, m := range b.media() {
		if crypto.Keccak256Hash(m.Data) != m.Hash || len(m.Data) != m.Size {
			name := "source"
			if i > 0 {
				name = fmt.Sprintf("rendition %d (%s)", i-1, b.Results[i-1].Profile.Name)
			}
			report.Altered = append(report.Altered, name)
		}
	}
	if len(b.ResultSig) > 0 {
		report.ResultSigned = signatures.Verify(b.Orchestrator, b.resultMessage(), b.ResultSig)
	}
	if len(b.EvidenceSig) > 0 {
		msg, err := b.Evidence().Message()
		if err != nil {
			return nil, bundleErrorf("%v", err)
		}
		report.EvidenceSigned = signatures.Verify(b.Orchestrator, msg, b.EvidenceSig)
	}
	if inspector == nil {
		return report, nil
	}
	verdict, err := b.judge(ctx, inspector)
	if err != nil {
		return nil, err
	}
	report.Verdict = verdict
	return report, nil
}

func (b *Bundle) resultMessage() []byte {
	data := make([][]byte, 0, len(b.Results))
	for _, r := range b.Results {
		data = append(data, r.Data)
	}
	return signing.ResultMessage(data)
}

// judge looks at the media again, at the same places.
func (b *Bundle) judge(ctx context.Context, inspector Inspector) (*Verdict, error) {
	if err := b.Policy.Validate(); err != nil {
		return nil, bundleErrorf("%v", err)
	}
	var source core.Look
	looks := make([]core.Look, len(b.Results))
	if b.Plan != nil {
		source = b.Plan.Source
		copy(looks, b.Plan.Renditions)
	}
	job := Job{Plan: b.Plan}
	var err error
	if job.Source, err = inspector.Inspect(ctx, b.Source.Data, b.Source.Ext, source); err != nil {
		return nil, fmt.Errorf("inspect the source of a bundle: %w", err)
	}
	for i, r := range b.Results {
		result := Result{Pixels: r.Pixels, Offset: r.Offset}
		if result.Facts, err = inspector.Inspect(ctx, r.Data, r.Ext, looks[i]); err != nil {
			if !errors.As(err, new(*core.TranscodeError)) {
				return nil, fmt.Errorf("inspect rendition %d of a bundle: %w", i, err)
			}
			result.Unreadable = err
		}
		job.Profiles = append(job.Profiles, r.Profile)
		job.Results = append(job.Results, result)
	}
	v := b.Policy.Check(job, nil)
	return &v, nil
}
