package node

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

// ruleBook is a cliapi.Rules that fails with err.
type ruleBook struct {
	rules map[common.Address]payment.Rule
	err   error
}

func (b *ruleBook) Rules(context.Context) (list []payment.Rule, err error) {
	for _, r := range b.rules {
		list = append(list, r)
	}
	return list, b.err
}

func (b *ruleBook) SetRule(_ context.Context, r payment.Rule) error {
	if b.err == nil {
		b.rules[r.Peer] = r
	}
	return b.err
}

func (b *ruleBook) DeleteRule(_ context.Context, peer common.Address) error {
	if b.err == nil {
		delete(b.rules, peer)
	}
	return b.err
}

// The earner hears of a rule when it is stored, and not before.
func TestRulesCountAtOnce(t *testing.T) {
	t.Parallel()
	book := &ruleBook{rules: make(map[common.Address]payment.Rule)}
	var heard []int // rules that were there at each refresh
	var away error
	r := rules{book, func(context.Context) error { heard = append(heard, len(book.rules)); return away }}
	rule := payment.Rule{Peer: common.Address{1}, Allow: true}
	require.NoError(t, r.SetRule(t.Context(), rule))
	list, err := r.Rules(t.Context())
	require.NoError(t, err)
	require.Equal(t, []payment.Rule{rule}, list)
	require.NoError(t, r.DeleteRule(t.Context(), rule.Peer))
	require.Equal(t, []int{1, 0}, heard)

	book.err = errors.New("disk is full")
	require.ErrorIs(t, r.SetRule(t.Context(), rule), book.err)
	require.ErrorIs(t, r.DeleteRule(t.Context(), rule.Peer), book.err)
	require.Len(t, heard, 2, "nothing has changed")
	book.err, away = nil, errors.New("database is away")
	require.ErrorIs(t, r.SetRule(t.Context(), rule), away)
	require.ErrorIs(t, r.DeleteRule(t.Context(), rule.Peer), away)
}

// ownAccount is what ownFunds looks at.
type ownAccount struct {
	status                paying.TopUpStatus
	looked                bool
	spent                 pm.Wei
	unpaid, low, unlooked error
}

func (a *ownAccount) Status() (paying.TopUpStatus, bool) { return a.status, a.looked }
func (a *ownAccount) SetCap(most pm.Wei)                 { a.status.Cap = most }
func (a *ownAccount) Health() error                      { return a.low }
func (a *ownAccount) Funds(context.Context, common.Address) (pm.Funds, error) {
	return pm.Funds{Deposit: pm.NewWei(70)}, a.unlooked
}

// ownPayer is the payer's part of it.
type ownPayer struct{ *ownAccount }

func (p ownPayer) Health() error { return p.unpaid }
func (p ownPayer) Demand() paying.Demand {
	return paying.Demand{Spent: pm.CreditOf(p.spent), Span: time.Hour}
}

func TestOwnFunds(t *testing.T) {
	t.Parallel()
	a := &ownAccount{spent: pm.NewWei(5), looked: true, status: paying.TopUpStatus{
		Funds:       pm.Funds{Deposit: pm.NewWei(100), Reserve: pm.NewWei(200), WithdrawRound: 9},
		WantDeposit: pm.NewWei(300), WantReserve: pm.NewWei(400), Left: 3 * time.Hour,
		Added: pm.NewWei(1), Cap: pm.NewWei(2), Filling: true,
	}}
	own := ownFunds{account: common.Address{1}, chain: a, payer: ownPayer{a}, topUp: a}
	want := cliapi.FundsOutlook{
		Deposit: pm.NewWei(100), Reserve: pm.NewWei(200), WithdrawRound: 9, SpentPerHour: pm.NewWei(5), Left: cliapi.Duration(3 * time.Hour),
		WantDeposit: pm.NewWei(300), WantReserve: pm.NewWei(400), AutoTopUp: pm.NewWei(2), ToppedUp: pm.NewWei(1), Filling: true,
	}
	got, err := own.Outlook(t.Context())
	require.NoError(t, err)
	require.Equal(t, want, got)

	require.NoError(t, own.SetAutoTopUp(pm.NewWei(50)))
	want.AutoTopUp = pm.NewWei(50)
	// The reason that weighs most is told.
	for _, step := range []struct {
		set  *error
		text string
	}{{&a.status.Problem, "no ETH"}, {&a.low, "deposit is low"}, {&a.unpaid, "a segment can't be paid"}} {
		*step.set = errors.New(step.text)
		want.Problem = step.text
		got, err = own.Outlook(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

// Before the first look the chain is asked: a deposit of 0 would be a lie.
func TestOwnFundsBeforeTheFirstLook(t *testing.T) {
	t.Parallel()
	a := &ownAccount{status: paying.TopUpStatus{Cap: pm.NewWei(2)}}
	own := ownFunds{account: common.Address{1}, chain: a, payer: ownPayer{a}, topUp: a}
	got, err := own.Outlook(t.Context())
	require.NoError(t, err)
	require.Equal(t, cliapi.FundsOutlook{Deposit: pm.NewWei(70), AutoTopUp: pm.NewWei(2)}, got)
	a.unlooked = pm.Refuse(pm.ChainUnavailable, "no endpoint answers")
	_, err = own.Outlook(t.Context())
	require.ErrorIs(t, err, a.unlooked)
}
