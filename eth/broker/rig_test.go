package broker_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet"
	"github.com/livepeer/streamflow/eth/ethtest"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// rig is a Broker on a real chain with our contracts. Accounts 0 and 1 are
// orchestrators, the Broker's recipient is account 0, and 3 to 5 are senders.
type rig struct {
	*testing.T
	*ethtest.Follower
	devnet *devnet.Devnet
	rpc    *rpc.Client
	client *protocol.Client
	broker *broker.Broker
	nonce  uint32
}

func newRig(t *testing.T) *rig {
	t.Helper()
	cfg := devnet.DefaultConfig()
	cfg.HTTPAddr, cfg.Ticks, cfg.Accounts = "127.0.0.1:0", make(chan time.Time), 8
	d, err := devnet.New(cfg)
	require.NoError(t, err)
	require.NoError(t, d.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	parameters := deploy.DefaultConfig()
	parameters.RoundLength = 30
	contracts, err := d.DeployProtocol(t.Context(), parameters)
	require.NoError(t, err)

	endpoints := rpc.DefaultConfig()
	endpoints.URLs, endpoints.PollInterval = []string{d.HTTPURL()}, time.Hour
	client, err := rpc.New(endpoints)
	require.NoError(t, err)
	require.NoError(t, client.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	r := &rig{T: t, devnet: d, rpc: client}
	r.client, err = protocol.New(t.Context(), protocol.Config{Controller: contracts["Controller"], Chain: client, Receipts: client})
	require.NoError(t, err)
	for i, stake := range []string{"500 LPT", "400 LPT"} {
		plan, err := r.client.Bond(t.Context(), r.address(i), lpt(t, stake), r.address(i))
		require.NoError(t, err)
		r.do(i, plan)
	}
	r.nextRound()
	return r
}

// follow starts the Broker, and gives it the chain.
func (r *rig) follow() {
	r.Helper()
	cfg := broker.DefaultConfig()
	cfg.Protocol, cfg.Gas, cfg.Recipient, cfg.ChainID = r.client, r.rpc, r.address(0), r.devnet.ChainID()
	b, err := broker.New(cfg)
	require.NoError(r, err)
	require.NoError(r, b.Start(r.Context()))
	r.Cleanup(func() { require.NoError(r, b.Close()) })
	r.broker, r.Follower = b, ethtest.NewFollower(r, r.rpc, b.Subscription())
}

func (r *rig) address(i int) common.Address { return r.devnet.Accounts()[i].Address }

// do mines the calls of a plan, which may be refused.
func (r *rig) do(i int, plan chain.Plan) {
	r.Helper()
	for _, call := range plan {
		nonce, err := r.devnet.Client().PendingNonceAt(r.Context(), r.address(i))
		require.NoError(r, err)
		tx, err := types.SignNewTx(r.devnet.Accounts()[i].Key, types.LatestSignerForChainID(new(big.Int).SetUint64(r.devnet.ChainID())),
			&types.LegacyTx{Nonce: nonce, To: &call.To, Value: call.Value.Int(), Data: call.Data, Gas: 2_000_000, GasPrice: big.NewInt(100 * params.GWei)})
		require.NoError(r, err)
		require.NoError(r, r.devnet.Client().SendTransaction(r.Context(), tx))
		require.NoError(r, r.devnet.Mine(1))
	}
}

func (r *rig) round() chain.RoundInfo {
	r.Helper()
	info, err := r.client.Round(r.Context())
	require.NoError(r, err)
	return info
}

// nextRound goes to the next round and initializes it.
func (r *rig) nextRound() {
	r.Helper()
	info := r.round()
	require.NoError(r, r.devnet.Mine(int(info.EndBlock()-info.Block)))
	plan, err := r.client.InitializeRound(r.Context(), r.address(0))
	require.NoError(r, err)
	r.do(0, plan)
}

// ticket is one of the last initialized round that wins for certain.
func (r *rig) ticket(sender, recipient int, face pm.Wei) pm.WinningTicket {
	r.Helper()
	r.nonce++
	info := r.round()
	return ethtest.WinningTicket(r, r.devnet.Accounts()[sender].Key, r.address(recipient), face, r.nonce,
		pm.RoundRef{Number: info.LastInitialized, BlockHash: info.Hash})
}

func lpt(t require.TestingT, text string) chain.LPT {
	l, err := chain.ParseLPT(text)
	require.NoError(t, err)
	return l
}

func wei(t require.TestingT, text string) pm.Wei {
	w, err := pm.ParseWei(text)
	require.NoError(t, err)
	return w
}
