package broadcaster

import (
	"context"
	"errors"
	"net"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

// fault is who or what a failed submission is blamed on, and so what to do.
type fault uint8

const (
	// faultNone: it succeeded.
	faultNone fault = iota
	// faultSource: no orchestrator would fare better, by its word. When another one
	// says so too, or there is none, the segment is given up. Nobody is suspended
	// (wire.md 14).
	faultSource
	// faultToken: the session's token is not accepted any more. The same
	// orchestrator is asked for a new one.
	faultToken
	// faultTerms: the payment, or the credit, is not what the orchestrator wants
	// now. The same one is asked for new terms, and paid again.
	faultTerms
	// faultUnpaid: this node does not pay under its terms, or has not the funds that
	// it wants to see. Another one is tried, this one is suspended, and it does not
	// count as an attempt.
	faultUnpaid
	// faultBusy: it has too much to do. Another one is tried, it rests a while.
	faultBusy
	// faultUnreachable: nothing was sent, and no time was lost. Another one is
	// tried, this one is suspended, and it does not count as an attempt.
	faultUnreachable
	// faultPeer: everything else. It is suspended, the next attempt follows.
	faultPeer
	// faultUnverified: a result came, but nobody could tell whether it is good. The
	// next attempt follows, and nobody is suspended.
	faultUnverified
	// faultOurs: this node gave up.
	faultOurs
)

func faultOf(ctx context.Context, err error) fault {
	if err == nil {
		return faultNone
	}
	if ctx.Err() != nil {
		return faultOurs
	}
	var source *core.TranscodeError
	var op *net.OpError
	var refusal *pm.Refusal
	var unpaid *PaymentError
	switch {
	case errors.As(err, &source):
		return faultSource
	case errors.Is(err, core.ErrTokenExpired), errors.Is(err, core.ErrTokenInvalid), errors.Is(err, core.ErrTokenMissing):
		return faultToken
	case errors.As(err, &refusal):
		return faultOfRefusal(refusal, errors.As(err, &unpaid))
	case errors.As(err, &unpaid):
		return faultUnpaid
	case errors.Is(err, core.ErrOrchestratorBusy), errors.Is(err, core.ErrOrchestratorCapped):
		return faultBusy
	case errors.As(err, &op) && op.Op == "dial" && !op.Timeout():
		return faultUnreachable
	}
	return faultPeer
}

// faultOfRefusal is what a payment was refused for, by the orchestrator or by the
// node itself.
func faultOfRefusal(r *pm.Refusal, byUs bool) fault {
	switch r.Code {
	case pm.LowPMBalance, pm.TicketParamsExpired, pm.InvalidRecipientRand, pm.InvalidTicketRound, pm.InvalidTicketRecipient,
		pm.NonceSeen, pm.TooManyTickets, pm.PriceChanged:
		return faultTerms
	case pm.InsufficientDeposit, pm.InsufficientReserve, pm.SenderUnlocking, pm.SenderDenied, pm.OrchestratorInactive:
		return faultUnpaid
	case pm.ChainUnavailable:
		return faultBusy
	}
	if byUs {
		return faultUnpaid
	}
	return faultPeer
}

// OwnFunds says whether this node's deposit or reserve is why a payment was not
// made or not taken.
func OwnFunds(err error) bool {
	for _, code := range []pm.Code{pm.InsufficientDeposit, pm.InsufficientReserve, pm.SenderUnlocking} {
		if errors.Is(err, &pm.Refusal{Code: code}) {
			return true
		}
	}
	return errors.Is(err, &pm.TermsError{Code: pm.TermsFaceValue})
}

func (f fault) String() string {
	return [...]string{"none", "source", "token", "terms", "payment", "busy", "unreachable", "orchestrator", "verification", "given up here"}[f]
}
