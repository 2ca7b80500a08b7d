package verifier

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"golang.org/x/sync/errgroup"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/verification"
)

// trial is the judgement of one result. It belongs to one goroutine.
type trial struct {
	stream   *stream
	delivery *broadcaster.Delivery
	segment  *core.Segment

	source  *source
	plan    *verification.Plan
	facts   *core.MediaFacts // of the source
	results []verification.Result
	verdict verification.Verdict

	message []byte // that the orchestrator signed; nil before it is needed

	asked   bool // for a reference of a trusted orchestrator, which is in trusted
	trusted []core.Rendition
}

func (t *trial) verifier() *Verifier          { return t.stream.verifier }
func (t *trial) profiles() []core.Profile     { return t.delivery.Submission.Profiles }
func (t *trial) renditions() []core.Rendition { return t.delivery.Result.Renditions }

// run judges.
func (t *trial) run(ctx context.Context) (Outcome, error) {
	s, v := t.stream, t.verifier()
	exempt, asked := s.exempt(t.delivery), s.asked(t.delivery)
	if exempt && !asked {
		return Skipped, nil
	}
	t.source = s.sources.of(t.segment, t.profiles())
	dear, depth := false, usual
	if !exempt {
		why := Drawn
		if v.suspects.take(t.delivery.URI) {
			why = Suspect
		}
		if dear = t.source.drawn || why == Suspect; dear {
			depth = whole
			v.cfg.Observer.Dear(why)
		}
	}
	err := t.examine(ctx, depth)
	if err == nil && t.verdict.OK() && depth == usual && t.thin() {
		v.cfg.Observer.Dear(Thin)
		err = t.examine(ctx, whole)
	}
	if err == nil && t.verdict.OK() && asked && !dear {
		v.cfg.Observer.Dear(Asked)
		if dear = !t.sameHash(ctx); dear {
			v.suspects.add(t.delivery.URI)
			err = t.examine(ctx, whole)
		}
	}
	if err == nil && t.verdict.OK() && dear {
		err = t.besides(ctx)
	}
	return t.end(ctx, err)
}

// thin says whether any rendition has so few bits that it is looked at up to its end.
func (t *trial) thin() bool {
	for i, r := range t.results {
		if i < len(t.profiles()) && verification.Thin(t.facts, r.Facts, t.profiles()[i]) {
			return true
		}
	}
	return false
}

// end draws the consequences.
func (t *trial) end(ctx context.Context, err error) (Outcome, error) {
	s, v, uri := t.stream, t.verifier(), t.delivery.URI
	if err != nil {
		return Unverified, err
	}
	if err := t.verdict.Err(); err != nil {
		v.suspects.add(uri)
		s.offsets.forget(uri)
		s.keep(ctx, t)
		return Rejected, err
	}
	if v.cfg.Policy.Suspicious(t.verdict) {
		v.suspects.add(uri)
	}
	s.offsets.set(uri, t.newOffsets())
	return Accepted, nil
}

// examine finds the verdict by the policy. Errors are *UnverifiedError.
func (t *trial) examine(ctx context.Context, d depth) (err error) {
	v := t.verifier()
	if t.plan, t.facts, err = t.source.inspect(ctx, t.segment, d); err != nil {
		return &UnverifiedError{Op: "inspect the source", Cause: err}
	}
	if t.results, err = t.inspect(ctx, t.renditions()); err != nil {
		return err
	}
	if !t.segment.Discontinuity && t.segment.Clip == nil {
		for i := range t.results {
			t.results[i].Offset = t.stream.offsets.of(t.delivery.URI, i)
		}
	}
	t.verdict = t.policy().Check(t.job(t.results, t.signature()), v.cfg.Signatures)
	if f, bad := t.evidenceFault(); bad {
		t.verdict.Faults = append(t.verdict.Faults, f)
	}
	return nil
}

// policy is the verifier's; where a clip begins on the source's clock is for the
// orchestrator to say.
func (t *trial) policy() verification.Policy {
	p := t.verifier().cfg.Policy
	if t.segment.Clip != nil {
		p.Ignore = append(slices.Clone(p.Ignore), verification.WrongOffset)
	}
	return p
}

func (t *trial) job(results []verification.Result, sig *verification.Signature) verification.Job {
	return verification.Job{Profiles: t.profiles(), Source: t.facts, Plan: t.plan, Results: results, Signature: sig}
}

// inspect looks into renditions where the plan says. Errors are *UnverifiedError: what
// is wrong with the media is in the result.
func (t *trial) inspect(ctx context.Context, renditions []core.Rendition) ([]verification.Result, error) {
	results := make([]verification.Result, len(renditions))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(t.verifier().cfg.Parallel)
	for i, r := range renditions {
		var look core.Look
		ext := core.MPEGTS.Ext()
		if i < len(t.plan.Renditions) && i < len(t.profiles()) {
			look, ext = t.plan.Renditions[i], t.profiles()[i].Format.Ext()
		}
		group.Go(func() error {
			results[i].Pixels = r.Pixels
			facts, err := t.look(ctx, r.Data, ext, look)
			if errors.As(err, new(*core.TranscodeError)) {
				results[i].Unreadable = err
				return nil
			}
			results[i].Facts = facts
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, &UnverifiedError{Op: "inspect the renditions", Cause: err}
	}
	return results, nil
}

// look tries again what failed: of bytes that end a worker, the second failure is the
// verdict.
func (t *trial) look(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error) {
	facts, err := t.verifier().cfg.Inspector.Inspect(ctx, data, ext, look)
	if err == nil || ctx.Err() != nil || errors.As(err, new(*core.TranscodeError)) {
		return facts, err
	}
	return t.verifier().cfg.Inspector.Inspect(ctx, data, ext, look)
}

// newOffsets are those of this result.
func (t *trial) newOffsets() []*time.Duration {
	now := make([]*time.Duration, len(t.results))
	for i, r := range t.results {
		if offset, ok := verification.OffsetOf(t.facts, r.Facts); ok {
			now[i] = &offset
		}
	}
	return now
}

// signed is the message of the usual signature: the renditions' hashes (wire.md 3).
func (t *trial) signed() []byte {
	if t.message == nil {
		data := make([][]byte, 0, len(t.renditions()))
		for _, r := range t.renditions() {
			data = append(data, r.Data)
		}
		t.message = signing.ResultMessage(data)
	}
	return t.message
}

// signature is what the orchestrator must have signed; nil off chain.
func (t *trial) signature() *verification.Signature {
	if t.verifier().cfg.Signatures == nil {
		return nil
	}
	return &verification.Signature{By: t.orchestrator(), Message: t.signed(), Sig: t.delivery.Result.Sig}
}

func (t *trial) orchestrator() (addr common.Address) {
	if info := t.delivery.Submission.Info; info != nil {
		addr = info.Address
	}
	return addr
}

// evidenceFault says what is wrong with the signature over what was asked for, where there
// is one.
func (t *trial) evidenceFault() (verification.Fault, bool) {
	v, evidence := t.verifier(), t.delivery.Result.Evidence
	n := len(t.renditions())
	if evidence == nil || v.cfg.Signatures == nil || n != len(t.profiles()) || slices.Contains(v.cfg.Policy.Ignore, verification.BadSignature) {
		return verification.Fault{}, false
	}
	e := signing.ResultEvidence{
		ChainID: v.cfg.ChainID, Recipient: t.orchestrator(), Sender: v.cfg.Sender, ManifestID: t.segment.ManifestID, Seq: t.segment.Seq,
		Source: t.digest(), Round: evidence.Round,
	}
	hashes := t.signed()
	for i, r := range t.renditions() {
		hash := common.Hash(hashes[i*common.HashLength : (i+1)*common.HashLength])
		e.Results = append(e.Results, signing.EvidencedResult{Profile: t.profiles()[i], Hash: hash, Pixels: r.Pixels})
	}
	msg, err := e.Message()
	if err == nil && v.cfg.Signatures.Verify(t.orchestrator(), msg, evidence.Sig) {
		return verification.Fault{}, false
	}
	return verification.Fault{
		Code: verification.BadSignature, Rendition: -1,
		Want: "that of " + t.orchestrator().Hex() + " over its evidence", Got: "one that is not",
	}, true
}

func (t *trial) digest() common.Hash {
	if d := t.segment.Digest; d != nil {
		return d.Sum()
	}
	return crypto.Keccak256Hash(t.segment.Data)
}

// bundle is the evidence of the trial.
func (t *trial) bundle() *verification.Bundle {
	v := t.verifier()
	b := &verification.Bundle{
		Made: time.Now(), Node: v.cfg.Version, ChainID: v.cfg.ChainID, Orchestrator: t.orchestrator(), Sender: v.cfg.Sender,
		ManifestID: t.segment.ManifestID, Seq: t.segment.Seq, Source: verification.NewMedia(t.segment.Data, t.segment.Info.Container.Ext()),
		ResultSig: t.delivery.Result.Sig, Policy: v.cfg.Policy, Plan: t.plan, Verdict: t.verdict,
	}
	if e := t.delivery.Result.Evidence; e != nil {
		b.EvidenceSig, b.Round = e.Sig, e.Round
	}
	for i, r := range t.renditions() {
		if i == len(t.profiles()) {
			break
		}
		result := verification.BundleResult{
			Profile: t.profiles()[i], Pixels: r.Pixels, Media: verification.NewMedia(r.Data, t.profiles()[i].Format.Ext()),
		}
		if i < len(t.results) {
			result.Offset = t.results[i].Offset
		}
		b.Results = append(b.Results, result)
	}
	return b
}
