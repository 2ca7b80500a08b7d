package pm

import "math/big"

// minFaceValue is how many expected values a ticket's face value is at least:
// existing senders refuse tickets that always win (wire.md 7, "B acceptance").
const minFaceValue = 2

// FaceValuePolicy says how much a ticket that wins is to pay. The higher it is,
// the less of it goes into gas, the more of the sender's reserve is bound, and
// the more a recipient's income varies.
type FaceValuePolicy struct {
	// EV is what a ticket is worth.
	EV Wei
	// Overhead is the part of what tickets pay that redemptions may cost, above 0;
	// nil is 1/100 (whitepaper, "probabilistic micropayments").
	Overhead *big.Rat
	// MaxFaceValue is the operator's limit; 0 is none.
	MaxFaceValue Wei
}

// FaceValue returns the face value of a sender's tickets: with it, a redemption
// at redeemCost takes the part Overhead of what it pays. It is two expected
// values or more, but not above the limit, nor above maxFloat, the recipient's
// share of the sender's reserve (Funds.MaxFloat), to which it is cut at the
// price of a higher overhead.
//
// The error is a *Refusal when that cut leaves less than one expected value, or
// less than redeemCost, so that redeeming would lose money: InsufficientReserve
// with what maxFloat must be and is, or FaceValueTooLow with the same of the
// limit. redeemCost is meant to be that of the rolling gas price: what a spike of
// gas makes dear for a while is neither refused nor made larger.
func (p FaceValuePolicy) FaceValue(redeemCost, maxFloat Wei) (Wei, error) {
	if p.EV.IsZero() {
		return Wei{}, nil
	}
	least := maxWei(p.EV, redeemCost)
	if !p.MaxFaceValue.IsZero() && p.MaxFaceValue.Cmp(least) < 0 {
		return Wei{}, RefuseAmount(FaceValueTooLow, least, p.MaxFaceValue, "the orchestrator's limit of face values is too low")
	}
	if maxFloat.Cmp(least) < 0 {
		return Wei{}, RefuseAmount(InsufficientReserve, least, maxFloat, "insufficient sender reserve")
	}
	face := minWei(p.wanted(redeemCost), maxFloat)
	if !p.MaxFaceValue.IsZero() {
		face = minWei(face, p.MaxFaceValue)
	}
	return face, nil
}

// wanted is the face value where nothing limits it.
func (p FaceValuePolicy) wanted(redeemCost Wei) Wei {
	overhead := p.Overhead
	if overhead == nil || overhead.Sign() <= 0 {
		overhead = big.NewRat(1, 100)
	}
	face := new(big.Int).Mul(redeemCost.Int(), overhead.Denom())
	face.Add(face, overhead.Num()).Sub(face, big.NewInt(1)) // rounded up
	face.Quo(face, overhead.Num())
	if least := new(big.Int).Mul(p.EV.Int(), big.NewInt(minFaceValue)); face.Cmp(least) < 0 {
		face = least
	}
	w, ok := WeiFromInt(face)
	if !ok {
		w, _ = WeiFromInt(maxUint256())
	}
	return w
}

func minWei(a, b Wei) Wei {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func maxWei(a, b Wei) Wei {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}
