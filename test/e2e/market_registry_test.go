//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"math/big"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/contracts/bondingmanager"
	"github.com/livepeer/streamflow/eth/contracts/livepeertoken"
	"github.com/livepeer/streamflow/eth/contracts/serviceregistry"
	"github.com/livepeer/streamflow/test/cluster"
)

// doorbell is the address of an orchestrator which nobody is to visit.
type doorbell struct {
	net.Listener
	rung atomic.Int64 // connections so far
}

func newDoorbell(t *testing.T) *doorbell {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	d := &doorbell{Listener: l}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // it is closed
			}
			d.rung.Add(1)
			conn.Close()
		}
	})
	t.Cleanup(func() {
		l.Close()
		wg.Wait()
	})
	return d
}

// offer is what an orchestrator registers.
type offer struct {
	stake           int64 // LPT
	service, region string
}

// unsuited offers fail one condition each of -service CPUTranscoding, -region local
// and -minStake 500LPT.
func unsuited() []offer {
	return []offer{{1000, "GPUTranscoding", "local"}, {1000, "CPUTranscoding", "eu-west"}, {499, "CPUTranscoding", "local"}}
}

// The accounts of the crowd: orchestrators have the first, these the others.
const (
	crowdSize     = 50
	crowdSuited   = 2
	crowdAccounts = 60
	choosyAccount = iota + crowdSize
	curiousAccount
	roundsAccount
)

// Of fifty orchestrators in the registry a broadcaster with conditions gets in
// touch with those two alone that meet all of them, and they do its work. One
// without conditions visits everybody.
func TestFiftyOrchestrators(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	at := startDevnet(ctx, t, c, 100*time.Millisecond, 120, "-accounts", fmt.Sprint(crowdAccounts))
	m := &market{T: t, ctx: ctx, cluster: c, place: at}
	client, err := ethclient.DialContext(ctx, at.rpc)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	m.chain = client
	keeper, err := c.Account("delegator", append(at.args(roundsAccount), "-initializeRound", "-initializeRoundMaxDelay", "0s")...)
	require.NoError(t, err)
	var suited []*cluster.Node
	for i := range crowdSuited {
		o, err := c.Orchestrator(fmt.Sprintf("orchestrator-%d", i), append(paidArgs(), at.args(i)...)...)
		require.NoError(t, err)
		suited = append(suited, o)
	}
	healthy(ctx, t, c)
	m.delegate = m.actor(keeper, roundsAccount)
	m.delegate.read(&m.contracts, "contracts")
	crowd := m.gather(suited)

	conditions := []string{"-service", "CPUTranscoding", "-region", "local", "-minStake", "500LPT"}
	choosy := m.shopper("choosy", choosyAccount, conditions...)
	m.pushes(choosy, "chosen", 4)
	for i, d := range crowd {
		require.Zero(t, d.rung.Load(), "orchestrator %d of the crowd, %+v, was visited", i, unsuited()[i%len(unsuited())])
	}
	curious := m.shopper("curious", curiousAccount)
	require.NoError(t, cluster.Poll(ctx, "a visit to everybody", func() error {
		for i, d := range crowd {
			if d.rung.Load() == 0 {
				return fmt.Errorf("nobody has visited orchestrator %d of the crowd", i)
			}
		}
		return nil
	}))
	m.pushes(curious, "any", 1)
}

// registration is with these contracts.
type registration struct{ LivepeerToken, BondingManager, ServiceRegistry common.Address }

// gather has the suited ones and a crowd of others register, and waits until all
// are active.
func (m *market) gather(suited []*cluster.Node) []*doorbell {
	m.Helper()
	var contracts registration
	m.delegate.read(&contracts, "contracts")
	m.early()
	var crowd []*doorbell
	var last []common.Hash
	for i := crowdSuited; i < crowdSize; i++ {
		d := newDoorbell(m.T)
		last = append(last, m.register(contracts, i, "https://"+d.Addr().String(), unsuited()[len(crowd)%len(unsuited())]))
		crowd = append(crowd, d)
	}
	for i, o := range suited {
		last = append(last, m.register(contracts, i, "https://"+o.ServiceAddr, offer{1000, "CPUTranscoding", "local"}))
	}
	for _, tx := range last {
		receipt, err := bind.WaitMined(m.ctx, m.chain, tx)
		require.NoError(m, err)
		require.Equal(m, types.ReceiptStatusSuccessful, receipt.Status)
	}
	m.roundBegins(m.round().LastInitialized + 1)
	return crowd
}

// early waits until most of an initialized round is to come, since nobody registers
// near its end.
func (m *market) early() {
	m.Helper()
	require.NoError(m, cluster.Poll(m.ctx, "beginning of a round", func() error {
		const enough = 60 // blocks, for all to register
		if r := m.round(); r.Number == 0 || r.LastInitialized != r.Number || r.EndBlock-r.Block < enough {
			return fmt.Errorf("round %d of %d is initialized, %d blocks before its end", r.LastInitialized, r.Number, r.EndBlock-r.Block)
		}
		return nil
	}))
}

// register bonds an account's stake to itself and enters it into the registry. It
// returns the last of the transactions, which is mined after the others.
func (m *market) register(contracts registration, account int, uri string, o offer) common.Hash {
	m.Helper()
	key := devnetKey(m.T, account)
	id, err := m.chain.ChainID(m.ctx)
	require.NoError(m, err)
	amount := new(big.Int).Mul(big.NewInt(o.stake), big.NewInt(1e18))
	token, bonding, registry := livepeertoken.NewLivepeerToken(), bondingmanager.NewBondingManager(), serviceregistry.NewServiceRegistry()
	var region [32]byte
	copy(region[:], o.region)
	services := []serviceregistry.IServiceRegistryService{{Id: crypto.Keccak256Hash([]byte(o.service))}}
	var last common.Hash
	nonce, err := m.chain.PendingNonceAt(m.ctx, crypto.PubkeyToAddress(key.PublicKey))
	require.NoError(m, err)
	for i, call := range []struct {
		at   *bind.BoundContract
		data []byte
	}{
		{token.Instance(m.chain, contracts.LivepeerToken), token.PackApprove(contracts.BondingManager, amount)},
		{bonding.Instance(m.chain, contracts.BondingManager), bonding.PackBond(amount, crypto.PubkeyToAddress(key.PublicKey))},
		{registry.Instance(m.chain, contracts.ServiceRegistry), registry.PackSetEntry(uri, services, [][32]byte{region})},
	} {
		opts := *bind.NewKeyedTransactor(key, id)
		// Nothing is estimated, as each needs the one before.
		opts.GasLimit, opts.Nonce = 1_000_000, new(big.Int).SetUint64(nonce+uint64(i))
		tx, err := bind.Transact(call.at, &opts, call.data)
		require.NoError(m, err)
		last = tx.Hash()
	}
	return last
}

// shopper is a broadcaster with funds that finds its orchestrators in the registry.
func (m *market) shopper(name string, account int, args ...string) *cluster.Node {
	m.Helper()
	all := append(append(payingArgs(), m.place.args(account)...), "-transcodingOptions", profiles(m.T, m.cluster), "-httpIngest")
	n, err := m.cluster.Broadcaster(name, nil, append(all, args...)...)
	require.NoError(m, err)
	a := m.actor(n, account)
	require.NoError(m, cluster.Poll(m.ctx, name, func() error {
		_, err := cluster.Get(m.ctx, a.node+"/status")
		return err
	}))
	a.run("fund", "--deposit", deposited, "--reserve", deposited)
	require.NoError(m, n.Healthy(m.ctx))
	return n
}

// pushes pushes some segments of a stream, all of which must be done.
func (m *market) pushes(n *cluster.Node, stream string, segments int) {
	m.Helper()
	ctx, cancel := context.WithTimeout(m.ctx, time.Minute)
	defer cancel()
	pusher := cluster.NewPusher(n.HTTPAddr)
	defer pusher.Close()
	for seq, data := range m.clips(segments) {
		answer, err := pusher.Push(ctx, cluster.Push{Stream: stream, Seq: seq, Data: data, Duration: segmentLength, Size: "320x180"})
		require.NoError(m, err, "segment %d of %s", seq, stream)
		require.NoError(m, whole(answer), "segment %d of %s", seq, stream)
	}
}
