package cliapi

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// self stands for the node's own account wherever an address is expected.
const self = "self"

// Why a text is no address.
var (
	errNotAddress = errors.New(`expected 0x and 40 hex digits, or "self" for the node's account`)
	errChecksum   = errors.New("its capital letters do not fit, so that a digit may be wrong; copy it again")
)

// Address is an account or a contract. Its text is hex with the capital letters
// of EIP-55, which show a wrong digit.
type Address common.Address

// MarshalText writes the address with its checksum.
func (a Address) MarshalText() ([]byte, error) { return []byte(common.Address(a).Hex()), nil }

// UnmarshalText reads what MarshalText writes, or hex in letters of one size.
func (a *Address) UnmarshalText(text []byte) error {
	parsed, err := parseAddress(string(text))
	*a = Address(parsed)
	return err
}

func (a Address) String() string { return common.Address(a).Hex() }

func parseAddress(text string) (common.Address, error) {
	if !strings.HasPrefix(text, "0x") || !common.IsHexAddress(text) {
		return common.Address{}, fmt.Errorf("%q: %w", shorten(text), errNotAddress)
	}
	a := common.HexToAddress(text)
	digits := text[2:]
	if digits != strings.ToLower(digits) && digits != strings.ToUpper(digits) && text != a.Hex() {
		return common.Address{}, fmt.Errorf("%q: %w", text, errChecksum)
	}
	return a, nil
}

// shorten keeps what others sent from filling messages.
func shorten(text string) string {
	const most = 80
	if len(text) <= most {
		return text
	}
	return text[:most] + "…"
}
