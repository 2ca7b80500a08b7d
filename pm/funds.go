package pm

import "math/big"

// Funds are what a sender has with the TicketBroker, as one recipient sees it.
// Source: chain.md 3, "TicketBroker".
type Funds struct {
	Deposit Wei
	// Reserve is what is left of the sender's reserve, and ReserveClaimed what
	// recipients took of it in this round.
	Reserve, ReserveClaimed Wei
	// ClaimedByMe is what this recipient took of it in this round.
	ClaimedByMe Wei
	// PoolSize is the number of orchestrators that share the reserve.
	PoolSize uint64
	// WithdrawRound is when an unlock ends; 0 while there is none.
	WithdrawRound Round
}

// floatCover is how often the deposit must cover what is pending for that to
// count for nothing (wire.md 7).
const floatCover = 3

// MaxFloat is how much of the reserve is this recipient's for tickets that have
// won and are not redeemed: its share of the reserve, less what it took and what
// is pending, and no more than there is. It is asked for with every payment, so that
// it leaves out what is 0. Source: whitepaper, "pending float"; wire.md 7.
func (f Funds) MaxFloat(pending Wei) Wei {
	if f.PoolSize == 0 {
		return Wei{}
	}
	v := f.Reserve.Int()
	if !f.ReserveClaimed.IsZero() {
		v.Add(v, f.ReserveClaimed.Int())
	}
	v.Quo(v, new(big.Int).SetUint64(f.PoolSize))
	if !f.ClaimedByMe.IsZero() {
		v.Sub(v, f.ClaimedByMe.Int())
	}
	float, _ := WeiFromInt(v) // below 0 there is no float
	if float.Cmp(f.Reserve) > 0 {
		float = f.Reserve // others took theirs of a larger share
	}
	if pending.IsZero() || new(big.Int).Mul(pending.Int(), big.NewInt(floatCover)).Cmp(f.Deposit.Int()) <= 0 {
		return float
	}
	float, _ = float.Sub(pending)
	return float
}

// Unlocks says whether the sender can take its money back before a ticket made
// in the round now can be redeemed: before the end of the next round (chain.md
// 8.7).
func (f Funds) Unlocks(now Round) bool { return f.WithdrawRound != 0 && f.WithdrawRound <= now+1 }
