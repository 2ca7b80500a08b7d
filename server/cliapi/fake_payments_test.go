package cliapi_test

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

// noon of the day that the fake's payments were made on.
func noon() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }

// fakePayments is all ports of payments in memory.
type fakePayments struct {
	err      error // of all reads
	incomes  []payment.Income
	tickets  []payment.Ticket
	days     []payment.DayTotal
	gasKnown bool
	feed     fakeFeed
	book     *pricing.Book

	mu sync.Mutex
	// guarded by mu:
	rules        []payment.Rule
	maxFaceValue pm.Wei
	maxPrice     *pricing.Rate
	autoTopUp    pm.Wei
	query        []payment.TicketQuery
}

// fakeFeed is what an ETH costs; nil for not known.
type fakeFeed struct{ perETH *big.Rat }

func (f fakeFeed) USD() (*big.Rat, time.Time, bool) {
	return f.perETH, time.Now().Add(-time.Minute), f.perETH != nil
}

func rate(price, pixels string) pricing.Rate {
	r, err := pricing.ParseRate(price, pixels)
	if err != nil {
		panic(err)
	}
	return r
}

func newPayments(perETH *big.Rat) *fakePayments {
	f := &fakePayments{
		feed: fakeFeed{perETH}, gasKnown: true,
		incomes: []payment.Income{
			{Sender: common.HexToAddress(other), Session: "s1", Price: pm.Price{PricePerUnit: 1200, PixelsPerUnit: 1}, Balance: pm.CreditOf(eth("5 gwei")).Neg(), Changed: noon()},
			{Sender: common.HexToAddress(me), Session: "s2", Price: pm.Price{PricePerUnit: 3, PixelsPerUnit: 7}, Balance: pm.CreditFloor(big.NewRat(7, 2)), Changed: noon().Add(-time.Hour)},
		},
		tickets: []payment.Ticket{
			ticket(1, payment.TicketWaiting, "gas costs 9 gwei now, and 1 gwei most of the time"), ticket(2, payment.TicketSent, ""),
			ticket(3, payment.TicketRedeemed, ""), ticket(4, payment.TicketRedeemed, ""), ticket(5, payment.TicketLost, "it expired with round 3"),
		},
		days: []payment.DayTotal{
			earnedOn(noon().AddDate(0, 0, -1), other), earnedOn(noon(), me), earnedOn(noon(), other),
			{Day: payment.DayOf(noon()), Direction: payment.Spent, Peer: common.HexToAddress(other), Segments: 2, Pixels: 10, Work: pm.CreditOf(eth("12 gwei")), Tickets: 3, Value: pm.CreditOf(eth("15 gwei"))},
		},
		rules: []payment.Rule{{Peer: common.HexToAddress(other), Note: "owes us", Changed: noon()}},
	}
	book, err := pricing.New(pricing.Config{
		Default: rate("1200", ""), Feed: f.feed,
		Senders:      map[common.Address]pricing.Rate{common.HexToAddress(other): rate("0.5USD", "1000000000")},
		Capabilities: map[core.Capability]pricing.Rate{core.CapHEVCEncode: rate("1 gwei", "3")},
	})
	if err != nil {
		panic(err)
	}
	f.book = book
	return f
}

func ticket(nonce uint32, state payment.TicketState, reason string) payment.Ticket {
	t := payment.Ticket{State: state, Reason: reason, Received: noon(), Changed: noon().Add(time.Duration(nonce) * time.Minute)}
	t.Sender, t.Recipient, t.SenderNonce = common.HexToAddress(other), common.HexToAddress(me), nonce
	t.FaceValue, t.Created.Number, t.ParamsExpire = eth("0.01 ETH"), 3, 1040
	if state == payment.TicketRedeemed {
		t.Paid, t.Fee, t.Gas, t.TxID, t.TxHash = eth("0.01 ETH"), eth("0.0001 ETH"), 100_000, 12, common.Hash{7}
	}
	return t
}

func earnedOn(day time.Time, peer string) payment.DayTotal {
	return payment.DayTotal{
		Day: payment.DayOf(day), Direction: payment.Earned, Peer: common.HexToAddress(peer), Segments: 10, Pixels: 1000, Work: pm.CreditOf(eth("1200000 wei")),
		Tickets: 4, Value: pm.CreditOf(eth("0.012 ETH")), Winners: 1, FaceValue: eth("0.01 ETH"), Redeemed: eth("0.01 ETH"), Gas: eth("0.00009 ETH"),
	}
}

func (f *fakePayments) config() cliapi.PaymentsConfig {
	return cliapi.PaymentsConfig{
		Incomes: f, Histories: f, Funds: f, Rules: f, Prices: f.book, PriceSetter: f.book, Feed: f.feed, Terms: f,
		Tickets: f, Redemption: f, RedeemGas: f, Spendings: f, Limits: f, OwnFunds: f, TopUp: f, Days: f,
		TicketEV: eth("8 gwei"), Overhead: big.NewRat(1, 200),
	}
}

func (f *fakePayments) Incomes(context.Context, time.Time) ([]payment.Income, error) {
	return f.incomes, f.err
}

func (f *fakePayments) Spendings(context.Context) ([]payment.Spending, error) {
	return []payment.Spending{{
		Orchestrator: common.HexToAddress(other), URI: "https://o.example:8935", Token: core.AuthToken{SessionID: "s3", Expiration: noon().Add(time.Hour)},
		Price: pm.Price{PricePerUnit: 1, PixelsPerUnit: 1}, Balance: pm.CreditOf(eth("8 gwei")), Changed: noon().Add(time.Hour),
	}}, f.err
}

func (f *fakePayments) Tickets(_ context.Context, q payment.TicketQuery) ([]payment.Ticket, error) {
	f.mu.Lock()
	f.query = append(f.query, q)
	f.mu.Unlock()
	list := slices.Clone(f.tickets)
	return slices.DeleteFunc(list, func(t payment.Ticket) bool {
		return !slices.Contains(q.States, t.State) || q.Sender != (common.Address{}) && t.Sender != q.Sender || t.Changed.Before(q.Since)
	}), f.err
}

func (f *fakePayments) RedeemNow(context.Context) (int, error) { return 1, f.err }

func (f *fakePayments) Gas() (pm.RedeemGas, bool) {
	return pm.RedeemGas{Single: 100_000, InBatch: 80_000, Price: eth("2 gwei"), Rolling: eth("1 gwei")}, f.gasKnown
}

func (f *fakePayments) Days(_ context.Context, from, to time.Time) ([]payment.DayTotal, error) {
	return slices.DeleteFunc(slices.Clone(f.days), func(d payment.DayTotal) bool {
		return d.Day.Before(payment.DayOf(from)) || d.Day.After(payment.DayOf(to))
	}), f.err
}

func (f *fakePayments) Histories(context.Context) ([]payment.History, error) {
	return []payment.History{
		{Sender: common.HexToAddress(me), Sessions: 1},
		{
			Sender: common.HexToAddress(other), FirstSeen: noon().Add(-time.Hour), LastSeen: noon(), Sessions: 7, Abandoned: 1, Segments: 100, Refused: 2,
			Defaults: 1, Defaulted: eth("0.01 ETH"),
		},
	}, f.err
}

func (f *fakePayments) Funds(_ context.Context, sender common.Address) (pm.Funds, error) {
	if sender == common.HexToAddress(me) {
		return pm.Funds{}, errors.New("not now")
	}
	return pm.Funds{Deposit: eth("1 ETH"), Reserve: eth("0.4 ETH"), ReserveClaimed: eth("0.1 ETH"), PoolSize: 5, WithdrawRound: 9}, nil
}

func (f *fakePayments) Rules(context.Context) ([]payment.Rule, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.rules), f.err
}

func (f *fakePayments) SetRule(ctx context.Context, r payment.Rule) error {
	if err := f.DeleteRule(ctx, r.Peer); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = append(f.rules, r)
	return nil
}

func (f *fakePayments) DeleteRule(_ context.Context, peer common.Address) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = slices.DeleteFunc(f.rules, func(r payment.Rule) bool { return r.Peer == peer })
	return f.err
}

func (f *fakePayments) MaxFaceValue() pm.Wei {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.maxFaceValue
}

func (f *fakePayments) SetMaxFaceValue(most pm.Wei) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.maxFaceValue = most
}

func (f *fakePayments) Acceptance() pm.Acceptance {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := pm.DefaultAcceptance()
	if f.maxPrice != nil && f.maxPrice.Currency() == pricing.Wei {
		price, err := pricing.ToPrice(f.maxPrice.PerPixel())
		if err != nil {
			panic(err)
		}
		a.MaxPrice = &price
	}
	return a
}

func (f *fakePayments) MaxPrice() (pricing.Rate, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.maxPrice == nil {
		return pricing.Rate{}, false
	}
	return *f.maxPrice, true
}

func (f *fakePayments) SetMaxPrice(r *pricing.Rate) error {
	if r != nil && r.Currency() == pricing.USD && f.feed.perETH == nil {
		return pricing.ErrNoFeed
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.maxPrice = r
	return nil
}

func (f *fakePayments) Outlook(context.Context) (cliapi.FundsOutlook, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return cliapi.FundsOutlook{
		Deposit: eth("0.1 ETH"), Reserve: eth("0.2 ETH"), SpentPerHour: eth("0.01 ETH"), Left: cliapi.Duration(10 * time.Hour),
		WantDeposit: eth("0.3 ETH"), WantReserve: eth("0.2 ETH"), AutoTopUp: f.autoTopUp, ToppedUp: eth("0.05 ETH"), Filling: true, Problem: "the deposit is low",
	}, f.err
}

func (f *fakePayments) SetAutoTopUp(perDay pm.Wei) error {
	if perDay.Cmp(eth("100 ETH")) > 0 {
		return errors.New("that is more than there is")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.autoTopUp = perDay
	return nil
}
