package orchestrator

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
)

// Refusals of a segment beyond those of package core.
var (
	// ErrSegmentSignature: not the payment's sender signed (wire.md 5).
	ErrSegmentSignature = errors.New("ErrSegSig")
	// ErrTerms: no terms could be made for the sender; the cause is logged.
	ErrTerms = errors.New("no terms for this sender")
)

// PaymentError refuses a segment for its payment; the text goes to the sender.
type PaymentError struct {
	Err error
}

func (e *PaymentError) Error() string { return e.Err.Error() }

// Unwrap returns the error of Payments.
func (e *PaymentError) Unwrap() error { return e.Err }

// Admission is a segment that may be uploaded and transcoded. It holds a place
// in its session until Release.
type Admission struct {
	orch    *Orchestrator
	session *session
	header  *core.SegmentHeader
	payment Payment
	info    *core.OrchestratorInfo

	release sync.Once
	whole   bool
}

// Admit checks all that can be checked before a segment's bytes are read, in
// the order of wire.md 5, and books its payment. Errors: ErrSegmentSignature,
// core.ErrIncompatible, core.ErrTokenMissing, ErrTokenInvalid, ErrTokenExpired,
// ErrOrchestratorCapped, ErrOrchestratorBusy, ErrTerms, *PaymentError. Release
// the Admission when done.
func (o *Orchestrator) Admit(ctx context.Context, h *core.SegmentHeader, payment Payment) (*Admission, error) {
	a, err := o.admit(ctx, h, payment)
	if err != nil {
		o.cfg.Observer.SegmentRefused(err)
		return nil, err
	}
	o.cfg.Observer.SegmentAdmitted(h.Duration)
	return a, nil
}

func (o *Orchestrator) admit(ctx context.Context, h *core.SegmentHeader, payment Payment) (*Admission, error) {
	if !h.HashFollows && !o.signed(h, payment) {
		return nil, ErrSegmentSignature
	}
	if err := o.check(h, payment); err != nil {
		return nil, err
	}
	payment.Session = h.Token.SessionID
	s, err := o.sessions.enter(h.Token.SessionID)
	if err != nil {
		return nil, err
	}
	a := &Admission{orch: o, session: s, header: h, payment: payment}
	if a.info, err = o.credit(ctx, h, payment); err != nil {
		a.Release()
		return nil, err
	}
	o.cfg.Observer.SessionsChanged(o.sessions.count())
	return a, nil
}

// Pay books a payment without a segment (POST /payment, wire.md 5) under the
// token's session. Errors are those of Admit, but for a lack of room.
func (o *Orchestrator) Pay(ctx context.Context, h *core.SegmentHeader, payment Payment) (*core.OrchestratorInfo, error) {
	if !o.signed(h, payment) {
		return nil, ErrSegmentSignature
	}
	if err := o.check(h, payment); err != nil {
		return nil, err
	}
	payment.Session = h.Token.SessionID
	return o.credit(ctx, h, payment)
}

// signed says that the payment's sender has signed the segment (wire.md 3).
func (o *Orchestrator) signed(h *core.SegmentHeader, payment Payment) bool {
	msg := signing.Segment{ManifestID: []byte(h.ManifestID), Seq: int64(h.Seq), Hash: h.Hash, Profiles: h.Profiles}.Message()
	return o.cfg.Verifier.Verify(payment.Sender, msg, h.Sig)
}

func (o *Orchestrator) check(h *core.SegmentHeader, payment Payment) error {
	if !h.Required.SuppliedBy(o.cfg.Capabilities()) {
		return core.ErrIncompatible
	}
	return o.tokens.check(h.Token, payment.Sender, time.Now())
}

func (o *Orchestrator) credit(ctx context.Context, h *core.SegmentHeader, payment Payment) (*core.OrchestratorInfo, error) {
	terms, err := o.cfg.Payments.Quote(ctx, payment.Sender, nil)
	if err != nil {
		o.log.Error("no terms", "session", payment.Session, "sender", payment.Sender, "err", err)
		return nil, fmt.Errorf("%w: %w", ErrTerms, err)
	}
	if err := o.cfg.Payments.Credit(ctx, payment); err != nil {
		return nil, &PaymentError{Err: err}
	}
	return o.info(terms, h.Token), nil
}

// Release gives the place in the session back; idempotent.
func (a *Admission) Release() {
	a.release.Do(func() {
		if a.orch.sessions.leave(a.session, a.whole, time.Now()) {
			a.orch.ended(a.session.id, "last segment done")
		}
	})
}

// Prove completes the header of a segment whose proof followed its bytes. Until
// then token and payment vouch for the sender. The error is ErrSegmentSignature.
func (a *Admission) Prove(p core.SegmentProof) error {
	a.header.Hash, a.header.Sig = p.Hash, p.Sig
	if !a.orch.signed(a.header, a.payment) {
		a.orch.cfg.Observer.SegmentRefused(ErrSegmentSignature)
		return ErrSegmentSignature
	}
	return nil
}

// Header of the admitted segment.
func (a *Admission) Header() *core.SegmentHeader { return a.header }

// Transcode waits for its turn in the session and transcodes source, whose hash
// its writer checks. The answer has either one rendition for each profile or an
// error; to says where the renditions are.
//
// The source may still arrive. Nothing is signed, delivered, charged for or
// counted before it is whole; when it fails, the answer's error is the source's
// and counts for nothing, and Transcode may be called again with another one.
func (a *Admission) Transcode(ctx context.Context, source *core.Source, to Delivery) *core.SegmentAnswer {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.orch.ctx, cancel)()
	answer := &core.SegmentAnswer{Seq: a.header.Seq, Info: a.info}
	log := a.orch.log.With("manifest", a.header.ManifestID, "session", a.session.id, "seq", a.header.Seq)
	start := time.Now()
	pixels, err := a.transcode(ctx, answer, source, to)
	if lost := source.Wait(ctx); lost != nil {
		answer.Err, answer.Renditions, answer.Sig = lost, nil, nil
		log.Debug("segment did not come in whole", "took", time.Since(start), "err", lost)
		return answer
	}
	a.whole = true
	if err != nil {
		answer.Err, answer.Renditions, answer.Sig = err, nil, nil
		a.orch.cfg.Observer.SegmentFailed(err)
		log.Warn("segment failed", "took", time.Since(start), "err", err)
		return answer
	}
	a.orch.cfg.Payments.Debit(a.payment, pixels)
	log.Debug("segment transcoded", "took", time.Since(start), "pixels", pixels, "renditions", len(answer.Renditions))
	return answer
}

func (a *Admission) transcode(ctx context.Context, answer *core.SegmentAnswer, source *core.Source, to Delivery) (pixels int64, err error) {
	if err := checkProfiles(a.header.Profiles); err != nil {
		return 0, err
	}
	start := time.Now()
	select {
	case a.session.slot <- struct{}{}:
		defer func() { <-a.session.slot }()
	case <-ctx.Done():
	}
	if err := errors.Join(ctx.Err(), a.orch.ctx.Err()); err != nil {
		return 0, fmt.Errorf("wait for the session's earlier segments: %w", err)
	}
	waited := time.Since(start)
	done, err := a.work(ctx, source)
	if err != nil {
		return 0, err
	}
	if answer.Sig, err = a.sign(done.Renditions); err != nil {
		return 0, err
	}
	for _, r := range done.Renditions {
		pixels += r.Pixels
	}
	if answer.Renditions, err = a.deliver(ctx, done.Renditions, to); err != nil {
		if to.Store != nil {
			// The work is done, and the broadcaster's own store could have all of
			// it and still say no.
			a.orch.cfg.Payments.Debit(a.payment, pixels)
		}
		return 0, err
	}
	a.orch.cfg.Observer.SegmentTranscoded(waited, time.Since(start)-waited, pixels)
	return pixels, nil
}

// work has the source transcoded. It returns a result only of a whole one.
func (a *Admission) work(ctx context.Context, source *core.Source) (*core.Transcoded, error) {
	if err := source.Err(); err != nil {
		return nil, err
	}
	task := a.header.Task()
	task.Source, task.OrchestratorID = source, a.orch.cfg.ID
	done, err := a.orch.cfg.Transcoder.Transcode(ctx, task)
	if err != nil {
		return nil, err
	}
	if err := source.Wait(ctx); err != nil {
		return nil, err
	}
	return done, checkTranscoded(done, a.header.Profiles)
}

// checkProfiles refuses what no transcoder makes anything of.
func checkProfiles(profiles []core.Profile) error {
	if len(profiles) == 0 {
		return &core.TranscodeError{Code: core.InvalidArgument, Detail: "no profiles"}
	}
	for _, p := range profiles {
		if p.GOP < core.GOPIntra {
			return &core.TranscodeError{Code: core.InvalidGOP, Detail: fmt.Sprintf("profile %q: GOP %v", p.Name, p.GOP)}
		}
	}
	return nil
}

// checkTranscoded holds a transcoder to its contract: a broadcaster must never
// get data with renditions missing (wire.md 17, note on 6).
func checkTranscoded(done *core.Transcoded, profiles []core.Profile) error {
	if len(done.Renditions) != len(profiles) {
		return fmt.Errorf("transcoder made %d renditions for %d profiles", len(done.Renditions), len(profiles))
	}
	for i, r := range done.Renditions {
		if len(r.Data) == 0 {
			return fmt.Errorf("transcoder made an empty rendition for profile %q", profiles[i].Name)
		}
	}
	return nil
}

func (a *Admission) sign(renditions []core.Rendition) ([]byte, error) {
	signer := a.orch.cfg.Signer
	if _, offchain := signer.(signing.Offchain); offchain {
		return nil, nil // spares the hashing of what nobody signs
	}
	data := make([][]byte, len(renditions))
	for i, r := range renditions {
		data[i] = r.Data
	}
	sig, err := signer.Sign(signing.ResultMessage(data))
	if err != nil {
		return nil, fmt.Errorf("sign renditions: %w", err)
	}
	return sig, nil
}
