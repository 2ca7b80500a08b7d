package pm_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/pm"
)

func drawCredit(t *rapid.T, name string) pm.Credit {
	v := new(big.Rat).SetFrac(
		big.NewInt(rapid.Int64().Draw(t, name)),
		big.NewInt(rapid.Int64Range(1, 1<<40).Draw(t, name+" denominator")),
	)
	return pm.CreditFloor(v)
}

// Credits are numbers: what holds of rationals holds of them.
func TestCreditIsANumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawCredit(t, "a"), drawCredit(t, "b")
		n := rapid.Int64Range(-1000, 1000).Draw(t, "n")
		require.Equal(t, new(big.Rat).Add(a.Rat(), b.Rat()), a.Add(b).Rat())
		require.Equal(t, new(big.Rat).Sub(a.Rat(), b.Rat()), a.Sub(b).Rat())
		require.Equal(t, new(big.Rat).Mul(a.Rat(), new(big.Rat).SetInt64(n)), a.Mul(n).Rat())
		require.Equal(t, a.Rat().Cmp(b.Rat()), a.Cmp(b))
		require.Equal(t, pm.Credit{}, a.Sub(a), "there is one 0")
		require.Equal(t, a, pm.CreditFloor(a.Rat()))
		require.Equal(t, a, pm.CreditCeil(a.Rat()))

		raw, err := a.MarshalBinary()
		require.NoError(t, err)
		var read pm.Credit
		require.NoError(t, read.UnmarshalBinary(raw))
		require.Equal(t, a, read)

		wei, ok := a.Wei()
		require.Equal(t, a.Sign() >= 0, ok)
		if ok {
			rest := a.Sub(pm.CreditOf(wei))
			require.True(t, rest.Sign() >= 0 && rest.Cmp(pm.CreditOf(pm.NewWei(1))) < 0)
		}
	})
}

// A payer never loses a unit by rounding against the payee: payments are rounded
// down and costs up.
func TestCreditRounds(t *testing.T) {
	t.Parallel()
	third := big.NewRat(1, 3)
	require.Negative(t, pm.CreditFloor(third).Rat().Cmp(third))
	require.Positive(t, pm.CreditCeil(third).Rat().Cmp(third))
	minus := new(big.Rat).Neg(third)
	require.Negative(t, pm.CreditFloor(minus).Rat().Cmp(minus))
	require.Positive(t, pm.CreditCeil(minus).Rat().Cmp(minus))
	require.Equal(t, "0.333 wei", pm.CreditFloor(third).String())
	cost := pm.Price{PricePerUnit: 1, PixelsPerUnit: 3}.Cost(1)
	require.Equal(t, pm.CreditCeil(third), cost)
}

func TestPriceCost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		price  pm.Price
		pixels int64
		want   string
	}{
		{"whole", price, 1000, "1200000"},
		{"fraction", pm.Price{PricePerUnit: 3, PixelsPerUnit: 7}, 14, "6"},
		{"free", pm.Price{PixelsPerUnit: 1}, 1000, "0"},
		{"no_pixels", price, 0, "0"},
		{"negative_pixels", price, -5, "0"},
		{"negative_price", pm.Price{PricePerUnit: -1, PixelsPerUnit: 1}, 5, "0"},
		{"per_nothing", pm.Price{PricePerUnit: 1}, 5, "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, tt.price.Cost(tt.pixels).Rat().RatString())
		})
	}
	require.Equal(t, "1200 wei per pixel", price.String())
	require.Equal(t, "3 wei per 7 pixels", pm.Price{PricePerUnit: 3, PixelsPerUnit: 7}.String())
	require.Nil(t, pm.Price{PricePerUnit: 1}.Rat())
	require.True(t, pm.Price{PixelsPerUnit: 9}.IsFree())
}

func TestFundsUnlock(t *testing.T) {
	t.Parallel()
	for round, want := range map[pm.Round]bool{0: false, 9: true, 10: true, 11: true, 12: false} {
		require.Equal(t, want, pm.Funds{WithdrawRound: round}.Unlocks(10), round)
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	r := pm.RefuseAmount(pm.LowPMBalance, pm.NewWei(10), pm.NewWei(3), "Insufficient balance")
	require.EqualError(t, r, "Insufficient balance: need 10 wei, have 3 wei")
	require.ErrorIs(t, r, &pm.Refusal{Code: pm.LowPMBalance})
	require.NotErrorIs(t, r, &pm.Refusal{Code: pm.NonceSeen})
}

// However a ticket's worth is computed, it is the expected value rounded down.
func TestTicketCredit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) *big.Int {
			v := new(big.Int).SetBytes(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 0x80, 0xfe, 0xff, 0x5a}), 0, 32).Draw(t, name))
			v.Sub(v, big.NewInt(rapid.Int64Range(0, 2).Draw(t, name+" less")))
			return v.Abs(v)
		}
		face, ok := pm.WeiFromInt(number("face value"))
		require.True(t, ok)
		p, ok := pm.WinProbFromInt(number("probability"))
		require.True(t, ok)
		require.Equal(t, pm.CreditFloor(pm.ExpectedValue(face, p)), pm.TicketCredit(face, p))
	})
	most, _ := pm.WeiFromInt(pm.Always().Int())
	require.Equal(t, pm.CreditOf(most), pm.TicketCredit(most, pm.Always()))
	require.Equal(t, pm.Credit{}, pm.TicketCredit(most, pm.WinProb{}))
}
