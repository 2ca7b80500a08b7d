package decimal_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/common/decimal"
)

// coin is a currency like ETH.
type coin struct{}

func (coin) Units() []decimal.Unit {
	return []decimal.Unit{{Name: "coin", Decimals: 18}, {Name: "gbit", Decimals: 9}, {Name: "bit", Decimals: 0}}
}

type amount = decimal.Amount[coin]

func power(base, exponent int64) *big.Int {
	return new(big.Int).Exp(big.NewInt(base), big.NewInt(exponent), nil)
}

// most is 2^256-1.
func most() *big.Int { return new(big.Int).Sub(power(2, 256), big.NewInt(1)) }

func TestParse(t *testing.T) {
	t.Parallel()
	huge := most().String()
	for _, c := range []struct {
		name, text, want string // want in bits
		err              error
	}{
		{name: "ok", text: "0.5 coin", want: "500000000000000000"},
		{name: "ok_no_space", text: "20gbit", want: "20000000000"},
		{name: "ok_smallest", text: "100bit", want: "100"},
		{name: "ok_case", text: " 1 COIN ", want: "1000000000000000000"},
		{name: "ok_all_digits", text: "1.000000000000000001 coin", want: "1000000000000000001"},
		{name: "ok_trailing_zeros", text: "1.00000000000000000000000 coin", want: "1000000000000000000"},
		{name: "ok_whole_with_fraction", text: "5.0bit", want: "5"},
		{name: "ok_leading_zeros", text: "007bit", want: "7"},
		{name: "ok_bare_zero", text: "0", want: "0"},
		{name: "ok_bare_zero_fraction", text: "0.00", want: "0"},
		{name: "ok_most", text: huge + "bit", want: huge},
		{name: "err_bare", text: "100", err: decimal.ErrNoUnit},
		{name: "err_bare_fraction", text: "0.1", err: decimal.ErrNoUnit},
		{name: "err_negative", text: "-1 coin", err: decimal.ErrNegative},
		{name: "err_plus", text: "+1 coin", err: decimal.ErrSyntax},
		{name: "err_too_precise", text: "1.0000000000000000001 coin", err: decimal.ErrPrecision},
		{name: "err_half_a_bit", text: "0.5bit", err: decimal.ErrPrecision},
		{name: "err_exponent", text: "1e18 bit", err: decimal.ErrUnit},
		{name: "err_hex", text: "0x10 bit", err: decimal.ErrUnit},
		{name: "err_nan", text: "NaN coin", err: decimal.ErrSyntax},
		{name: "err_inf", text: "Inf", err: decimal.ErrSyntax},
		{name: "err_empty", text: "", err: decimal.ErrSyntax},
		{name: "err_only_unit", text: "coin", err: decimal.ErrSyntax},
		{name: "err_two_points", text: "1.2.3 coin", err: decimal.ErrSyntax},
		{name: "err_no_fraction", text: "1. coin", err: decimal.ErrSyntax},
		{name: "err_no_whole", text: ".5 coin", err: decimal.ErrSyntax},
		{name: "err_comma", text: "1,5 coin", err: decimal.ErrUnit},
		{name: "err_inner_minus", text: "1-2 coin", err: decimal.ErrSyntax},
		{name: "err_unit", text: "1 dollar", err: decimal.ErrUnit},
		{name: "err_two_amounts", text: "1 coin 2 bit", err: decimal.ErrUnit},
		{name: "err_foreign_digits", text: "１ coin", err: decimal.ErrSyntax},
		{name: "err_2_to_256", text: power(2, 256).String() + "bit", err: decimal.ErrTooLarge},
		{name: "err_huge", text: strings.Repeat("9", 100) + "coin", err: decimal.ErrTooLarge},
		{name: "err_long", text: strings.Repeat("9", 1000) + "coin", err: decimal.ErrSyntax},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := decimal.Parse[coin](c.text)
			if c.err != nil {
				var refused *decimal.ParseError
				require.ErrorAs(t, err, &refused)
				require.ErrorIs(t, err, c.err)
				require.ErrorContains(t, err, "coin, gbit or bit")
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, got.Int().String())
		})
	}
}

func TestString(t *testing.T) {
	t.Parallel()
	for want, bits := range map[string]*big.Int{
		"0 coin":                      big.NewInt(0),
		"1 bit":                       big.NewInt(1),
		"999999 bit":                  big.NewInt(999999),
		"0.001 gbit":                  power(10, 6),
		"20 gbit":                     big.NewInt(20e9),
		"1.5 gbit":                    big.NewInt(15e8),
		"0.5 coin":                    big.NewInt(5e17),
		"0.001 coin":                  big.NewInt(1e15),
		"1.000000000000000001 coin":   big.NewInt(1e18 + 1),
		"1000000 coin":                power(10, 24),
		"999999.999999999 gbit":       big.NewInt(1e15 - 1),
		"123.456 coin":                new(big.Int).Mul(big.NewInt(123456), power(10, 15)),
		"0.010000000000000001 coin":   big.NewInt(1e16 + 1),
		"1000000000000000000000 coin": power(10, 39),
	} {
		a, ok := decimal.FromInt[coin](bits)
		require.True(t, ok)
		require.Equal(t, want, a.String())
	}
}

func TestFromIntRange(t *testing.T) {
	t.Parallel()
	for _, v := range []*big.Int{nil, big.NewInt(-1), power(2, 256)} {
		_, ok := decimal.FromInt[coin](v)
		require.False(t, ok, "%v", v)
	}
	v := big.NewInt(7)
	a, _ := decimal.FromInt[coin](v)
	v.SetInt64(8)
	a.Int().SetInt64(9)
	require.Equal(t, decimal.FromUint64[coin](7), a, "an amount shares nothing")
	require.True(t, amount{}.IsZero())
	require.False(t, a.IsZero())
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var v struct{ A, B amount }
	require.NoError(t, json.Unmarshal([]byte(`{"A": "1.5 coin", "B": "3 bit"}`), &v))
	text, err := json.Marshal(v)
	require.NoError(t, err)
	require.JSONEq(t, `{"A": "1.5 coin", "B": "3 bit"}`, string(text))
	before := v.A
	require.Error(t, json.Unmarshal([]byte(`{"A": "5"}`), &v))
	require.Equal(t, before, v.A, "a refused text changes nothing")
}

// amounts draws numbers of all sizes, the ends of the range among them.
func amounts(t *rapid.T, name string) *big.Int {
	v := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, name))
	if rapid.Bool().Draw(t, name+" from the top") {
		v.Sub(most(), v)
	}
	return v
}

func TestArithmetic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x, y, n := amounts(t, "x"), amounts(t, "y"), rapid.Uint64().Draw(t, "n")
		a, _ := decimal.FromInt[coin](x)
		b, _ := decimal.FromInt[coin](y)
		require.Equal(t, x.Cmp(y), a.Cmp(b))
		require.Equal(t, x.Cmp(y) == 0, a == b)
		same := func(want *big.Int, got amount, ok bool) {
			t.Helper()
			require.Equal(t, want.Sign() >= 0 && want.BitLen() <= 256, ok)
			if ok {
				require.Zero(t, want.Cmp(got.Int()), "want %v, got %v", want, got.Int())
			}
		}
		sum, ok := a.Add(b)
		same(new(big.Int).Add(x, y), sum, ok)
		diff, ok := a.Sub(b)
		same(new(big.Int).Sub(x, y), diff, ok)
		product, ok := a.Mul(n)
		same(new(big.Int).Mul(x, new(big.Int).SetUint64(n)), product, ok)
		den := new(big.Int).SetUint64(n | 1)
		scaled, ok := a.MulDiv(y, den)
		same(new(big.Int).Div(new(big.Int).Mul(x, y), den), scaled, ok)
	})
}

func TestMulDivRefuses(t *testing.T) {
	t.Parallel()
	a := decimal.FromUint64[coin](10)
	_, ok := a.MulDiv(big.NewInt(1), new(big.Int))
	require.False(t, ok, "division by 0")
	_, ok = a.MulDiv(big.NewInt(-1), big.NewInt(3))
	require.False(t, ok, "a negative rate")
	got, ok := a.MulDiv(big.NewInt(-2), big.NewInt(-3))
	require.True(t, ok)
	require.Equal(t, decimal.FromUint64[coin](6), got)
}

func TestTextRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, _ := decimal.FromInt[coin](amounts(t, "a"))
		back, err := decimal.Parse[coin](a.String())
		require.NoError(t, err)
		require.Equal(t, a, back)
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0.5 coin", "20gbit", "0", "-1 coin", "1e18", "1.2.3bit", "٣ coin", "0x1bit"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := decimal.Parse[coin](text)
		if err != nil {
			require.Zero(t, a)
			return
		}
		back, err := decimal.Parse[coin](a.String())
		require.NoError(t, err)
		require.Equal(t, a, back)
	})
}
