package protocol

import (
	"errors"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi"

	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// redeemError gives the refusal of a redemption its meaning: a *pm.RedeemError
// where the contract says what is wrong with the ticket or with the time, and the
// error as it was for all else.
func redeemError(err error) error {
	var revert *rpc.RevertError
	if !errors.As(err, &revert) {
		return err
	}
	said, fault := ContractError{}, pm.RedeemFault("")
	if known := (*ContractError)(nil); errors.As(DecodeError(revert.Data), &known) {
		said, fault = *known, redeemFaults()[known.Name]
	} else if text, unpackErr := abi.UnpackRevert(revert.Data); unpackErr == nil {
		said, fault = ContractError{Name: "Error", Text: printable([]byte(text))}, deployedFault(text)
	} else {
		return err
	}
	if fault == "" {
		return &said
	}
	return &pm.RedeemError{Fault: fault, Err: &said}
}

// redeemFaults are the faults by the names of our contracts' errors.
func redeemFaults() map[string]pm.RedeemFault {
	return map[string]pm.RedeemFault{
		"SystemPaused":        pm.RedeemPaused,
		"RoundNotInitialized": pm.RedeemRound,

		"ZeroRecipient":               pm.RedeemInvalid,
		"ZeroSender":                  pm.RedeemInvalid,
		"InvalidAuxDataLength":        pm.RedeemInvalid,
		"InvalidRecipientRand":        pm.RedeemInvalid,
		"InvalidSigner":               pm.RedeemInvalid,
		"ECDSAInvalidSignature":       pm.RedeemInvalid,
		"ECDSAInvalidSignatureLength": pm.RedeemInvalid,
		"ECDSAInvalidSignatureS":      pm.RedeemInvalid,
		"TicketDidNotWin":             pm.RedeemInvalid,

		"NoRoundHash":      pm.RedeemUnknownRound,
		"InvalidRoundHash": pm.RedeemUnknownRound,
		"TicketExpired":    pm.RedeemExpired,
		"TicketUsed":       pm.RedeemUsed,

		"SenderUnlocked": pm.RedeemSenderUnlock,
		"NoFunds":        pm.RedeemSenderEmpty,
		"NotRegistered":  pm.RedeemNotRegistered,
	}
}

// deployedFault is the fault by the words of the deployed contracts, which have
// no other way to tell. Source: chain.md 3 and 4.
func deployedFault(text string) pm.RedeemFault {
	if strings.HasPrefix(text, "ECDSA: ") {
		return pm.RedeemInvalid
	}
	return map[string]pm.RedeemFault{
		"system is paused":                 pm.RedeemPaused,
		"current round is not initialized": pm.RedeemRound,

		"ticket recipient is null address":                    pm.RedeemInvalid,
		"ticket sender is null address":                       pm.RedeemInvalid,
		"invalid length for ticket auxData: must be 64 bytes": pm.RedeemInvalid,
		"recipientRand does not match recipientRandHash":      pm.RedeemInvalid,
		"INVALID_SIGNATURE_LENGTH":                            pm.RedeemInvalid,
		"invalid signature over ticket hash":                  pm.RedeemInvalid,
		"ticket did not win":                                  pm.RedeemInvalid,

		"ticket creationRound does not have a block hash":         pm.RedeemUnknownRound,
		"ticket creationRoundBlockHash invalid for creationRound": pm.RedeemUnknownRound,
		"ticket is expired": pm.RedeemExpired,
		"ticket is used":    pm.RedeemUsed,

		"sender is unlocked":                  pm.RedeemSenderUnlock,
		"sender deposit and reserve are zero": pm.RedeemSenderEmpty,
		"transcoder must be registered":       pm.RedeemNotRegistered,
	}[text]
}
