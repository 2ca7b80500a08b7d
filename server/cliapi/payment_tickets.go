package cliapi

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// defaultSince is how long ago settled tickets are listed from.
const defaultSince = 30 * 24 * time.Hour

// PaymentTickets is GET /api/v1/payments/tickets: winning tickets that are open,
// those that expire first in front, and then those that are settled, the newest
// first.
type PaymentTickets struct {
	Tickets []PaymentTicket `json:"tickets"`
	Total   int             `json:"total"` // how many there are altogether
	// States sums up all of them, not only those of this page.
	States []TicketStateTotal `json:"states"`
}

// TicketStateTotal is how many tickets are in a state, what their face values
// come to, and what was paid for them and cost.
type TicketStateTotal struct {
	State     payment.TicketState `json:"state"`
	Tickets   int                 `json:"tickets"`
	FaceValue pm.Wei              `json:"faceValue"`
	Paid      pm.Wei              `json:"paid"`
	Fee       pm.Wei              `json:"fee"`
}

// PaymentTicket is a winning ticket and what has become of it.
type PaymentTicket struct {
	Hash      common.Hash         `json:"hash"`
	State     payment.TicketState `json:"state"`            // waiting, sent, redeemed, lost
	Reason    string              `json:"reason,omitempty"` // why it waits or is lost
	Sender    Address             `json:"sender"`
	Recipient Address             `json:"recipient"`
	FaceValue pm.Wei              `json:"faceValue"`
	Round     pm.Round            `json:"round"` // that it was made in
	// RedeemableFrom is the block from which its number may be shown.
	RedeemableFrom uint64    `json:"redeemableFrom"`
	Received       time.Time `json:"received"`
	Changed        time.Time `json:"changed"` // when the state was set
	// Transaction is that of GET /api/v1/transactions/{id}; 0 is none.
	Transaction int64       `json:"transaction,omitzero"`
	TxHash      common.Hash `json:"txHash,omitzero"`
	Paid        *pm.Wei     `json:"paid,omitempty"` // by the broker
	GasUsed     uint64      `json:"gasUsed,omitzero"`
	Fee         *pm.Wei     `json:"fee,omitempty"` // paid for gas
}

// Redeemed is POST /api/v1/payments/tickets/redeem.
type Redeemed struct {
	// Tickets that are redeemed now; 0 when none may be.
	Tickets int `json:"tickets"`
}

func newPaymentTicket(t payment.Ticket) PaymentTicket {
	out := PaymentTicket{
		Hash: t.Hash(), State: t.State, Reason: t.Reason, Sender: Address(t.Sender), Recipient: Address(t.Recipient),
		FaceValue: t.FaceValue, Round: t.Created.Number, RedeemableFrom: t.ParamsExpire,
		Received: t.Received.UTC(), Changed: t.Changed.UTC(), Transaction: t.TxID, TxHash: t.TxHash, GasUsed: t.Gas,
	}
	if t.State == payment.TicketRedeemed {
		out.Paid, out.Fee = &t.Paid, &t.Fee
	}
	return out
}

func (c *ChainConfig) paymentTickets(r *http.Request) (any, error) {
	q := queryOf(r)
	states, sender, since := q.ticketStates(), q.address(c, "sender"), q.since()
	offset, limit := q.paging()
	if q.err != nil {
		return nil, q.err
	}
	if c.Payments.Tickets == nil {
		return nil, errNoOrchestrator()
	}
	all, err := c.selectTickets(r.Context(), states, sender, since)
	if err != nil {
		return nil, err
	}
	list := PaymentTickets{Tickets: []PaymentTicket{}, Total: len(all), States: totalsOf(states, all)}
	for _, t := range page(all, offset, limit) {
		list.Tickets = append(list.Tickets, newPaymentTicket(t))
	}
	return list, nil
}

// selectTickets reads open tickets whenever they came, and those that were settled
// since then.
func (c *ChainConfig) selectTickets(ctx context.Context, states []payment.TicketState, sender common.Address, since time.Time) ([]payment.Ticket, error) {
	var open, settled []payment.TicketState
	for _, s := range states {
		if s == payment.TicketWaiting || s == payment.TicketSent {
			open = append(open, s)
		} else {
			settled = append(settled, s)
		}
	}
	var all []payment.Ticket
	if len(open) > 0 {
		list, err := c.Payments.Tickets.Tickets(ctx, payment.TicketQuery{States: open, Sender: sender})
		if err != nil {
			return nil, err
		}
		all = list
	}
	if len(settled) > 0 {
		list, err := c.Payments.Tickets.Tickets(ctx, payment.TicketQuery{States: settled, Sender: sender, Since: since})
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(list, func(a, b payment.Ticket) int { return b.Changed.Compare(a.Changed) })
		all = append(all, list...)
	}
	return all, nil
}

func totalsOf(states []payment.TicketState, tickets []payment.Ticket) []TicketStateTotal {
	var list []TicketStateTotal
	for _, s := range states {
		total := TicketStateTotal{State: s}
		for _, t := range tickets {
			if t.State == s {
				total.Tickets++
				total.FaceValue, total.Paid, total.Fee = plus(total.FaceValue, t.FaceValue), plus(total.Paid, t.Paid), plus(total.Fee, t.Fee)
			}
		}
		list = append(list, total)
	}
	return list
}

// plus adds; a sum above 2^256-1 wei ends there.
func plus(a, b pm.Wei) pm.Wei {
	sum, ok := a.Add(b)
	if !ok {
		sum, _ = pm.WeiFromInt(pm.Always().Int()) // 2^256-1
	}
	return sum
}

// ticketStates reads names with commas between them; all of them for none.
func (q *query) ticketStates() []payment.TicketState {
	all := payment.TicketStates()
	text := q.text("state")
	if text == "" {
		return all
	}
	var states []payment.TicketState
	for name := range strings.SplitSeq(text, ",") {
		state := payment.TicketState(name)
		if !slices.Contains(all, state) {
			q.wrong("state", name, "waiting, sent, redeemed or lost")
			return nil
		}
		if !slices.Contains(states, state) {
			states = append(states, state)
		}
	}
	return states
}

// since reads a day; without one it is a while ago.
func (q *query) since() time.Time {
	return q.day("since", time.Now().Add(-defaultSince))
}

// day reads a date, which begins at 0 o'clock UTC.
func (q *query) day(name string, preset time.Time) time.Time {
	text := q.text(name)
	if text == "" {
		return payment.DayOf(preset)
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		q.wrong(name, text, "a date such as 2026-03-04")
	}
	return day
}

func (c *ChainConfig) redeemNow(r *http.Request) (any, error) {
	if _, err := c.readInput(r.Body, nil); err != nil {
		return nil, err
	}
	if c.Payments.Redemption == nil {
		return nil, errNoOrchestrator()
	}
	tickets, err := c.Payments.Redemption.RedeemNow(r.Context())
	return Redeemed{Tickets: tickets}, err
}
