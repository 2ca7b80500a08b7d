package devnet

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"net"
	"strconv"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/eth/catalyst"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/eth/filters"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/livepeer/streamflow/eth/devnet/keys"
)

// stack is go-ethereum's node with all that makes it a chain. It is what
// ethclient/simulated builds, with the chain id, the ports and the errors that
// its interface does not give.
type stack struct {
	node   *node.Node
	eth    *eth.Ethereum
	beacon *catalyst.SimulatedBeacon
}

// newStack makes a chain with its genesis block and opens the RPC.
func newStack(ctx context.Context, cfg Config, accounts []keys.Account) (*stack, error) {
	nodeConf, err := nodeConfig(cfg)
	if err != nil {
		return nil, err
	}
	if err := checkFree(ctx, nodeConf.HTTPHost, nodeConf.HTTPPort); err != nil {
		return nil, err
	}
	n, err := node.New(&nodeConf)
	if err != nil {
		return nil, fmt.Errorf("devnet node: %w", err)
	}
	s := &stack{node: n}
	if err := s.open(cfg, accounts); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *stack) open(cfg Config, accounts []keys.Account) (err error) {
	if s.eth, err = eth.New(s.node, chainConfig(cfg, accounts)); err != nil {
		return fmt.Errorf("devnet chain: %w", err)
	}
	events := filters.NewFilterSystem(s.eth.APIBackend, filters.Config{})
	s.node.RegisterAPIs([]rpc.API{{Namespace: "eth", Service: filters.NewFilterAPI(events)}})
	if err := s.node.Start(); err != nil {
		return fmt.Errorf("start devnet on %s: %w", cfg.HTTPAddr, err)
	}
	if s.beacon, err = catalyst.NewSimulatedBeacon(0, common.Address{}, s.eth); err != nil {
		return fmt.Errorf("devnet beacon: %w", err)
	}
	if err := s.beacon.Fork(s.eth.BlockChain().Genesis().Hash()); err != nil {
		return fmt.Errorf("devnet genesis: %w", err)
	}
	return nil
}

// checkFree says when the RPC could not listen: go-ethereum finds out only when
// a chain is made, and does not end all of it then.
func checkFree(ctx context.Context, host string, port int) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("devnet needs another address, or whatever has this one to be ended: %w", err)
	}
	return l.Close()
}

// nodeConfig serves what a wallet or a node asks for, to this machine alone.
func nodeConfig(cfg Config) (node.Config, error) {
	host, port, err := cfg.endpoint()
	if err != nil {
		return node.Config{}, err
	}
	modules := []string{"eth", "net", "web3"}
	c := node.DefaultConfig
	c.Name, c.DataDir = "devnet", ""
	c.P2P = p2p.Config{NoDiscovery: true, NoDial: true}
	c.HTTPHost, c.HTTPPort, c.HTTPModules = host, port, modules
	c.WSHost, c.WSPort, c.WSModules = host, port, modules
	return c, nil
}

func chainConfig(cfg Config, accounts []keys.Account) *ethconfig.Config {
	rules := *params.AllDevChainProtocolChanges
	rules.ChainID = new(big.Int).SetUint64(cfg.ChainID)
	// No rules that the public networks don't have yet: gas must cost as it does there.
	rules.AmsterdamTime, rules.BogotaTime = nil, nil
	alloc := types.GenesisAlloc{}
	maps.Copy(alloc, core.SystemContractAllocs())
	fund(alloc, accounts, cfg.Balance)

	c := ethconfig.Defaults
	c.Genesis = &core.Genesis{Config: &rules, GasLimit: gasLimit, Alloc: alloc}
	c.Miner.GasCeil = gasLimit
	c.SyncMode = ethconfig.FullSync
	c.TxPool.NoLocals = true
	c.LogNoHistory = true // logs are searched in the blocks, without an index
	// The state of all blocks is kept.
	c.NoPruning, c.StateScheme = true, rawdb.HashScheme
	// Small caches: everything is in memory anyway.
	c.DatabaseCache, c.TrieCleanCache, c.TrieDirtyCache, c.SnapshotCache = 16, 16, 0, 0
	return &c
}

// commit seals a block with what is pending.
func (s *stack) commit() error {
	before := s.eth.BlockChain().CurrentBlock().Number.Uint64()
	s.beacon.Commit()
	if after := s.eth.BlockChain().CurrentBlock().Number.Uint64(); after != before+1 {
		return fmt.Errorf("devnet did not seal block %d", before+1)
	}
	return nil
}

// pending returns how many transactions could be in the next block.
func (s *stack) pending() (int, error) {
	pool := s.eth.TxPool()
	if err := pool.Sync(); err != nil {
		return 0, fmt.Errorf("devnet transaction pool: %w", err)
	}
	_, n := pool.Pending(txpool.PendingFilter{})
	return n, nil
}

func (s *stack) close() error {
	var err error
	if s.beacon != nil {
		err = s.beacon.Stop()
	}
	return errors.Join(err, s.node.Close())
}

// fund gives each account so many ETH in the genesis block.
func fund(alloc types.GenesisAlloc, accounts []keys.Account, ether uint64) {
	wei := new(big.Int).Mul(new(big.Int).SetUint64(ether), big.NewInt(params.Ether))
	for _, a := range accounts {
		alloc[a.Address] = types.Account{Balance: wei}
	}
}
