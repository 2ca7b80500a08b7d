package protocol_test

import (
	"math/big"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet"
	"github.com/livepeer/streamflow/eth/ethtest"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// rig is the protocol on a real chain, of which the test mines every block.
type rig struct {
	*testing.T
	devnet    *devnet.Devnet
	rpc       *rpc.Client
	contracts chain.Contracts
	client    *protocol.Client
	cfg       deploy.Config
	requests  *atomic.Int64 // over HTTP
	nonce     uint32        // of tickets
}

// variants are the contracts that the client has to work with: ours, and what
// remains of them when they have only the interface of the deployed ones.
func variants(t *testing.T, test func(r *rig, full bool)) {
	t.Parallel()
	t.Run("our contracts", func(t *testing.T) {
		t.Parallel()
		test(newRig(t, 20, func(c *rpc.Client) protocol.Chain { return c }), true)
	})
	t.Run("deployed interface", func(t *testing.T) {
		t.Parallel()
		test(newRig(t, 20, func(c *rpc.Client) protocol.Chain { return stripped{c} }), false)
	})
}

func newRig(t *testing.T, accounts int, wrap func(*rpc.Client) protocol.Chain, changes ...func(*deploy.Config)) *rig {
	t.Helper()
	cfg := devnet.DefaultConfig()
	cfg.HTTPAddr, cfg.Ticks, cfg.Accounts = "127.0.0.1:0", make(chan time.Time), accounts
	d, err := devnet.New(cfg)
	require.NoError(t, err)
	require.NoError(t, d.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, d.Close()) })

	r := &rig{T: t, devnet: d, cfg: deploy.DefaultConfig(), requests: new(atomic.Int64)}
	r.cfg.NumActiveTranscoders = uint64(accounts)
	for _, change := range changes {
		change(&r.cfg)
	}
	r.contracts, err = d.DeployProtocol(t.Context(), r.cfg)
	require.NoError(t, err)
	r.dial()
	r.client, err = protocol.New(t.Context(), protocol.Config{Controller: r.contracts["Controller"], Chain: wrap(r.rpc), Receipts: r.rpc})
	require.NoError(t, err)
	return r
}

// dial opens the node's own client to the chain.
func (r *rig) dial() {
	cfg := rpc.DefaultConfig()
	cfg.URLs = []string{r.devnet.HTTPURL()}
	cfg.PollInterval = time.Hour // so that all requests are those of the test
	transport := &http.Transport{}
	cfg.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
		r.requests.Add(1)
		return transport.RoundTrip(req)
	})
	var err error
	r.rpc, err = rpc.New(cfg)
	require.NoError(r, err)
	require.NoError(r, r.rpc.Start(r.Context()))
	r.Cleanup(func() {
		require.NoError(r, r.rpc.Close())
		transport.CloseIdleConnections()
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func (r *rig) address(i int) common.Address { return r.devnet.Accounts()[i].Address }

// do sends what was planned for account i, each call in a block of its own.
func (r *rig) do(i int, plan chain.Plan, err error) {
	r.Helper()
	require.NoError(r, err)
	require.NotEmpty(r, plan)
	for _, call := range plan {
		hash := r.send(i, call)
		require.NoError(r, r.devnet.Mine(1))
		receipt, err := r.rpc.TransactionReceipt(r.Context(), hash)
		require.NoError(r, err)
		require.Equal(r, types.ReceiptStatusSuccessful, receipt.Status, "%s: refused", call.Label)
	}
}

// send puts a call of account i into the pool of transactions.
func (r *rig) send(i int, call chain.Call) common.Hash {
	r.Helper()
	nonce, err := r.devnet.Client().PendingNonceAt(r.Context(), r.address(i))
	require.NoError(r, err)
	return r.sendAt(i, nonce, call)
}

func (r *rig) sendAt(i int, nonce uint64, call chain.Call) common.Hash {
	r.Helper()
	tx, err := types.SignNewTx(r.devnet.Accounts()[i].Key, types.LatestSignerForChainID(new(big.Int).SetUint64(r.devnet.ChainID())), &types.LegacyTx{
		Nonce: nonce, To: &call.To, Value: call.Value.Int(), Data: call.Data, Gas: 2_000_000, GasPrice: big.NewInt(100 * params.GWei),
	})
	require.NoError(r, err)
	require.NoError(r, r.devnet.Client().SendTransaction(r.Context(), tx))
	return tx.Hash()
}

// nextRound goes to the next round and initializes it.
func (r *rig) nextRound() {
	r.Helper()
	r.toRoundEnd()
	plan, err := r.client.InitializeRound(r.Context(), r.address(0))
	r.do(0, plan, err)
}

// toRoundEnd mines the first block of the next round.
func (r *rig) toRoundEnd() {
	r.Helper()
	info := r.round()
	require.NoError(r, r.devnet.Mine(int(info.EndBlock()-info.Block)))
}

func (r *rig) round() chain.RoundInfo {
	r.Helper()
	info, err := r.client.Round(r.Context())
	require.NoError(r, err)
	return info
}

// ticket is one of the last initialized round that wins for certain.
func (r *rig) ticket(sender, recipient int, face pm.Wei) pm.WinningTicket {
	r.Helper()
	r.nonce++
	info := r.round()
	return ethtest.WinningTicket(r, r.devnet.Accounts()[sender].Key, r.address(recipient), face, r.nonce,
		pm.RoundRef{Number: info.LastInitialized, BlockHash: info.Hash})
}

// orchestrate makes account i an orchestrator with its own stake, and cuts of 10%
// of rewards and 50% of fees.
func (r *rig) orchestrate(i int, stake string) {
	r.Helper()
	r.bond(i, stake, i)
	r.cuts(i, 100_000, 500_000)
}

func (r *rig) bond(i int, amount string, to int) {
	r.Helper()
	plan, err := r.client.Bond(r.Context(), r.address(i), lpt(r, amount), r.address(to))
	r.do(i, plan, err)
}

func (r *rig) cuts(i int, rewardCut, feeShare chain.Parts) {
	r.Helper()
	plan, err := r.client.SetCuts(r.Context(), r.address(i), rewardCut, feeShare)
	r.do(i, plan, err)
}

func (r *rig) reward(i int) {
	r.Helper()
	plan, err := r.client.Reward(r.Context(), r.address(i))
	r.do(i, plan, err)
}

func (r *rig) orchestrator(i int) chain.Orchestrator {
	r.Helper()
	o, err := r.client.Orchestrator(r.Context(), r.address(i))
	require.NoError(r, err)
	return o
}

func (r *rig) delegator(i int) chain.Delegator {
	r.Helper()
	d, err := r.client.Delegator(r.Context(), r.address(i))
	require.NoError(r, err)
	return d
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

func id(name string) common.Hash { return crypto.Keccak256Hash([]byte(name)) }
