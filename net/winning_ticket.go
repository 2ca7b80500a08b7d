package net

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
)

// ErrTicket says that what a peer sent is no winning ticket. It is wrapped with
// what is wrong.
var ErrTicket = errors.New("invalid ticket")

// WinningTicketToPB converts to the wire (wire.md 11).
func WinningTicketToPB(t pm.WinningTicket) *pb.Ticket {
	return &pb.Ticket{
		TicketParams: TicketParamsToPB(&pm.TicketParams{
			Recipient: t.Recipient, FaceValue: t.FaceValue, WinProb: t.WinProb, RecipientRandHash: t.RecipientRandHash,
			ExpirationBlock: t.ParamsExpire, Created: t.Created,
		}),
		Sender: t.Sender[:], ExpirationParams: roundRefToPB(t.Created),
		SenderParams:  &pb.TicketSenderParams{SenderNonce: t.SenderNonce, Sig: t.Sig},
		RecipientRand: t.Rand[:],
	}
}

// WinningTicketFromPB converts an orchestrator's ticket. The error is ErrTicket;
// whether the ticket won, and who signed it, is not looked at.
func WinningTicketFromPB(p *pb.Ticket) (t pm.WinningTicket, err error) {
	params, err := TicketParamsFromPB(p.GetTicketParams())
	if err != nil {
		return t, fmt.Errorf("%w: %w", ErrTicket, err)
	}
	if params == nil {
		return t, fmt.Errorf("%w: it has no parameters", ErrTicket)
	}
	if n := len(p.GetSender()); n != common.AddressLength {
		return t, fmt.Errorf("%w: the sender has %d bytes, not %d", ErrTicket, n, common.AddressLength)
	}
	created, err := roundRefFromPB(p.GetExpirationParams())
	if err != nil {
		return t, fmt.Errorf("%w: %w", ErrTicket, err)
	}
	rand := wireInt(p.GetRecipientRand())
	if rand == nil {
		return t, fmt.Errorf("%w: recipientRand has more than 256 bits", ErrTicket)
	}
	sig := p.GetSenderParams().GetSig()
	if len(sig) != maxTicketSig {
		return t, fmt.Errorf("%w: the signature has %d bytes, not %d", ErrTicket, len(sig), maxTicketSig)
	}
	t.Ticket = params.Ticket(common.Address(p.GetSender()), created, p.GetSenderParams().GetSenderNonce())
	t.Sig, t.ParamsExpire = sig, params.ExpirationBlock
	rand.FillBytes(t.Rand[:])
	return t, nil
}
