package pricing

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Currency is what a Rate is in.
type Currency string

// The currencies.
const (
	Wei Currency = "wei"
	USD Currency = "USD"
)

// Rate is a price per pixel, exact and 0 or more, in wei or US dollars. The zero
// value is free.
type Rate struct {
	perPixel *big.Rat // nil for 0; never written to
	currency Currency // empty for Wei
}

// Faults of a price's text, for errors.Is.
var (
	ErrNumber   = errors.New("it is not a number that is 0 or more, with at most 40 digits and an exponent of at most 40")
	ErrCurrency = errors.New("its currency is not wei, gwei, ETH or USD")
	ErrPixels   = errors.New("it is not a number of pixels above 0")
)

// ParseError says which text is no price.
type ParseError struct {
	Text string
	Err  error
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("price %q: %v; write for example 1200, 1200wei, 0.5gwei or 5e-10USD", e.Text, e.Err)
}

// Unwrap returns what is wrong.
func (e *ParseError) Unwrap() error { return e.Err }

// ParseRate reads a price for so many pixels: `-pricePerUnit`, wei where it names
// no currency, and `-pixelsPerUnit`, where empty stands for 1. The error is a
// *ParseError.
func ParseRate(pricePerUnit, pixelsPerUnit string) (Rate, error) {
	number, unit := split(strings.TrimSpace(pricePerUnit))
	price, ok := parseNumber(number)
	if !ok {
		return Rate{}, &ParseError{Text: pricePerUnit, Err: ErrNumber}
	}
	currency, factor, ok := currencyOf(unit)
	if !ok {
		return Rate{}, &ParseError{Text: pricePerUnit, Err: ErrCurrency}
	}
	pixels := big.NewRat(1, 1)
	if pixelsPerUnit != "" {
		if pixels, ok = parseNumber(strings.TrimSpace(pixelsPerUnit)); !ok || pixels.Sign() == 0 {
			return Rate{}, &ParseError{Text: pixelsPerUnit, Err: ErrPixels}
		}
	}
	price.Mul(price, factor)
	return Rate{perPixel: price.Quo(price, pixels), currency: currency}, nil
}

// Currency of the rate.
func (r Rate) Currency() Currency {
	if r.currency == "" {
		return Wei
	}
	return r.currency
}

// PerPixel is the exact price of a pixel in the rate's currency, as a copy.
func (r Rate) PerPixel() *big.Rat {
	if r.perPixel == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(r.perPixel)
}

// IsFree says that pixels cost nothing.
func (r Rate) IsFree() bool { return r.perPixel == nil || r.perPixel.Sign() == 0 }

// String is "1200 wei per pixel".
func (r Rate) String() string {
	return fmt.Sprintf("%s %s per pixel", r.PerPixel().RatString(), r.Currency())
}

// inWei is the price in wei, at so many US dollars for an ETH, which counts for
// prices in US dollars alone.
func (r Rate) inWei(usdPerETH *big.Rat) *big.Rat {
	price := r.PerPixel()
	if !needsFeed(r) {
		return price
	}
	price.Mul(price, weiPer(18))
	return price.Quo(price, usdPerETH)
}

// weiPer is 10^decimals.
func weiPer(decimals int64) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(decimals), nil))
}

// currencyOf reads a unit; factor makes its currency of it.
func currencyOf(unit string) (c Currency, factor *big.Rat, ok bool) {
	switch strings.ToLower(strings.TrimSpace(unit)) {
	case "", "wei":
		return Wei, weiPer(0), true
	case "gwei":
		return Wei, weiPer(9), true
	case "eth":
		return Wei, weiPer(18), true
	case "usd":
		return USD, weiPer(0), true
	}
	return "", nil, false
}

// split cuts a text behind the longest number that it begins with.
func split(text string) (number, unit string) {
	end := 0
	for end < len(text) && (isDigit(text[end]) || text[end] == '.') {
		end++
	}
	if exponent := exponentLen(text[end:]); exponent > 0 {
		end += exponent
	}
	return text[:end], text[end:]
}

// exponentLen is the length of an exponent such as "e-10" at the beginning, 0 if
// there is none: the E of ETH is not one.
func exponentLen(text string) int {
	if text == "" || text[0] != 'e' && text[0] != 'E' {
		return 0
	}
	at := 1
	if at < len(text) && (text[at] == '-' || text[at] == '+') {
		at++
	}
	begin := at
	for at < len(text) && isDigit(text[at]) {
		at++
	}
	if at == begin {
		return 0
	}
	return at
}

// Bounds of a number's text, so that it cannot cost memory.
const (
	maxDigits   = 40
	maxExponent = 40
)

// parseNumber reads a decimal number that is 0 or more.
func parseNumber(text string) (*big.Rat, bool) {
	mantissa := text
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		mantissa = text[:at]
		if exponentLen(text[at:]) != len(text)-at {
			return nil, false
		}
		exponent, err := strconv.Atoi(text[at+1:])
		if err != nil || exponent > maxExponent || exponent < -maxExponent {
			return nil, false
		}
	}
	digits := strings.Replace(mantissa, ".", "", 1)
	if digits == "" || len(digits) > maxDigits || strings.Trim(digits, "0123456789") != "" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
