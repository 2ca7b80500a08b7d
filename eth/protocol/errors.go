package protocol

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Why something is refused before it is sent. Errors that wrap one of them are
// *RefusedError or one of the types below.
var (
	ErrZeroAmount  = errors.New("amount is 0")
	ErrZeroAddress = errors.New("address is zero")
	ErrBadInput    = errors.New("input is out of range")

	ErrPaused              = errors.New("protocol is paused")
	ErrRoundNotInitialized = errors.New("round is not initialized")
	ErrRoundInitialized    = errors.New("round is initialized already")
	ErrRoundLocked         = errors.New("round is locked")

	ErrNotRegistered = errors.New("not registered as an orchestrator")
	ErrRegistered    = errors.New("registered as an orchestrator")
	ErrNotActive     = errors.New("orchestrator is not active")
	ErrInPool        = errors.New("orchestrator is in the pool")
	ErrRewardCalled  = errors.New("reward was called in this round")

	ErrNotBonded   = errors.New("no stake is bonded")
	ErrPending     = errors.New("stake is pending")
	ErrOtherBond   = errors.New("stake is bonded to another")
	ErrNoLock      = errors.New("no such unbonding lock")
	ErrLocked      = errors.New("locked until a later round")
	ErrNoFunds     = errors.New("neither deposit nor reserve")
	ErrUnlocking   = errors.New("unlock is under way")
	ErrNotUnlocked = errors.New("no unlock is under way")

	ErrTooSoon      = errors.New("too soon")
	ErrPollOver     = errors.New("poll is over")
	ErrNoVotes      = errors.New("proposal takes no votes")
	ErrVoted        = errors.New("voted already")
	ErrInsufficient = errors.New("there is less than that")
	ErrReward       = errors.New("reward must come first")
	ErrUnsupported  = errors.New("the contracts cannot do this")
)

// RefusedError says why something cannot be done as things are.
type RefusedError struct {
	Kind error  // one of the errors above
	Text string // for people: what is wrong, what was expected, what to do
}

func refused(kind error, format string, args ...any) error {
	return &RefusedError{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

func (e *RefusedError) Error() string { return e.Text }
func (e *RefusedError) Unwrap() error { return e.Kind }

// ErrorCode names the kind for the admin API.
func (e *RefusedError) ErrorCode() string {
	for _, c := range []struct {
		kind error
		code string
	}{
		{ErrZeroAmount, "invalid"}, {ErrZeroAddress, "invalid"}, {ErrBadInput, "invalid"},
		{ErrPaused, "paused"}, {ErrRoundNotInitialized, "round_not_initialized"}, {ErrRoundLocked, "round_locked"},
		{ErrNotRegistered, "not_registered"},
	} {
		if errors.Is(e.Kind, c.kind) {
			return c.code
		}
	}
	return "refused"
}

// InsufficientError says that there is less than what is needed.
type InsufficientError struct {
	What       string       // "LPT of 0x…"
	Have, Need fmt.Stringer // chain.LPT or pm.Wei
	Advice     string       // what to do
}

func (e *InsufficientError) Error() string {
	return fmt.Sprintf("%s: %s is there, %s is needed; %s", e.What, e.Have, e.Need, e.Advice)
}

func (e *InsufficientError) Unwrap() error { return ErrInsufficient }

// ErrorCode names the kind for the admin API.
func (e *InsufficientError) ErrorCode() string { return "insufficient_balance" }

// LockedError says that money cannot be had before a round.
type LockedError struct {
	What          string // "unbonding lock 3"
	WithdrawRound chain.Round
	Round         chain.Round // now
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("%s is locked until round %d, and this is round %d; try again in %d rounds",
		e.What, e.WithdrawRound, e.Round, e.WithdrawRound-e.Round)
}

func (e *LockedError) Unwrap() error { return ErrLocked }

// ErrorCode names the kind for the admin API.
func (e *LockedError) ErrorCode() string { return "lock_not_mature" }

// RewardPendingError says that an orchestrator has not called reward() in this
// round, and that something must wait for it.
type RewardPendingError struct {
	Orchestrator common.Address
	Round        chain.Round
	Why          string // what would happen otherwise
}

func (e *RewardPendingError) Error() string {
	return fmt.Sprintf("orchestrator %s has not called reward in round %d yet: %s; call reward first, or wait for the orchestrator to do it",
		e.Orchestrator, e.Round, e.Why)
}

func (e *RewardPendingError) Unwrap() error { return ErrReward }

// ErrorCode names the kind for the admin API.
func (e *RewardPendingError) ErrorCode() string { return "reward_pending" }

// ProposalStateError says that a proposal takes no votes, because of its state.
type ProposalStateError struct {
	Proposal chain.ProposalID
	State    chain.ProposalState
}

func (e *ProposalStateError) Error() string {
	advice := "its votes are over"
	if e.State == chain.ProposalPending {
		advice = "try again when its votes have begun"
	}
	return fmt.Sprintf("proposal %s is %s, and votes count while it is %s; %s", e.Proposal, e.State, chain.ProposalActive, advice)
}

func (e *ProposalStateError) Unwrap() error { return ErrNoVotes }

// ErrorCode names the kind for the admin API.
func (e *ProposalStateError) ErrorCode() string { return "refused" }

// UnsupportedError says that the contracts of this network cannot do something.
type UnsupportedError struct {
	What string // "services in the registry"
}

func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("the contracts of this network have no %s; do without, or use another -network", e.What)
}

func (e *UnsupportedError) Unwrap() error { return ErrUnsupported }

// ErrorCode names the kind for the admin API.
func (e *UnsupportedError) ErrorCode() string { return "unsupported" }

// NotAContractError says that there is no code at an address.
type NotAContractError struct {
	What    string // "Controller"
	Address common.Address
}

func (e *NotAContractError) Error() string {
	return fmt.Sprintf("there is no contract at %s, which should be the %s; check the address and the network", e.Address, e.What)
}

// ErrorCode names the kind for the admin API.
func (e *NotAContractError) ErrorCode() string { return "invalid" }

// NotAControllerError says that a contract is not the protocol's Controller.
type NotAControllerError struct {
	Address common.Address
	// Missing are the contracts that it does not know; none when it does not
	// answer as a Controller at all.
	Missing []string
}

func (e *NotAControllerError) Error() string {
	reason := "it does not answer getContract"
	if len(e.Missing) > 0 {
		reason = "it does not know " + strings.Join(e.Missing, ", ")
	}
	return fmt.Sprintf("the contract at %s is not the protocol's Controller: %s; check -ethController and -network", e.Address, reason)
}

// AnswerError says that a contract's answer has not the form that it should.
type AnswerError struct {
	Contract common.Address
	Err      error
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("answer of contract %s: %v", e.Contract, e.Err)
}

func (e *AnswerError) Unwrap() error { return e.Err }
