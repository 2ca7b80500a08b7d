package protocol

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi"

	"github.com/livepeer/streamflow/eth/contracts/managerproxy"
)

// ContractError is a contract's refusal, by the contract's name for it.
type ContractError struct {
	Name string // "AmountExceedsBond"
	Text string // for people, with units
}

func (e *ContractError) Error() string { return e.Text }

// ErrorCode names the kind for the admin API.
func (e *ContractError) ErrorCode() string {
	switch e.Name {
	case "SystemPaused":
		return "paused"
	case "RoundNotInitialized":
		return "round_not_initialized"
	case "RoundLocked":
		return "round_locked"
	case "NotRegistered":
		return "not_registered"
	case "StakeLocked", "StillLocked":
		return "lock_not_mature"
	case "RewardNotCalled":
		return "reward_pending"
	case "AmountExceedsBond", "InsufficientFees", "InsufficientStake", "ERC20InsufficientBalance":
		return "insufficient_balance"
	}
	return "refused"
}

// DecodeError reads the ABI-encoded error of any of our contracts as a
// *ContractError; nil when it is none of theirs. The data can be any bytes.
func DecodeError(data []byte) error {
	if len(data) < selectorLength {
		return nil
	}
	selector := [selectorLength]byte(data)
	for _, contract := range contractABIs() {
		known, err := contract.ErrorByID(selector)
		if err != nil {
			continue
		}
		values, err := known.Inputs.Unpack(data[selectorLength:])
		if err != nil {
			continue
		}
		return &ContractError{Name: known.Name, Text: describeError(known.Name, values)}
	}
	return nil
}

const selectorLength = 4

func contractABIs() []abi.ABI {
	b := newBindings()
	return []abi.ABI{
		b.bonding.GetABI(), b.broker.GetABI(), b.rounds.GetABI(), b.token.GetABI(), b.minter.GetABI(), b.registry.GetABI(),
		b.controller.GetABI(), b.faucet.GetABI(), b.creator.GetABI(), b.poll.GetABI(), managerproxy.NewManagerProxy().GetABI(),
	}
}

// describeError fills the text of an error. Without one the name and the values
// have to do.
func describeError(name string, values []any) string {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = errorValue{v}
	}
	text, ok := errorTexts()[name]
	switch {
	case !ok:
		return fmt.Sprintf("the contract refused: %s%v", name, args)
	case !strings.Contains(text, "%"):
		return text
	}
	return fmt.Sprintf(text, args...)
}

// errorValue is a value of a contract's error. Its verbs are the units: %l for
// LPT, %e for ETH, %t for a time, %m for parts of a million, %v for all else.
type errorValue struct{ value any }

// Format writes the value in the verb's unit.
func (v errorValue) Format(s fmt.State, verb rune) {
	amount, isNumber := v.value.(*big.Int)
	switch word, isWord := v.value.([32]byte); {
	case isNumber && verb == 'l':
		l, _ := toLPT(amount)
		fmt.Fprint(s, l)
	case isNumber && verb == 'e':
		w, _ := toWei(amount)
		fmt.Fprint(s, w)
	case isNumber && verb == 't':
		fmt.Fprint(s, timeOf(amount))
	case isNumber && verb == 'm':
		fmt.Fprintf(s, "%s/1000000", amount)
	case isWord:
		fmt.Fprint(s, "0x"+hex.EncodeToString(word[:]))
	default:
		fmt.Fprint(s, printable([]byte(fmt.Sprint(v.value))))
	}
}
