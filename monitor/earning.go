package monitor

import (
	"slices"
	"strconv"

	"github.com/ethereum/go-ethereum/common"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

// Earning observes what an orchestrator is paid (earning.Observer).
type Earning struct {
	senders                 *peers
	tickets, value, winners *prometheus.CounterVec
	refused                 *prometheus.CounterVec
	price                   *prometheus.GaugeVec
	capabilityPrice         *prometheus.GaugeVec
	fees                    *prometheus.CounterVec
	bookingErrors           prometheus.Counter
}

func newEarning(f factory, perPeer bool) *Earning {
	e := &Earning{
		tickets:         f.counter("tickets_recv", "Tickets that were taken.", "sender"),
		value:           f.counter("ticket_value_recv", "Expected value of the tickets taken, in gwei.", "sender"),
		winners:         f.counter("winning_tickets_recv", "Tickets that have won.", "sender"),
		refused:         f.counter("payment_recv_errors", "Segments that were refused for their payment.", "sender", "error_code"),
		price:           f.gauge("transcoding_price", "Price of a pixel that was quoted last, in wei.", "sender"),
		capabilityPrice: f.gauge("price_per_capability", "Price of a pixel of jobs that need a capability, in wei.", "capability"),
		fees:            f.counter("transcoding_fees", "Price of the work that was delivered, in gwei.", "sender"),
		bookingErrors:   f.counter("payment_booking_errors", "Times that payments could not be written to the database.").WithLabelValues(),
	}
	e.senders = newPeers(perPeer, "sender", e.tickets, e.value, e.winners, e.refused, e.price, e.fees)
	return e
}

// TicketsReceived counts tickets that were taken.
func (e *Earning) TicketsReceived(sender common.Address, tickets int, value pm.Credit, winners int) {
	e.senders.count(sender, func(label string) {
		e.tickets.WithLabelValues(label).Add(float64(max(tickets, 0)))
		e.value.WithLabelValues(label).Add(creditGwei(value))
		e.winners.WithLabelValues(label).Add(float64(max(winners, 0)))
	})
}

// PaymentRefused counts a refusal; an empty code is a fault of this node's.
func (e *Earning) PaymentRefused(sender common.Address, code pm.Code) {
	name := "internal"
	if code != "" {
		name = refusalCode(code)
	}
	e.senders.count(sender, func(label string) { e.refused.WithLabelValues(label, name).Inc() })
}

// PriceQuoted takes the price of a new session.
func (e *Earning) PriceQuoted(sender common.Address, price pm.Price) {
	e.senders.count(sender, func(label string) { e.price.WithLabelValues(label).Set(weiPerPixel(price)) })
}

// CapabilityPrice takes the price of jobs that need a capability.
func (e *Earning) CapabilityPrice(id core.Capability, price pm.Price) {
	e.capabilityPrice.WithLabelValues(strconv.FormatUint(uint64(id), 10)).Set(weiPerPixel(price))
}

// WorkCharged adds up what was delivered. Its pixels are in mil_pixels_processed.
func (e *Earning) WorkCharged(sender common.Address, _ int64, cost pm.Credit) {
	e.senders.count(sender, func(label string) { e.fees.WithLabelValues(label).Add(creditGwei(cost)) })
}

// BookingFailed counts what could not be written.
func (e *Earning) BookingFailed(error) { e.bookingErrors.Inc() }

// refusalCode is a label for a refusal. Codes may come from peers.
func refusalCode(code pm.Code) string {
	if !slices.Contains(pm.Codes(), code) {
		return "other"
	}
	return string(code)
}
