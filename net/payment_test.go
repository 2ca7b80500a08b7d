package net_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

// params returns usable terms.
func params() *pb.TicketParams {
	return &pb.TicketParams{Recipient: make([]byte, 20), RecipientRandHash: make([]byte, 32)}
}

func encodePayment(t testing.TB, msg *pb.Payment) string {
	t.Helper()
	raw, err := proto.Marshal(msg)
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(raw)
}

func TestDecodePaymentRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   *pb.Payment
		want pm.Code
		text string
	}{
		{"err_sender", &pb.Payment{Sender: []byte{1, 2, 3}}, pm.MalformedPayment, "invalid sender: it has 3 bytes, not 20"},
		{"err_tickets_without_params", &pb.Payment{TicketSenderParams: []*pb.TicketSenderParams{{}}}, pm.MalformedPayment, "without parameters"},
		{"err_params_empty", &pb.Payment{TicketParams: &pb.TicketParams{}}, pm.MalformedPayment, "the recipient has 0 bytes"},
		{"err_round", &pb.Payment{ExpirationParams: &pb.TicketExpirationParams{CreationRound: -1}}, pm.MalformedPayment, "creation round -1"},
		{"err_round_hash", &pb.Payment{ExpirationParams: &pb.TicketExpirationParams{CreationRoundBlockHash: []byte{1}}}, pm.MalformedPayment, "block hash of 1 bytes"},
		{"err_price", &pb.Payment{ExpectedPrice: &pb.PriceInfo{PricePerUnit: 1}}, pm.MalformedPayment, "invalid expected price sent with payment err="},
		{"err_price_negative", &pb.Payment{ExpectedPrice: &pb.PriceInfo{PricePerUnit: -1, PixelsPerUnit: 1}}, pm.MalformedPayment, "invalid expected price"},
		{"err_signature_length", &pb.Payment{TicketParams: params(), TicketSenderParams: []*pb.TicketSenderParams{{Sig: make([]byte, 66)}}}, pm.MalformedPayment, "66 bytes"},
		{"err_601_tickets", &pb.Payment{TicketParams: params(), TicketSenderParams: emptyTickets(601)}, pm.TooManyTickets, "601 tickets"},
		{"err_long", &pb.Payment{Sender: make([]byte, 50_000)}, pm.MalformedPayment, "at most 65536"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lpnet.DecodePaymentHeader(encodePayment(t, tt.in))
			require.ErrorIs(t, err, &pm.Refusal{Code: tt.want})
			require.ErrorContains(t, err, tt.text)
		})
	}
	for name, in := range map[string]*pb.Payment{
		"ok_nothing":               {},
		"ok_empty_submessages":     {ExpirationParams: &pb.TicketExpirationParams{}},
		"ok_params_without_ticket": {TicketParams: params()},
		"ok_ticket_without_round":  {TicketParams: params(), TicketSenderParams: []*pb.TicketSenderParams{{}}},
		"ok_600_tickets":           {TicketParams: params(), TicketSenderParams: emptyTickets(600)},
	} {
		p, err := lpnet.DecodePaymentHeader(encodePayment(t, in))
		require.NoError(t, err, name)
		if p != nil {
			require.Len(t, p.Tickets, len(in.TicketSenderParams), name)
		}
	}
}

func emptyTickets(n int) []*pb.TicketSenderParams {
	list := make([]*pb.TicketSenderParams, n)
	for i := range list {
		list[i] = &pb.TicketSenderParams{}
	}
	return list
}

// Ten thousand tickets are refused before anything is made of them: by the size
// of the header, or, when they are small, by their number.
func TestTenThousandTickets(t *testing.T) {
	t.Parallel()
	small := encodePayment(t, &pb.Payment{TicketParams: params(), TicketSenderParams: emptyTickets(10_000)})
	require.Less(t, len(small), 64<<10)
	large := &pb.Payment{TicketParams: params(), TicketSenderParams: emptyTickets(10_000)}
	for i, ticket := range large.TicketSenderParams {
		ticket.SenderNonce, ticket.Sig = uint32(i+1), make([]byte, 65)
	}
	for value, want := range map[string]pm.Code{small: pm.TooManyTickets, encodePayment(t, large): pm.MalformedPayment} {
		_, err := lpnet.DecodePaymentHeader(value)
		require.ErrorIs(t, err, &pm.Refusal{Code: want})
	}
}

func TestPaymentOfManyTicketsFits(t *testing.T) {
	t.Parallel()
	p := &pm.Payment{
		Sender: common.Address{1}, Params: &pm.TicketParams{Recipient: common.Address{2}, ExpirationBlock: 9},
		Created: pm.RoundRef{Number: 4, BlockHash: common.Hash{5}}, ExpectedPrice: &pm.Price{PricePerUnit: 1 << 62, PixelsPerUnit: 1 << 62},
	}
	for i := range pm.MaxTickets {
		p.Tickets = append(p.Tickets, pm.SenderParams{Nonce: uint32(1<<32 - 1 - i), Sig: []byte(strings.Repeat("s", 65))})
	}
	value, err := lpnet.EncodePaymentHeader(p)
	require.NoError(t, err)
	got, err := lpnet.DecodePaymentHeader(value)
	require.NoError(t, err)
	require.Equal(t, p, got)
	t.Logf("%d tickets: %d bytes", pm.MaxTickets, len(value))
}

// What an existing broadcaster sent to an existing orchestrator on a chain.
func TestRecordedPayment(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/payment.json")
	require.NoError(t, err)
	var v struct {
		Header string
		Info   string // what the orchestrator had sent before
	}
	require.NoError(t, json.Unmarshal(raw, &v))
	info, err := lpnet.DecodeInfoHeader(v.Info)
	require.NoError(t, err)
	p, err := lpnet.DecodePaymentHeader(v.Header)
	require.NoError(t, err)
	require.Len(t, p.Tickets, 7)
	require.Equal(t, info.Price, p.ExpectedPrice)
	require.Equal(t, info.TicketParams.Created, p.Created, "the creation round comes beside the terms")
	for i := range p.Tickets {
		ticket := p.Ticket(i)
		require.True(t, signing.Accounts{}.Verify(p.Sender, ticket.Packed(), p.Tickets[i].Sig))
	}
	p.Params = info.TicketParams // as a sender echoes them
	value, err := lpnet.EncodePaymentHeader(p)
	require.NoError(t, err)
	require.Equal(t, v.Header, value)
}

func TestTicketParamsBounds(t *testing.T) {
	t.Parallel()
	long := make([]byte, 40)
	long[7] = 1
	tests := []struct {
		name   string
		change func(p *pb.TicketParams)
		text   string // "" for none
	}{
		{"ok_zeros", func(*pb.TicketParams) {}, ""},
		{"ok_leading_zeros", func(p *pb.TicketParams) { p.FaceValue = append(make([]byte, 100), 7) }, ""},
		{"err_recipient", func(p *pb.TicketParams) { p.Recipient = nil }, "recipient has 0 bytes"},
		{"err_commitment", func(p *pb.TicketParams) { p.RecipientRandHash = []byte{1} }, "commitment has 1 bytes"},
		{"err_face_value", func(p *pb.TicketParams) { p.FaceValue = long }, "face value"},
		{"err_win_prob", func(p *pb.TicketParams) { p.WinProb = long }, "win probability"},
		{"err_seed", func(p *pb.TicketParams) { p.Seed = long }, "seed"},
		{"err_block", func(p *pb.TicketParams) { p.ExpirationBlock = []byte{1, 0, 0, 0, 0, 0, 0, 0, 0} }, "expiration block"},
		{"err_round", func(p *pb.TicketParams) { p.ExpirationParams = &pb.TicketExpirationParams{CreationRound: -9} }, "creation round -9"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := params()
			tt.change(in)
			got, err := lpnet.TicketParamsFromPB(in)
			if tt.text != "" {
				require.ErrorIs(t, err, lpnet.ErrTicketParams)
				require.ErrorContains(t, err, tt.text)
				return
			}
			require.NoError(t, err)
			back := lpnet.TicketParamsToPB(got)
			require.Nil(t, back.ExpirationParams, "no round is no submessage")
			again, err := lpnet.TicketParamsFromPB(back)
			require.NoError(t, err)
			require.Equal(t, got, again)
		})
	}
	require.Nil(t, lpnet.TicketParamsToPB(nil))
	most := params()
	most.FaceValue, most.WinProb, most.Seed = long[8:], long[8:], long[8:]
	most.ExpirationBlock = []byte(strings.Repeat("\xff", 8))
	_, err := lpnet.TicketParamsFromPB(most)
	require.NoError(t, err)
}

func BenchmarkDecodePaymentHeader(b *testing.B) {
	value := named(b, "Payment with 1 ticket, following").Header
	b.ReportAllocs()
	for b.Loop() {
		_, err := lpnet.DecodePaymentHeader(value)
		require.NoError(b, err)
	}
}

// BenchmarkTenThousandTickets is what such a header costs the node that refuses it.
func BenchmarkTenThousandTickets(b *testing.B) {
	value := encodePayment(b, &pb.Payment{TicketParams: params(), TicketSenderParams: emptyTickets(10_000)})
	b.ReportAllocs()
	for b.Loop() {
		_, err := lpnet.DecodePaymentHeader(value)
		require.Error(b, err)
	}
}
