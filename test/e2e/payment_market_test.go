//go:build e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/test/cluster"
)

// The accounts of the market, by their numbers on the devnet.
const (
	orchestratorAccount = iota
	broadcasterAccount
	delegatorAccount
	redeemerAccount
)

// Terms of the market. A ticket is worth 0.001 ETH and pays twice that, so that
// every second one wins, since redemptions may cost all of it: the face value is
// the least there is (pm.FaceValuePolicy). A segment of two seconds costs about
// ten tickets.
const (
	ticketEV   = "1000000gwei"
	marketCost = "5000000000" // wei for a pixel
	deposited  = "20 ETH"     // and as much as a reserve
)

// paidArgs are the flags of an orchestrator with those terms, and payingArgs of a
// broadcaster that accepts them.
func paidArgs() []string {
	return quick("-transcoder", "-pricePerUnit", marketCost, "-ticketEV", ticketEV, "-redeemOverhead", "100%", "-redeemPolicy", "now")
}

func payingArgs() []string {
	return []string{"-maxTicketEV", "10000000gwei", "-maxTotalEV", "100000000gwei", "-v", "5"}
}

// market is a chain with the three that payments are between, each a process: an
// orchestrator that transcodes, a broadcaster, and a delegator who staked on the
// orchestrator and begins the rounds. The nodes change with their restarts.
type market struct {
	*testing.T
	ctx     context.Context
	cluster *cluster.Cluster
	place   place
	chain   *ethclient.Client

	orchestratorNode, broadcasterNode   *cluster.Node
	orchestrator, broadcaster, delegate *actor
	contracts                           struct{ TicketBroker, RoundsManager, Minter, BondingManager common.Address }
}

// place is where the chain is and how a node gets there.
type place struct {
	rpc  string                     // http URL for the test
	args func(account int) []string // of a node with that account
	// skip goes so many blocks on at once; nil where the chain cannot.
	skip func(blocks uint64)
}

// startDevnet starts the devnet as a process of its own, which no node ends. It
// takes more flags.
func startDevnet(ctx context.Context, t *testing.T, c *cluster.Cluster, blockTime time.Duration, roundLength int, args ...string) place {
	t.Helper()
	addr, err := c.Addr()
	require.NoError(t, err)
	args = append([]string{
		"-addr", addr, "-blockTime", blockTime.String(), "-roundLength", strconv.Itoa(roundLength), "-file", c.Path("devnet.json"),
	}, args...)
	p, err := c.Run("devnet", filepath.Join(filepath.Dir(nodeBinary()), "livepeer_devnet"), args...)
	require.NoError(t, err)
	require.NoError(t, cluster.Poll(ctx, "devnet", func() error {
		if !strings.Contains(p.Log(), "ws://") {
			return errors.New("it has not said that it is there")
		}
		return nil
	}))
	return place{rpc: "http://" + addr, args: func(account int) []string {
		return []string{"-network", "devnet", "-ethUrl", "ws://" + addr, "-devnetAccount", strconv.Itoa(account)}
	}}
}

// marketConfig says how a market differs from the usual one.
type marketConfig struct {
	orchestrator, broadcaster []string // more flags
}

// openMarket starts the nodes, stakes, funds, and waits until the orchestrator is
// active.
func openMarket(ctx context.Context, t *testing.T, c *cluster.Cluster, at place, cfg marketConfig) *market {
	t.Helper()
	m := &market{T: t, ctx: ctx, cluster: c, place: at}
	var err error
	m.chain, err = ethclient.DialContext(ctx, at.rpc)
	require.NoError(t, err)
	t.Cleanup(m.chain.Close)

	delegator, err := c.Account("delegator", append(at.args(delegatorAccount), "-initializeRound", "-initializeRoundMaxDelay", "0s")...)
	require.NoError(t, err)
	m.orchestratorNode, err = c.Orchestrator("orchestrator", slices.Concat(paidArgs(), at.args(orchestratorAccount), cfg.orchestrator)...)
	require.NoError(t, err)
	healthy(ctx, t, c)
	m.orchestrator, m.delegate = m.actor(m.orchestratorNode, orchestratorAccount), m.actor(delegator, delegatorAccount)
	m.delegate.read(&m.contracts, "contracts")
	m.roundBegins(1) // little works before
	m.orchestrator.run("activate", "--stake", "1000LPT", "--reward-cut", "10%", "--fee-share", "50%",
		"--service-uri", "https://"+m.orchestratorNode.ServiceAddr, "--service", "CPUTranscoding", "--region", "local")
	m.delegate.run("bond", "1000LPT", m.orchestrator.address().Hex())

	m.broadcasterNode, err = c.Broadcaster("broadcaster", []string{m.orchestratorNode.ServiceAddr},
		slices.Concat(payingArgs(), at.args(broadcasterAccount), []string{"-transcodingOptions", profiles(t, c)}, cfg.broadcaster)...)
	require.NoError(t, err)
	m.broadcaster = m.actor(m.broadcasterNode, broadcasterAccount)
	require.NoError(t, cluster.Poll(ctx, "broadcaster", func() error {
		_, err := cluster.Get(ctx, m.broadcaster.node+"/status")
		return err
	}))
	m.broadcaster.run("fund", "--deposit", deposited, "--reserve", deposited)
	if at.skip != nil {
		now := m.round()
		at.skip(now.EndBlock - now.Block)
	}
	healthy(ctx, t, c) // once the orchestrator is active
	return m
}

// roundNow is what livepeer_cli says of the round.
type roundNow struct{ Number, LastInitialized, Block, EndBlock uint64 }

func (m *market) round() (r roundNow) {
	m.Helper()
	m.delegate.read(&r, "round")
	return r
}

// roundBegins waits until a round is initialized, or a later one.
func (m *market) roundBegins(number uint64) {
	m.Helper()
	require.NoError(m, cluster.Poll(m.ctx, fmt.Sprintf("round %d", number), func() error {
		if r := m.round(); r.LastInitialized < max(number, r.Number) {
			return fmt.Errorf("round %d of %d is initialized", r.LastInitialized, r.Number)
		}
		return nil
	}))
}

func (m *market) actor(n *cluster.Node, account int) *actor {
	return &actor{
		T: m.T, cli: filepath.Join(filepath.Dir(nodeBinary()), "livepeer_cli"), node: "http://" + n.CLIAddr,
		key: devnetKey(m.T, account), rpc: m.place.rpc,
	}
}

// restart kills a node and starts it anew.
func (m *market) restart(n **cluster.Node) {
	m.Helper()
	(*n).Kill()
	again, err := m.cluster.Restart(*n)
	require.NoError(m, err)
	*n = again
}

// clips are the segments that the tests push, again and again.
func (m *market) clips(n int) [][]byte {
	m.Helper()
	var out [][]byte
	for _, file := range segments(m.ctx, m.T, m.cluster, smallSource(time.Duration(n)*segmentLength)) {
		data, err := os.ReadFile(file)
		require.NoError(m, err)
		out = append(out, data)
	}
	return out
}

// clipPixels is what the renditions of a segment have.
func clipPixels() int64 {
	var sum int64
	for _, r := range renditions() {
		sum += int64(r.width) * int64(r.height)
	}
	return sum * 30 * int64(segmentLength/time.Second)
}

// tickets counts a node's winning tickets by state.
func (m *market) tickets(a *actor) map[payment.TicketState]int {
	m.Helper()
	var list struct {
		States []struct {
			State   payment.TicketState
			Tickets int
		}
	}
	a.read(&list, "payments", "tickets", "--limit", "1")
	count := make(map[payment.TicketState]int)
	for _, s := range list.States {
		count[s.State] = s.Tickets
	}
	return count
}

// redeemedAll waits until none of a node's winning tickets is open.
func (m *market) redeemedAll(a *actor) {
	m.Helper()
	require.NoError(m, cluster.Poll(m.ctx, "redemption of all tickets", func() error {
		count := m.tickets(a)
		if open := count[payment.TicketWaiting] + count[payment.TicketSent]; open > 0 {
			return fmt.Errorf("%d tickets are open", open)
		}
		return nil
	}))
}

// wei reads an amount as livepeer_cli writes it.
func wei(t *testing.T, text string) pm.Wei {
	t.Helper()
	w, err := pm.ParseWei(text)
	require.NoError(t, err)
	return w
}
