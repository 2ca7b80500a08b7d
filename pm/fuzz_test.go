package pm_test

import (
	"bytes"
	"encoding/binary"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/pm"
)

// A peer's balance is such bytes.
func FuzzCredit(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 0})
	f.Add([]byte{0, 1, 2, 3})
	f.Add(bytes.Repeat([]byte{1}, 50))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var c pm.Credit
		if err := c.UnmarshalBinary(raw); err != nil {
			require.ErrorIs(t, err, pm.ErrCredit)
			return
		}
		again, err := c.MarshalBinary()
		require.NoError(t, err)
		require.LessOrEqual(t, len(again), len(raw))
		var d pm.Credit
		require.NoError(t, d.UnmarshalBinary(again))
		require.Equal(t, c, d)
	})
}

// Whatever a sender makes of a recipient's terms and of nonces: changed terms
// bring nothing, and of the others each nonce counts once.
func FuzzReceive(f *testing.F) {
	f.Add(uint8(0), uint64(0), []byte{0, 0, 0, 1, 0, 0, 0, 2})
	f.Add(uint8(0), uint64(0), []byte{0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 2, 88, 0, 0, 2, 89, 0, 0, 0, 0, 255, 255, 255, 255})
	f.Add(uint8(0), uint64(0), make([]byte, 4*601))
	for field := range uint8(8) {
		f.Add(field, uint64(1)<<63, []byte{0, 0, 0, 1})
	}
	f.Fuzz(func(t *testing.T, field uint8, change uint64, nonces []byte) {
		r := cheapRecipient()
		params := terms(r)
		changeTerms(params, field, change)
		pay := &pm.Payment{Sender: broadcaster.addr, Params: params, Created: params.Created}
		distinct := make(map[uint32]bool)
		for ; len(nonces) >= 4; nonces = nonces[4:] {
			n := binary.BigEndian.Uint32(nonces)
			pay.Tickets = append(pay.Tickets, pm.SenderParams{Nonce: n, Sig: bytes.Repeat([]byte{1}, 65)})
			distinct[n] = n >= 1 && n <= pm.MaxTickets
		}
		want := 0
		for _, valid := range distinct {
			if valid && change == 0 && len(pay.Tickets) <= pm.MaxTickets {
				want++
			}
		}
		got, err := r.Receive(pay, price, moment())
		require.Equal(t, want, got.Tickets)
		require.Equal(t, want == len(pay.Tickets), err == nil)
		again, _ := r.Receive(pay, price, moment())
		require.Zero(t, again.Tickets)
	})
}

// changeTerms changes one field by so many bits, 0 for none.
func changeTerms(p *pm.TicketParams, field uint8, change uint64) {
	flip := func(b []byte) []byte {
		binary.BigEndian.PutUint64(b, binary.BigEndian.Uint64(b)^change)
		return b
	}
	switch field % 8 {
	case 0:
		flip(p.Recipient[:])
	case 1:
		face := p.FaceValue.Bytes32()
		p.FaceValue, _ = pm.WeiFromInt(new(big.Int).SetBytes(flip(face[:])))
	case 2:
		p.WinProb, _ = pm.WinProbFromInt(new(big.Int).SetBytes(flip(p.WinProb.Int().FillBytes(make([]byte, 32)))))
	case 3:
		flip(p.RecipientRandHash[:])
	case 4:
		flip(p.Seed[8:])
	case 5:
		p.ExpirationBlock ^= change
	case 6:
		p.Created.Number ^= pm.Round(change)
	case 7:
		flip(p.Created.BlockHash[:])
	}
}
