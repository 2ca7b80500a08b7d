package protocol_test

import (
	"context"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/controller"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// coded is an error with a code for the admin API.
type coded interface{ ErrorCode() string }

// attempt is something that is refused.
type attempt struct {
	name string
	want error
	code string
	plan func(ctx context.Context, c *protocol.Client) (chain.Plan, error)
}

func (a attempt) run(r *rig) {
	r.Helper()
	plan, err := a.plan(r.Context(), r.client)
	require.ErrorIs(r, err, a.want, a.name)
	require.Empty(r, plan, a.name)
	var c coded
	require.ErrorAs(r, err, &c, a.name)
	require.Equal(r, a.code, c.ErrorCode(), a.name)
}

// TestRefusals: account 0 is an orchestrator, 1 its delegator, 2 has done nothing.
func TestRefusals(t *testing.T) {
	variants(t, func(r *rig, full bool) {
		r.orchestrate(0, "100 LPT")
		r.bond(1, "10 LPT", 0)
		r.nextRound()
		r.reward(0)
		for _, a := range inputRefusals(r) {
			a.run(r)
		}
		for _, a := range stateRefusals(r) {
			a.run(r)
		}
		enter := attempt{"enter the pool again", protocol.ErrInPool, "refused", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.EnterPool(ctx, r.address(2), r.address(0))
		}}
		if !full {
			enter.want, enter.code = protocol.ErrUnsupported, "unsupported"
		}
		enter.run(r)
	})
}

func inputRefusals(r *rig) []attempt {
	orch, delegator, other, nobody := r.address(0), r.address(1), r.address(2), common.Address{}
	one, none := lpt(r, "1 LPT"), chain.LPT{}
	return []attempt{
		{"bond to nobody", protocol.ErrZeroAddress, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Bond(ctx, other, one, nobody)
		}},
		{"bond nothing", protocol.ErrZeroAmount, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Bond(ctx, other, none, orch)
		}},
		{"unbond nothing", protocol.ErrZeroAmount, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Unbond(ctx, delegator, none)
		}},
		{"transfer stake to oneself", protocol.ErrBadInput, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.TransferBond(ctx, delegator, delegator, one)
		}},
		{"cut beyond the whole", protocol.ErrBadInput, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.SetCuts(ctx, orch, chain.Whole+1, 0)
		}},
		{"fund nothing", protocol.ErrZeroAmount, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Fund(ctx, other, pm.Wei{}, pm.Wei{})
		}},
		{"fees to nobody", protocol.ErrZeroAddress, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.WithdrawFees(ctx, orch, nobody, wei(r, "1 wei"))
		}},
		{"send to nobody", protocol.ErrZeroAddress, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.TransferLPT(ctx, orch, nobody, one)
		}},
		{"service URI without host", protocol.ErrBadInput, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.SetRegistryEntry(ctx, orch, chain.RegistryEntry{ServiceURI: "node.example:8935"})
		}},
		{"region too long", protocol.ErrBadInput, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.SetRegistryEntry(ctx, orch, chain.RegistryEntry{Regions: []string{strings.Repeat("x", 32)}})
		}},
		{"service with a wrong id", protocol.ErrBadInput, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.SetRegistryEntry(ctx, orch, chain.RegistryEntry{Services: []chain.Service{{Name: "CPUTranscoding", ID: common.Hash{1}}}})
		}},
		{"neither yes nor no", protocol.ErrBadInput, "invalid", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Vote(ctx, orch, orch, 2)
		}},
	}
}

func stateRefusals(r *rig) []attempt {
	orch, delegator, other := r.address(0), r.address(1), r.address(2)
	one, much := lpt(r, "1 LPT"), lpt(r, "100000000 LPT")
	return []attempt{
		{"bond more than there is", protocol.ErrInsufficient, "insufficient_balance", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Bond(ctx, other, much, orch)
		}},
		{"bond to no orchestrator", protocol.ErrNotRegistered, "not_registered", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Bond(ctx, other, one, delegator)
		}},
		{"orchestrator bonds to others", protocol.ErrRegistered, "refused", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Bond(ctx, orch, one, delegator)
		}},
		{"unbond without stake", protocol.ErrNotBonded, "refused", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Unbond(ctx, other, one)
		}},
		{"unbond more than there is", protocol.ErrInsufficient, "insufficient_balance", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Unbond(ctx, delegator, much)
		}},
		{"withdraw no lock", protocol.ErrNoLock, "refused", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.WithdrawStake(ctx, delegator, 0)
		}},
		{"more fees than there are", protocol.ErrInsufficient, "insufficient_balance", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.WithdrawFees(ctx, orch, orch, wei(r, "1 ETH"))
		}},
		{"claim nothing", protocol.ErrNotBonded, "refused", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.ClaimEarnings(ctx, other)
		}},
		{"cuts of a delegator", protocol.ErrNotRegistered, "not_registered", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.SetCuts(ctx, delegator, 0, 0)
		}},
		{"reward of a delegator", protocol.ErrNotActive, "refused", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Reward(ctx, delegator)
		}},
		{"initialize again", protocol.ErrRoundInitialized, "refused", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.InitializeRound(ctx, other)
		}},
		{"fund more than there is", protocol.ErrInsufficient, "insufficient_balance", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.Fund(ctx, other, wei(r, "1000000 ETH"), pm.Wei{})
		}},
		{"send more LPT than there is", protocol.ErrInsufficient, "insufficient_balance", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.TransferLPT(ctx, other, orch, much)
		}},
		{"send more ETH than there is", protocol.ErrInsufficient, "insufficient_balance", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
			return c.TransferETH(ctx, other, orch, wei(r, "1000000 ETH"))
		}},
	}
}

// TestRoundRefusals: what the end of a round, a round that nobody has begun, and
// a pause forbid.
func TestRoundRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t, 3, func(c *rpc.Client) protocol.Chain { return c })
	r.orchestrate(0, "100 LPT")
	r.nextRound()
	cuts := attempt{"cuts", protocol.ErrReward, "reward_pending", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
		return c.SetCuts(ctx, r.address(0), 0, 0)
	}}
	cuts.run(r)
	r.reward(0)
	info := r.round()
	require.NoError(t, r.devnet.Mine(int(info.LockedFrom-info.Block)))
	cuts.want, cuts.code = protocol.ErrRoundLocked, "round_locked"
	cuts.run(r)

	r.toRoundEnd()
	require.False(t, r.round().Initialized)
	unbond := attempt{"unbond", protocol.ErrRoundNotInitialized, "round_not_initialized", func(ctx context.Context, c *protocol.Client) (chain.Plan, error) {
		return c.Unbond(ctx, r.address(0), lpt(r, "1 LPT"))
	}}
	unbond.run(r)
	plan, err := r.client.InitializeRound(t.Context(), r.address(0))
	r.do(0, plan, err)
	_, err = r.client.Unbond(t.Context(), r.address(0), lpt(r, "1 LPT"))
	require.NoError(t, err)

	r.pause()
	unbond.want, unbond.code = protocol.ErrPaused, "paused"
	unbond.run(r)
}

// pause stops the protocol, by the Controller's owner, whose key everybody knows.
func (r *rig) pause() {
	r.Helper()
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte("livepeer devnet owner")))
	require.NoError(r, err)
	owner, to := crypto.PubkeyToAddress(key.PublicKey), r.contracts["Controller"]
	nonce, err := r.devnet.Client().PendingNonceAt(r.Context(), owner)
	require.NoError(r, err)
	tx, err := types.SignNewTx(key, types.LatestSignerForChainID(new(big.Int).SetUint64(r.devnet.ChainID())), &types.LegacyTx{
		Nonce: nonce, To: &to, Data: controller.NewController().PackPause(), Gas: 100_000, GasPrice: big.NewInt(100e9),
	})
	require.NoError(r, err)
	require.NoError(r, r.devnet.Client().SendTransaction(r.Context(), tx))
	require.NoError(r, r.devnet.Mine(1))
}

func TestNewErrors(t *testing.T) {
	t.Parallel()
	r := newRig(t, 1, func(c *rpc.Client) protocol.Chain { return c })
	var none *protocol.NotAContractError
	_, err := protocol.New(t.Context(), protocol.Config{Controller: r.address(0), Chain: r.rpc})
	require.ErrorAs(t, err, &none)
	require.Equal(t, r.address(0), none.Address)
	_, err = protocol.New(t.Context(), protocol.Config{Controller: r.contracts["Controller"], ServiceRegistry: r.address(0), Chain: r.rpc})
	require.ErrorAs(t, err, &none)

	var other *protocol.NotAControllerError
	_, err = protocol.New(t.Context(), protocol.Config{Controller: r.contracts["LivepeerToken"], Chain: r.rpc})
	require.ErrorAs(t, err, &other)
	_, err = protocol.New(t.Context(), protocol.Config{Chain: r.rpc})
	require.ErrorIs(t, err, protocol.ErrZeroAddress)
	_, err = protocol.New(t.Context(), protocol.Config{Controller: r.address(0)})
	require.Error(t, err)

	// The Directory reads the Controller's registry: it is of no use with another.
	c, err := protocol.New(t.Context(), protocol.Config{Controller: r.contracts["Controller"], ServiceRegistry: r.contracts["ServiceRegistryTarget"], Chain: r.rpc})
	require.NoError(t, err)
	require.False(t, c.Features().Directory)
	require.Equal(t, r.contracts["ServiceRegistryTarget"], c.Contracts()["ServiceRegistry"])
}
