package earning

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// RiskRules refuse senders for what they did. A limit of 0 is none.
type RiskRules struct {
	// MaxDefaults is how many winning tickets a sender may have left unpaid.
	MaxDefaults uint64
	// MaxRefusedPercent of a sender's segments may be refused for their payment,
	// once MinSegments came.
	MaxRefusedPercent, MinSegments uint64
	// MaxAbandonedPercent of a sender's sessions may end in debt, once MinSessions
	// were.
	MaxAbandonedPercent, MinSessions uint64
	// ForgiveAfter is after how long without a segment the last two rules forget;
	// 0 never. Tickets that were not paid are never forgotten.
	ForgiveAfter time.Duration
	// MinDeposit is what a sender must have deposited.
	MinDeposit pm.Wei
}

// DefaultRiskRules let nobody in who leaves tickets unpaid again and again, and
// nobody for a day who mostly fails to pay.
func DefaultRiskRules() RiskRules {
	return RiskRules{
		MaxDefaults: 3, MaxRefusedPercent: 50, MinSegments: 50, MaxAbandonedPercent: 50, MinSessions: 10,
		ForgiveAfter: 24 * time.Hour,
	}
}

// risk knows the operator's word on senders, and their histories.
type risk struct {
	rules   RiskRules
	records Records

	mu sync.RWMutex
	// guarded by mu:
	words     map[common.Address]payment.Rule
	histories map[common.Address]payment.History
}

func newRisk(rules RiskRules, records Records) *risk {
	return &risk{
		rules: rules, records: records,
		words: make(map[common.Address]payment.Rule), histories: make(map[common.Address]payment.History),
	}
}

// refresh reads words and histories anew.
func (r *risk) refresh(ctx context.Context) error {
	words, err := r.records.Rules(ctx)
	if err != nil {
		return fmt.Errorf("rules for senders: %w", err)
	}
	histories, err := r.records.Histories(ctx)
	if err != nil {
		return fmt.Errorf("histories of senders: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.words)
	for _, w := range words {
		r.words[w.Peer] = w
	}
	clear(r.histories)
	for _, h := range histories {
		r.histories[h.Sender] = h
	}
	return nil
}

// note adds to a sender's history. What is written of it comes back by refresh.
func (r *risk) note(more payment.History) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.histories[more.Sender]
	h.Sender = more.Sender
	r.histories[more.Sender] = h.Plus(more)
}

// check refuses senders with pm.SenderDenied.
func (r *risk) check(sender common.Address, now time.Time) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if word, ok := r.words[sender]; ok {
		if word.Allow {
			return nil
		}
		return pm.Refuse(pm.SenderDenied, "this orchestrator does not work for sender %s", sender)
	}
	if why := r.rules.judge(r.histories[sender], now); why != "" {
		return pm.Refuse(pm.SenderDenied, "this orchestrator does not work for sender %s: %s", sender, why)
	}
	return nil
}

// judge returns what is held against a sender, or nothing.
func (rules RiskRules) judge(h payment.History, now time.Time) string {
	if rules.MaxDefaults > 0 && h.Defaults > rules.MaxDefaults {
		return fmt.Sprintf("%d of its winning tickets could not be redeemed", h.Defaults)
	}
	if rules.ForgiveAfter > 0 && now.Sub(h.LastSeen) > rules.ForgiveAfter {
		return ""
	}
	if all := h.Segments + h.Refused; exceeds(h.Refused, all, rules.MaxRefusedPercent, rules.MinSegments) {
		return fmt.Sprintf("%d of %d segments did not pay", h.Refused, all)
	}
	if exceeds(h.Abandoned, h.Sessions, rules.MaxAbandonedPercent, rules.MinSessions) {
		return fmt.Sprintf("%d of %d sessions ended in debt", h.Abandoned, h.Sessions)
	}
	return ""
}

// exceeds says that part is more than percent of all, which are enough to tell.
func exceeds(part, all, percent, enough uint64) bool {
	return percent > 0 && all >= max(enough, 1) && part > all/100*percent+all%100*percent/100
}

// countsAgainst says that a refusal is the sender's fault. Terms that expire and
// rounds that end happen to everybody.
func countsAgainst(err error) bool {
	var refusal *pm.Refusal
	if !errors.As(err, &refusal) {
		return false
	}
	switch refusal.Code {
	case pm.LowPMBalance, pm.InvalidTicketSender, pm.InvalidTicketSignature, pm.NonceSeen, pm.TooManyTickets, pm.MalformedPayment:
		return true
	}
	return false
}
