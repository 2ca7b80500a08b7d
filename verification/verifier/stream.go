package verifier

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/verification"
)

// maxWriting bounds the bundles of a stream that are being kept at the same time, each of
// which holds a segment and its renditions in memory.
const maxWriting = 2

// ErrEvidenceBusy is a bundle that is not kept since others are still being written.
var ErrEvidenceBusy = errors.New("too many bundles of evidence are being written")

// stream judges the results of one stream.
type stream struct {
	verifier *Verifier
	cfg      broadcaster.StreamConfig
	log      *slog.Logger
	asks     *verification.Sampler // of fast verification; none unless the stream asks
	session  core.SessionID        // of this node's own encodings

	sources *sources
	offsets *offsets

	mu   sync.Mutex
	used bool // guarded by mu: that session is open

	writing chan struct{}
	wg      sync.WaitGroup // of the writing
}

// Verify implements broadcaster.StreamVerifier. A result that is refused is a
// *verification.RejectedError, one that could not be judged an ErrUnverified.
func (s *stream) Verify(ctx context.Context, d *broadcaster.Delivery) error {
	began := time.Now()
	t := &trial{stream: s, delivery: d, segment: d.Submission.Segment}
	outcome, err := t.run(ctx)
	took := time.Since(began)
	s.verifier.cfg.Observer.Judged(outcome, codes(t.verdict), took)
	switch outcome {
	case Rejected:
		s.log.Info("result rejected", "orch", d.URI, "seq", t.segment.Seq, "err", err, "took", took)
	case Unverified:
		s.log.Info("result not verified", "orch", d.URI, "seq", t.segment.Seq, "err", err, "took", took)
	default:
		s.log.Debug("result judged", "orch", d.URI, "seq", t.segment.Seq, "outcome", outcome, "took", took)
	}
	return err
}

// Close implements broadcaster.StreamVerifier.
func (s *stream) Close() {
	s.wg.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used {
		s.verifier.cfg.Reencoder.EndSession(s.session)
		s.used = false
	}
}

// exempt says that the mode leaves an orchestrator alone.
func (s *stream) exempt(d *broadcaster.Delivery) bool {
	switch s.verifier.cfg.Mode {
	case All:
		return false
	case Strangers:
		return d.Trusted
	case None:
	}
	return true
}

// asked says whether the stream's verificationFreq draws a result. Without random bytes
// it is drawn.
func (s *stream) asked(d *broadcaster.Delivery) bool {
	if d.Trusted {
		return false
	}
	hit, err := s.asks.Hit()
	return hit || err != nil
}

// keep keeps a rejected result; it does not wait.
func (s *stream) keep(ctx context.Context, t *trial) {
	v := s.verifier
	if v.cfg.Evidence == nil || t.segment.Clip != nil { // a bundle has no place for a clip
		return
	}
	select {
	case s.writing <- struct{}{}:
	default:
		v.cfg.Observer.EvidenceKept(ErrEvidenceBusy)
		return
	}
	ctx = context.WithoutCancel(ctx)
	s.wg.Go(func() {
		defer func() { <-s.writing }()
		b := t.bundle()
		err := v.cfg.Evidence.Keep(ctx, b)
		v.cfg.Observer.EvidenceKept(err)
		if err != nil {
			s.log.Warn("evidence is not kept", "orch", t.delivery.URI, "seq", t.segment.Seq, "err", err)
		}
	})
}

// codes are the kinds of faults of a verdict, each once.
func codes(v verification.Verdict) (all []string) {
	for _, f := range v.Faults {
		if code := string(f.Code); !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
}
