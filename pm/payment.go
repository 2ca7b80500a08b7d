package pm

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// MaxTickets is how many tickets may come under one commitment, and so in one
// payment: nonces beyond it are refused (wire.md 7).
const MaxTickets = 600

// TicketParams are a recipient's terms for the tickets of one sender. Senders
// give them back as they got them. Source: wire.md 2, 7.
type TicketParams struct {
	Recipient         common.Address
	FaceValue         Wei
	WinProb           WinProb
	RecipientRandHash common.Hash
	Seed              [32]byte // big endian
	// ExpirationBlock is the first block in which tickets are not taken any more.
	ExpirationBlock uint64
	// Created is the round that tickets name; zero leaves it to the sender.
	Created RoundRef
}

// EV is a ticket's exact expected value in wei.
func (p *TicketParams) EV() *big.Rat { return ExpectedValue(p.FaceValue, p.WinProb) }

// Credit is what one ticket is worth on an account.
func (p *TicketParams) Credit() Credit { return TicketCredit(p.FaceValue, p.WinProb) }

// Payment is what a sender sends with a segment: tickets under one commitment,
// or none. Source: wire.md 7.
type Payment struct {
	Sender common.Address
	// Params of the tickets; nil when there are none.
	Params *TicketParams
	// Created is the creation round of the tickets.
	Created RoundRef
	Tickets []SenderParams
	// ExpectedPrice is the price that the sender was quoted; nil when it named
	// none.
	ExpectedPrice *Price
}

// SenderParams are a sender's part of one ticket.
type SenderParams struct {
	Nonce uint32
	Sig   []byte // 65 bytes in a valid ticket
}

// Ticket returns the ticket to which the i-th SenderParams belong.
func (p *Payment) Ticket(i int) Ticket {
	return p.Params.Ticket(p.Sender, p.Created, p.Tickets[i].Nonce)
}

// Ticket returns a ticket under these terms.
func (p *TicketParams) Ticket(sender common.Address, created RoundRef, nonce uint32) Ticket {
	return Ticket{
		Recipient: p.Recipient, Sender: sender, FaceValue: p.FaceValue, WinProb: p.WinProb, SenderNonce: nonce,
		RecipientRandHash: p.RecipientRandHash, Created: created,
	}
}
