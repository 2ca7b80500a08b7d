package net

import (
	"encoding/base64"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
)

// Bounds on a payment.
const (
	// maxTicketSig is of the signature of one ticket in bytes. A wrong length is
	// found when the ticket is checked; this keeps the memory of a payment bounded.
	maxTicketSig = 65
	// maxPaymentHeader is in bytes; pm.MaxTickets have about 60,000.
	maxPaymentHeader = 64 << 10
	// ticketField is the number of Payment.ticket_sender_params.
	ticketField protowire.Number = 4
)

// EncodePaymentHeader returns the value of the Livepeer-Payment header; nil is
// the off-chain payment of nothing.
func EncodePaymentHeader(p *pm.Payment) (string, error) {
	if p == nil {
		return "", nil
	}
	raw, err := proto.Marshal(PaymentToPB(p))
	if err != nil {
		return "", fmt.Errorf("encode payment: %w", err)
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}

// DecodePaymentHeader reads the value of the Livepeer-Payment header; an empty
// one is nil, the off-chain payment of nothing. A payment with too many tickets
// is refused before anything is made of them. Errors are *PaymentHeaderError
// with the texts of wire.md 5, and those of PaymentFromPB.
func DecodePaymentHeader(value string) (*pm.Payment, error) {
	if value == "" {
		return nil, nil
	}
	if len(value) > maxPaymentHeader {
		return nil, pm.Refuse(pm.MalformedPayment, "invalid payment: its header has %d bytes, at most %d are allowed", len(value), maxPaymentHeader)
	}
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil, &PaymentHeaderError{fmt.Sprintf("base64 decode error: %v", err)}
	}
	if n := countField(raw, ticketField); n > pm.MaxTickets {
		return nil, tooManyTickets(n)
	}
	var msg pb.Payment
	if err := unmarshal(raw, &msg); err != nil {
		return nil, &PaymentHeaderError{"protobuf unmarshal error: " + ErrSegmentProto.Error()}
	}
	return PaymentFromPB(&msg)
}

// countField counts how often a field comes in a message, as far as that can be
// read.
func countField(raw []byte, number protowire.Number) (n int) {
	for len(raw) > 0 {
		got, _, size := protowire.ConsumeField(raw)
		if size < 0 {
			return n
		}
		if got == number {
			n++
		}
		raw = raw[size:]
	}
	return n
}

func tooManyTickets(n int) error {
	return pm.Refuse(pm.TooManyTickets, "invalid payment: %d tickets, at most %d are allowed", n, pm.MaxTickets)
}

// PaymentToPB converts to the wire. As existing nodes do, it sends terms and
// creation round with tickets alone, and leaves the creation round out of the
// terms.
func PaymentToPB(p *pm.Payment) *pb.Payment {
	out := &pb.Payment{Sender: p.Sender[:], ExpectedPrice: PriceToPB(p.ExpectedPrice)}
	if len(p.Tickets) == 0 {
		return out
	}
	if out.TicketParams = TicketParamsToPB(p.Params); out.TicketParams != nil {
		out.TicketParams.ExpirationParams = nil
	}
	out.ExpirationParams = roundRefToPB(p.Created)
	out.TicketSenderParams = make([]*pb.TicketSenderParams, len(p.Tickets))
	for i, t := range p.Tickets {
		out.TicketSenderParams[i] = &pb.TicketSenderParams{SenderNonce: t.Nonce, Sig: t.Sig}
	}
	return out
}

// PaymentFromPB converts a peer's payment. Every part of it may be missing, but
// for the terms of tickets. The error is a *pm.Refusal: TooManyTickets, or
// MalformedPayment with what is out of range.
func PaymentFromPB(p *pb.Payment) (*pm.Payment, error) {
	out := new(pm.Payment)
	switch len(p.GetSender()) {
	case 0:
	case common.AddressLength:
		out.Sender = common.Address(p.GetSender())
	default:
		return nil, pm.Refuse(pm.MalformedPayment, "invalid sender: it has %d bytes, not %d", len(p.GetSender()), common.AddressLength)
	}
	var err error
	if out.Params, err = TicketParamsFromPB(p.GetTicketParams()); err != nil {
		return nil, pm.Refuse(pm.MalformedPayment, "invalid payment: %v", err)
	}
	if out.Created, err = roundRefFromPB(p.GetExpirationParams()); err != nil {
		return nil, pm.Refuse(pm.MalformedPayment, "invalid payment: %v", err)
	}
	if out.ExpectedPrice, err = PriceFromPB(p.GetExpectedPrice()); err != nil {
		return nil, pm.Refuse(pm.MalformedPayment, "invalid expected price sent with payment err=%v", err)
	}
	out.Tickets, err = ticketsFromPB(p.GetTicketSenderParams())
	if err != nil {
		return nil, err
	}
	if len(out.Tickets) > 0 && out.Params == nil {
		return nil, pm.Refuse(pm.MalformedPayment, "invalid payment: tickets without parameters")
	}
	return out, nil
}

func ticketsFromPB(list []*pb.TicketSenderParams) ([]pm.SenderParams, error) {
	if len(list) == 0 {
		return nil, nil
	}
	if len(list) > pm.MaxTickets {
		return nil, tooManyTickets(len(list))
	}
	out := make([]pm.SenderParams, len(list))
	for i, t := range list {
		if len(t.GetSig()) > maxTicketSig {
			return nil, pm.Refuse(pm.MalformedPayment, "invalid payment: a ticket's signature has %d bytes, not %d", len(t.GetSig()), maxTicketSig)
		}
		out[i] = pm.SenderParams{Nonce: t.GetSenderNonce(), Sig: t.GetSig()}
	}
	return out, nil
}
