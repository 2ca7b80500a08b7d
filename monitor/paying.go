package monitor

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/pm"
)

// Paying observes what a broadcaster pays (paying.Observer).
type Paying struct {
	recipients                    *peers
	tickets, value                *prometheus.CounterVec
	errors, lost                  *prometheus.CounterVec
	deposit, reserve              prometheus.Gauge
	deposit0, reserve0            prometheus.Gauge // by their old names
	maxFloat, faceValue, maxPrice prometheus.Gauge
	alert                         *prometheus.GaugeVec
}

func newPaying(f factory, perPeer bool) *Paying {
	p := &Paying{
		tickets:   f.counter("tickets_sent", "Tickets that orchestrators were paid with.", "recipient"),
		value:     f.counter("ticket_value_sent", "Expected value of the tickets sent, in gwei.", "recipient"),
		errors:    f.counter("payment_create_errors", "Payments that could not be made, or were not taken.", "error_code"),
		lost:      f.counter("payment_value_lost", "Money that is gone without work for it, in gwei.", "cause"),
		deposit:   f.gauge("gateway_deposit", "This node's deposit, in gwei.").WithLabelValues(),
		reserve:   f.gauge("gateway_reserve", "This node's reserve, in gwei.").WithLabelValues(),
		deposit0:  f.gauge("broadcaster_deposit", "The same as gateway_deposit.").WithLabelValues(),
		reserve0:  f.gauge("broadcaster_reserve", "The same as gateway_reserve.").WithLabelValues(),
		maxFloat:  f.gauge("gateway_max_float", "Largest face value that the reserve covers with one orchestrator, in gwei.").WithLabelValues(),
		faceValue: f.gauge("gateway_ticket_face_value", "Face value of the newest tickets, in gwei.").WithLabelValues(),
		maxPrice:  f.gauge("max_transcoding_price", "Highest price of a pixel that is paid, in wei; 0 for any.").WithLabelValues(),
		alert:     f.gauge("gateway_funds_alert", "1 while deposit or reserve do not do (unpaid), or soon will not (low); else 0.", "alert"),
	}
	p.recipients = newPeers(perPeer, "recipient", p.tickets, p.value)
	return p
}

// TicketsSent counts a payment that was answered.
func (p *Paying) TicketsSent(e paying.TicketsEvent) {
	p.recipients.count(e.Orchestrator, func(label string) {
		p.tickets.WithLabelValues(label).Add(float64(max(e.Tickets, 0)))
		p.value.WithLabelValues(label).Add(creditGwei(e.Value))
	})
	if e.Tickets > 0 {
		p.faceValue.Set(gwei(e.FaceValue))
	}
}

// PaymentFailed counts why there was no payment.
func (p *Paying) PaymentFailed(err error) { p.errors.WithLabelValues(paymentCode(err)).Inc() }

// CreditLost adds up losses.
func (p *Paying) CreditLost(e paying.LossEvent) {
	p.lost.WithLabelValues(string(e.Cause)).Add(creditGwei(e.Amount))
}

// FundsSeen takes the node's own funds.
func (p *Paying) FundsSeen(deposit, reserve, maxFloat pm.Wei) {
	p.deposit.Set(gwei(deposit))
	p.deposit0.Set(gwei(deposit))
	p.reserve.Set(gwei(reserve))
	p.reserve0.Set(gwei(reserve))
	p.maxFloat.Set(gwei(maxFloat))
}

// FundsAlert takes whether they do.
func (p *Paying) FundsAlert(alert paying.Alert, err error) {
	on := 0.0
	if err != nil {
		on = 1
	}
	p.alert.WithLabelValues(string(alert)).Set(on)
}

// MaxPrice takes the highest price that is paid; nil is any.
func (p *Paying) MaxPrice(price *pm.Price) {
	if price == nil {
		p.maxPrice.Set(0)
		return
	}
	p.maxPrice.Set(weiPerPixel(*price))
}

// paymentCode is a label for an error of a payment out of a small set.
func paymentCode(err error) string {
	var terms *pm.TermsError
	var dishonest *paying.DishonestError
	switch {
	case errors.As(err, &terms):
		return string(terms.Code)
	case errors.As(err, &dishonest):
		return "Dishonest"
	}
	return errorCode(err)
}
