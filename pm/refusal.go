package pm

import "fmt"

// Code names why a payment, or a segment for what pays for it, is refused. It
// travels beside the texts of existing nodes, so that our nodes decide by it.
type Code string

// The refusals. Those of tickets refuse the payment; a payment of which some
// tickets count and others do not is refused with what the last bad one lacks,
// and the good ones are credited.
const (
	// LowPMBalance: the account does not cover one ticket's expected value. Need
	// is what it must have, Have what it has.
	LowPMBalance Code = "LowPMBalance"
	// TicketParamsExpired: ask for new terms and pay again.
	TicketParamsExpired Code = "TicketParamsExpired"
	// InvalidRecipientRand: the terms are not this recipient's, or were changed;
	// ask for new ones.
	InvalidRecipientRand Code = "InvalidRecipientRand"
	// InvalidTicketRecipient: the tickets are for somebody else.
	InvalidTicketRecipient Code = "InvalidTicketRecipient"
	// InvalidTicketSender: no sender is named, or not the segment's.
	InvalidTicketSender Code = "InvalidTicketSender"
	// InvalidTicketSignature: not the sender signed.
	InvalidTicketSignature Code = "InvalidTicketSignature"
	// InvalidTicketRound: the creation round is not the one of the terms, or it
	// is over, or has not begun.
	InvalidTicketRound Code = "InvalidTicketRound"
	// NonceSeen: the ticket came before.
	NonceSeen Code = "NonceSeen"
	// TooManyTickets: more than MaxTickets under one commitment.
	TooManyTickets Code = "TooManyTickets"
	// MalformedPayment: a part of it is missing or out of range.
	MalformedPayment Code = "MalformedPayment"
	// PriceChanged: the expected price is not that of the session.
	PriceChanged Code = "PriceChanged"
	// InsufficientDeposit: the sender has no deposit. Need and Have say how much.
	InsufficientDeposit Code = "InsufficientDeposit"
	// InsufficientReserve: the recipient's share of the sender's reserve does not
	// cover a ticket. Need and Have are of the share.
	InsufficientReserve Code = "InsufficientReserve"
	// FaceValueTooLow: the orchestrator's own limit of face values is below what a
	// ticket must pay. Need is that, Have the limit; its operator must act.
	FaceValueTooLow Code = "FaceValueTooLow"
	// SenderUnlocking: the sender is about to take its money back.
	SenderUnlocking Code = "SenderUnlocking"
	// OrchestratorInactive: the orchestrator is not in the active set and cannot
	// redeem against a reserve.
	OrchestratorInactive Code = "OrchestratorInactive"
	// SenderDenied: the orchestrator's operator, or its rules, refuse the sender.
	SenderDenied Code = "SenderDenied"
	// ChainUnavailable: the chain could not be asked; try again.
	ChainUnavailable Code = "ChainUnavailable"
)

// Codes lists all of them.
func Codes() []Code {
	return []Code{
		LowPMBalance, TicketParamsExpired, InvalidRecipientRand, InvalidTicketRecipient, InvalidTicketSender,
		InvalidTicketSignature, InvalidTicketRound, NonceSeen, TooManyTickets, MalformedPayment, PriceChanged,
		InsufficientDeposit, InsufficientReserve, FaceValueTooLow, SenderUnlocking, OrchestratorInactive, SenderDenied,
		ChainUnavailable,
	}
}

// Refusal says why, with the numbers that are needed to act.
type Refusal struct {
	Code Code
	// Text is what existing nodes say (wire.md 7), or a sentence of ours.
	Text string
	// Need and Have are nil where no amounts are at issue.
	Need, Have *Wei
}

func (r *Refusal) Error() string {
	if r.Need == nil || r.Have == nil {
		return r.Text
	}
	return fmt.Sprintf("%s: need %v, have %v", r.Text, *r.Need, *r.Have)
}

// Is matches on the code alone.
func (r *Refusal) Is(target error) bool {
	t, ok := target.(*Refusal)
	return ok && t.Code == r.Code
}

// Refuse returns a Refusal without amounts.
func Refuse(code Code, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Text: fmt.Sprintf(format, args...)}
}

// RefuseAmount returns a Refusal with amounts.
func RefuseAmount(code Code, need, have Wei, format string, args ...any) *Refusal {
	r := Refuse(code, format, args...)
	r.Need, r.Have = &need, &have
	return r
}
