package cliapi

import (
	"context"
	"net/http"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

// Governance reads polls and plans what takes part in them, and in what is decided
// on the treasury.
type Governance interface {
	Polls(ctx context.Context) ([]chain.Poll, error)
	Vote(ctx context.Context, from, poll common.Address, choice chain.PollChoice) (chain.Plan, error)
	CreatePoll(ctx context.Context, from common.Address, proposal string) (chain.Plan, error)
	VoteOnProposal(ctx context.Context, from common.Address, id chain.ProposalID, support chain.Support, reason string) (chain.Plan, error)
}

// PollList is GET /api/v1/polls.
type PollList struct {
	Polls []Poll `json:"polls"`
}

// Poll is a question to all who have stake.
type Poll struct {
	Address  Address     `json:"address"`
	Proposal string      `json:"proposal"` // usually an IPFS hash
	EndBlock uint64      `json:"endBlock"` // votes count up to it
	Quorum   chain.Parts `json:"quorum"`   // of the stake that must vote
	Quota    chain.Parts `json:"quota"`    // of the votes that must be for it
	Open     bool        `json:"open"`
}

func (c *ChainConfig) polls(r *http.Request) (any, error) {
	polls, err := c.Governance.Polls(r.Context())
	if err != nil {
		return nil, err
	}
	list := PollList{Polls: []Poll{}}
	for _, p := range polls {
		list.Polls = append(list.Polls, Poll{
			Address: Address(p.Address), Proposal: p.Proposal, EndBlock: p.EndBlock, Quorum: p.Quorum, Quota: p.Quota, Open: p.Open,
		})
	}
	return list, nil
}

func governanceActions() []action {
	return []action{
		{"vote", []string{"poll", "choice"}, vote},
		{"create-poll", []string{"proposal"}, createPoll},
		{"vote-on-proposal", []string{"proposal", "support", "reason"}, voteOnProposal},
	}
}

func vote(c *ChainConfig, in *input) []step {
	poll, choice := in.address("poll"), in.choice("choice")
	return one(func(ctx context.Context) (chain.Plan, error) { return c.Governance.Vote(ctx, c.Account, poll, choice) })
}

func createPoll(c *ChainConfig, in *input) []step {
	proposal := in.text("proposal", `"Qm…", the IPFS hash of the proposal`)
	return one(func(ctx context.Context) (chain.Plan, error) {
		return c.Governance.CreatePoll(ctx, c.Account, proposal)
	})
}

func voteOnProposal(c *ChainConfig, in *input) []step {
	proposal := parsed(in, "proposal", `"123", a number of 256 bits`, chain.ParseProposalID)
	support := parsed(in, "support", `"against", "for" or "abstain"`, chain.ParseSupport)
	var reason string
	if in.has("reason") {
		reason = in.text("reason", `"it pays for itself"`)
	}
	return one(func(ctx context.Context) (chain.Plan, error) {
		return c.Governance.VoteOnProposal(ctx, c.Account, proposal, support, reason)
	})
}
