package paying

import (
	"math/big"
	"time"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

const (
	// facesInDeposit is how many of the largest tickets in use the deposit shall
	// cover at least; at half of it, it is filled up.
	facesInDeposit = 4
	// hoursInDeposit is for how long the deposit shall last where the operator
	// names no amount.
	hoursInDeposit = 24
)

// standing is how things are with the node's funds.
type standing struct {
	funds  pm.Funds
	demand Demand
	// wantDeposit and wantReserve are what there should be, shortDeposit and
	// shortReserve what is to be added to get there: 0 above the mark.
	wantDeposit, wantReserve   pm.Wei
	shortDeposit, shortReserve pm.Wei
}

// judgeFunds compares funds with what is asked for. The deposit is filled up when
// it is below half of what it should be; the reserve then too, or when an
// orchestrator's share of it does not cover its tickets.
func judgeFunds(deposit, reserve pm.Wei, funds pm.Funds, d Demand) standing {
	s := standing{funds: funds, demand: d}
	s.wantDeposit = larger(deposit, times(d.FaceValue, facesInDeposit))
	if deposit.IsZero() {
		s.wantDeposit = larger(s.wantDeposit, perHours(d, hoursInDeposit))
	}
	if less(funds.Deposit, part(s.wantDeposit, 1, 2)) {
		s.shortDeposit, _ = s.wantDeposit.Sub(funds.Deposit)
	}
	asked := times(larger(d.FaceValue, d.Share), max(funds.PoolSize, 1))
	s.wantReserve = larger(reserve, part(asked, 5, 4))
	if less(funds.Reserve, larger(part(reserve, 1, 2), asked)) {
		s.shortReserve, _ = s.wantReserve.Sub(funds.Reserve)
	}
	return s
}

func (s standing) short() bool { return !s.shortDeposit.IsZero() || !s.shortReserve.IsZero() }

// lasts is for how long the deposit and some more last at the present rate; 0
// when that is not known.
func (s standing) lasts(more pm.Wei) time.Duration {
	if s.demand.Spent.Sign() <= 0 || s.demand.Span < demandSlot {
		return 0
	}
	have := new(big.Rat).SetInt(sum(s.funds.Deposit, more).Int())
	have.Quo(have, s.demand.Spent.Rat())
	have.Mul(have, big.NewRat(int64(s.demand.Span), 1))
	ns := new(big.Int).Quo(have.Num(), have.Denom())
	if !ns.IsInt64() {
		return 0 // for centuries
	}
	return time.Duration(max(ns.Int64(), 1))
}

// within splits what may be added: the deposit comes first, since without it no
// ticket is worth anything.
func (s standing) within(limit pm.Wei) (deposit, reserve pm.Wei) {
	deposit = smaller(s.shortDeposit, limit)
	rest, _ := limit.Sub(deposit)
	return deposit, smaller(s.shortReserve, rest)
}

// perHours is what so many hours cost at the present rate.
func perHours(d Demand, hours int64) pm.Wei {
	if d.Span < demandSlot || d.Spent.Sign() <= 0 {
		return pm.Wei{}
	}
	w, _ := d.Spent.Wei()
	v, _ := w.MulDiv(big.NewInt(hours*int64(time.Hour)), big.NewInt(int64(d.Span)))
	return v
}

// sum and times give the most that there can be where the result is out of range.
func sum(a, b pm.Wei) pm.Wei {
	v, ok := a.Add(b)
	if !ok {
		return mostWei()
	}
	return v
}

func times(a pm.Wei, n uint64) pm.Wei {
	v, ok := a.Mul(n)
	if !ok {
		return mostWei()
	}
	return v
}

func mostWei() pm.Wei {
	v, _ := pm.WeiFromInt(pm.Always().Int())
	return v
}

func part(a pm.Wei, num, den int64) pm.Wei {
	v, ok := a.MulDiv(big.NewInt(num), big.NewInt(den))
	if !ok {
		return mostWei()
	}
	return v
}

func less(a, b pm.Wei) bool { return a.Cmp(b) < 0 }

func larger(a, b pm.Wei) pm.Wei {
	if less(a, b) {
		return b
	}
	return a
}

func smaller(a, b pm.Wei) pm.Wei {
	if less(a, b) {
		return a
	}
	return b
}

// ended says whether a transaction is over, and whether it took effect.
func ended(tx chain.Transaction) (over, ok bool) {
	return tx.State.Final(), tx.State == chain.TxConfirmed
}
