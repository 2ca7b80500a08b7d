package chain

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// ProposalID is the number of a proposal to the LivepeerGovernor, on what becomes
// of the treasury: any of 256 bits, big endian.
type ProposalID [32]byte

// ErrProposalID says that a text is no number from 0 to 2^256-1.
var ErrProposalID = errors.New("expected the proposal's number in decimal digits, or 0x and at most 64 hex digits")

// maxProposalDigits is what 2^256-1 has, in decimal.
const maxProposalDigits = 78

// ParseProposalID reads a number in decimal, or in hex after 0x.
func ParseProposalID(text string) (id ProposalID, err error) {
	digits, base, alphabet := text, 10, "0123456789"
	if hex, ok := strings.CutPrefix(text, "0x"); ok {
		digits, base, alphabet = hex, 16, "0123456789abcdefABCDEF"
	}
	v := new(big.Int)
	ok := digits != "" && len(digits) <= maxProposalDigits && strings.Trim(digits, alphabet) == ""
	if ok {
		v, ok = v.SetString(digits, base)
	}
	if !ok || v.BitLen() > 8*len(id) {
		return id, fmt.Errorf("%.100q: %w", text, ErrProposalID)
	}
	v.FillBytes(id[:])
	return id, nil
}

// Int returns the number, as a copy for the edges of the program.
func (id ProposalID) Int() *big.Int { return new(big.Int).SetBytes(id[:]) }

// String is the number in decimal.
func (id ProposalID) String() string { return id.Int().String() }

// Support is a vote on a proposal.
type Support uint8

// The votes, as in the contract.
const (
	VoteAgainst Support = 0
	VoteFor     Support = 1
	VoteAbstain Support = 2
)

// ErrSupport says that a text is no vote on a proposal.
var ErrSupport = errors.New(`expected "against", "for" or "abstain"`)

// ParseSupport reads a vote by its name.
func ParseSupport(text string) (Support, error) {
	for _, s := range []Support{VoteAgainst, VoteFor, VoteAbstain} {
		if s.String() == text {
			return s, nil
		}
	}
	return 0, fmt.Errorf("%.100q: %w", text, ErrSupport)
}

// String is the name of the vote, empty for what is none.
func (s Support) String() string {
	return map[Support]string{VoteAgainst: "against", VoteFor: "for", VoteAbstain: "abstain"}[s]
}

// ProposalState is how far a proposal has come. Votes count while it is
// ProposalActive.
type ProposalState uint8

// The states, as in the contract.
const (
	ProposalPending   ProposalState = 0 // votes are taken later
	ProposalActive    ProposalState = 1
	ProposalCanceled  ProposalState = 2
	ProposalDefeated  ProposalState = 3
	ProposalSucceeded ProposalState = 4
	ProposalQueued    ProposalState = 5 // to be executed when its delay is over
	ProposalExpired   ProposalState = 6 // nobody executed it in time
	ProposalExecuted  ProposalState = 7
)

// String is the name of the state.
func (s ProposalState) String() string {
	names := []string{"pending", "active", "canceled", "defeated", "succeeded", "queued", "expired", "executed"}
	if int(s) >= len(names) {
		return fmt.Sprintf("state %d", uint8(s))
	}
	return names[s]
}
