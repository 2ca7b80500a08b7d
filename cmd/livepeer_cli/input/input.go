// Package input reads what people write, in arguments and in menus, as the admin
// API expects it. Amounts need a unit, percentages a sign, addresses their
// checksum, so that nothing is guessed where money is moved.
package input

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/livepeer/streamflow/common/decimal"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

// Self is the node's own account, wherever an address is expected.
const Self = "self"

// Error is input that cannot be right: what is wrong, and what was expected. All
// errors of this package are of this type.
type Error struct{ message string }

func (e *Error) Error() string { return e.message }

// Errorf builds an Error.
func Errorf(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...)} }

// LPT reads an amount of LPT above 0.
func LPT(text string) (chain.LPT, error) {
	amount, err := chain.ParseLPT(text)
	if err == nil && amount.IsZero() {
		return amount, Errorf("amount %q: expected more than 0", text)
	}
	return amount, wrong(err)
}

// Wei reads an amount of ETH, which may be 0.
func Wei(text string) (pm.Wei, error) {
	amount, err := pm.ParseWei(text)
	return amount, wrong(err)
}

// LPTOrWei reads an amount above 0 of LPT or of ETH, as its unit says.
func LPTOrWei(text string) (string, error) {
	lpt, err := chain.ParseLPT(text)
	if errors.Is(err, decimal.ErrUnit) {
		wei, err := pm.ParseWei(text)
		if err == nil && !wei.IsZero() {
			return wei.String(), nil
		}
	}
	if err != nil || lpt.IsZero() {
		return "", Errorf("amount %q: expected more than 0 with its unit, LPT, LPTU, ETH, gwei or wei, for example 100LPT or 0.5ETH", text)
	}
	return lpt.String(), nil
}

// Parts reads a percentage.
func Parts(text string) (chain.Parts, error) {
	parts, err := chain.ParseParts(text)
	return parts, wrong(err)
}

// Address reads an address or "self".
func Address(text string) (string, error) {
	if strings.EqualFold(text, Self) {
		return Self, nil
	}
	var addr cliapi.Address
	if err := addr.UnmarshalText([]byte(text)); err != nil {
		return "", Errorf("address %v", err)
	}
	return addr.String(), nil
}

// AddressOr reads the argument of a number, or takes preset when it is not there.
func AddressOr(args []string, number int, preset string) (string, error) {
	if len(args) <= number {
		return preset, nil
	}
	return Address(args[number])
}

// Number reads a lock, a round or a transaction.
func Number(what, text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		return 0, Errorf("%s %q: expected a whole number, such as 3", what, text)
	}
	return n, nil
}

// ProposalID reads the number of a proposal of the treasury, and returns it in
// decimal.
func ProposalID(text string) (string, error) {
	id, err := chain.ParseProposalID(text)
	if err != nil {
		return "", Errorf("proposal %v", err)
	}
	return id.String(), nil
}

// Support reads a vote on such a proposal, in letters of any size.
func Support(text string) (string, error) {
	support, err := chain.ParseSupport(strings.ToLower(text))
	if err != nil {
		return "", Errorf("vote %v", err)
	}
	return support.String(), nil
}

// Price checks a price for so many pixels, where none stands for 1.
func Price(price, pixels string) error {
	_, err := pricing.ParseRate(price, pixels)
	return wrong(err)
}

// Day checks a date.
func Day(what, text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return Errorf("%s %q: expected a date, such as 2026-03-04", what, text)
	}
	return nil
}

func wrong(err error) error {
	if err == nil {
		return nil
	}
	return Errorf("%v", err)
}

// ServiceURI refuses what no broadcaster could use as the address of a node, and
// returns a warning of what only some can reach.
func ServiceURI(text string) (warning string, err error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.Port() == "" || u.User != nil {
		return "", Errorf("service URI: expected https, a host and a port, such as https://orch.example.org:8935 (the node's -serviceAddr as others see it)")
	}
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified()) {
		return fmt.Sprintf("Careful: %s is reached from this machine or network alone; broadcasters elsewhere will not find the node.", u.Host), nil
	}
	return "", nil
}
