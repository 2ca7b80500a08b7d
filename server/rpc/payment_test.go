package rpc_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// till is a Payments with functions for its methods; unset ones are free.
type till struct {
	orchestrator.Free
	price  func() (*pm.Price, error)
	params func() (*pm.TicketParams, error)
	credit func(p *pm.Payment) error
	flush  func() error
}

func (p till) Price(context.Context, common.Address, *core.Capabilities) (*pm.Price, error) {
	if p.price == nil {
		return nil, nil
	}
	return p.price()
}

func (p till) Params(context.Context, orchestrator.Account) (*pm.TicketParams, error) {
	if p.params == nil {
		return nil, nil
	}
	return p.params()
}

func (p till) Credit(_ context.Context, _ orchestrator.Account, payment *pm.Payment) error {
	if p.credit == nil {
		return nil
	}
	return p.credit(payment)
}

func (p till) Flush(context.Context, orchestrator.Account) error {
	if p.flush == nil {
		return nil
	}
	return p.flush()
}

func withTill(p till) options {
	return options{orch: func(cfg *orchestrator.Config) { cfg.Payments = p }}
}

// payment returns one with tickets.
func payment(nonces ...uint32) *pm.Payment {
	p := &pm.Payment{
		Params: &pm.TicketParams{FaceValue: pm.NewWei(9), WinProb: pm.Always(), ExpirationBlock: 7}, Created: pm.RoundRef{Number: 4},
	}
	for _, n := range nonces {
		p.Tickets = append(p.Tickets, pm.SenderParams{Nonce: n, Sig: make([]byte, 65)})
	}
	return p
}

// A broadcaster decides by what the orchestrator decided: type, code and amounts
// come through; existing broadcasters see the status and the text.
func TestRefusalsReachTheBroadcaster(t *testing.T) {
	t.Parallel()
	refusal := pm.RefuseAmount(pm.LowPMBalance, pm.NewWei(3e15), pm.NewWei(7), "Insufficient balance")
	n := start(t, withTill(till{credit: func(*pm.Payment) error { return refusal }}))
	c := newClient(t, nil)
	info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
	require.NoError(t, err)
	_, err = c.Submit(t.Context(), submission(info, 0, source))
	var got *pm.Refusal
	require.ErrorAs(t, err, &got)
	require.Equal(t, refusal, got)
	var status *lpnet.RefusalError
	require.ErrorAs(t, err, &status)
	require.Equal(t, 400, status.Code)
	var answered *core.AnsweredError
	require.ErrorAs(t, err, &answered)
	require.Equal(t, info.Token, answered.Info.Token, "the newest terms come along")

	resp := n.do(n.request(exchange{}, n.token()))
	require.Equal(t, 400, resp.code)
	require.Equal(t, "Insufficient balance\n", string(resp.body), "the amounts are not part of the text")
	require.Equal(t, "LowPMBalance", resp.header.Get("Livepeer-Error"))
	require.Equal(t, "3000000000000000", resp.header.Get("Livepeer-Error-Need"))
	require.Equal(t, "7", resp.header.Get("Livepeer-Error-Have"))

	req := n.request(exchange{}, n.token())
	req.URL.Path = "/payment"
	resp = n.do(req)
	require.Equal(t, 400, resp.code)
	require.Equal(t, "LowPMBalance", resp.header.Get("Livepeer-Error"))
}

func TestRefusalStatus(t *testing.T) {
	t.Parallel()
	failing := errors.New("disk full at /secret/path")
	tests := []struct {
		name    string
		till    till
		payment string
		code    int
		text    string
		header  string
	}{
		{name: "err_terms", till: till{params: later(pm.RefuseAmount(pm.InsufficientReserve, pm.NewWei(2), pm.NewWei(1), "insufficient sender reserve"))},
			code: 400, text: "insufficient sender reserve\n", header: "InsufficientReserve"},
		{name: "err_no_terms", till: till{params: later(failing)}, code: 500, text: "Internal Server Error\n"},
		{name: "err_not_booked", till: till{flush: func() error { return failing }}, code: 500, text: "Internal Server Error\n"},
		{name: "err_tickets", till: till{credit: func(*pm.Payment) error {
			return pm.Refuse(pm.NonceSeen, "invalid ticket senderNonce: already seen sender=0x01 nonce=7")
		}}, code: 400, text: "invalid ticket senderNonce: already seen sender=0x01 nonce=7\n", header: "NonceSeen"},
		{name: "err_10000_tickets", payment: tenThousand(t), code: 400, text: "invalid payment: 10000 tickets, at most 600 are allowed\n", header: "TooManyTickets"},
		{name: "err_price", payment: encodePB(t, &pb.Payment{ExpectedPrice: &pb.PriceInfo{PricePerUnit: 1}}), code: 400,
			text: "invalid expected price sent with payment err=the price 1/0 is not wei per pixel\n", header: "MalformedPayment"},
		{name: "err_another_price", payment: encodePB(t, &pb.Payment{ExpectedPrice: &pb.PriceInfo{PixelsPerUnit: 1}}), code: 400,
			text: "invalid expected price sent with payment: it is not the session's\n", header: "PriceChanged"},
		{name: "err_base64", payment: "!", code: 402, text: "base64 decode error: illegal base64 data at input byte 0\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := start(t, withTill(tt.till))
			resp := n.do(n.request(exchange{payment: tt.payment}, n.token()))
			require.Equal(t, tt.code, resp.code)
			require.Equal(t, tt.text, string(resp.body))
			require.Equal(t, tt.header, resp.header.Get("Livepeer-Error"))
		})
	}
}

// later makes no terms, after the first ones, with which the token comes.
func later(err error) func() (*pm.TicketParams, error) {
	var quotes atomic.Int32
	return func() (*pm.TicketParams, error) {
		if quotes.Add(1) == 1 {
			return nil, nil
		}
		return nil, err
	}
}

func encodePB(t *testing.T, msg proto.Message) string {
	t.Helper()
	raw, err := proto.Marshal(msg)
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(raw)
}

func tenThousand(t *testing.T) string {
	t.Helper()
	p := &pb.Payment{TicketParams: &pb.TicketParams{}}
	for range 10_000 {
		p.TicketSenderParams = append(p.TicketSenderParams, &pb.TicketSenderParams{})
	}
	return encodePB(t, p)
}

// GetOrchestrator refuses with the text of existing nodes, and what our own decide
// by behind it.
func TestQuoteRefusals(t *testing.T) {
	t.Parallel()
	refusal := pm.RefuseAmount(pm.InsufficientReserve, pm.NewWei(9), pm.NewWei(2), "insufficient sender reserve")
	n := start(t, withTill(till{params: func() (*pm.TicketParams, error) { return nil, refusal }}))
	_, err := newClient(t, nil).Info(t.Context(), n.uri, core.JobRequest{})
	var got *pm.Refusal
	require.ErrorAs(t, err, &got)
	require.Equal(t, refusal, got)
	_, err = pb.NewOrchestratorClient(n.grpc()).GetOrchestrator(t.Context(), &pb.OrchestratorRequest{})
	require.Equal(t, codes.Unknown, status.Code(err))
	require.Equal(t, "insufficient sender reserve", status.Convert(err).Message())

	denied := start(t, options{orch: func(cfg *orchestrator.Config) { cfg.Authorizer = nobody{} }})
	_, err = newClient(t, nil).Info(t.Context(), denied.uri, core.JobRequest{})
	require.ErrorIs(t, err, &pm.Refusal{Code: pm.SenderDenied})
}

// nobody is an Authorizer that lets nobody in.
type nobody struct{}

func (nobody) Authorize(context.Context, common.Address) error { return errors.New("not a customer") }

// The tickets of a segment that is sent twice, since its proof got lost on the way,
// are sent once.
func TestTicketsAreSentOnce(t *testing.T) {
	t.Parallel()
	var tickets atomic.Int32
	n := start(t, withTill(till{credit: func(p *pm.Payment) error {
		tickets.Add(int32(len(p.Tickets)))
		return nil
	}}))
	srv := httptest.NewUnstartedServer(&deaf{node: n})
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	c := newClient(t, func(cfg *lpnet.OrchestratorClientConfig) { cfg.Policy.AllowPrivate = true })
	sub := submission(&core.OrchestratorInfo{URI: srv.URL, Token: n.token(), HashMayFollow: true}, 0, source)
	sub.Payment = payment(1, 2, 3)
	result, err := c.Submit(t.Context(), sub)
	require.NoError(t, err)
	require.Len(t, result.Renditions, 2)
	require.EqualValues(t, 3, tickets.Load())
	require.Len(t, sub.Payment.Tickets, 3, "the caller's payment stays as it is")
}

// What is said to have been taken is on disk.
func TestTakenMeansBooked(t *testing.T) {
	t.Parallel()
	var broken atomic.Bool
	n := start(t, withTill(till{flush: func() error {
		if broken.Load() {
			return errors.New("disk full")
		}
		return nil
	}}))
	token := n.token()
	req := n.request(exchange{}, token)
	req.URL.Path = "/payment"
	require.Equal(t, 200, n.do(req).code)
	broken.Store(true)
	require.Equal(t, 500, n.do(n.request(exchange{}, token)).code)
	req = n.request(exchange{}, token)
	req.URL.Path = "/payment"
	require.Equal(t, 500, n.do(req).code)
}

// The longest payment that is in order comes through; a longer header costs
// nothing, since it is not even sent or read.
func TestLongPayments(t *testing.T) {
	t.Parallel()
	var tickets atomic.Int32
	n := start(t, withTill(till{credit: func(p *pm.Payment) error {
		tickets.Store(int32(len(p.Tickets)))
		return nil
	}}))
	c := newClient(t, nil)
	info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
	require.NoError(t, err)
	sub := submission(info, 0, source)
	nonces := make([]uint32, 10_000)
	for i := range nonces {
		nonces[i] = uint32(i + 1)
	}
	sub.Payment = payment(nonces[:pm.MaxTickets]...)
	_, err = c.Submit(t.Context(), sub)
	require.NoError(t, err)
	require.EqualValues(t, pm.MaxTickets, tickets.Load())
	sub.Payment = payment(nonces...)
	_, err = c.Submit(t.Context(), sub)
	require.Error(t, err)
	require.EqualValues(t, pm.MaxTickets, tickets.Load())
}
