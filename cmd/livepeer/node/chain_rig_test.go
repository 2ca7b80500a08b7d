package node

import (
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
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

// chainRig is a real chain with our contracts, in this process, with a block for
// each transaction. Account 0 is an active orchestrator, and accounts 1 and 2 are
// broadcasters with a deposit and a reserve.
type chainRig struct {
	*testing.T
	devnet *devnet.Devnet
	rpc    *rpc.Client
	client *protocol.Client
	nonce  uint32 // of tickets
}

const rigRoundLength = 20

func newChainRig(t *testing.T) *chainRig {
	t.Helper()
	cfg := devnet.DefaultConfig()
	cfg.HTTPAddr, cfg.Accounts = "127.0.0.1:0", 5
	d, err := devnet.New(cfg)
	require.NoError(t, err)
	require.NoError(t, d.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	parameters := deploy.DefaultConfig()
	parameters.RoundLength = rigRoundLength
	contracts, err := d.DeployProtocol(t.Context(), parameters)
	require.NoError(t, err)

	endpoints := rpc.DefaultConfig()
	endpoints.URLs, endpoints.PollInterval = []string{d.HTTPURL()}, time.Hour
	client, err := rpc.New(endpoints)
	require.NoError(t, err)
	require.NoError(t, client.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	r := &chainRig{T: t, devnet: d, rpc: client}
	r.client, err = protocol.New(t.Context(), protocol.Config{Controller: contracts["Controller"], Chain: client, Receipts: client})
	require.NoError(t, err)

	stake, err := chain.ParseLPT("500 LPT")
	require.NoError(t, err)
	r.do(0)(r.client.Bond(t.Context(), r.address(0), stake, r.address(0)))
	for _, sender := range []int{1, 2} {
		r.do(sender)(r.client.Fund(t.Context(), r.address(sender), r.wei("3 ETH"), r.wei("3 ETH")))
	}
	info, err := r.client.Round(t.Context())
	require.NoError(t, err)
	require.NoError(t, d.Mine(int(info.EndBlock()-info.Block)))
	r.do(0)(r.client.InitializeRound(t.Context(), r.address(0)))
	return r
}

func (r *chainRig) address(i int) common.Address { return r.devnet.Accounts()[i].Address }

func (r *chainRig) wei(text string) pm.Wei {
	r.Helper()
	w, err := pm.ParseWei(text)
	require.NoError(r, err)
	return w
}

// do sends the calls of a plan as account i.
func (r *chainRig) do(i int) func(chain.Plan, error) {
	return func(plan chain.Plan, err error) {
		r.Helper()
		require.NoError(r, err)
		for _, call := range plan {
			nonce, err := r.devnet.Client().PendingNonceAt(r.Context(), r.address(i))
			require.NoError(r, err)
			tx, err := types.SignNewTx(r.devnet.Accounts()[i].Key, types.LatestSignerForChainID(new(big.Int).SetUint64(r.devnet.ChainID())),
				&types.LegacyTx{Nonce: nonce, To: &call.To, Value: call.Value.Int(), Data: call.Data, Gas: 2_000_000, GasPrice: big.NewInt(100 * params.GWei)})
			require.NoError(r, err)
			require.NoError(r, r.devnet.Client().SendTransaction(r.Context(), tx))
			require.Eventually(r, func() bool {
				receipt, err := r.rpc.TransactionReceipt(r.Context(), tx.Hash())
				return err == nil && receipt.Status == types.ReceiptStatusSuccessful
			}, 10*time.Second, 5*time.Millisecond, call.Label)
		}
	}
}

// ticket is one of the present round for account 0 that wins for certain.
func (r *chainRig) ticket(sender int) pm.WinningTicket {
	r.Helper()
	r.nonce++
	info, err := r.client.Round(r.Context())
	require.NoError(r, err)
	return ethtest.WinningTicket(r, r.devnet.Accounts()[sender].Key, r.address(0), r.wei("0.1 ETH"), r.nonce,
		pm.RoundRef{Number: info.LastInitialized, BlockHash: info.Hash})
}
