package cliapi

import (
	"context"
	"math/big"
	"net/http"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// PaymentsConfig is what the API needs to show and steer payments. Ports are nil
// for roles that the node does not have; what needs them is refused as no_role.
type PaymentsConfig struct {
	// Of an orchestrator.
	Incomes     Incomes
	Histories   Histories
	Funds       SenderFunds
	Rules       Rules
	Prices      PriceList
	PriceSetter PriceSetter
	Feed        PriceFeed // nil without -priceFeedAddr and -priceFeedUrl
	Terms       TicketTerms
	TicketEV    pm.Wei   // what a ticket is worth (-ticketEV)
	Overhead    *big.Rat // of redemptions (-redeemOverhead); nil is 1/100
	// Of an orchestrator and of a redeemer.
	Tickets    WinningTickets
	Redemption Redemption
	RedeemGas  RedeemGas

	// Of a broadcaster.
	Spendings Spendings
	Limits    PayLimits
	OwnFunds  OwnFunds
	TopUp     TopUp

	// Of both.
	Days Days
}

// Incomes are an orchestrator's accounts of senders' sessions.
type Incomes interface {
	Incomes(ctx context.Context, changedAfter time.Time) ([]payment.Income, error)
}

// Spendings are a broadcaster's accounts with orchestrators, by session.
type Spendings interface {
	Spendings(ctx context.Context) ([]payment.Spending, error)
}

// WinningTickets are those that the node has got.
type WinningTickets interface {
	Tickets(ctx context.Context, q payment.TicketQuery) ([]payment.Ticket, error)
}

// Redemption turns tickets into money.
type Redemption interface {
	// RedeemNow redeems the tickets that only wait for cheaper gas, and says how
	// many they are. Those that may not be redeemed yet, or cost more than they
	// pay, wait on. It does not wait for their transactions.
	RedeemNow(ctx context.Context) (tickets int, err error)
}

// RedeemGas is what redemptions cost; ok is false while that is not known.
type RedeemGas interface {
	Gas() (gas pm.RedeemGas, ok bool)
}

// Histories are what is known of senders.
type Histories interface {
	Histories(ctx context.Context) ([]payment.History, error)
}

// SenderFunds are what senders have with the broker, as this orchestrator sees
// it.
type SenderFunds interface {
	Funds(ctx context.Context, sender common.Address) (pm.Funds, error)
}

// Days are the totals of days, from that of one moment to that of the other, in
// the order of days.
type Days interface {
	Days(ctx context.Context, from, to time.Time) ([]payment.DayTotal, error)
}

// paymentRoutes lists the resources of payments.
func (s *Server) paymentRoutes() []route {
	return []route{
		{"GET", "/api/v1/payments/accounts", s.onChain((*ChainConfig).paymentAccounts)},
		{"GET", "/api/v1/payments/tickets", s.onChain((*ChainConfig).paymentTickets)},
		{"POST", "/api/v1/payments/tickets/redeem", s.onChain((*ChainConfig).redeemNow)},
		{"GET", "/api/v1/payments/days", s.onChain((*ChainConfig).paymentDays)},
		{"GET", "/api/v1/payments/senders", s.onChain((*ChainConfig).paymentSenders)},
		{"GET", "/api/v1/payments/rules", s.onChain((*ChainConfig).paymentRules)},
		{"PUT", "/api/v1/payments/rules/{addr}", s.onChain((*ChainConfig).setPaymentRule)},
		{"DELETE", "/api/v1/payments/rules/{addr}", s.onChain((*ChainConfig).deletePaymentRule)},
		{"GET", "/api/v1/payments/prices", s.onChain((*ChainConfig).paymentPrices)},
		{"PUT", "/api/v1/payments/prices", s.onChain((*ChainConfig).setDefaultPrice)},
		{"PUT", "/api/v1/payments/prices/{addr}", s.onChain((*ChainConfig).setSenderPrice)},
		{"DELETE", "/api/v1/payments/prices/{addr}", s.onChain((*ChainConfig).deleteSenderPrice)},
		{"GET", "/api/v1/payments/terms", s.onChain((*ChainConfig).ticketTerms)},
		{"PUT", "/api/v1/payments/terms", s.onChain((*ChainConfig).setTicketTerms)},
		{"GET", "/api/v1/payments/limits", s.onChain((*ChainConfig).payLimits)},
		{"PUT", "/api/v1/payments/limits", s.onChain((*ChainConfig).setPayLimits)},
		{"GET", "/api/v1/payments/funds", s.onChain((*ChainConfig).fundsOutlook)},
		{"PUT", "/api/v1/payments/funds", s.onChain((*ChainConfig).setFunding)},
	}
}

// Why a node without a role refuses what belongs to it.
func errNoOrchestrator() error {
	return &Error{codeNoRole, "this node earns no payments; start it with -orchestrator and a price, -pricePerUnit"}
}

func errNoBroadcaster() error {
	return &Error{codeNoRole, "this node pays nobody; start it with -broadcaster"}
}

func errNoPayments() error {
	return &Error{codeNoRole, "this node neither pays nor is paid; start it with -broadcaster or -orchestrator"}
}

// paging reads which part of a list is asked for.
func (q *query) paging() (offset, limit int) {
	return q.number("offset", 0, 0, 1<<31-1), q.number("limit", defaultListLimit, 1, maxListLimit)
}

// page cuts a part out of a list.
func page[T any](list []T, offset, limit int) []T {
	begin := min(offset, len(list))
	return list[begin:min(begin+limit, len(list))]
}

// queryOf reads the parameters of a request.
func queryOf(r *http.Request) query { return query{values: r.URL.Query()} }
