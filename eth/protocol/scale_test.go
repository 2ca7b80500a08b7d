package protocol_test

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/livepeertoken"
	"github.com/livepeer/streamflow/eth/contracts/serviceregistry"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
)

// TestThousandOrchestrators: a first start reads all of them, with everything, in
// few requests.
func TestThousandOrchestrators(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it takes long")
	}
	const many = 1000
	r := newRig(t, many, func(c *rpc.Client) protocol.Chain { return c })
	for i := range many {
		r.enlist(i, int64(5000-i))
	}
	r.mineAll()

	requests, begin := r.requests.Load(), time.Now()
	c, err := protocol.New(t.Context(), protocol.Config{Controller: r.contracts["Controller"], Chain: r.rpc})
	require.NoError(t, err)
	pool, err := c.Orchestrators(t.Context())
	require.NoError(t, err)
	took, used := time.Since(begin), r.requests.Load()-requests
	t.Logf("%d orchestrators in %v and %d requests", len(pool), took, used)
	require.Len(t, pool, many)
	require.LessOrEqual(t, used, int64(20))
	for i, o := range pool {
		require.Equal(t, r.address(i), o.Address)
		require.Equal(t, big.NewInt(int64(5000-i)).Cmp(new(big.Int).Div(o.Stake.Int(), big.NewInt(1e18))), 0)
		require.Equal(t, fmt.Sprintf("https://orchestrator-%d.example:8935", i), o.Entry.ServiceURI)
		require.Equal(t, "CPUTranscoding", o.Entry.Services[0].Name)
		require.Equal(t, []string{"eu-west"}, o.Entry.Regions)
	}

	// In the middle of so many a hint spares the search, for which there is not gas enough.
	plan, err := c.Bond(t.Context(), r.address(500), lpt(t, "1 LPT"), r.address(500))
	r.do(500, plan, err)
}

// enlist sends what makes account i an orchestrator with everything.
func (r *rig) enlist(i int, stake int64) {
	r.Helper()
	who := r.address(i)
	var before common.Address
	if i > 0 {
		before = r.address(i - 1)
	}
	amount := new(big.Int).Mul(big.NewInt(stake), big.NewInt(1e18))
	services := []serviceregistry.IServiceRegistryService{{Id: id("CPUTranscoding"), Verifier: who}, {Id: id("GPUTranscoding")}}
	var region [32]byte
	copy(region[:], "eu-west")
	for nonce, call := range []chain.Call{
		{To: r.contracts["LivepeerToken"], Data: livepeertoken.NewLivepeerToken().PackApprove(r.contracts["BondingManager"], amount)},
		{To: r.contracts["BondingManager"], Data: bondingmanager.NewBondingManager().PackBondWithHint(amount, who, common.Address{}, common.Address{}, before, common.Address{})},
		{To: r.contracts["ServiceRegistry"], Data: serviceregistry.NewServiceRegistry().PackSetEntry(
			fmt.Sprintf("https://orchestrator-%d.example:8935", i), services, [][32]byte{region})},
	} {
		r.sendAt(i, uint64(nonce), call)
	}
}

// mineAll mines until nothing is pending.
func (r *rig) mineAll() {
	r.Helper()
	for {
		pending, err := r.devnet.Client().PendingTransactionCount(r.Context())
		require.NoError(r, err)
		if pending == 0 {
			return
		}
		require.NoError(r, r.devnet.Mine(1))
	}
}
