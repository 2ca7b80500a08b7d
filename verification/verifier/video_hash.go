package verifier

import (
	"context"

	"github.com/livepeer/streamflow/verification"
)

// sameHash compares the perceptual hash of a rendition that is drawn with that of a trusted
// orchestrator's. It is false too where that cannot be done.
func (t *trial) sameHash(ctx context.Context) bool {
	v := t.verifier()
	ctx, stop := t.limited(ctx)
	defer stop()
	reference, err := t.trustedReference(ctx)
	if err != nil || len(reference) != len(t.renditions()) || len(reference) == 0 {
		return false
	}
	u, err := v.sampler.Float64()
	if err != nil {
		return false
	}
	i := int(u * float64(len(reference)))
	made, err := verification.ParseVideoSignature(t.renditions()[i].PerceptualHash)
	if err != nil {
		return false
	}
	wanted, err := verification.ParseVideoSignature(reference[i].PerceptualHash)
	if err != nil || !made.Distance(wanted).Same() {
		return false
	}
	v.cfg.Observer.Compared(VideoHash)
	return true
}
