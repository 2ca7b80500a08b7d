package pm

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// RedeemPolicy decides when winning tickets are redeemed (`-redeemPolicy`).
type RedeemPolicy struct {
	// Patient waits for gas that is no dearer than the rolling price, as long as
	// neither expiry nor the sender's solvency is at stake; else a ticket is
	// redeemed as soon as it may be.
	Patient bool
	// Margin is how many blocks before the end of its last round a ticket must be
	// redeemed at any price that is below its value, and an operator is alerted.
	Margin uint64
	// MaxBatch bounds the tickets of one transaction; 1 makes no batches.
	MaxBatch int
}

// RedeemGas is what redemptions cost in gas, and gas costs.
type RedeemGas struct {
	// Single is the gas of a redemption alone, InBatch that of each in a batch.
	Single, InBatch uint64
	// Price of gas now, and its rolling price.
	Price, Rolling Wei
}

// Waiting is a winning ticket that was not sent to the chain.
type Waiting struct {
	WinningTicket
	Hash common.Hash
}

// RedeemAction is what is to be done with a waiting ticket.
type RedeemAction uint8

// The actions.
const (
	RedeemWait RedeemAction = iota
	RedeemNow
	RedeemGiveUp // it expired
	RedeemDone   // somebody else redeemed it: anyone may
)

// RedeemDecision is what becomes of one ticket now, and why.
type RedeemDecision struct {
	Waiting
	Action RedeemAction
	// Reason for people; empty for RedeemNow.
	Reason string
	// Alert says that the ticket is about to expire.
	Alert bool
	// Unfunded says that the sender has nothing to pay it with.
	Unfunded bool
}

// roundEdge is in how many blocks before the end of a round no redemption is
// begun: it could get into the next round before that is initialized, and fail.
const roundEdge = 2

// Decide looks at all waiting tickets of a recipient. Decisions come in the order
// in which the tickets should be redeemed: those that expire first, and of them
// the ones of the highest value. No ticket depends on one before it. funds has
// what is known of the senders; of others a ticket is worth its face value.
// Source: whitepaper, "redemption"; wire.md 7, chain.md 4.
func (p RedeemPolicy) Decide(tickets []Waiting, now Moment, gas RedeemGas, funds map[common.Address]Funds) []RedeemDecision {
	ordered := slices.Clone(tickets)
	slices.SortFunc(ordered, func(a, b Waiting) int {
		return cmp.Or(cmp.Compare(a.Created.Number, b.Created.Number), b.FaceValue.Cmp(a.FaceValue), a.Hash.Cmp(b.Hash))
	})
	claims := claimsOf(tickets)
	out := make([]RedeemDecision, len(ordered))
	for i, t := range ordered {
		out[i] = RedeemDecision{Waiting: t}
		out[i].Action, out[i].Reason = p.decide(t, now, gas, funds, claims)
		out[i].Alert = out[i].Action == RedeemWait && p.urgent(t, now)
		f, known := funds[t.Sender]
		out[i].Unfunded = known && f.payout(t.FaceValue).IsZero()
	}
	return out
}

// claimsOf adds up what tickets claim of each sender.
func claimsOf(tickets []Waiting) map[common.Address]*big.Int {
	claims := make(map[common.Address]*big.Int)
	for _, t := range tickets {
		if claims[t.Sender] == nil {
			claims[t.Sender] = new(big.Int)
		}
		claims[t.Sender].Add(claims[t.Sender], t.FaceValue.Int())
	}
	return claims
}

func (p RedeemPolicy) decide(t Waiting, now Moment, gas RedeemGas, funds map[common.Address]Funds, claims map[common.Address]*big.Int) (RedeemAction, string) {
	if !now.Redeemable(t.Created.Number) {
		return RedeemGiveUp, fmt.Sprintf("it expired with round %d", uint64(t.Created.Number)+now.Validity-1)
	}
	if now.Block < t.ParamsExpire {
		return RedeemWait, fmt.Sprintf("tickets of the same commitment are taken until block %d", t.ParamsExpire)
	}
	f, known := funds[t.Sender]
	pays := t.FaceValue
	if known {
		pays = f.payout(t.FaceValue)
	}
	switch cost, ok := gas.Price.Mul(gas.Single); {
	case pays.IsZero():
		return RedeemWait, "the sender's deposit, and this orchestrator's share of its reserve, are empty"
	case !ok || cost.Cmp(pays) >= 0:
		return RedeemWait, fmt.Sprintf("it pays %v and costs %v", pays, cost)
	case now.Block+roundEdge >= now.RoundEnds && !p.urgent(t, now):
		return RedeemWait, "the round is about to end, and the next one pays nothing before it is initialized"
	}
	if p.Patient && gas.Price.Cmp(gas.Rolling) > 0 && !p.urgent(t, now) && (!known || f.covers(claims[t.Sender], now)) {
		return RedeemWait, fmt.Sprintf("gas costs %v now, and %v most of the time", gas.Price, gas.Rolling)
	}
	return RedeemNow, ""
}

// urgent says that a ticket's last round is about to end.
func (p RedeemPolicy) urgent(t Waiting, now Moment) bool {
	last := uint64(t.Created.Number) + now.Validity - 1
	return uint64(now.Current) >= last && now.Block+p.Margin >= now.RoundEnds
}

// payout is what the broker would pay now for a ticket of that face value: from
// the deposit, and then from the recipient's share of the reserve (chain.md 4).
func (f Funds) payout(faceValue Wei) Wei {
	most := new(big.Int).Add(f.Deposit.Int(), f.MaxFloat(Wei{}).Int())
	if most.Cmp(faceValue.Int()) >= 0 {
		return faceValue
	}
	w, ok := WeiFromInt(most)
	if !ok {
		return faceValue
	}
	return w
}

// covers says that waiting is safe: the deposit covers all that is claimed of the
// sender several times over, and is not about to be withdrawn.
func (f Funds) covers(claims *big.Int, now Moment) bool {
	return !f.Unlocks(now.Current) && new(big.Int).Mul(claims, big.NewInt(floatCover)).Cmp(f.Deposit.Int()) <= 0
}

// Batches puts the tickets that are to be redeemed now into transactions, in
// their order: alone, or up to MaxBatch together where that is cheaper.
func (p RedeemPolicy) Batches(decisions []RedeemDecision, gas RedeemGas) [][]WinningTicket {
	size := 1
	if gas.InBatch < gas.Single {
		size = max(p.MaxBatch, 1)
	}
	var due []WinningTicket
	for _, d := range decisions {
		if d.Action == RedeemNow {
			due = append(due, d.WinningTicket)
		}
	}
	return slices.Collect(slices.Chunk(due, size))
}
