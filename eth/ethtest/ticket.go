package ethtest

import (
	"crypto/ecdsa"
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

// WinningTicket returns a ticket that wins for certain, signed by the sender's
// key. Tickets of other nonces have other numbers, as they are on the network.
func WinningTicket(t require.TestingT, key *ecdsa.PrivateKey, recipient common.Address, face pm.Wei, nonce uint32, created pm.RoundRef) pm.WinningTicket {
	rand := pm.RecipientRand(crypto.Keccak256(binary.BigEndian.AppendUint32(nil, nonce)))
	signer := signing.NewKey(key)
	ticket := pm.Ticket{
		Recipient: recipient, Sender: signer.Address(), FaceValue: face, WinProb: pm.Always(),
		SenderNonce: nonce, RecipientRandHash: rand.Hash(), Created: created,
	}
	sig, err := signer.Sign(ticket.Packed())
	require.NoError(t, err)
	return pm.WinningTicket{Ticket: ticket, Sig: sig, Rand: rand}
}
