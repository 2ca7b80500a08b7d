package decimal

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// maxTextLen bounds the text of an amount in bytes. The longest exact one has
// 78 digits, a point and a unit.
const maxTextLen = 128

// Why a text is no amount.
var (
	ErrSyntax    = errors.New("it is not a number with a unit")
	ErrNoUnit    = errors.New("it has no unit")
	ErrUnit      = errors.New("its unit is not known")
	ErrNegative  = errors.New("it is negative")
	ErrPrecision = errors.New("it has a fraction of the smallest unit")
	ErrTooLarge  = errors.New("it is above 2^256-1 of the smallest unit")
)

// ParseError says why a text was refused and what was expected. It wraps one of
// the errors above.
type ParseError struct {
	Text  string // at most 40 bytes of it
	Units []Unit
	Err   error
}

func (e *ParseError) Error() string {
	names := make([]string, len(e.Units))
	for i, u := range e.Units {
		names[i] = u.Name
	}
	list := names[0]
	if last := len(names) - 1; last > 0 {
		list = strings.Join(names[:last], ", ") + " or " + names[last]
	}
	return fmt.Sprintf("amount %q: %v; write a number and %s, for example \"1.5 %s\"", e.Text, e.Err, list, names[0])
}

// Unwrap returns the reason.
func (e *ParseError) Unwrap() error { return e.Err }

// Parse reads digits, perhaps a point and more digits, perhaps spaces, and a
// unit in capital or small letters: "0.5 ETH", "20gwei". Only 0 needs no unit.
// The error is a *ParseError.
func Parse[C Currency](text string) (Amount[C], error) {
	a, err := parse[C](text)
	if err != nil {
		var c C
		return a, &ParseError{Text: text[:min(len(text), 40)], Units: c.Units(), Err: err}
	}
	return a, nil
}

func parse[C Currency](text string) (a Amount[C], err error) {
	if len(text) > maxTextLen {
		return a, ErrSyntax
	}
	number, unit := split(strings.TrimSpace(text))
	if strings.HasPrefix(number, "-") {
		return a, ErrNegative
	}
	whole, fraction, point := strings.Cut(number, ".")
	if !digits(whole) || point && !digits(fraction) {
		return a, ErrSyntax
	}
	fraction = strings.TrimRight(fraction, "0")
	if unit == "" {
		if fraction == "" && strings.Trim(whole, "0") == "" {
			return a, nil
		}
		return a, ErrNoUnit
	}
	decimals, ok := decimalsOf[C](unit)
	if !ok {
		return a, ErrUnit
	}
	if len(fraction) > decimals {
		return a, ErrPrecision
	}
	v, _ := new(big.Int).SetString(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10)
	a, ok = FromInt[C](v)
	if !ok {
		return a, ErrTooLarge
	}
	return a, nil
}

// split cuts the unit, which begins with the first letter, off the number. An
// exponent such as 1e18 so becomes a unit that nobody knows.
func split(text string) (number, unit string) {
	i := strings.IndexFunc(text, func(r rune) bool { return r != '.' && r != '-' && (r < '0' || r > '9') })
	if i < 0 {
		return text, ""
	}
	return text[:i], strings.TrimSpace(text[i:])
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func decimalsOf[C Currency](unit string) (decimals int, ok bool) {
	var c C
	for _, u := range c.Units() {
		if strings.EqualFold(unit, u.Name) {
			return u.Decimals, true
		}
	}
	return 0, false
}

// String returns the exact amount in the largest unit of which it is at least
// a thousandth, or else in the smallest, with no more digits than needed.
// Parse reads it back.
func (a Amount[C]) String() string {
	var c C
	units := c.Units()
	unit := units[0]
	for _, u := range units {
		unit = u
		if a.IsZero() || a.Cmp(pow10[C](u.Decimals-3)) >= 0 {
			break
		}
	}
	return a.in(unit.Decimals) + " " + unit.Name
}

// in writes the amount with its point moved by decimals.
func (a Amount[C]) in(decimals int) string {
	text := a.Int().String()
	if missing := decimals + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	whole, fraction := text[:len(text)-decimals], strings.TrimRight(text[len(text)-decimals:], "0")
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// pow10 is 10^n smallest units, 1 when n is negative.
func pow10[C Currency](n int) Amount[C] {
	a, _ := FromInt[C](new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, 0))), nil))
	return a
}

// MarshalText returns String.
func (a Amount[C]) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText is Parse.
func (a *Amount[C]) UnmarshalText(text []byte) error {
	parsed, err := Parse[C](string(text))
	if err == nil {
		*a = parsed
	}
	return err
}
