package pm

import (
	"fmt"
	"math/big"
)

// expiryMargin is how many blocks before they expire a sender does not use terms
// any more: a payment is on its way for a while (wire.md 7).
const expiryMargin = 1

// Acceptance has a sender's limits for an orchestrator's terms.
type Acceptance struct {
	// MaxTicketEV and MaxTotalEV bound the expected value of a ticket and of all
	// tickets of a payment. What has none passes both.
	MaxTicketEV, MaxTotalEV Wei
	// DepositMultiplier is how often the sender's deposit must cover a face value;
	// 0 counts as 1.
	DepositMultiplier uint64
	// MaxPrice of a pixel; nil is none.
	MaxPrice *Price
}

// DefaultAcceptance has the limits of existing senders (wire.md 7), and none for
// the price.
func DefaultAcceptance() Acceptance {
	return Acceptance{MaxTicketEV: NewWei(3e12), MaxTotalEV: NewWei(2e13), DepositMultiplier: 1}
}

// Check says whether a payment of so many tickets may be made under these terms,
// own being what the sender has with the broker. The error is a *TermsError for
// terms that this sender does not take, and a *Refusal for terms that have
// expired (TicketParamsExpired: ask for new ones) and for what is amiss with the
// sender itself (InsufficientDeposit, InsufficientReserve, SenderUnlocking).
func (a Acceptance) Check(params *TicketParams, price *Price, tickets int64, own Funds, now Moment) error {
	if err := a.checkPrice(price); err != nil {
		return err
	}
	if err := checkExpiry(params, now); err != nil {
		return err
	}
	ev := params.EV()
	if ev.Sign() == 0 {
		return nil
	}
	if refusal := checkOwn(own, now); refusal != nil {
		return refusal
	}
	if err := a.checkFaceValue(params, ev, own); err != nil {
		return err
	}
	return a.checkEV(ev, tickets)
}

func (a Acceptance) checkPrice(price *Price) error {
	switch {
	case price == nil || !price.Valid():
		return &TermsError{Code: TermsMissing, Text: "the orchestrator names no valid price"}
	case a.MaxPrice != nil && a.MaxPrice.Valid() && price.Cmp(*a.MaxPrice) > 0:
		return &TermsError{
			Code: TermsPrice, Text: fmt.Sprintf("the orchestrator's price %v is above the limit of %v", *price, *a.MaxPrice),
			Value: price.Rat(), Limit: a.MaxPrice.Rat(),
		}
	}
	return nil
}

// checkExpiry refuses terms that are missing, and those that end too soon.
func checkExpiry(params *TicketParams, now Moment) error {
	switch {
	case params == nil:
		return &TermsError{Code: TermsMissing, Text: "the orchestrator has sent no ticket parameters"}
	case params.ExpirationBlock == 0:
		return &TermsError{Code: TermsMissing, Text: "ticketParams expiration block is 0"}
	case params.ExpirationBlock <= now.Block || params.ExpirationBlock-now.Block <= expiryMargin:
		return paramsExpired()
	}
	return nil
}

// checkOwn looks at what the sender has itself.
func checkOwn(own Funds, now Moment) *Refusal {
	switch {
	case own.Deposit.IsZero():
		return Refuse(InsufficientDeposit, "no sender deposit")
	case own.Reserve.IsZero():
		return Refuse(InsufficientReserve, "no sender reserve")
	case own.Unlocks(now.Current):
		return Refuse(SenderUnlocking, "unable to validate sender: deposit and reserve is set to unlock soon")
	}
	return nil
}

func (a Acceptance) checkFaceValue(params *TicketParams, ev *big.Rat, own Funds) error {
	face := new(big.Rat).SetInt(params.FaceValue.Int())
	if ev.Cmp(face) >= 0 {
		return &TermsError{
			Code: TermsAlwaysWin, Text: fmt.Sprintf("ticket faceValue too low faceValue=%d", params.FaceValue.Int()),
			Value: ev, Limit: face,
		}
	}
	most := own.Deposit.Int()
	most.Quo(most, new(big.Int).SetUint64(max(a.DepositMultiplier, 1)))
	if params.FaceValue.Int().Cmp(most) > 0 {
		return &TermsError{
			Code: TermsFaceValue, Text: fmt.Sprintf("ticket faceValue %d > max faceValue %d", params.FaceValue.Int(), most),
			Value: face, Limit: new(big.Rat).SetInt(most),
		}
	}
	return nil
}

func (a Acceptance) checkEV(ev *big.Rat, tickets int64) error {
	if most := new(big.Rat).SetInt(a.MaxTicketEV.Int()); ev.Cmp(most) > 0 {
		return &TermsError{
			Code: TermsTicketEV, Text: fmt.Sprintf("ticket EV %s > max ticket EV %s", ev.FloatString(5), most.FloatString(5)),
			Value: ev, Limit: most,
		}
	}
	total := new(big.Rat).Mul(ev, new(big.Rat).SetInt64(tickets))
	if most := new(big.Rat).SetInt(a.MaxTotalEV.Int()); total.Cmp(most) > 0 {
		return &TermsError{
			Code:  TermsTotalEV,
			Text:  fmt.Sprintf("total ticket EV %s for %d tickets > max total ticket EV %s", total.FloatString(5), tickets, most.FloatString(5)),
			Value: total, Limit: most,
		}
	}
	return nil
}
