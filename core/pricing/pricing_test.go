package pricing_test

import (
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	require.True(t, ok, text)
	return r
}

func rate(t *testing.T, text string) pricing.Rate {
	t.Helper()
	r, err := pricing.ParseRate(text, "")
	require.NoError(t, err)
	return r
}

func TestParseRate(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		price, pixels string
		perPixel      string
		currency      pricing.Currency
		err           error
	}{
		"ok_wei":               {price: "1200", perPixel: "1200", currency: pricing.Wei},
		"ok_free":              {price: "0", perPixel: "0", currency: pricing.Wei},
		"ok_unit":              {price: " 1200 wei ", perPixel: "1200", currency: pricing.Wei},
		"ok_gwei":              {price: "0.5gwei", perPixel: "500000000", currency: pricing.Wei},
		"ok_eth":               {price: "1e-15ETH", perPixel: "1000", currency: pricing.Wei},
		"ok_eth_not_exponent":  {price: "2ETH", perPixel: "2000000000000000000", currency: pricing.Wei},
		"ok_usd":               {price: "0.50USD", pixels: "1000000000", perPixel: "1/2000000000", currency: pricing.USD},
		"ok_usd_exponent":      {price: "5e-10usd", perPixel: "1/2000000000", currency: pricing.USD},
		"ok_fraction":          {price: "10", pixels: "3", perPixel: "10/3", currency: pricing.Wei},
		"ok_fractional_pixels": {price: "1", pixels: "0.25", perPixel: "4", currency: pricing.Wei},
		"err_empty":            {price: "", err: pricing.ErrNumber},
		"err_word":             {price: "cheap", err: pricing.ErrNumber},
		"err_negative":         {price: "-1", err: pricing.ErrNumber},
		"err_two_points":       {price: "1.2.3", err: pricing.ErrNumber},
		"err_point":            {price: ".", err: pricing.ErrNumber},
		"err_fraction":         {price: "1/3", err: pricing.ErrCurrency},
		"err_huge_exponent":    {price: "1e999999999", err: pricing.ErrNumber},
		"err_no_exponent":      {price: "1e", err: pricing.ErrCurrency},
		"err_many_digits":      {price: strings.Repeat("1", 41), err: pricing.ErrNumber},
		"err_currency":         {price: "1EUR", err: pricing.ErrCurrency},
		"err_no_pixels":        {price: "1", pixels: "0", err: pricing.ErrPixels},
		"err_pixels":           {price: "1", pixels: "many", err: pricing.ErrPixels},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := pricing.ParseRate(tc.price, tc.pixels)
			if tc.err != nil {
				require.ErrorIs(t, err, tc.err)
				var parse *pricing.ParseError
				require.ErrorAs(t, err, &parse)
				require.ErrorContains(t, err, "write for example 1200, 1200wei, 0.5gwei or 5e-10USD")
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.perPixel, got.PerPixel().RatString())
			require.Equal(t, tc.currency, got.Currency())
			require.Equal(t, got.PerPixel().Sign() == 0, got.IsFree())
		})
	}
}

func FuzzParseRate(f *testing.F) {
	for _, text := range []string{"1200", "0.5gwei", "5e-10USD", "2ETH", "1e", "e5", "1.2.3", "1e-41"} {
		f.Add(text, "1")
	}
	f.Fuzz(func(t *testing.T, price, pixels string) {
		r, err := pricing.ParseRate(price, pixels)
		if err != nil {
			require.True(t, r.IsFree())
			return
		}
		require.GreaterOrEqual(t, r.PerPixel().Sign(), 0)
		require.Less(t, r.PerPixel().Num().BitLen(), 600)
	})
}

func TestToPrice(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]pm.Price{
		"1200":                {PricePerUnit: 1200, PixelsPerUnit: 1},
		"10/3":                {PricePerUnit: 10, PixelsPerUnit: 3},
		"0":                   {PricePerUnit: 0, PixelsPerUnit: 1},
		"9223372036854775807": {PricePerUnit: math.MaxInt64, PixelsPerUnit: 1},
		// Exact parts would not fit.
		"333333333333333333333333333333/100000000000000000000000000000": {PricePerUnit: 10, PixelsPerUnit: 3},
		"1200000000000000000000001/1000000000000000000000":              {PricePerUnit: 1200, PixelsPerUnit: 1},
	} {
		got, err := pricing.ToPrice(rat(t, text))
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"-1", "9223372036854775808", "1/92233720368547758080"} {
		_, err := pricing.ToPrice(rat(t, text))
		require.ErrorIs(t, err, pricing.ErrRange, text)
	}
}

// No price changes by more than a part of 10^12 on its way, and none becomes free.
func TestToPriceIsNear(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) *big.Int {
			words := rapid.SliceOfN(rapid.Byte(), 1, 24).Draw(t, name)
			return new(big.Int).Add(new(big.Int).SetBytes(words), big.NewInt(1))
		}
		x := new(big.Rat).SetFrac(number("num"), number("den"))
		got, err := pricing.ToPrice(x)
		if x.Cmp(new(big.Rat).SetInt64(math.MaxInt64)) > 0 || x.Cmp(big.NewRat(1, math.MaxInt64)) < 0 {
			if err == nil {
				requireNear(t, got.Rat(), x)
			}
			return
		}
		if err != nil { // only at the very edges of the range
			require.True(t, x.Cmp(new(big.Rat).SetInt64(math.MaxInt64/2)) > 0 || x.Cmp(big.NewRat(1000, math.MaxInt64)) < 0, x.String())
			return
		}
		require.True(t, got.Valid())
		require.False(t, got.IsFree())
		requireNear(t, got.Rat(), x)
	})
}

func requireNear(t *rapid.T, got, want *big.Rat) {
	off := new(big.Rat).Quo(new(big.Rat).Sub(got, want), want)
	require.LessOrEqual(t, off.Abs(off).Cmp(big.NewRat(1, 1e12)), 0)
}

// feed is a Feed with a fixed answer.
type feed struct {
	usd *big.Rat
	at  time.Time
}

func (f *feed) USD() (*big.Rat, time.Time, bool) { return f.usd, f.at, f.usd != nil }

func TestBook(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	now := start
	eth := &feed{}
	book, err := pricing.New(pricing.Config{
		Default: rate(t, "1200"), Feed: eth, Now: func() time.Time { return now },
		Senders:      map[common.Address]pricing.Rate{{1}: rate(t, "7")},
		Capabilities: map[core.Capability]pricing.Rate{core.CapHEVCEncode: rate(t, "3000"), core.CapVP9Decode: rate(t, "2000")},
	})
	require.NoError(t, err)
	price := func(sender common.Address, caps ...core.Capability) string {
		var job *core.Capabilities
		if len(caps) > 0 {
			job = &core.Capabilities{Bits: core.NewCapabilitySet(caps...)}
		}
		p, err := book.Price(sender, job)
		require.NoError(t, err)
		return p.RatString()
	}
	require.Equal(t, "1200", price(common.Address{}))
	require.Equal(t, "1200", price(common.Address{}, core.CapH264))
	require.Equal(t, "7", price(common.Address{1}), "a price of one's own")
	require.Equal(t, "7", price(common.Address{1}, core.CapHEVCEncode), "is for all")
	require.Equal(t, "3000", price(common.Address{}, core.CapH264, core.CapHEVCEncode))
	require.Equal(t, "5000", price(common.Address{}, core.CapVP9Decode, core.CapHEVCEncode))

	require.NoError(t, book.SetForSender(common.Address{1}, rate(t, "8")))
	require.Equal(t, "8", price(common.Address{1}), "while running")
	book.RemoveForSender(common.Address{1})
	require.Equal(t, "1200", price(common.Address{1}))
	require.NoError(t, book.SetForCapability(core.CapHEVCEncode, pricing.Rate{}))
	require.Equal(t, "0", price(common.Address{}, core.CapHEVCEncode), "free is a price too")
	require.Empty(t, book.Senders())
	require.Len(t, book.Capabilities(), 2)

	require.NoError(t, book.SetDefault(rate(t, "5e-10USD")))
	require.Equal(t, "1/2000000000 USD per pixel", book.Default().String())
	_, err = book.Price(common.Address{}, nil)
	require.ErrorIs(t, err, pricing.ErrNoQuote)
	eth.usd, eth.at = big.NewRat(250000, 100), start
	require.Equal(t, "200000", price(common.Address{}), "5e-10 USD at 2500 USD for an ETH")
	now = start.Add(pricing.DefaultMaxAge + time.Second)
	_, err = book.Price(common.Address{}, nil)
	require.ErrorIs(t, err, pricing.ErrNoQuote)
	require.ErrorContains(t, err, "25h0m1s old")
	eth.at, eth.usd = now, new(big.Rat)
	_, err = book.Price(common.Address{}, nil)
	require.ErrorIs(t, err, pricing.ErrNoQuote, "no ETH costs nothing")
}

func TestBookWithoutFeed(t *testing.T) {
	t.Parallel()
	_, err := pricing.New(pricing.Config{Default: rate(t, "1USD")})
	require.ErrorIs(t, err, pricing.ErrNoFeed)
	_, err = pricing.New(pricing.Config{Senders: map[common.Address]pricing.Rate{{1}: rate(t, "1USD")}})
	require.ErrorIs(t, err, pricing.ErrNoFeed)
	_, err = pricing.New(pricing.Config{Capabilities: map[core.Capability]pricing.Rate{1: rate(t, "1USD")}})
	require.ErrorIs(t, err, pricing.ErrNoFeed)
	book, err := pricing.New(pricing.Config{Default: rate(t, "0USD")})
	require.NoError(t, err, "nothing is nothing in any currency")
	require.ErrorIs(t, book.SetDefault(rate(t, "1USD")), pricing.ErrNoFeed)
	p, err := book.Price(common.Address{}, nil)
	require.NoError(t, err)
	require.Zero(t, p.Sign())
}
