package keeper

import (
	"fmt"
	"math/bits"

	"github.com/livepeer/streamflow/core/chain"
)

// grace is how many blocks a reward that meets no problem may take before the
// alert is raised, for a node that starts late in a round.
const grace = 5

// RewardAtRiskError says that a reward is about to be lost.
type RewardAtRiskError struct {
	Round   chain.Round
	Blocks  uint64 // that are left of the round
	Problem string
}

func (e *RewardAtRiskError) Error() string {
	return fmt.Sprintf("reward of round %d will be lost in %d blocks: %s", e.Round, e.Blocks, e.Problem)
}

// debt is the reward of a round that could be called and was not when the chain
// was last looked at.
type debt struct {
	round   chain.Round
	since   uint64 // block at which it was first seen
	alerted bool
	problem string // at the last look
}

// settle ends the debt when the reward was called, or its round is over.
func (r *Rewarder) settle(s standing) {
	d := r.owed
	switch {
	case d == nil:
	case d.round == s.last:
		r.owed = nil
		r.cfg.Log.Info("reward was called", "round", d.round, "block", s.round.Block)
		r.cfg.Observer.RewardCalled(d.round)
	case d.round < s.round.Number:
		r.owed = nil
		r.cfg.Log.Error("a round ended without reward; what it would have minted for this orchestrator and its delegators is lost",
			"round", d.round, "err", d.problem)
		r.cfg.Observer.RewardMissed(d.round)
	case d.round > s.round.Number || !s.due():
		r.owed = nil // a reorganisation went back to before it
	}
}

// judge notes that the present round's reward is owed and what keeps it, and
// returns the alert that this is a reason for, if it is one.
func (r *Rewarder) judge(s standing, problem string) *RewardAtRiskError {
	if !s.due() || !s.round.Initialized {
		return nil
	}
	if r.owed == nil {
		r.owed = &debt{round: s.round.Number, since: s.round.Block}
	}
	d := r.owed
	d.problem = problem
	left := blocksLeft(s.round)
	if left > shareOf(s.round.Length, r.cfg.AlertShare) {
		return nil
	}
	// Without a problem it is done by now, or under way.
	if problem == "" && (r.task.sent == 0 || s.round.Block < d.since+grace) {
		return nil
	}
	alert := &RewardAtRiskError{Round: d.round, Blocks: left, Problem: d.problem}
	if alert.Problem == "" {
		alert.Problem = fmt.Sprintf("transaction %d is not in a block yet", r.task.sent)
	}
	if !d.alerted {
		d.alerted = true
		r.cfg.Log.Error("the reward of this round will be lost", "round", d.round, "blocks", left, "err", alert.Problem)
		r.cfg.Observer.RewardAtRisk(d.round, left)
	}
	return alert
}

// shareOf is a part of a number of blocks.
func shareOf(blocks uint64, share chain.Parts) uint64 {
	high, low := bits.Mul64(blocks, uint64(share))
	quotient, _ := bits.Div64(high, low, uint64(chain.Whole))
	return quotient
}
