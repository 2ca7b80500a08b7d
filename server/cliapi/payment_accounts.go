package cliapi

import (
	"net/http"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
)

// PaymentAccounts is GET /api/v1/payments/accounts, those that changed last first.
type PaymentAccounts struct {
	Accounts []PaymentAccount `json:"accounts"`
	Total    int              `json:"total"` // how many there are altogether
}

// PaymentAccount is the account of one session.
type PaymentAccount struct {
	Direction payment.Direction `json:"direction"` // earned: of a sender with this node; spent: of this node with an orchestrator
	Peer      Address           `json:"peer"`
	URI       string            `json:"uri,omitempty"` // of the orchestrator
	Session   core.SessionID    `json:"session"`
	Price     Price             `json:"price"`
	// Balance is what is paid and not yet worked for; below 0 it is owed.
	Balance Credit    `json:"balance"`
	Changed time.Time `json:"changed"`
	// Expires is when the session ends, of an orchestrator's.
	Expires time.Time `json:"expires,omitzero"`
}

// paymentAccounts lists both sides' accounts.
func (c *ChainConfig) paymentAccounts(r *http.Request) (any, error) {
	q := queryOf(r)
	direction, peer := q.direction(), q.address(c, "peer")
	offset, limit := q.paging()
	if q.err != nil {
		return nil, q.err
	}
	if c.Payments.Incomes == nil && c.Payments.Spendings == nil {
		return nil, errNoPayments()
	}
	all, err := c.allAccounts(r, direction)
	if err != nil {
		return nil, err
	}
	if peer != (common.Address{}) {
		all = slices.DeleteFunc(all, func(a PaymentAccount) bool { return a.Peer != Address(peer) })
	}
	slices.SortStableFunc(all, func(a, b PaymentAccount) int { return b.Changed.Compare(a.Changed) })
	return PaymentAccounts{Accounts: notNil(page(all, offset, limit)), Total: len(all)}, nil
}

func (c *ChainConfig) allAccounts(r *http.Request, only payment.Direction) ([]PaymentAccount, error) {
	var all []PaymentAccount
	if c.Payments.Incomes != nil && only != payment.Spent {
		incomes, err := c.Payments.Incomes.Incomes(r.Context(), time.Time{})
		if err != nil {
			return nil, err
		}
		for _, i := range incomes {
			all = append(all, PaymentAccount{
				Direction: payment.Earned, Peer: Address(i.Sender), Session: i.Session, Price: priceOf(i.Price),
				Balance: creditOf(i.Balance), Changed: i.Changed.UTC(),
			})
		}
	}
	if c.Payments.Spendings != nil && only != payment.Earned {
		spendings, err := c.Payments.Spendings.Spendings(r.Context())
		if err != nil {
			return nil, err
		}
		for _, s := range spendings {
			all = append(all, PaymentAccount{
				Direction: payment.Spent, Peer: Address(s.Orchestrator), URI: s.URI, Session: s.Token.SessionID, Price: priceOf(s.Price),
				Balance: creditOf(s.Balance), Changed: s.Changed.UTC(), Expires: s.Token.Expiration.UTC(),
			})
		}
	}
	return all, nil
}

// direction reads one of the two, or none for both.
func (q *query) direction() payment.Direction {
	direction := payment.Direction(q.text("direction"))
	switch direction {
	case "", payment.Earned, payment.Spent:
		return direction
	}
	q.wrong("direction", string(direction), "earned or spent")
	return ""
}

// address is zero when there is none.
func (q *query) address(c *ChainConfig, name string) common.Address {
	text := q.text(name)
	if text == "" {
		return common.Address{}
	}
	addr, err := c.address(text)
	if err != nil && q.err == nil {
		q.err = invalid(name + " " + err.Error())
	}
	return addr
}
