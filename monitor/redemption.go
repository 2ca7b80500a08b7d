package monitor

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// Redemption observes what becomes of winning tickets (redemption.Observer).
type Redemption struct {
	queued, redeemed, lost   prometheus.Counter
	valueRedeemed, valueLost prometheus.Counter
	fees, gas, transactions  prometheus.Counter
	errors                   *prometheus.CounterVec
	waiting, sent            prometheus.Gauge
	gasPrice, rolling        prometheus.Gauge
	minGasPrice, maxGasPrice prometheus.Gauge
}

func newRedemption(f factory) *Redemption {
	open := f.gauge("tickets_open", "Winning tickets that are not settled, by state.", "state")
	return &Redemption{
		queued:        f.counter("tickets_queued", "Winning tickets that are to be redeemed.").WithLabelValues(),
		redeemed:      f.counter("tickets_redeemed", "Winning tickets that were paid.").WithLabelValues(),
		lost:          f.counter("tickets_lost", "Winning tickets that will never be paid.").WithLabelValues(),
		valueRedeemed: f.counter("value_redeemed", "What winning tickets have paid, in gwei.").WithLabelValues(),
		valueLost:     f.counter("ticket_value_lost", "Face value of lost tickets, in gwei.").WithLabelValues(),
		fees:          f.counter("redemption_fees", "What redemptions have cost, in gwei.").WithLabelValues(),
		gas:           f.counter("redemption_gas", "Gas of transactions that redeemed tickets.").WithLabelValues(),
		transactions:  f.counter("redemption_transactions", "Transactions that redeemed tickets.").WithLabelValues(),
		errors:        f.counter("ticket_redemption_errors", "Redemptions that were refused.", "error_code"),
		waiting:       open.WithLabelValues(string(payment.TicketWaiting)),
		sent:          open.WithLabelValues(string(payment.TicketSent)),
		gasPrice:      f.gauge("suggested_gas_price", "Price of a unit of gas now, in gwei.").WithLabelValues(),
		rolling:       f.gauge("rolling_gas_price", "Price of a unit of gas most of the time, in gwei.").WithLabelValues(),
		minGasPrice:   f.gauge("min_gas_price", "Least that this node pays for a unit of gas, in gwei.").WithLabelValues(),
		maxGasPrice:   f.gauge("max_gas_price", "Most that this node pays for a unit of gas, in gwei; 0 for no maximum.").WithLabelValues(),
	}
}

// TicketQueued counts a ticket that is to be redeemed.
func (r *Redemption) TicketQueued(pm.WinningTicket) { r.queued.Inc() }

// TicketRedeemed adds up what was paid, and what it cost.
func (r *Redemption) TicketRedeemed(t payment.Ticket) {
	r.redeemed.Inc()
	r.valueRedeemed.Add(gwei(t.Paid))
	r.fees.Add(gwei(t.Fee))
}

// TicketLost adds up what is lost.
func (r *Redemption) TicketLost(t payment.Ticket) {
	r.lost.Inc()
	r.valueLost.Add(gwei(t.FaceValue))
}

// TransactionPaid adds up the gas of redemptions.
func (r *Redemption) TransactionPaid(_ int, gas uint64) {
	r.transactions.Inc()
	r.gas.Add(float64(gas))
}

// RedemptionFailed counts why a redemption did not take place.
func (r *Redemption) RedemptionFailed(err error) {
	var fault *pm.RedeemError
	code := errorCode(err)
	if errors.As(err, &fault) {
		code = string(fault.Fault)
	}
	r.errors.WithLabelValues(code).Inc()
}

// TicketsOpen takes how many tickets wait or are under way.
func (r *Redemption) TicketsOpen(waiting, sent int) {
	r.waiting.Set(float64(waiting))
	r.sent.Set(float64(sent))
}

// GasPrice takes the price of gas now, and most of the time.
func (r *Redemption) GasPrice(now, rolling pm.Wei) {
	r.gasPrice.Set(gwei(now))
	r.rolling.Set(gwei(rolling))
}

// GasBounds takes the operator's bounds of it; a zero most is none.
func (r *Redemption) GasBounds(least, most pm.Wei) {
	r.minGasPrice.Set(gwei(least))
	r.maxGasPrice.Set(gwei(most))
}
