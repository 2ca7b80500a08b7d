package cliapi

import (
	"math/big"
	"net/http"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// defaultDays is how far back days are listed, without the present one.
const defaultDays = 29 * 24 * time.Hour

// PaymentDays is GET /api/v1/payments/days, the newest day first.
type PaymentDays struct {
	Days  []PaymentDay `json:"days"`
	Total int          `json:"total"` // how many rows there are altogether
	// Earned and Spent sum up all of them, not only those of this page; they are
	// missing when there are none.
	Earned *PaymentTotal `json:"earned,omitempty"`
	Spent  *PaymentTotal `json:"spent,omitempty"`
}

// PaymentDay is a day with one peer, or with all of them.
type PaymentDay struct {
	Day       string            `json:"day"`       // 2026-03-04, in UTC
	Direction payment.Direction `json:"direction"` // earned or spent
	Peer      Address           `json:"peer,omitzero"`
	PaymentTotal
}

// PaymentTotal is what came of some time. What happened to winning tickets is
// known of what was earned alone.
type PaymentTotal struct {
	Segments uint64 `json:"segments"`
	Pixels   int64  `json:"pixels"`
	Work     Credit `json:"work"` // price times pixels
	Tickets  uint64 `json:"tickets"`
	Value    Credit `json:"value"` // expected, of the tickets
	Winners  uint64 `json:"winners,omitzero"`
	// FaceValue of the winners.
	FaceValue *pm.Wei `json:"faceValue,omitempty"`
	Redeemed  *pm.Wei `json:"redeemed,omitempty"` // what the broker paid
	Gas       *pm.Wei `json:"gas,omitempty"`      // what redemptions cost
	// Overhead is gas as a percentage of what was redeemed; empty when nothing was.
	Overhead string `json:"overhead,omitempty"`
	// Luck is what was redeemed as a percentage of the tickets' expected value: in
	// the long run 100 %, on a day anything.
	Luck string `json:"luck,omitempty"`
}

func newPaymentTotal(d payment.DayTotal) PaymentTotal {
	t := PaymentTotal{Segments: d.Segments, Pixels: d.Pixels, Work: creditOf(d.Work), Tickets: d.Tickets, Value: creditOf(d.Value)}
	if d.Direction == payment.Earned {
		t.Winners, t.FaceValue, t.Redeemed, t.Gas = d.Winners, &d.FaceValue, &d.Redeemed, &d.Gas
		t.Overhead = percentage(ratOf(d.Gas), ratOf(d.Redeemed))
		t.Luck = percentage(ratOf(d.Redeemed), positive(d.Value))
	}
	return t
}

// positive is an amount of wei, 0 when it is below.
func positive(c pm.Credit) *big.Rat {
	if c.Sign() < 0 {
		return new(big.Rat)
	}
	return c.Rat()
}

func (c *ChainConfig) paymentDays(r *http.Request) (any, error) {
	q := queryOf(r)
	now := time.Now()
	to := q.day("to", now)
	from := q.day("from", to.Add(-defaultDays))
	direction, peer, byDay := q.direction(), q.address(c, "peer"), q.byDay()
	offset, limit := q.paging()
	if q.err == nil && from.After(to) {
		q.wrong("from", from.Format(time.DateOnly), "a day that is not after "+to.Format(time.DateOnly))
	}
	if q.err != nil {
		return nil, q.err
	}
	if c.Payments.Days == nil {
		return nil, errNoPayments()
	}
	all, err := c.Payments.Days.Days(r.Context(), from, to)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d payment.DayTotal) bool {
		return direction != "" && d.Direction != direction || peer != (common.Address{}) && d.Peer != peer
	})
	list := PaymentDays{Days: []PaymentDay{}, Earned: totalOf(all, payment.Earned), Spent: totalOf(all, payment.Spent)}
	if byDay {
		all = mergePeers(all)
	}
	slices.SortStableFunc(all, func(a, b payment.DayTotal) int { return b.Day.Compare(a.Day) })
	list.Total = len(all)
	for _, d := range page(all, offset, limit) {
		list.Days = append(list.Days, PaymentDay{
			Day: d.Day.UTC().Format(time.DateOnly), Direction: d.Direction, Peer: Address(d.Peer), PaymentTotal: newPaymentTotal(d),
		})
	}
	return list, nil
}

// byDay reads whether peers are summed up.
func (q *query) byDay() bool {
	text := q.text("by")
	if text != "" && text != "day" && text != "peer" {
		q.wrong("by", text, "day (all peers together) or peer")
	}
	return text == "day"
}

// totalOf sums up one direction; nil when there is nothing of it.
func totalOf(days []payment.DayTotal, direction payment.Direction) *PaymentTotal {
	sum := payment.DayTotal{Direction: direction}
	found := false
	for _, d := range days {
		if d.Direction == direction {
			sum, found = sum.Plus(d), true
		}
	}
	if !found {
		return nil
	}
	total := newPaymentTotal(sum)
	return &total
}

// mergePeers makes one total of those of a day and direction.
func mergePeers(days []payment.DayTotal) []payment.DayTotal {
	type key struct {
		day       string
		direction payment.Direction
	}
	at := map[key]int{}
	var merged []payment.DayTotal
	for _, d := range days {
		k := key{d.Day.UTC().Format(time.DateOnly), d.Direction}
		i, known := at[k]
		if !known {
			i = len(merged)
			at[k] = i
			merged = append(merged, payment.DayTotal{Day: d.Day, Direction: d.Direction})
		}
		merged[i] = merged[i].Plus(d)
	}
	return merged
}
