package cliapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// Rules are the operator's word on peers. A change counts at once.
type Rules interface {
	Rules(ctx context.Context) ([]payment.Rule, error)
	SetRule(ctx context.Context, r payment.Rule) error
	DeleteRule(ctx context.Context, peer common.Address) error
}

// maxNoteBytes of a rule's note.
const maxNoteBytes = 200

// PaymentSenders is GET /api/v1/payments/senders: who sent segments to this
// orchestrator, the latest first.
type PaymentSenders struct {
	Senders []PaymentSender `json:"senders"`
	Total   int             `json:"total"`
}

// PaymentSender is what is known of a sender.
type PaymentSender struct {
	Sender    Address   `json:"sender"`
	FirstSeen time.Time `json:"firstSeen,omitzero"`
	LastSeen  time.Time `json:"lastSeen,omitzero"`
	Sessions  uint64    `json:"sessions"`
	Abandoned uint64    `json:"abandoned"` // sessions that ended in debt or in the middle of work
	Segments  uint64    `json:"segments"`
	Refused   uint64    `json:"refused"` // segments, for their payment
	// Defaults are winning tickets that were lost because the sender's money was
	// gone, and Defaulted their value.
	Defaults  uint64 `json:"defaults"`
	Defaulted pm.Wei `json:"defaulted"`
	// Rule is the operator's word: allow or deny; empty when there is none.
	Rule string `json:"rule,omitempty"`
	// Funds are there when they were asked for and could be read.
	Funds *PaymentFunds `json:"funds,omitempty"`
}

// PaymentFunds is what a sender has with the broker, as this orchestrator sees it.
type PaymentFunds struct {
	Deposit pm.Wei `json:"deposit"`
	Reserve pm.Wei `json:"reserve"`
	// MaxFloat is how much of the reserve covers this orchestrator's tickets.
	MaxFloat      pm.Wei   `json:"maxFloat"`
	WithdrawRound pm.Round `json:"withdrawRound"` // when an unlock ends; 0 is none
}

// PaymentRules is GET /api/v1/payments/rules.
type PaymentRules struct {
	Rules []PaymentRule `json:"rules"`
}

// PaymentRule is the operator's word on a peer: GET, and PUT and DELETE of
// /api/v1/payments/rules/{addr}.
type PaymentRule struct {
	Peer    Address   `json:"peer"`
	Rule    string    `json:"rule"` // allow: whatever its history; deny: no work for it; none
	Note    string    `json:"note,omitempty"`
	Changed time.Time `json:"changed,omitzero"`
}

func newPaymentRule(r payment.Rule) PaymentRule {
	return PaymentRule{Peer: Address(r.Peer), Rule: ruleWord(r), Note: r.Note, Changed: r.Changed.UTC()}
}

// The words for rules.
const (
	ruleAllow = "allow"
	ruleDeny  = "deny"
	ruleNone  = "none"
)

func ruleWord(r payment.Rule) string {
	if r.Allow {
		return ruleAllow
	}
	return ruleDeny
}

func (c *ChainConfig) paymentSenders(r *http.Request) (any, error) {
	q := queryOf(r)
	funds := q.boolean("funds")
	offset, limit := q.paging()
	if q.err != nil {
		return nil, q.err
	}
	if c.Payments.Histories == nil || c.Payments.Rules == nil {
		return nil, errNoOrchestrator()
	}
	all, err := c.Payments.Histories.Histories(r.Context())
	if err != nil {
		return nil, err
	}
	words, err := c.ruleWords(r.Context())
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b payment.History) int { return b.LastSeen.Compare(a.LastSeen) })
	list := PaymentSenders{Senders: []PaymentSender{}, Total: len(all)}
	for _, h := range page(all, offset, limit) {
		s := newPaymentSender(h, words[h.Sender])
		if funds != nil && *funds {
			s.Funds = c.fundsOf(r.Context(), h.Sender)
		}
		list.Senders = append(list.Senders, s)
	}
	return list, nil
}

func newPaymentSender(h payment.History, word string) PaymentSender {
	s := PaymentSender{
		Sender: Address(h.Sender), Sessions: h.Sessions, Abandoned: h.Abandoned, Segments: h.Segments, Refused: h.Refused,
		Defaults: h.Defaults, Defaulted: h.Defaulted, Rule: word,
	}
	if !h.FirstSeen.IsZero() {
		s.FirstSeen = h.FirstSeen.UTC()
	}
	if !h.LastSeen.IsZero() {
		s.LastSeen = h.LastSeen.UTC()
	}
	return s
}

func (c *ChainConfig) ruleWords(ctx context.Context) (map[common.Address]string, error) {
	rules, err := c.Payments.Rules.Rules(ctx)
	words := make(map[common.Address]string, len(rules))
	for _, r := range rules {
		words[r.Peer] = ruleWord(r)
	}
	return words, err
}

// fundsOf is nil when they cannot be read: the rest of the answer is of use
// without them.
func (c *ChainConfig) fundsOf(ctx context.Context, sender common.Address) *PaymentFunds {
	if c.Payments.Funds == nil {
		return nil
	}
	f, err := c.Payments.Funds.Funds(ctx, sender)
	if err != nil {
		return nil
	}
	return &PaymentFunds{Deposit: f.Deposit, Reserve: f.Reserve, MaxFloat: f.MaxFloat(pm.Wei{}), WithdrawRound: f.WithdrawRound}
}

func (c *ChainConfig) paymentRules(r *http.Request) (any, error) {
	if c.Payments.Rules == nil {
		return nil, errNoOrchestrator()
	}
	rules, err := c.Payments.Rules.Rules(r.Context())
	if err != nil {
		return nil, err
	}
	list := PaymentRules{Rules: []PaymentRule{}}
	for _, rule := range rules {
		list.Rules = append(list.Rules, newPaymentRule(rule))
	}
	return list, nil
}

func (c *ChainConfig) setPaymentRule(r *http.Request) (any, error) {
	peer, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	in, err := c.readInput(r.Body, []string{"rule", "note"})
	if err != nil {
		return nil, err
	}
	rule := payment.Rule{Peer: peer, Allow: in.rule("rule"), Note: in.note("note"), Changed: time.Now().UTC()}
	switch {
	case in.err != nil:
		return nil, in.err
	case c.Payments.Rules == nil:
		return nil, errNoOrchestrator()
	}
	return newPaymentRule(rule), c.Payments.Rules.SetRule(r.Context(), rule)
}

func (c *ChainConfig) deletePaymentRule(r *http.Request) (any, error) {
	peer, err := c.pathAddress(r)
	if err != nil {
		return nil, err
	}
	if c.Payments.Rules == nil {
		return nil, errNoOrchestrator()
	}
	return PaymentRule{Peer: Address(peer), Rule: ruleNone}, c.Payments.Rules.DeleteRule(r.Context(), peer)
}

// rule reads allow or deny.
func (in *input) rule(name string) (allow bool) {
	return parsed(in, name, `"allow" or "deny"`, func(text string) (bool, error) {
		if text != ruleAllow && text != ruleDeny {
			return false, fmt.Errorf(`%q: expected "allow" or "deny"`, shorten(text))
		}
		return text == ruleAllow, nil
	})
}

// note is empty when there is none.
func (in *input) note(name string) string {
	if !in.has(name) {
		return ""
	}
	text := in.text(name, `"asked by mail"`)
	if len(text) > maxNoteBytes {
		in.fail(fmt.Sprintf("%s: expected %d bytes at most", name, maxNoteBytes))
	}
	return text
}
