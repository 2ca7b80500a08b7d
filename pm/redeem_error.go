package pm

// RedeemFault names why the contract would not pay a ticket now.
type RedeemFault string

// What the contract says of a ticket (chain.md 4).
const (
	RedeemExpired       RedeemFault = "expired"        // for ever
	RedeemUsed          RedeemFault = "used"           // it was redeemed
	RedeemInvalid       RedeemFault = "invalid"        // for ever: hash, signature, draw or commitment
	RedeemUnknownRound  RedeemFault = "unknown round"  // for ever: the creation round has another hash, or none
	RedeemSenderEmpty   RedeemFault = "sender empty"   // until it is funded
	RedeemSenderUnlock  RedeemFault = "sender unlocks" // until it cancels that
	RedeemRound         RedeemFault = "round"          // until the round is initialized
	RedeemPaused        RedeemFault = "paused"         // until the protocol goes on
	RedeemNotRegistered RedeemFault = "not registered" // until the recipient bonds to itself
)

// Final says that the ticket will never be paid, or was.
func (f RedeemFault) Final() bool {
	switch f {
	case RedeemExpired, RedeemUsed, RedeemInvalid, RedeemUnknownRound:
		return true
	}
	return false
}

// RedeemError is the contract's refusal of a ticket.
type RedeemError struct {
	Fault RedeemFault
	Err   error // as the chain said it
}

func (e *RedeemError) Error() string { return "the contract does not pay the ticket: " + e.Err.Error() }

// Unwrap returns what the chain said.
func (e *RedeemError) Unwrap() error { return e.Err }
