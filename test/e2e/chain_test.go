//go:build e2e

package e2e_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/devnet/keys"
	"github.com/livepeer/streamflow/test/cluster"
)

// actor is one account: a node on the chain, and its livepeer_cli.
type actor struct {
	*testing.T
	cli  string
	node string // URL of the admin API
	key  *ecdsa.PrivateKey
	rpc  string // URL of the chain
	// third has funds, and no node.
	third *ecdsa.PrivateKey
}

func (a *actor) address() common.Address { return crypto.PubkeyToAddress(a.key.PublicKey) }

// run does one command of livepeer_cli, and returns its output.
func (a *actor) run(args ...string) []byte {
	a.Helper()
	out, err := a.try(args...)
	require.NoError(a, err, "livepeer_cli %v", args)
	return out
}

func (a *actor) try(args ...string) ([]byte, error) {
	a.Helper()
	ctx, cancel := context.WithTimeout(a.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, a.cli, append([]string{"--node", a.node, "--json", "--yes"}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.Bytes(), fmt.Errorf("%w: %s%s", err, stderr.Bytes(), stdout.Bytes())
	}
	return stdout.Bytes(), nil
}

// refuses says that a command is refused with an exit code and a text.
func (a *actor) refuses(code int, text string, args ...string) {
	a.Helper()
	_, err := a.try(args...)
	var exit *exec.ExitError
	require.ErrorAs(a, err, &exit, "livepeer_cli %v", args)
	require.Equal(a, code, exit.ExitCode(), err.Error())
	require.ErrorContains(a, err, text)
}

func (a *actor) read(into any, args ...string) {
	a.Helper()
	require.NoError(a, json.Unmarshal(a.run(args...), into), "livepeer_cli %v", args)
}

type balances struct{ ETH, LPT string }

type delegator struct {
	Status, Delegate, Stake, Fees string
	Locks                         []struct {
		ID            uint64
		Amount        string
		WithdrawRound uint64
	}
}

type sender struct {
	Deposit, Reserve string
	Unlocking        bool
	WithdrawRound    uint64
}

type orchestrator struct {
	Address, Stake, RewardCut, FeeShare, ServiceURI string
	Registered, Active                              bool
	LastRewardRound                                 uint64
	Services                                        []struct{ Name string }
	Regions                                         []string
}

func (a *actor) delegator() (d delegator) { a.Helper(); a.read(&d, "delegator"); return d }
func (a *actor) sender() (s sender)       { a.Helper(); a.read(&s, "sender"); return s }
func (a *actor) balances() (b balances)   { a.Helper(); a.read(&b, "balances"); return b }
func (a *actor) orchestrator() (o orchestrator) {
	a.Helper()
	a.read(&o, "orchestrator", "self")
	return o
}

// lpt is a balance in whole LPT, which it must be.
func lpt(t *testing.T, text string) int64 {
	t.Helper()
	amount, err := chain.ParseLPT(text)
	require.NoError(t, err)
	whole, rest := new(big.Int).QuoRem(amount.Int(), big.NewInt(1e18), new(big.Int))
	require.Zero(t, rest.Sign(), "%s is no whole number of LPT", text)
	return whole.Int64()
}

// scenario is the life of an orchestrator, a delegator and a broadcaster,
// through livepeer_cli alone, with all balances after each step.
func scenario(t *testing.T, o, d *actor) {
	// The faucet fills both.
	start := lpt(t, d.balances().LPT)
	d.run("request-tokens")
	require.Equal(t, start+1000, lpt(t, d.balances().LPT))
	d.refuses(1, "", "request-tokens")

	// An orchestrator: stake, cuts, entry in the registry. All in one round.
	o.nextRound()
	own := lpt(t, o.balances().LPT)
	o.refuses(2, "LPT", "bond", "100", o.address().Hex())
	o.refuses(1, "", "bond", "99999999LPT", o.address().Hex())
	o.run("bond", "500LPT", o.address().Hex())
	require.Equal(t, own-500, lpt(t, o.balances().LPT))
	require.Equal(t, "pending", o.delegator().Status)
	o.run("set-cuts", "--reward-cut", "10%", "--fee-share", "50%")
	o.run("register", "--service-uri", "https://127.0.0.1:8935", "--service", "CPUTranscoding", "--region", "eu-west")
	who := o.orchestrator()
	require.True(t, who.Registered)
	require.False(t, who.Active, "before the next round")
	require.Equal(t, "10%", who.RewardCut)
	require.Equal(t, "50%", who.FeeShare)
	require.Equal(t, "https://127.0.0.1:8935", who.ServiceURI)
	require.Equal(t, "CPUTranscoding", who.Services[0].Name)
	require.Equal(t, []string{"eu-west"}, who.Regions)

	// A delegator.
	start = lpt(t, d.balances().LPT)
	d.run("bond", "500LPT", o.address().Hex())
	require.Equal(t, start-500, lpt(t, d.balances().LPT))
	require.Equal(t, o.address().Hex(), d.delegator().Delegate)
	require.Equal(t, "1000 LPT", o.orchestrator().Stake)

	// Active, and rewarded.
	o.nextRound()
	require.True(t, o.orchestrator().Active)
	require.Equal(t, "bonded", d.delegator().Status)
	o.rewarded()
	reward, err := chain.ParseLPT(o.orchestrator().Stake)
	require.NoError(t, err)
	before, err := chain.ParseLPT("1000 LPT")
	require.NoError(t, err)
	require.Positive(t, reward.Cmp(before), "no reward")

	broadcast(t, d)
	unbond(t, d, o)
	fees(t, d, o)
	vote(t, d)
}

// rewarded waits for the reward of the present round: the node calls it by
// itself, unless a command does before.
func (a *actor) rewarded() {
	a.Helper()
	if _, err := a.try("reward"); err == nil {
		return
	}
	ctx, cancel := context.WithTimeout(a.Context(), time.Minute)
	defer cancel()
	require.NoError(a, cluster.Poll(ctx, "reward", func() error {
		var round struct{ Number uint64 }
		a.read(&round, "round")
		if a.orchestrator().LastRewardRound < round.Number-1 {
			return errors.New("not called yet")
		}
		return nil
	}))
}

// broadcast funds, unlocks, changes its mind, and takes its money back.
func broadcast(t *testing.T, b *actor) {
	b.refuses(2, "ETH", "fund", "--deposit", "1")
	b.run("fund", "--deposit", "2ETH", "--reserve", "1ETH")
	s := b.sender()
	require.Equal(t, []string{"2 ETH", "1 ETH"}, []string{s.Deposit, s.Reserve})
	b.refuses(1, "", "withdraw")
	b.run("unlock")
	require.True(t, b.sender().Unlocking)
	b.refuses(1, "", "unlock")
	b.run("cancel-unlock")
	require.False(t, b.sender().Unlocking)
	b.run("unlock")
	b.refuses(1, "", "withdraw")
	for range 2 {
		b.nextRound()
	}
	b.run("withdraw")
	s = b.sender()
	require.Equal(t, []string{"0 ETH", "0 ETH"}, []string{s.Deposit, s.Reserve})
}

// unbond takes a part of the stake out, puts it back, takes it out again and
// withdraws it.
func unbond(t *testing.T, d, o *actor) {
	d.refuses(1, "", "unbond", "99999LPT")
	d.run("unbond", "100LPT")
	require.Len(t, d.delegator().Locks, 1)
	d.run("rebond", "0")
	require.Empty(t, d.delegator().Locks)
	d.run("unbond", "200LPT")
	locks := d.delegator().Locks
	require.Len(t, locks, 1)
	require.Equal(t, "200 LPT", locks[0].Amount)
	d.refuses(1, "", "withdraw-stake", "1")
	for range 3 {
		d.nextRound()
	}
	free := lpt(t, d.balances().LPT)
	d.run("withdraw-stake", "1")
	require.Equal(t, free+200, lpt(t, d.balances().LPT))
	o.rewarded()
}

// fees come from a winning ticket, are claimed and withdrawn.
func fees(t *testing.T, d, o *actor) {
	d.run("fund", "--deposit", "1ETH", "--reserve", "1ETH")
	redeem(t, d, o, big.NewInt(8e17))
	require.Equal(t, "0.2 ETH", d.sender().Deposit)
	mine := d.delegator().Fees
	require.NotEqual(t, "0 ETH", mine)
	d.run("claim-earnings")
	require.Equal(t, mine, d.delegator().Fees)
	d.run("withdraw-fees")
	require.Equal(t, "0 ETH", d.delegator().Fees)
	require.NotEqual(t, "0 ETH", o.delegator().Fees)
	o.run("withdraw-fees")
	require.Equal(t, "0 ETH", o.delegator().Fees)
}

func vote(t *testing.T, d *actor) {
	d.run("create-poll", "ipfs-hash-of-the-proposal")
	var polls struct {
		Polls []struct {
			Address, Proposal string
			Open              bool
		}
	}
	d.read(&polls, "polls")
	require.Len(t, polls.Polls, 1)
	require.True(t, polls.Polls[0].Open)
	d.run("vote", polls.Polls[0].Address, "yes")
}

// startActor starts a node that has an account on the chain, and nothing else.
func startActor(ctx context.Context, t *testing.T, c *cluster.Cluster, name string, args ...string) *actor {
	t.Helper()
	n, err := c.Account(name, args...)
	require.NoError(t, err)
	require.NoError(t, n.Healthy(ctx))
	return &actor{T: t, cli: filepath.Join(filepath.Dir(nodeBinary()), "livepeer_cli"), node: "http://" + n.CLIAddr}
}

// TestChainOnDevnet runs the scenario on the devnet of a node.
func TestChainOnDevnet(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	rpc, err := c.Addr()
	require.NoError(t, err)
	o := startActor(ctx, t, c, "orchestrator", "-network", "devnet", "-devnetAddr", rpc,
		"-devnetBlockTime", "100ms", "-devnetRoundLength", "80")
	d := startActor(ctx, t, c, "delegator", "-network", "devnet", "-ethUrl", "ws://"+rpc, "-devnetAccount", "1")
	o.key, d.key = devnetKey(t, 0), devnetKey(t, 1)
	o.rpc, d.rpc = "http://"+rpc, "http://"+rpc
	d.third = devnetKey(t, 2)
	scenario(t, o, d)
}

// TestChainOnAnvil runs the same scenario on another chain, with accounts from
// key files.
func TestChainOnAnvil(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	rpc, contracts := startAnvil(ctx, t, c)
	args := func(i int) []string {
		return []string{
			"-network", "anvil", "-ethUrl", strings.Replace(rpc, "http", "ws", 1), "-ethController", contracts["Controller"].Hex(),
			"-ethKeystorePath", keyFile(t, devnetKey(t, i)), "-ethPassword", keyPassword,
		}
	}
	o := startActor(ctx, t, c, "orchestrator", append(args(0), "-initializeRound", "-initializeRoundMaxDelay", "0s")...)
	d := startActor(ctx, t, c, "delegator", args(1)...)
	o.key, d.key, d.third = devnetKey(t, 0), devnetKey(t, 1), devnetKey(t, 2)
	o.rpc, d.rpc = rpc, rpc
	scenario(t, o, d)
}

// nextRound waits until the next round is initialized.
func (a *actor) nextRound() {
	a.Helper()
	type round struct{ LastInitialized uint64 }
	var before round
	a.read(&before, "round")
	ctx, cancel := context.WithTimeout(a.Context(), time.Minute)
	defer cancel()
	require.NoError(a, cluster.Poll(ctx, "next round", func() error {
		var now round
		a.read(&now, "round")
		if now.LastInitialized <= before.LastInitialized {
			return fmt.Errorf("it is still round %d", now.LastInitialized)
		}
		return nil
	}))
}

func devnetKey(t *testing.T, i int) *ecdsa.PrivateKey {
	t.Helper()
	account, err := keys.NewAccount(i)
	require.NoError(t, err)
	return account.Key
}
