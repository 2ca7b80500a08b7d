package keeper_test

import (
	"context"
	"math/big"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet"
	"github.com/livepeer/streamflow/eth/devnet/keys"
	"github.com/livepeer/streamflow/eth/keeper"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/tx"
	"github.com/livepeer/streamflow/eth/watch"
)

// devnetSigner signs as an account of a devnet.
type devnetSigner struct{ keys.Account }

func (s devnetSigner) Address() common.Address { return s.Account.Address }

func (s devnetSigner) SignTx(t *types.Transaction, id *big.Int) (*types.Transaction, error) {
	return types.SignTx(t, types.LatestSignerForChainID(id), s.Key)
}

// manager is a tx.Manager as a keeper.Sender.
type manager struct{ *tx.Manager }

func (m manager) Send(ctx context.Context, c chain.Call) (chain.Transaction, error) {
	return m.Manager.Send(ctx, tx.Request{To: c.To, Value: c.Value, Data: c.Data, Label: c.Label, Key: c.Key})
}

// realRig is a devnet with our contracts, and a node's way to it.
type realRig struct {
	t        *testing.T
	net      *devnet.Devnet
	protocol *protocol.Client
	manager  manager
	account  common.Address
	services []service
}

func newRealRig(t *testing.T) *realRig {
	t.Helper()
	ctx := t.Context()
	cfg := devnet.DefaultConfig()
	cfg.HTTPAddr, cfg.Ticks = "127.0.0.1:0", make(chan time.Time)
	net, err := devnet.New(cfg)
	require.NoError(t, err)
	require.NoError(t, net.Start(ctx))
	t.Cleanup(func() { require.NoError(t, net.Close()) })
	parameters := deploy.DefaultConfig()
	parameters.RoundLength = 30
	contracts, err := net.DeployProtocol(ctx, parameters)
	require.NoError(t, err)

	endpoints := rpc.DefaultConfig()
	endpoints.URLs, endpoints.PollInterval = []string{net.HTTPURL()}, 20*time.Millisecond
	client, err := rpc.New(endpoints)
	require.NoError(t, err)
	require.NoError(t, client.Start(ctx))
	t.Cleanup(func() { require.NoError(t, client.Close()) })

	r := &realRig{t: t, net: net, account: net.Accounts()[0].Address}
	r.protocol, err = protocol.New(ctx, protocol.Config{Controller: contracts["Controller"], Chain: client})
	require.NoError(t, err)
	r.startManager(client)
	return r
}

func (r *realRig) startManager(client *rpc.Client) {
	records, err := store.Open(r.t.Context(), filepath.Join(r.t.TempDir(), "test.sqlite3"))
	require.NoError(r.t, err)
	r.t.Cleanup(func() { require.NoError(r.t, records.Close()) })
	cfg := tx.DefaultConfig()
	cfg.ChainID, cfg.Chain, cfg.Store, cfg.Signer = r.net.ChainID(), client, records, devnetSigner{r.net.Accounts()[0]}
	// A transaction that a reorganisation drops on its way is soon sent again.
	cfg.Poll, cfg.Resend = 20*time.Millisecond, 200*time.Millisecond
	m, err := tx.New(cfg)
	require.NoError(r.t, err)
	require.NoError(r.t, m.Start(r.t.Context()))
	r.t.Cleanup(func() { require.NoError(r.t, m.Close()) })
	r.manager = manager{m}
}

// startServices starts both.
func (r *realRig) startServices() {
	cfg := keeper.DefaultConfig()
	cfg.Protocol, cfg.Sender, cfg.Account, cfg.MaxDelay, cfg.Poll = r.protocol, r.manager, r.account, 0, 50*time.Millisecond
	initializer, err := keeper.NewInitializer(cfg)
	require.NoError(r.t, err)
	rewarder, err := keeper.NewRewarder(cfg)
	require.NoError(r.t, err)
	r.services = []service{initializer, rewarder}
	for _, s := range r.services {
		require.NoError(r.t, s.Start(r.t.Context()))
		r.t.Cleanup(func() { require.NoError(r.t, s.Close()) })
	}
}

// mine makes blocks and tells the services of each.
func (r *realRig) mine(n int) {
	for range n {
		require.NoError(r.t, r.net.Mine(1))
		head, err := r.net.Client().BlockNumber(r.t.Context())
		require.NoError(r.t, err)
		for _, s := range r.services {
			batch := watch.Batch{Kind: watch.Added, Block: chain.BlockRef{Number: head, L1Number: head}}
			require.NoError(r.t, s.Subscription().Handle(r.t.Context(), batch))
		}
	}
}

// until mines slowly until something holds.
func (r *realRig) until(what string, holds func() bool) {
	r.t.Helper()
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for range 100 {
		if holds() {
			return
		}
		r.mine(1)
		<-ticker.C
	}
	require.Fail(r.t, "did not happen: "+what)
}

// do sends a plan and waits for it.
func (r *realRig) do(plan chain.Plan, err error) {
	r.t.Helper()
	require.NoError(r.t, err)
	for _, call := range plan {
		sent, err := r.manager.Send(r.t.Context(), call)
		require.NoError(r.t, err)
		r.mine(1)
		_, err = r.manager.Wait(r.t.Context(), sent.ID)
		require.NoError(r.t, err)
	}
}

func (r *realRig) round() chain.RoundInfo {
	info, err := r.protocol.Round(r.t.Context())
	require.NoError(r.t, err)
	return info
}

// rewarded says whether the account has its reward of a round.
func (r *realRig) rewarded(round chain.Round) bool {
	o, err := r.protocol.Orchestrator(r.t.Context(), r.account)
	require.NoError(r.t, err)
	return o.LastRewardRound == round
}

// sent are the transactions that have a label.
func (r *realRig) sent(label string) (found []chain.Transaction) {
	list, err := r.manager.Transactions(r.t.Context(), 100)
	require.NoError(r.t, err)
	for _, t := range list {
		if t.Label == label {
			found = append(found, t)
		}
	}
	return found
}

// blockOf is the block that has the transaction of a label, zero for none.
func (r *realRig) blockOf(label string) common.Hash {
	list := r.sent(label)
	require.Len(r.t, list, 1, label)
	if list[0].Receipt == nil {
		return common.Hash{}
	}
	return list[0].Receipt.BlockHash
}

// forgetFrom takes away a block, all after it, and what they had.
func (r *realRig) forgetFrom(block common.Hash) {
	header, err := r.net.Client().HeaderByHash(r.t.Context(), block)
	require.NoError(r.t, err)
	require.NoError(r.t, r.net.Fork(header.ParentHash))
	require.NoError(r.t, r.net.Rollback())
}

// TestOnTheContracts keeps rounds going on a real chain with our contracts, with
// a reorganisation that takes a reward back.
func TestOnTheContracts(t *testing.T) {
	t.Parallel()
	r := newRealRig(t)
	amount, err := chain.ParseLPT("1000 LPT")
	require.NoError(t, err)
	r.do(r.protocol.Bond(t.Context(), r.account, amount, r.account))
	r.startServices()

	first := r.round()
	require.EqualValues(t, 1, first.Number)
	r.mine(int(first.EndBlock() - first.Block))
	r.until("round 2 is initialized", func() bool { return r.round().Initialized })
	r.until("its reward is called", func() bool { return r.rewarded(2) && r.blockOf("call reward of round 2") != common.Hash{} })

	before := r.blockOf("call reward of round 2")
	r.forgetFrom(before)
	r.mine(2)
	r.until("the reward is called on the new branch", func() bool {
		return r.rewarded(2) && r.blockOf("call reward of round 2") != before
	})
	second := r.round()
	r.mine(int(second.EndBlock() - second.Block))
	r.until("the next round's reward is called", func() bool { return r.rewarded(3) })
	for _, label := range []string{"initialize round 2", "call reward of round 2", "initialize round 3", "call reward of round 3"} {
		require.Len(t, r.sent(label), 1, label)
	}
}
