package chain

import "github.com/ethereum/go-ethereum/common"

// Poll is a question to all who have stake.
type Poll struct {
	Address  common.Address
	Proposal string // as it was given, usually an IPFS hash
	EndBlock uint64 // votes count up to it, in blocks of round arithmetic
	// Quorum and Quota are parts of a million: what part of the stake must vote,
	// and what part of the votes must be for it.
	Quorum, Quota Parts
	Open          bool
}

// PollChoice is a vote.
type PollChoice uint8

// The choices, as in the contract.
const (
	VoteYes PollChoice = 0
	VoteNo  PollChoice = 1
)
