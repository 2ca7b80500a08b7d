package orchestrator

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

// Refusals of a segment beyond those of package core.
var (
	// ErrSegmentSignature: not the payment's sender signed (wire.md 5).
	ErrSegmentSignature = core.ErrSegmentSignature
	// ErrTerms: no terms could be made for the sender.
	ErrTerms = errors.New("no terms for this sender")
	// ErrNotBooked: the payment could not be written to disk, so nothing may be
	// said to have been taken. The fault is this node's.
	ErrNotBooked = errors.New("the payment is not on disk")
)

// PaymentError refuses a segment for its payment; the text goes to the sender.
type PaymentError struct {
	Err error
	// Info has fresh terms, so that the sender can pay again without asking for
	// them first; nil when none could be made.
	Info *core.OrchestratorInfo
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
	account Account
	info    *core.OrchestratorInfo
	pixels  int64 // that it is expected to bring

	settle, release sync.Once
	whole           bool
	refused         bool        // by the broadcaster's own store
	open            atomic.Bool // the history waits for what becomes of it
}

// Admit checks all that can be checked before a segment's bytes are read, what
// costs least first, and books its payment, which is nil when none came. Errors:
// core.ErrIncompatible, core.ErrTokenMissing, ErrTokenInvalid, ErrTokenExpired,
// ErrSegmentSignature, ErrOrchestratorCapped, ErrOrchestratorBusy, ErrTerms,
// *PaymentError. Release the Admission when done.
func (o *Orchestrator) Admit(ctx context.Context, h *core.SegmentHeader, payment *pm.Payment) (*Admission, error) {
	a, err := o.admit(ctx, h, payment)
	if err != nil {
		o.cfg.Observer.SegmentRefused(err)
		return nil, err
	}
	o.cfg.Observer.SegmentAdmitted(h.Duration)
	return a, nil
}

func (o *Orchestrator) admit(ctx context.Context, h *core.SegmentHeader, payment *pm.Payment) (*Admission, error) {
	account, err := o.account(h, payment)
	if err != nil {
		return nil, err
	}
	if !h.HashFollows && !o.signed(h, account.Sender) {
		return nil, ErrSegmentSignature
	}
	pixels := expectedPixels(h)
	s, work, err := o.sessions.enter(account.Session, pixels)
	if err != nil {
		return nil, err
	}
	account.Work = work
	a := &Admission{orch: o, session: s, header: h, account: account, pixels: pixels}
	if a.info, err = o.credit(ctx, account, h.Token, payment); err != nil {
		a.Release()
		return nil, err
	}
	a.open.Store(true)
	o.cfg.Observer.SessionsChanged(o.sessions.count())
	return a, nil
}

// Pay books a payment without a segment (POST /payment, wire.md 5) under the
// token's session. Errors are those of Admit, but for a lack of room, and ErrNotBooked.
func (o *Orchestrator) Pay(ctx context.Context, h *core.SegmentHeader, payment *pm.Payment) (*core.OrchestratorInfo, error) {
	account, err := o.account(h, payment)
	if err != nil {
		return nil, err
	}
	if !o.signed(h, account.Sender) {
		return nil, ErrSegmentSignature
	}
	info, err := o.credit(ctx, account, h.Token, payment)
	if err != nil {
		return nil, err
	}
	return info, o.flush(ctx, account)
}

func (o *Orchestrator) flush(ctx context.Context, a Account) error {
	if err := o.cfg.Payments.Flush(ctx, a); err != nil {
		return fmt.Errorf("%w: %w", ErrNotBooked, err)
	}
	return nil
}

// signed says that the sender has signed the segment (wire.md 3).
func (o *Orchestrator) signed(h *core.SegmentHeader, sender common.Address) bool {
	msg := signing.Segment{ManifestID: []byte(h.ManifestID), Seq: int64(h.Seq), Hash: h.Hash, Profiles: h.Profiles}.Message()
	return o.cfg.Verifier.Verify(sender, msg, h.Sig)
}

// account names the account of a segment, once its token vouches for it.
func (o *Orchestrator) account(h *core.SegmentHeader, payment *pm.Payment) (Account, error) {
	var a Account
	if payment != nil {
		a.Sender, a.Price = payment.Sender, payment.ExpectedPrice
	}
	if !h.Required.SuppliedBy(o.cfg.Capabilities()) {
		return a, core.ErrIncompatible
	}
	err := o.tokens.check(h.Token, a.Sender, a.Price, time.Now())
	switch {
	case errors.Is(err, errTokenPrice):
		return a, &PaymentError{Err: err}
	case err != nil:
		return a, err
	}
	a.Session = h.Token.SessionID
	return a, nil
}

// credit books a payment, for which there must be terms to go on with: nothing
// is taken from a sender that will be refused (wire.md 5). Refusals carry the
// terms.
func (o *Orchestrator) credit(ctx context.Context, a Account, token *core.AuthToken, payment *pm.Payment) (*core.OrchestratorInfo, error) {
	info, err := o.info(ctx, a, token)
	var refusal *pm.Refusal
	switch {
	case errors.As(err, &refusal):
		return nil, &PaymentError{Err: err}
	case err != nil:
		o.log.Warn("no terms", "session", a.Session, "sender", a.Sender, "err", err)
		return nil, fmt.Errorf("%w: %w", ErrTerms, err)
	}
	err = o.cfg.Payments.Credit(ctx, a, payment)
	info.Balance = o.cfg.Payments.Balance(a)
	if err != nil {
		return nil, &PaymentError{Err: err, Info: info}
	}
	return info, nil
}

// Booked returns when the segment's payment is on disk. Only then may the sender
// hear that it was taken. The error is ErrNotBooked.
func (a *Admission) Booked(ctx context.Context) error {
	err := a.orch.flush(ctx, a.account)
	if err != nil {
		a.open.Store(false) // the fault is this node's
	}
	return err
}

// Release gives the place in the session back; idempotent.
func (a *Admission) Release() {
	a.release.Do(func() {
		a.settled()
		a.lost()
		if a.orch.sessions.leave(a.session, a.whole, time.Now()) {
			a.orch.ended(a.session.id, "last segment done")
		}
	})
}

// settled takes the segment out of what is expected of the session, once.
func (a *Admission) settled() {
	a.settle.Do(func() { a.orch.sessions.settle(a.session, a.pixels) })
}

// debit charges for the pixels that came.
func (a *Admission) debit(pixels int64) {
	a.settled()
	a.orch.cfg.Payments.Debit(a.account, pixels)
}

// Prove completes the header of a segment whose proof followed its bytes. Until
// then token and payment vouch for the sender. The error is ErrSegmentSignature.
func (a *Admission) Prove(p core.SegmentProof) error {
	a.header.Hash, a.header.Sig = p.Hash, p.Sig
	if !a.orch.signed(a.header, a.account.Sender) {
		a.orch.cfg.Observer.SegmentRefused(ErrSegmentSignature)
		return ErrSegmentSignature
	}
	return nil
}

// Header of the admitted segment.
func (a *Admission) Header() *core.SegmentHeader { return a.header }
