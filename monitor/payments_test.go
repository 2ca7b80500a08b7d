package monitor_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/redemption"
	"github.com/livepeer/streamflow/monitor"
	"github.com/livepeer/streamflow/pm"
)

var (
	_ paying.Observer     = (*monitor.Paying)(nil)
	_ earning.Observer    = (*monitor.Earning)(nil)
	_ redemption.Observer = (*monitor.Redemption)(nil)
)

func newMonitor(perStream bool) *monitor.Monitor {
	return monitor.New(monitor.Config{NodeID: "n", NodeType: "bctr", Version: "1", PerStream: perStream})
}

// wei of an amount with its unit.
func wei(t *testing.T, text string) pm.Wei {
	t.Helper()
	w, err := pm.ParseWei(text)
	require.NoError(t, err)
	return w
}

func requireMetrics(t *testing.T, m *monitor.Monitor, want ...string) {
	t.Helper()
	out := normal(scrape(t, m))
	for _, line := range want {
		require.Contains(t, out, "livepeer_"+line+"\n")
	}
}

// Values are in gwei, with fractions.
func TestPaying(t *testing.T) {
	t.Parallel()
	m := newMonitor(false)
	p := m.Paying
	value := pm.CreditFloor(big.NewRat(3_000_000_000, 2))
	for range 2 {
		p.TicketsSent(paying.TicketsEvent{Orchestrator: common.Address{1}, Tickets: 3, Value: value, FaceValue: wei(t, "0.01 ETH")})
	}
	p.TicketsSent(paying.TicketsEvent{Orchestrator: common.Address{2}})
	p.PaymentFailed(&pm.TermsError{Code: pm.TermsPrice})
	p.PaymentFailed(fmt.Errorf("seg: %w", pm.Refuse(pm.InsufficientDeposit, "none")))
	p.PaymentFailed(pm.Refuse("made up by a peer", "x"))
	p.PaymentFailed(&paying.DishonestError{})
	p.PaymentFailed(errors.New("x"))
	p.CreditLost(paying.LossEvent{Cause: paying.LossGarbage, Amount: value})
	p.CreditLost(paying.LossEvent{Cause: paying.LossGarbage, Amount: value.Neg()})
	p.FundsSeen(wei(t, "0.1 ETH"), wei(t, "0.2 ETH"), wei(t, "1 wei"))
	p.MaxPrice(&pm.Price{PricePerUnit: 3, PixelsPerUnit: 2})
	p.FundsAlert(paying.AlertLow, errors.New("low"))
	requireMetrics(t, m,
		`tickets_sent{recipient=""} 6`, `ticket_value_sent{recipient=""} 3`, `gateway_ticket_face_value{} 1e+07`,
		`payment_create_errors{error_code="TermsPrice"} 1`, `payment_create_errors{error_code="InsufficientDeposit"} 1`,
		`payment_create_errors{error_code="other"} 2`, `payment_create_errors{error_code="Dishonest"} 1`,
		`payment_value_lost{cause="garbage"} 1.5`, `gateway_deposit{} 1e+08`, `gateway_reserve{} 2e+08`, `broadcaster_deposit{} 1e+08`, `broadcaster_reserve{} 2e+08`,
		`gateway_max_float{} 1e-09`, `max_transcoding_price{} 1.5`, `gateway_funds_alert{alert="low"} 1`,
	)
	p.FundsAlert(paying.AlertLow, nil)
	p.MaxPrice(nil)
	requireMetrics(t, m, `gateway_funds_alert{alert="low"} 0`, `max_transcoding_price{} 0`)
}

func TestEarning(t *testing.T) {
	t.Parallel()
	m := newMonitor(false)
	e, sender := m.Earning, common.Address{1}
	e.TicketsReceived(sender, 5, pm.CreditOf(wei(t, "7 gwei")), 2)
	e.PaymentRefused(sender, pm.LowPMBalance)
	e.PaymentRefused(sender, "")
	e.PaymentRefused(sender, "nonsense")
	e.PriceQuoted(sender, pm.Price{PricePerUnit: 1200, PixelsPerUnit: 1})
	e.CapabilityPrice(core.CapHEVCEncode, pm.Price{PricePerUnit: 1, PixelsPerUnit: 4})
	e.CapabilityPrice(core.CapVP8Decode, pm.Price{})
	e.WorkCharged(sender, 1000, pm.CreditOf(wei(t, "3 gwei")))
	e.BookingFailed(errors.New("disk full"))
	requireMetrics(t, m,
		`tickets_recv{sender=""} 5`, `ticket_value_recv{sender=""} 7`, `winning_tickets_recv{sender=""} 2`,
		`payment_recv_errors{error_code="LowPMBalance",sender=""} 1`, `payment_recv_errors{error_code="internal",sender=""} 1`, `payment_recv_errors{error_code="other",sender=""} 1`,
		`transcoding_price{sender=""} 1200`, `price_per_capability{capability="16"} 0.25`, `price_per_capability{capability="17"} 0`,
		`transcoding_fees{sender=""} 3`, `payment_booking_errors{} 1`,
	)
}

func TestRedemption(t *testing.T) {
	t.Parallel()
	m := newMonitor(false)
	r := m.Redemption
	ticket := payment.Ticket{Paid: wei(t, "0.01 ETH"), Fee: wei(t, "100000 gwei")}
	ticket.FaceValue = wei(t, "0.02 ETH")
	r.TicketQueued(ticket.WinningTicket)
	r.TicketRedeemed(ticket)
	r.TicketLost(ticket)
	r.TransactionPaid(2, 180_000)
	r.RedemptionFailed(fmt.Errorf("x: %w", &pm.RedeemError{Fault: pm.RedeemExpired, Err: errors.New("x")}))
	r.RedemptionFailed(errors.New("no endpoint"))
	r.TicketsOpen(4, 2)
	r.GasPrice(wei(t, "2 gwei"), wei(t, "1 gwei"))
	r.GasBounds(wei(t, "0.1 gwei"), pm.Wei{})
	requireMetrics(t, m,
		`tickets_queued{} 1`, `tickets_redeemed{} 1`, `value_redeemed{} 1e+07`, `redemption_fees{} 100000`, `redemption_transactions{} 1`, `redemption_gas{} 180000`, `tickets_lost{} 1`, `ticket_value_lost{} 2e+07`,
		`ticket_redemption_errors{error_code="expired"} 1`, `ticket_redemption_errors{error_code="other"} 1`,
		`tickets_open{state="waiting"} 4`, `tickets_open{state="sent"} 2`,
		`suggested_gas_price{} 2`, `rolling_gas_price{} 1`, `min_gas_price{} 0.1`, `max_gas_price{} 0`,
	)
}

// Peers have series of their own with PerStream, a thousand of them at most, and
// lose them when they are idle.
func TestPeersAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMonitor(true)
		peer := func(n uint64) (a common.Address) {
			binary.BigEndian.PutUint64(a[:], n+1)
			return a
		}
		for n := range uint64(1005) {
			m.Earning.TicketsReceived(peer(n), 1, pm.Credit{}, 0)
		}
		m.Paying.TicketsSent(paying.TicketsEvent{Orchestrator: peer(1), Tickets: 2})
		requireMetrics(t, m, `tickets_recv{sender="`+peer(0).Hex()+`"} 1`, `tickets_recv{sender=""} 5`, `tickets_sent{recipient="`+peer(1).Hex()+`"} 2`)
		require.Equal(t, 1001, strings.Count(scrape(t, m), "livepeer_tickets_recv{"))

		time.Sleep(59 * time.Minute)
		m.Earning.PaymentRefused(peer(7), pm.LowPMBalance)
		require.Equal(t, 1001, strings.Count(scrape(t, m), "livepeer_tickets_recv{"))
		time.Sleep(2 * time.Minute)
		m.Earning.TicketsReceived(peer(2000), 1, pm.Credit{}, 0)
		requireMetrics(t, m, `tickets_recv{sender="`+peer(7).Hex()+`"} 1`, `tickets_recv{sender="`+peer(2000).Hex()+`"} 1`)
		require.Equal(t, 3, strings.Count(scrape(t, m), "livepeer_tickets_recv{"), "the one that is active, the new one, and all others together")
		require.Equal(t, 1, strings.Count(scrape(t, m), "livepeer_payment_recv_errors{"))
	})
}
