package store_test

import (
	"encoding/binary"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// at is a moment n seconds after a fixed one, at 0 o'clock.
func at(n int) time.Time { return time.Unix(1_700_006_400+int64(n), 0).UTC() }

func hashOf(n uint64) common.Hash { return common.BigToHash(new(big.Int).SetUint64(n)) }

// winner is a winning ticket with that number.
func winner(n uint64, sender common.Address) pm.WinningTicket {
	return pm.WinningTicket{
		Ticket: pm.Ticket{
			Recipient: common.Address{9}, Sender: sender, FaceValue: pm.NewWei(1000 + n), WinProb: pm.Always(),
			SenderNonce: uint32(n), RecipientRandHash: hashOf(n), Created: pm.RoundRef{Number: 7, BlockHash: hashOf(7)},
		},
		Sig: binary.BigEndian.AppendUint64([]byte{27}, n), Rand: pm.RecipientRand(hashOf(n + 1)), ParamsExpire: 100 + n,
	}
}

// waiting is the stored form of winner.
func waiting(n uint64, sender common.Address) payment.Ticket {
	return payment.Ticket{WinningTicket: winner(n, sender), State: payment.TicketWaiting, Received: at(0), Changed: at(0)}
}

func genAddress() *rapid.Generator[common.Address] {
	return rapid.Map(rapid.Byte(), func(b byte) common.Address { return common.Address{b % 3} })
}

func genHash() *rapid.Generator[common.Hash] {
	return rapid.Map(rapid.SliceOfN(rapid.Byte(), 32, 32), func(b []byte) common.Hash { return common.Hash(b) })
}

// genWei draws amounts of all sizes.
func genWei() *rapid.Generator[pm.Wei] {
	return rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 32), func(b []byte) pm.Wei {
		w, _ := pm.WeiFromInt(new(big.Int).SetBytes(b))
		return w
	})
}

// genCredit draws amounts of either sign with fractions of a wei.
func genCredit() *rapid.Generator[pm.Credit] {
	return rapid.Custom(func(t *rapid.T) pm.Credit {
		whole := pm.CreditOf(genWei().Draw(t, "wei"))
		part := pm.CreditFloor(big.NewRat(rapid.Int64().Draw(t, "part"), 1<<40+1))
		return canonical(whole.Sub(part))
	})
}

// canonical returns c as it is after it was stored, for comparisons of structs.
func canonical(c pm.Credit) pm.Credit {
	data, _ := c.MarshalBinary()
	var out pm.Credit
	_ = out.UnmarshalBinary(data)
	return out
}

func genTime() *rapid.Generator[time.Time] {
	return rapid.Map(rapid.Int64Range(0, 1<<62), func(ns int64) time.Time {
		if ns == 0 {
			return time.Time{}
		}
		return time.Unix(0, ns).UTC()
	})
}

func genBytes(most int) *rapid.Generator[[]byte] {
	return rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, most), func(b []byte) []byte {
		return append([]byte(nil), b...) // nil for none
	})
}

func genPrice() *rapid.Generator[pm.Price] {
	return rapid.Custom(func(t *rapid.T) pm.Price {
		return pm.Price{PricePerUnit: rapid.Int64().Draw(t, "price"), PixelsPerUnit: rapid.Int64().Draw(t, "per")}
	})
}

func genWinner() *rapid.Generator[pm.WinningTicket] {
	return rapid.Custom(func(t *rapid.T) pm.WinningTicket {
		prob, _ := pm.WinProbFromInt(genWei().Draw(t, "prob").Int())
		return pm.WinningTicket{
			Ticket: pm.Ticket{
				Recipient: genAddress().Draw(t, "recipient"), Sender: genAddress().Draw(t, "sender"), FaceValue: genWei().Draw(t, "face"),
				WinProb: prob, SenderNonce: rapid.Uint32().Draw(t, "nonce"), RecipientRandHash: genHash().Draw(t, "commitment"),
				Created: pm.RoundRef{Number: pm.Round(rapid.Uint64().Draw(t, "round")), BlockHash: genHash().Draw(t, "block")},
			},
			Sig: genBytes(65).Draw(t, "sig"), Rand: pm.RecipientRand(genHash().Draw(t, "rand")), ParamsExpire: rapid.Uint64().Draw(t, "expire"),
		}
	})
}

func genDay() *rapid.Generator[payment.DayTotal] {
	return rapid.Custom(func(t *rapid.T) payment.DayTotal {
		return payment.DayTotal{
			Day:       at(86400 * rapid.IntRange(0, 2).Draw(t, "day")),
			Direction: rapid.SampledFrom([]payment.Direction{payment.Earned, payment.Spent}).Draw(t, "direction"),
			Peer:      genAddress().Draw(t, "peer"), Segments: rapid.Uint64().Draw(t, "segments"), Pixels: rapid.Int64().Draw(t, "pixels"),
			Work: genCredit().Draw(t, "work"), Tickets: rapid.Uint64().Draw(t, "tickets"), Value: genCredit().Draw(t, "value"),
			Winners: rapid.Uint64().Draw(t, "winners"), FaceValue: genWei().Draw(t, "face"), Redeemed: genWei().Draw(t, "redeemed"),
			Gas: genWei().Draw(t, "gas"),
		}
	})
}

func genHistory() *rapid.Generator[payment.History] {
	return rapid.Custom(func(t *rapid.T) payment.History {
		return payment.History{
			Sender: genAddress().Draw(t, "sender"), FirstSeen: genTime().Draw(t, "first"), LastSeen: genTime().Draw(t, "last"),
			Sessions: rapid.Uint64().Draw(t, "sessions"), Abandoned: rapid.Uint64().Draw(t, "abandoned"),
			Segments: rapid.Uint64().Draw(t, "segments"), Refused: rapid.Uint64().Draw(t, "refused"),
			Defaults: rapid.Uint64().Draw(t, "defaults"), Defaulted: genWei().Draw(t, "defaulted"),
		}
	})
}

func genIncome() *rapid.Generator[payment.Income] {
	return rapid.Custom(func(t *rapid.T) payment.Income {
		return payment.Income{
			Sender: genAddress().Draw(t, "sender"), Session: core.SessionID(rapid.SampledFrom([]string{"", "a", "b\x00c"}).Draw(t, "session")),
			Price: genPrice().Draw(t, "price"), Balance: genCredit().Draw(t, "balance"), Changed: genTime().Draw(t, "changed"),
		}
	})
}

func genSpending() *rapid.Generator[payment.Spending] {
	return rapid.Custom(func(t *rapid.T) payment.Spending {
		return payment.Spending{
			Orchestrator: genAddress().Draw(t, "orchestrator"), URI: rapid.String().Draw(t, "uri"),
			Token: core.AuthToken{
				Token: genBytes(40).Draw(t, "token"), SessionID: core.SessionID(rapid.SampledFrom([]string{"", "a", "ü"}).Draw(t, "session")),
				Expiration: time.Unix(rapid.Int64Range(1, 1<<33).Draw(t, "expiration"), 0).UTC(),
			},
			Price: genPrice().Draw(t, "price"), Balance: genCredit().Draw(t, "balance"), Changed: genTime().Draw(t, "changed"),
		}
	})
}

// genNonces draws what is seen of one of three commitments, whose bits are set
// one after the other.
func genNonces() *rapid.Generator[payment.Nonces] {
	return rapid.Custom(func(t *rapid.T) payment.Nonces {
		c := rapid.Uint64Range(1, 3).Draw(t, "commitment")
		return seen(c, rapid.IntRange(0, pm.MaxTickets).Draw(t, "seen"))
	})
}

// seen says that the first n tickets of a commitment were seen.
func seen(commitment uint64, n int) payment.Nonces {
	bits := new(big.Int).Lsh(big.NewInt(1), uint(n))
	be := bits.Sub(bits, big.NewInt(1)).Bytes()
	var le []byte
	for i := range be {
		le = append(le, be[len(be)-1-i])
	}
	return payment.Nonces{Commitment: hashOf(commitment), Seen: le, Expires: 1000 - commitment}
}

func requireEqualDays(t require.TestingT, want, got []payment.DayTotal) {
	require.Len(t, got, len(want))
	for i := range want {
		w := want[i]
		w.Work, w.Value = canonical(w.Work), canonical(w.Value)
		require.Equal(t, w, got[i])
	}
}

func requireTickets(t *testing.T, want []uint64, got []payment.Ticket) {
	t.Helper()
	var numbers []uint64
	for _, ticket := range got {
		numbers = append(numbers, uint64(ticket.SenderNonce))
	}
	require.Equal(t, want, numbers)
}
