package protocol

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
)

const (
	maxPolls    = 200  // that are listed, the newest
	maxProposal = 1024 // bytes
)

// Polls returns the newest polls, the oldest of them first; none where there is no
// PollCreator.
func (c *Client) Polls(ctx context.Context) ([]chain.Poll, error) {
	if !c.Features().Polls {
		return nil, nil
	}
	fail := func(err error) ([]chain.Poll, error) { return nil, fmt.Errorf("read the polls: %w", err) }
	to := c.at(namePolls)
	logs, _, err := c.search(ctx, logSearch{enough: maxPolls, address: to, topics: topics(eventPollCreated)})
	if err != nil {
		return fail(err)
	}
	var now uint64
	if err := c.ask(ctx, nil, convert(c.at(nameRounds), c.rounds.PackBlockNum(), c.rounds.UnpackBlockNum, toUint64, &now)); err != nil {
		return fail(err)
	}
	var polls []chain.Poll
	for i := range logs {
		created, err := c.creator.UnpackPollCreatedEvent(&logs[i])
		if err != nil {
			return fail(&AnswerError{Contract: to, Err: err})
		}
		p := chain.Poll{Address: created.Poll, Proposal: printable(created.Proposal)}
		var ok1, ok2, ok3 bool
		p.EndBlock, ok1 = toUint64(created.EndBlock)
		p.Quorum, ok2 = toParts(created.Quorum)
		p.Quota, ok3 = toParts(created.Quota)
		if !ok1 || !ok2 || !ok3 {
			return fail(&AnswerError{Contract: to, Err: errRange})
		}
		p.Open = now <= p.EndBlock
		polls = append(polls, p)
	}
	return polls, nil
}

// Vote plans to vote in a poll, with all stake that from has at its end. The last
// vote counts.
func (c *Client) Vote(ctx context.Context, _, poll common.Address, choice chain.PollChoice) (chain.Plan, error) {
	answers := map[chain.PollChoice]string{chain.VoteYes: "yes", chain.VoteNo: "no"}
	answer, ok := answers[choice]
	if !ok {
		return nil, refused(ErrBadInput, "choice %d is none; expected yes or no", choice)
	}
	if err := c.checkCode(ctx, "poll", poll); err != nil {
		return nil, err
	}
	var end, now uint64
	err := c.ask(ctx, nil,
		convert(poll, c.poll.PackEndBlock(), c.poll.UnpackEndBlock, toUint64, &end),
		convert(c.at(nameRounds), c.rounds.PackBlockNum(), c.rounds.UnpackBlockNum, toUint64, &now))
	var refusal *AnswerError
	switch {
	case errors.As(err, &refusal) && refusal.Contract == poll:
		return nil, refused(ErrBadInput, "the contract at %s is no poll; choose one of the list of polls", poll)
	case err != nil:
		return nil, err
	case now > end:
		return nil, refused(ErrPollOver, "poll %s ended with block %d, and this is block %d; there is nothing to vote on", poll, end, now)
	}
	data := c.poll.PackVote(new(big.Int).SetUint64(uint64(choice)))
	return chain.Plan{{Label: fmt.Sprintf("vote %s in poll %s", answer, poll), To: poll, Data: data}}, nil
}

// CreatePoll plans to ask all who have stake. It needs stake of from's own, which
// it keeps.
func (c *Client) CreatePoll(ctx context.Context, from common.Address, proposal string) (chain.Plan, error) {
	switch {
	case !c.Features().Polls:
		return nil, &UnsupportedError{What: "PollCreator"}
	case proposal == "" || len(proposal) > maxProposal:
		return nil, refused(ErrBadInput, "the proposal has %d bytes; expected 1 to %d, usually an IPFS hash", len(proposal), maxProposal)
	}
	to := c.at(namePolls)
	var stake, cost chain.LPT
	err := c.ask(ctx, nil,
		convert(to, c.creator.PackPOLLCREATIONCOST(), c.creator.UnpackPOLLCREATIONCOST, toLPT, &cost),
		convert(c.at(nameBonding), c.bonding.PackPendingStake(from, new(big.Int)), c.bonding.UnpackPendingStake, toLPT, &stake))
	if err != nil {
		return nil, fmt.Errorf("look at what a poll needs: %w", err)
	}
	if err := needLPT(stake, cost, fmt.Sprintf("stake of %s", from), "bond more; a poll costs none of it"); err != nil {
		return nil, err
	}
	return chain.Plan{c.call(namePolls, fmt.Sprintf("create a poll on %q", proposal), c.creator.PackCreatePoll(slices.Clone([]byte(proposal))))}, nil
}
