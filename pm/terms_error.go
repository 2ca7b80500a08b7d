package pm

import "math/big"

// TermsCode names what is wrong with an orchestrator's terms.
type TermsCode string

// What a sender does not accept.
const (
	// TermsMissing: there are no ticket parameters, or no valid price.
	TermsMissing TermsCode = "TermsMissing"
	// TermsTicketEV, TermsTotalEV: a ticket, or all of a payment, is worth more
	// than the sender's limit, in wei.
	TermsTicketEV TermsCode = "TermsTicketEV"
	TermsTotalEV  TermsCode = "TermsTotalEV"
	// TermsFaceValue: a ticket that wins pays more than the sender's deposit
	// allows, in wei.
	TermsFaceValue TermsCode = "TermsFaceValue"
	// TermsAlwaysWin: a ticket is worth its whole face value. The limit is that.
	TermsAlwaysWin TermsCode = "TermsAlwaysWin"
	// TermsPrice: pixels are dearer than the sender's limit, in wei per pixel.
	TermsPrice TermsCode = "TermsPrice"
	// TermsReused: the commitment came before with other terms, or the
	// recipient's number is known already.
	TermsReused TermsCode = "TermsReused"
)

// TermsError says which of a sender's limits an orchestrator's terms break.
type TermsError struct {
	Code TermsCode
	// Text is what existing nodes say, or a sentence of ours, with the values.
	Text string
	// Value is what the terms have, Limit what is accepted; nil where no numbers
	// are at issue.
	Value, Limit *big.Rat
}

func (e *TermsError) Error() string { return e.Text }

// Is matches on the code alone.
func (e *TermsError) Is(target error) bool {
	t, ok := target.(*TermsError)
	return ok && t.Code == e.Code
}
