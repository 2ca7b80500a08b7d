package verification

import (
	"context"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/signing"
)

// BundleReport is what a check of a bundle finds.
type BundleReport struct {
	// Altered names the media that are not those that were signed.
	Altered []string `json:"altered,omitempty"`
	// ResultSigned and EvidenceSigned say whose word the bundle has. Only the latter
	// binds the results to the source and the job.
	ResultSigned   bool `json:"resultSigned"`
	EvidenceSigned bool `json:"evidenceSigned"`
	// Verdict is found anew at places that the judge drew; nil when nobody looked.
	Verdict *Verdict `json:"verdict,omitempty"`
	// AtPlan is found anew at the places of the bundle's maker; nil when it names none, or
	// such as no Planner would, which PlanRefused then says.
	AtPlan      *Verdict `json:"atPlan,omitempty"`
	PlanRefused string   `json:"planRefused,omitempty"`
	// Own is what is wrong with the judge's own renditions of the source, at any of these
	// places; nil when it made none: it cannot, nothing had to be compared, or it failed
	// as OwnFailed says.
	Own       *Verdict `json:"own,omitempty"`
	OwnFailed string   `json:"ownFailed,omitempty"`
}

// Proofs are the faults that show what the orchestrator did, each once: those that the
// judge finds again in what it signed, and not in its own renditions. None do when it did
// not sign these media.
func (r BundleReport) Proofs() []Fault {
	if len(r.Altered) > 0 || !r.EvidenceSigned {
		return nil
	}
	var proofs []Fault
	for _, v := range []*Verdict{r.Verdict, r.AtPlan} {
		if v == nil {
			continue
		}
		for _, f := range v.Faults {
			if f.Code.Provable() && !r.usual(f) && !slices.ContainsFunc(proofs, f.same) {
				proofs = append(proofs, f)
			}
		}
	}
	return proofs
}

// usual says whether the judge's own rendition has the fault too.
func (r BundleReport) usual(f Fault) bool {
	return r.Own != nil && slices.ContainsFunc(r.Own.Faults, f.same)
}

// Proves says whether the bundle shows that its orchestrator signed results which
// the judge's policy rejects.
func (r BundleReport) Proves() bool { return len(r.Proofs()) > 0 }

// Provable says whether a bundle can show a fault of the kind to others. What is
// compared with something else than the source cannot be: neither the segment before,
// nor a reference, nor a service's answer is in a bundle. Nor can a signature that
// is not there.
func (c Code) Provable() bool {
	switch c {
	case WrongOffset, BelowReference, External, BadSignature, RenditionCount:
		return false
	}
	return true
}

// same says whether two faults are of the same kind and rendition.
func (f Fault) same(g Fault) bool { return f.Code == g.Code && f.Rendition == g.Rendition }

// Verify checks a bundle without asking anybody: its hashes, its signatures, and, unless
// judge is nil, what is wrong with its results. Errors are those of a
// bundle that cannot be checked, such as of the judge's inspector.
func (b *Bundle) Verify(ctx context.Context, signatures Signatures, judge *Judge) (*BundleReport, error) {
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
	if judge == nil {
		return report, nil
	}
	if err := judge.judge(ctx, b, report); err != nil {
		return nil, err
	}
	return report, nil
}

func (b *Bundle) resultMessage() []byte {
	data := make([][]byte, 0, len(b.Results))
	for _, r := range b.Results {
		data = append(data, r.Data)
	}
	return signing.ResultMessage(data)
}
