package main

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/pm"
)

// redeemedBy is what a policy makes of the winning tickets.
type redeemedBy struct {
	Policy   string  `json:"policy"`
	Tickets  int     `json:"tickets_redeemed"`
	Lost     int     `json:"tickets_lost"`
	Overhead float64 `json:"overhead"`   // what redeeming cost of what it paid
	Waited   float64 `json:"mean_hours"` // from the win to its redemption

	policy     pm.RedeemPolicy
	waiting    []pm.Waiting
	since      map[common.Hash]int // minute of the win
	paid, cost *big.Int
	minutes    int
}

func newRedeemedBy(name string, policy pm.RedeemPolicy) redeemedBy {
	return redeemedBy{Policy: name, policy: policy, since: make(map[common.Hash]int), paid: new(big.Int), cost: new(big.Int)}
}

func (r *redeemedBy) won(t pm.WinningTicket, minute int) {
	hash := t.Hash()
	r.waiting = append(r.waiting, pm.Waiting{WinningTicket: t, Hash: hash})
	r.since[hash] = minute
}

// redeem does what the policy decides.
func (r *redeemedBy) redeem(now pm.Moment, gas pm.RedeemGas, minute int) {
	if len(r.waiting) == 0 {
		return
	}
	decisions := r.policy.Decide(r.waiting, now, gas, nil)
	r.waiting = r.waiting[:0]
	for _, d := range decisions {
		switch d.Action {
		case pm.RedeemWait:
			r.waiting = append(r.waiting, d.Waiting)
			continue
		case pm.RedeemNow:
			r.Tickets++
			r.minutes += minute - r.since[d.Hash]
			r.paid.Add(r.paid, d.FaceValue.Int())
		default:
			r.Lost++
		}
		delete(r.since, d.Hash)
	}
	for _, batch := range r.policy.Batches(decisions, gas) {
		used := gas.Single
		if len(batch) > 1 {
			used = uint64(len(batch)) * gas.InBatch
		}
		cost, _ := gas.Price.Mul(used)
		r.cost.Add(r.cost, cost.Int())
	}
}

func (r *redeemedBy) evaluate() {
	r.Overhead = quotient(new(big.Rat).SetInt(r.cost), new(big.Rat).SetInt(r.paid))
	r.Waited = float64(r.minutes) / 60 / float64(max(r.Tickets, 1))
}
