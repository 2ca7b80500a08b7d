package pm

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Ticket is a sender's promise to pay faceValue if the ticket wins. Source:
// wire.md 7, chain.md 4.
type Ticket struct {
	Recipient, Sender common.Address
	FaceValue         Wei
	WinProb           WinProb
	SenderNonce       uint32
	// RecipientRandHash is the keccak-256 of the number to which the recipient
	// has committed itself.
	RecipientRandHash common.Hash
	// Created is the ticket's creation round.
	Created RoundRef
}

// Lengths of what is hashed, in bytes.
const (
	auxDataLen = 64
	packedLen  = 232 // with a creation round
	nonceAt    = 132 // where the nonce's last four bytes begin
)

// AuxData is what the contract calls so: creation round and its block hash, 32
// bytes each, or nothing when there is neither.
func (t Ticket) AuxData() []byte {
	if t.Created.IsZero() {
		return nil
	}
	return t.Created.append(make([]byte, 0, auxDataLen))
}

// append adds the round as tickets have it.
func (r RoundRef) append(b []byte) []byte {
	var number [32]byte
	binary.BigEndian.PutUint64(number[24:], uint64(r.Number))
	return append(append(b, number[:]...), r.BlockHash[:]...)
}

// Packed returns the bytes that the sender signs, 232 of them, 168 without a
// creation round. A signer that hashes its message once (core/signing) thus signs
// the ticket's hash.
func (t Ticket) Packed() []byte { return t.pack(make([]byte, 0, packedLen)) }

func (t *Ticket) pack(b []byte) []byte {
	face := t.FaceValue.Bytes32()
	var nonce [32]byte
	binary.BigEndian.PutUint32(nonce[28:], t.SenderNonce)
	b = append(b, t.Recipient[:]...)
	b = append(b, t.Sender[:]...)
	b = append(b, face[:]...)
	b = append(b, t.WinProb.be[:]...)
	b = append(b, nonce[:]...)
	b = append(b, t.RecipientRandHash[:]...)
	if t.Created.IsZero() {
		return b
	}
	return t.Created.append(b)
}

// repack turns the packed bytes of a ticket into those of the ticket of the same
// payment with another nonce.
func repack(packed []byte, nonce uint32) {
	binary.BigEndian.PutUint32(packed[nonceAt:nonceAt+4], nonce)
}

// Hash identifies the ticket, here and in the contract.
func (t Ticket) Hash() common.Hash { return crypto.Keccak256Hash(t.Packed()) }

// Wins says whether the ticket with this signature, 65 bytes as they were sent,
// wins against the recipient's number.
func (t Ticket) Wins(sig []byte, rand RecipientRand) bool {
	return WinProb{crypto.Keccak256Hash(sig, rand[:])}.Cmp(t.WinProb) < 0
}

// WinningTicket is a ticket that won, with all that the contract wants to see.
type WinningTicket struct {
	Ticket
	Sig  []byte // of the sender, 65 bytes
	Rand RecipientRand
	// ParamsExpire is the block from which no further ticket of the same
	// commitment is taken, so that its number may be shown (wire.md 7).
	ParamsExpire uint64
}
