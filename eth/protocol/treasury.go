package protocol

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/rpc"
)

const maxReason = 1024 // bytes

// VoteOnProposal plans to vote on what becomes of the treasury (chain.md 3), with
// all stake that from had when the proposal began. The vote is final. reason is
// for others to read, at most 1024 bytes of UTF-8, and may be empty. Errors:
// *UnsupportedError without a LivepeerGovernor, *ProposalStateError when the
// proposal takes no votes, *RefusedError, or those of the chain.
func (c *Client) VoteOnProposal(ctx context.Context, from common.Address, id chain.ProposalID, support chain.Support, reason string) (chain.Plan, error) {
	governor := c.at(nameGovernor)
	switch {
	case governor == (common.Address{}):
		return nil, &UnsupportedError{What: nameGovernor}
	case support.String() == "":
		return nil, refused(ErrBadInput, "vote %d is none; %v", support, chain.ErrSupport)
	case len(reason) > maxReason:
		return nil, refused(ErrBadInput, "the reason has %d bytes; expected at most %d", len(reason), maxReason)
	case !utf8.ValidString(reason):
		return nil, refused(ErrBadInput, "the reason is no UTF-8 text; write it anew")
	}
	if err := c.checkProposal(ctx, from, id); err != nil {
		return nil, err
	}
	data := c.governor.PackCastVote(id.Int(), uint8(support))
	if reason != "" {
		data = c.governor.PackCastVoteWithReason(id.Int(), uint8(support), reason)
	}
	return chain.Plan{c.call(nameGovernor, fmt.Sprintf("vote %s on treasury proposal %s", support, id), data)}, nil
}

// checkProposal refuses a proposal on which from cannot vote now.
func (c *Client) checkProposal(ctx context.Context, from common.Address, id chain.ProposalID) error {
	var state uint8
	var voted bool
	to := c.at(nameGovernor)
	err := c.ask(ctx, nil,
		ask(to, c.governor.PackState(id.Int()), c.governor.UnpackState, &state),
		ask(to, c.governor.PackHasVoted(id.Int(), from), c.governor.UnpackHasVoted, &voted))
	var unknown *rpc.RevertError
	switch {
	case errors.As(err, &unknown): // as the Governor's state does
		return refused(ErrBadInput, "there is no treasury proposal %s; check its number and the network", id)
	case err != nil:
		return fmt.Errorf("look at proposal %s: %w", id, err)
	case chain.ProposalState(state) != chain.ProposalActive:
		return &ProposalStateError{Proposal: id, State: chain.ProposalState(state)}
	case voted:
		return refused(ErrVoted, "%s has voted on proposal %s already; a vote cannot be changed", from, id)
	}
	return nil
}
