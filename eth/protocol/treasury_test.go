package protocol_test

import (
	"context"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/controller"
	"github.com/livepeer/streamflow/eth/contracts/testgovernor"
	"github.com/livepeer/streamflow/eth/devnet/keys"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
)

// governor is OpenZeppelin's, as the LivepeerGovernor of a rig.
type governor struct {
	*rig
	*testgovernor.TestGovernor
	opts *bind.TransactOpts // of the Controller's owner
	at   common.Address
}

func newGovernor(r *rig) *governor {
	r.Helper()
	owner, err := keys.NewOwner()
	require.NoError(r, err)
	g := &governor{rig: r, TestGovernor: testgovernor.NewTestGovernor()}
	g.opts = bind.NewKeyedTransactor(owner.Key, new(big.Int).SetUint64(r.devnet.ChainID()))
	g.opts.Context, g.opts.GasLimit = r.Context(), 7_000_000
	at, tx, err := bind.DeployContract(g.opts, common.FromHex(testgovernor.TestGovernorMetaData.Bin), r.devnet.Client(), nil)
	g.mined(tx, err)
	g.at = at
	register := controller.NewController()
	g.mined(bind.Transact(register.Instance(r.devnet.Client(), r.contracts["Controller"]), g.opts,
		register.PackSetContractInfo(id("LivepeerGovernor"), at, [20]byte{})))
	require.NoError(r, r.client.Refresh(r.Context()))
	return g
}

// mined returns the logs of a transaction that must work.
func (g *governor) mined(tx *types.Transaction, err error) []*types.Log {
	g.Helper()
	require.NoError(g, err)
	require.NoError(g, g.devnet.Mine(1))
	receipt, err := g.devnet.Client().TransactionReceipt(g.Context(), tx.Hash())
	require.NoError(g, err)
	require.Equal(g, types.ReceiptStatusSuccessful, receipt.Status)
	return receipt.Logs
}

// propose makes a proposal that does nothing; votes begin two blocks later.
func (g *governor) propose(description string) chain.ProposalID {
	g.Helper()
	logs := g.mined(bind.Transact(g.Instance(g.devnet.Client(), g.at), g.opts,
		g.PackPropose([]common.Address{{1}}, []*big.Int{new(big.Int)}, [][]byte{nil}, description)))
	created, err := g.UnpackProposalCreatedEvent(logs[0])
	require.NoError(g, err)
	proposal, err := chain.ParseProposalID(created.ProposalId.String())
	require.NoError(g, err)
	return proposal
}

// votes counts those against, for, and the abstentions.
func (g *governor) votes(proposal chain.ProposalID) [3]uint64 {
	g.Helper()
	v, err := bind.Call(g.Instance(g.devnet.Client(), g.at), nil, g.PackProposalVotes(proposal.Int()), g.UnpackProposalVotes)
	require.NoError(g, err)
	return [3]uint64{v.AgainstVotes.Uint64(), v.ForVotes.Uint64(), v.AbstainVotes.Uint64()}
}

// reasons are those of all votes, in their order.
func (g *governor) reasons() []string {
	g.Helper()
	logs, err := g.rpc.FilterLogs(g.Context(), ethereum.FilterQuery{
		FromBlock: new(big.Int), Addresses: []common.Address{g.at}, Topics: [][]common.Hash{{id("VoteCast(address,uint256,uint8,uint256,string)")}},
	})
	require.NoError(g, err)
	var reasons []string
	for i := range logs {
		cast, err := g.UnpackVoteCastEvent(&logs[i])
		require.NoError(g, err)
		reasons = append(reasons, cast.Reason)
	}
	return reasons
}

// vote votes as account i.
func (g *governor) vote(i int, proposal chain.ProposalID, support chain.Support, reason string) {
	g.Helper()
	plan, err := g.client.VoteOnProposal(g.Context(), g.address(i), proposal, support, reason)
	g.do(i, plan, err)
}

func (g *governor) refused(proposal chain.ProposalID, state chain.ProposalState) {
	g.Helper()
	plan, err := g.client.VoteOnProposal(g.Context(), g.address(0), proposal, chain.VoteFor, "")
	require.Empty(g, plan)
	require.ErrorIs(g, err, protocol.ErrNoVotes)
	var closed *protocol.ProposalStateError
	require.ErrorAs(g, err, &closed)
	require.Equal(g, protocol.ProposalStateError{Proposal: proposal, State: state}, *closed)
	require.ErrorContains(g, err, state.String())
	require.Equal(g, "refused", closed.ErrorCode())
}

func newTreasuryRig(t *testing.T) *rig {
	t.Helper()
	t.Parallel()
	return newRig(t, 6, func(c *rpc.Client) protocol.Chain { return stripped{c} })
}

func TestVoteOnProposal(t *testing.T) {
	g := newGovernor(newTreasuryRig(t))
	proposal, long := g.propose("spend it"), "größer, \"besser\"\n"+strings.Repeat("x", 1000)
	g.refused(proposal, chain.ProposalPending)
	require.NoError(t, g.devnet.Mine(3))

	plan, err := g.client.VoteOnProposal(t.Context(), g.address(0), proposal, chain.VoteAgainst, "")
	require.NoError(t, err)
	require.Equal(t, "vote against on treasury proposal "+proposal.String(), plan[0].Label)
	g.do(0, plan, nil)
	require.Equal(t, [3]uint64{1, 0, 0}, g.votes(proposal))
	g.vote(1, proposal, chain.VoteFor, "")
	g.vote(2, proposal, chain.VoteFor, "it is good")
	g.vote(3, proposal, chain.VoteFor, long)
	g.vote(4, proposal, chain.VoteAbstain, "no idea")
	g.vote(5, proposal, chain.VoteAbstain, "")
	require.Equal(t, [3]uint64{1, 3, 2}, g.votes(proposal))
	require.Equal(t, []string{"", "", "it is good", long, "no idea", ""}, g.reasons())

	attempt{"twice", protocol.ErrVoted, "refused", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
		return c.VoteOnProposal(ctx, g.address(0), proposal, chain.VoteFor, "")
	}}.run(g.rig)
	require.NoError(t, g.devnet.Mine(20))
	g.refused(proposal, chain.ProposalSucceeded)
	lost := g.propose("keep it")
	require.NoError(t, g.devnet.Mine(30))
	g.refused(lost, chain.ProposalDefeated)
}

func TestVoteOnProposalIsRefused(t *testing.T) {
	r := newTreasuryRig(t)
	vote := func(proposal chain.ProposalID, support chain.Support, reason string) func(context.Context, *protocol.Client) (chain.Plan, error) {
		return func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.VoteOnProposal(ctx, r.address(0), proposal, support, reason)
		}
	}
	attempt{"no governor", protocol.ErrUnsupported, "unsupported", vote(chain.ProposalID{}, chain.VoteFor, "")}.run(r)
	g := newGovernor(r)
	proposal := g.propose("spend it")
	require.NoError(t, r.devnet.Mine(3))
	for _, a := range []attempt{
		{"no such proposal", protocol.ErrBadInput, "invalid", vote(chain.ProposalID{9}, chain.VoteFor, "")},
		{"no such vote", protocol.ErrBadInput, "invalid", vote(proposal, 3, "")},
		{"long reason", protocol.ErrBadInput, "invalid", vote(proposal, chain.VoteFor, strings.Repeat("x", 1025))},
		{"no text", protocol.ErrBadInput, "invalid", vote(proposal, chain.VoteFor, "\xff")},
	} {
		a.run(r)
	}
	require.Zero(t, g.votes(proposal))
}
