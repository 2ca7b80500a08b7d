package core

import (
	"errors"
	"strings"

	"github.com/livepeer/streamflow/pm"
)

// WireError is an error as it travels between nodes: the text of existing nodes,
// and beside it what our own decide by.
type WireError struct {
	// Code is empty for errors that have none, and from existing nodes.
	Code string
	Text string
	// Need and Have are amounts where the code has them, else nil.
	Need, Have *pm.Wei
}

// WireErrorOf returns what a peer learns of err.
func WireErrorOf(err error) WireError {
	var paid *pm.Refusal
	if errors.As(err, &paid) {
		return WireError{Code: string(paid.Code), Text: paid.Text, Need: paid.Need, Have: paid.Have}
	}
	e := WireError{Text: WireText(err)}
	for _, r := range refusals() {
		if errors.Is(err, r.err) {
			e.Code = r.code
			break
		}
	}
	return e
}

// Err is the typed error of what a peer said: a *pm.Refusal, one of the refusals
// of this package such as ErrTokenExpired, a *TranscodeError, or a *RemoteError
// for everything else. The code counts where there is one that is known, else
// the text.
func (e WireError) Err() error {
	for _, r := range refusals() {
		if e.Code == r.code {
			return r.err
		}
	}
	for _, code := range pm.Codes() {
		if e.Code == string(code) {
			return &pm.Refusal{Code: code, Text: strings.TrimSpace(e.Text), Need: e.Need, Have: e.Have}
		}
	}
	return ParseWireError(e.Text)
}

// WireText is the text that a peer gets for err: that of the code when err is
// a *TranscodeError, else err's own.
func WireText(err error) string {
	var te *TranscodeError
	if errors.As(err, &te) {
		return string(te.Code)
	}
	return err.Error()
}

// RemoteError is a fault that a peer reported in words that decide nothing.
type RemoteError struct {
	Text string
}

func (e *RemoteError) Error() string { return e.Text }

// ParseWireError turns a peer's error text into a typed error, as WireError.Err
// does. This is the one place where texts are compared, since text is what the
// existing wire carries.
func ParseWireError(text string) error {
	text = strings.TrimSpace(text)
	for _, c := range transcodeCodes() {
		if text == string(c) {
			return &TranscodeError{Code: c}
		}
	}
	for _, r := range refusals() {
		if text == r.err.Error() {
			return r.err
		}
	}
	for _, p := range paymentTexts() {
		if p.matches(text) {
			return &pm.Refusal{Code: p.code, Text: text}
		}
	}
	return &RemoteError{Text: text}
}

// paymentText is what existing nodes say when they refuse for a payment
// (wire.md 4, 5, 7, 11).
type paymentText struct {
	begins, ends string
	exact        bool // the beginning is all
	code         pm.Code
}

func paymentTexts() []paymentText {
	return []paymentText{
		{begins: "Insufficient balance", exact: true, code: pm.LowPMBalance},
		{begins: "TicketParams expired", exact: true, code: pm.TicketParamsExpired},
		{begins: "invalid recipientRand for ticket recipientRandHash", exact: true, code: pm.InvalidRecipientRand},
		{begins: "invalid ticket recipient", code: pm.InvalidTicketRecipient},
		{begins: "invalid ticket sender", exact: true, code: pm.InvalidTicketSender},
		{begins: "Could not find Sender for payment: ", code: pm.InvalidTicketSender},
		{begins: "invalid ticket signature", exact: true, code: pm.InvalidTicketSignature},
		{begins: "invalid ticket senderNonce: too many values", code: pm.TooManyTickets},
		{begins: "invalid ticket senderNonce", code: pm.NonceSeen},
		{begins: "invalid expected price sent with payment", code: pm.MalformedPayment},
		{begins: "insufficient sender reserve", exact: true, code: pm.InsufficientReserve},
		{begins: "deposit and reserve for sender ", ends: " is set to unlock soon", code: pm.SenderUnlocking},
		{begins: "orchestrator ", ends: ", cannot process payments", code: pm.OrchestratorInactive},
		{begins: "authentication failed: ", code: pm.SenderDenied},
	}
}

func (p paymentText) matches(text string) bool {
	if p.exact {
		return text == p.begins
	}
	return strings.HasPrefix(text, p.begins) && strings.HasSuffix(text, p.ends)
}
