package verifier

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

// errNoReference says why there is nothing to compare with.
var errNoReference = errors.New("no reference")

// besides judges a result that passed by itself beside what others make of the source, and by
// the service that the operator named. Errors are *UnverifiedError.
func (t *trial) besides(ctx context.Context) error {
	v := t.verifier()
	if t.facts.Video == nil {
		return nil // what has no pictures is handed on as it is
	}
	limited, stop := t.limited(ctx)
	defer stop()
	t.beside(limited)
	if err := ctx.Err(); err != nil {
		return &UnverifiedError{Op: "compare with a reference", Cause: context.Cause(ctx)}
	}
	if v.cfg.External == nil || !t.verdict.OK() {
		return nil
	}
	err := v.cfg.External.Judge(limited, t.delivery.Submission, t.delivery.Result)
	switch {
	case err == nil:
	case errors.Is(err, core.ErrResultRejected):
		t.verdict.Faults = append(t.verdict.Faults, verification.Fault{
			Code: verification.External, Rendition: -1, Want: "the verification service's consent", Got: err.Error(),
		})
	default:
		return &UnverifiedError{Op: "ask the verification service", Cause: err}
	}
	return nil
}

// limited bounds the wait for others, so that time is left to end with what is known.
func (t *trial) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := max(t.verifier().cfg.DearTimeout, t.segment.Duration)
	if end, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(end)*3/4)
	}
	return context.WithTimeout(ctx, limit)
}

// beside compares with the first reference that can be had and is good itself; with none
// the verdict stands.
func (t *trial) beside(ctx context.Context) {
	v := t.verifier()
	for _, r := range []struct {
		from Against
		make func(context.Context) ([]core.Rendition, error)
	}{{TrustedPeer, t.trustedReference}, {OwnEncoder, t.ownReference}} {
		reference, err := r.make(ctx)
		if err == nil {
			err = t.compare(ctx, reference)
		}
		if err == nil {
			v.cfg.Observer.Compared(r.from)
			return
		}
		t.stream.log.Debug("nothing to compare with", "from", r.from, "seq", t.segment.Seq, "err", err)
	}
	v.cfg.Observer.Compared(Nothing)
}

// trustedReference is another orchestrator's, who is trusted. It is asked once.
func (t *trial) trustedReference(ctx context.Context) ([]core.Rendition, error) {
	if t.trusted != nil {
		return t.trusted, nil
	}
	if t.asked || t.delivery.Reference == nil {
		return nil, errNoReference
	}
	t.asked = true
	result, err := t.delivery.Reference(ctx)
	if err != nil {
		return nil, fmt.Errorf("have a trusted orchestrator do the segment: %w", err)
	}
	t.trusted = result.Renditions
	return t.trusted, nil
}

// ownReference is made by this node.
func (t *trial) ownReference(ctx context.Context) ([]core.Rendition, error) {
	v, s := t.verifier(), t.stream
	if v.cfg.Reencoder == nil {
		return nil, errNoReference
	}
	select {
	case v.reencoding <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer func() { <-v.reencoding }()
	s.mu.Lock()
	s.used = true
	s.mu.Unlock()
	id := "offchain"
	if addr := t.orchestrator(); addr != (common.Address{}) {
		id = addr.Hex()
	}
	out, err := v.cfg.Reencoder.Transcode(ctx, &core.Task{
		SessionID: s.session, ManifestID: t.segment.ManifestID, Seq: t.segment.Seq, Duration: t.segment.Duration,
		Source: core.NewSource(t.segment.Data), Profiles: t.profiles(), Clip: t.segment.Clip,
		// Segments that are compared do not follow each other.
		ForceReinit: true, OrchestratorID: id,
	})
	if err != nil {
		return nil, fmt.Errorf("transcode the segment here: %w", err)
	}
	return out.Renditions, nil
}

// compare adds the faults of the result beside a reference. The error says that the
// reference is no good.
func (t *trial) compare(ctx context.Context, reference []core.Rendition) error {
	if len(reference) != len(t.profiles()) {
		return fmt.Errorf("%w: it has %d renditions for %d profiles", errNoReference, len(reference), len(t.profiles()))
	}
	same := true
	for i, r := range t.renditions() {
		same = same && bytes.Equal(r.Data, reference[i].Data)
	}
	if same {
		return nil // and the encoder is the same
	}
	results, err := t.inspect(ctx, reference)
	if err != nil {
		return err
	}
	verdict := t.policy().Check(t.job(results, nil), nil)
	if err := verdict.Err(); err != nil {
		return fmt.Errorf("judge the reference: %w", err)
	}
	for _, m := range t.verdict.Measures {
		for _, r := range verdict.Measures {
			if m.Rendition != r.Rendition {
				continue
			}
			i := m.Rendition
			made := verification.Compared{Measure: m, Bytes: t.results[i].Facts.Video.Bytes}
			for _, f := range t.policy().Compare(made, verification.Compared{Measure: r, Bytes: results[i].Facts.Video.Bytes}) {
				f.Profile = t.profiles()[i].Name
				t.verdict.Faults = append(t.verdict.Faults, f)
			}
		}
	}
	return nil
}
