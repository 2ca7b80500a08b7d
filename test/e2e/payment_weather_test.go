//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/test/chainproxy"
	"github.com/livepeer/streamflow/test/cluster"
)

// weather is a chain that obeys, and the way to it, which can be cut.
type weather struct {
	place
	chain *ethclient.Client
	way   *chainproxy.Proxy
}

// startWeather starts anvil, at the end of round 0. Orchestrator and broadcaster
// get there by the proxy, and the delegator, who begins the rounds, directly.
func startWeather(ctx context.Context, t *testing.T, c *cluster.Cluster, blockTime time.Duration, roundLength uint64) *weather {
	t.Helper()
	rpc, contracts := startAnvilWith(ctx, t, c, blockTime, roundLength)
	addr := strings.TrimPrefix(rpc, "http://")
	way, err := chainproxy.New(chainproxy.Config{Target: addr, Addr: "127.0.0.1:0"})
	require.NoError(t, err)
	require.NoError(t, way.Start(ctx))
	t.Cleanup(func() { require.NoError(t, way.Close()) })
	w := &weather{way: way}
	w.chain, err = ethclient.DialContext(ctx, rpc)
	require.NoError(t, err)
	t.Cleanup(w.chain.Close)
	w.place = place{
		rpc: rpc,
		args: func(account int) []string {
			url := "ws://" + way.Addr()
			if account == delegatorAccount {
				url = "ws://" + addr
			}
			return []string{
				"-network", "anvil", "-ethUrl", url, "-ethController", contracts["Controller"].Hex(), "-blockPollingInterval", "1",
				"-ethKeystorePath", keyFile(t, devnetKey(t, account)), "-ethPassword", keyPassword,
			}
		},
		skip: func(blocks uint64) { w.call(ctx, t, "anvil_mine", hexutil.EncodeUint64(blocks)) },
	}
	w.skip(roundLength)
	return w
}

func (w *weather) call(ctx context.Context, t *testing.T, method string, args ...any) {
	t.Helper()
	require.NoError(t, w.chain.Client().CallContext(ctx, nil, method, args...), method)
}

// dearGas makes gas so many times dearer for so many blocks.
func (w *weather) dearGas(ctx context.Context, t *testing.T, times int64, blocks uint64) {
	t.Helper()
	head, err := w.chain.HeaderByNumber(ctx, nil)
	require.NoError(t, err)
	dear := new(big.Int).Mul(head.BaseFee, big.NewInt(times))
	last := uint64(0)
	require.NoError(t, cluster.Poll(ctx, "dear blocks", func() error {
		now, err := w.chain.BlockNumber(ctx)
		if err != nil || now == last {
			return fmt.Errorf("block %d: %w", now, err)
		}
		last = now
		if now >= head.Number.Uint64()+blocks {
			return nil
		}
		w.call(ctx, t, "anvil_setNextBlockBaseFeePerGas", hexutil.EncodeBig(dear))
		return fmt.Errorf("block %d", now)
	}))
	// What follows would take long to become cheap again by itself.
	w.call(ctx, t, "anvil_setNextBlockBaseFeePerGas", hexutil.EncodeBig(head.BaseFee))
}

// reorg replaces the last blocks. It begins with a new block, since anvil must not
// make another one meanwhile.
func (w *weather) reorg(ctx context.Context, t *testing.T, depth int) {
	t.Helper()
	before, err := w.chain.BlockNumber(ctx)
	require.NoError(t, err)
	require.NoError(t, cluster.Poll(ctx, "block", func() error {
		now, err := w.chain.BlockNumber(ctx)
		if err == nil && now <= before {
			err = fmt.Errorf("it is still block %d", now)
		}
		return err
	}))
	w.call(ctx, t, "anvil_reorg", depth, []any{})
}

// redeemsMore waits until the orchestrator redeems tickets: it sees the chain, and
// can send.
func (m *market) redeemsMore() {
	m.Helper()
	before := len(m.redemptions().times)
	require.NoError(m, cluster.Poll(m.ctx, "redemptions", func() error {
		if now := len(m.redemptions().times); now <= before {
			return fmt.Errorf("%d tickets, as before", now)
		}
		return nil
	}))
}

// TestPaymentsInRoughWeather: while a paid stream is pushed, gas is twenty times
// dearer for 50 blocks, the chain cannot be reached for 12 s, or OUTAGE_SECONDS, a
// reorganisation undoes 5 blocks, and a new round begins. No segment fails, the
// stream keeps its session, both sides have the same accounts to the bit, and
// every winning ticket is redeemed once.
//
// Blocks come as slowly as it takes for terms to live longer than the outage: they
// are good for 40 blocks, or a quarter of a round; eight minutes on the public
// network.
func TestPaymentsInRoughWeather(t *testing.T) {
	t.Parallel()
	outage := time.Duration(sizeOf(t, "OUTAGE_SECONDS", 12)) * time.Second
	const outageBlocks, roundLength = 30, 160
	ctx, c := newClusterFor(t, 3*time.Minute+8*outage)
	w := startWeather(ctx, t, c, outage/outageBlocks, roundLength)
	m := openMarket(ctx, t, c, w.place, marketConfig{orchestrator: []string{"-redeemPolicy", "cheap"}})
	w.skip(40) // what is to happen in this round does not take all of it
	stream := m.startPushing("movie", false)
	stream.await(3)
	first := m.round().LastInitialized

	w.dearGas(ctx, t, 20, 50)
	stream.await(3)
	w.way.Cut()
	m.pause(outage)
	w.way.Mend()
	m.redeemsMore()
	w.reorg(ctx, t, 5)
	m.redeemsMore()
	m.roundBegins(first + 1) // in the middle of a segment, or nearly
	stream.await(3)
	pushed := stream.stop()
	m.redeemedAll(m.orchestrator)

	require.NotContains(t, m.broadcasterNode.Log(), "stream goes to another orchestrator")
	spent, earned := m.close(m.broadcasterNode), m.close(m.orchestratorNode)
	require.Len(t, earned.incomes, 1, "the stream kept its session")
	m.requireSameBooks(earned, spent)
	if !m.unanswered() {
		require.Equal(t, uint64(pushed), earned.days.Segments, "each segment was paid for once")
		require.Equal(t, int64(pushed)*clipPixels(), earned.days.Pixels)
	}
	redeemed := earned.in(payment.TicketRedeemed)
	require.Len(t, earned.tickets, len(redeemed), "all winning tickets were redeemed")
	requireFairDraw(t, earned, m.requireRedeemedOnce(redeemed).paid)
	t.Logf("%d segments, %d tickets redeemed", pushed, len(redeemed))
}
