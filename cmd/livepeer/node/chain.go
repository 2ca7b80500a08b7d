package node

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/eth/devnet/keys"
	"github.com/livepeer/streamflow/eth/keystore"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/tx"
	"github.com/livepeer/streamflow/eth/watch"
	"github.com/livepeer/streamflow/pm"
)

// databaseFile keeps what must survive a restart in the data directory.
const databaseFile = "livepeer.sqlite3"

// maxHeadAge is how old the newest block may be before the node is not well: by
// then all endpoints have stopped to tell of new ones.
const maxHeadAge = 5 * time.Minute

// account signs as the node.
type account interface {
	tx.Signer
	signing.Signer
}

// chainStack is the node's way to the chain, from the endpoints up.
type chainStack struct {
	urls     []string // of endpoints: -ethUrl, or the devnet's own
	rpc      *rpc.Client
	chainID  uint64
	store    *store.Store
	account  account
	txs      *tx.Manager
	protocol *protocol.Client
	pool     *protocol.PoolView
	broker   *broker.Broker
	watcher  *watch.Watcher
	keeping  keeping
}

// startChain brings up the chain's parts in the order in which they need each
// other. Off chain it does nothing.
func (n *node) startChain(ctx, life context.Context) error {
	if !n.cfg.onChain() {
		return nil
	}
	n.chain = &chainStack{urls: n.cfg.EthURLs}
	for _, step := range []func(ctx, life context.Context) error{
		n.startDevnet, n.startEndpoints, n.openStore, n.openAccount, n.startTransactions, n.openProtocol, n.startBroker, n.startWatcher,
	} {
		if err := step(ctx, life); err != nil {
			return err
		}
	}
	n.log.Info("Node is on the chain", "network", n.cfg.Network, "account", n.chain.account.Address(), "chainID", n.chain.chainID)
	return nil
}

func (n *node) startEndpoints(ctx, _ context.Context) error {
	cfg := rpc.DefaultConfig()
	cfg.URLs, cfg.Log, cfg.Observer = n.chain.urls, n.log, endpointObserver{n.monitor.Chain}
	cfg.ChainID = networks()[n.cfg.Network].chainID
	cfg.PollInterval = n.cfg.BlockPollingInterval
	if n.cfg.Network == Devnet {
		cfg.PollInterval = min(cfg.PollInterval, time.Second)
	}
	client, err := rpc.New(cfg)
	if err != nil {
		return err
	}
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "Ethereum endpoints", Start: client.Start, Close: client.Close}); err != nil {
		return err
	}
	id, err := client.ChainID(ctx)
	if err != nil {
		return err
	}
	n.chain.rpc, n.chain.chainID = client, id.Uint64()
	return nil
}

func (n *node) openStore(ctx, _ context.Context) error {
	path, err := n.databasePath(ctx)
	if err != nil {
		return err
	}
	if n.chain.store, err = store.Open(ctx, path); err != nil {
		return fmt.Errorf("database in -dataDir: %w", err)
	}
	return n.parts.Start(ctx, lifecycle.Part{Name: "database", Close: n.chain.store.Close})
}

// databasePath is the database's file. A devnet begins anew with each start, and
// so has one for each, named by its first block.
func (n *node) databasePath(ctx context.Context) (string, error) {
	if n.cfg.Network != Devnet {
		return filepath.Join(n.cfg.DataDir, databaseFile), nil
	}
	first, err := n.chain.rpc.Block(ctx, big.NewInt(1))
	if err != nil {
		return "", fmt.Errorf("devnet: read the first block: %w", err)
	}
	if n.cfg.hostsDevnet() {
		old, err := filepath.Glob(filepath.Join(n.cfg.DataDir, "devnet-*.sqlite3*"))
		if err != nil {
			return "", err
		}
		for _, file := range old {
			os.Remove(file)
		}
	}
	return filepath.Join(n.cfg.DataDir, fmt.Sprintf("devnet-%x.sqlite3", first.Hash[:8])), nil
}

func (n *node) openAccount(context.Context, context.Context) error {
	if n.cfg.Network == Devnet && n.cfg.EthKeystorePath == "" {
		signer, err := keys.NewSigner(n.cfg.DevnetAccount)
		n.chain.account = signer
		return err
	}
	account, err := keystore.Open(keystore.Config{
		Path: n.cfg.keystorePath(), Address: n.cfg.EthAcctAddr, Password: keystore.Password(n.cfg.EthPassword), Log: n.log,
	})
	n.chain.account = account
	return err
}

func (n *node) startTransactions(ctx, life context.Context) error {
	cfg := tx.DefaultConfig()
	cfg.ChainID, cfg.Chain, cfg.Signer, cfg.Store, cfg.Log = n.chain.chainID, n.chain.rpc, n.chain.account, n.chain.store, n.log
	cfg.Decoder = protocol.DecodeError
	cfg.MinGasPrice, cfg.MaxGasPrice, cfg.GasLimit = n.cfg.MinGasPrice, n.cfg.MaxGasPrice, n.cfg.GasLimit
	cfg.Timeout, cfg.MaxReplacements = n.cfg.TransactionTimeout, n.cfg.MaxReplacements
	manager, err := tx.New(cfg)
	if err != nil {
		return err
	}
	n.chain.txs = manager
	start := func(context.Context) error { return manager.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "transactions", Start: start, Close: manager.Close})
}

func (n *node) openProtocol(ctx, _ context.Context) error {
	controller := n.cfg.EthController
	if controller == (common.Address{}) {
		controller = networks()[n.cfg.Network].controller
	}
	client, err := protocol.New(ctx, protocol.Config{
		Controller: controller, ServiceRegistry: n.cfg.ServiceRegistryAddr, Chain: n.chain.rpc, Receipts: n.chain.rpc, Log: n.log,
	})
	if err != nil {
		return fmt.Errorf("contracts (-ethController): %w", err)
	}
	n.chain.protocol = client
	n.log.Info("Contracts found", "controller", controller, "features", fmt.Sprintf("%+v", client.Features()))
	return nil
}

// startWatcher follows the chain's blocks. Whoever wants to hear of them has
// subscribed before.
func (n *node) startWatcher(ctx, life context.Context) error {
	cfg := watch.DefaultConfig()
	cfg.Chain, cfg.Store, cfg.Log, cfg.Poll = blocks{n.chain.rpc}, n.chain.store, n.log, n.cfg.BlockPollingInterval
	cfg.Observer = watchObserver{Chain: n.monitor.Chain}
	// After an outage, payments depend on being soon on the chain again.
	cfg.RetryMax = max(cfg.RetryMin, n.cfg.BlockPollingInterval)
	heads, err := n.chain.rpc.Heads(life)
	if err != nil {
		return err
	}
	wake := make(chan struct{}, 1)
	cfg.Wake = wake
	watcher, err := watch.New(cfg)
	if err != nil {
		return err
	}
	n.chain.watcher = watcher
	n.chain.pool = protocol.NewPoolView(n.chain.protocol)
	if err := watcher.Subscribe(n.chain.pool.Subscription()); err != nil {
		return err
	}
	if err := watcher.Subscribe(n.chain.broker.Subscription()); err != nil {
		return err
	}
	if n.cfg.Broadcaster {
		n.money.sender = pm.NewSender(n.chain.account.Address(), n.chain.account)
		if err := watcher.Subscribe(n.reveals()); err != nil {
			return err
		}
	}
	if err := n.startKeeping(ctx, life); err != nil {
		return err
	}
	news := &headNews{log: n.log, heads: heads, wake: wake, check: n.chain.txs.Check}
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "new heads", Start: news.Start, Close: news.Close}); err != nil {
		return err
	}
	start := func(context.Context) error { return watcher.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "chain watcher", Start: start, Close: watcher.Close})
}

// blocks is the watcher's view of the endpoints.
type blocks struct{ *rpc.Client }

// LatestBlock implements watch.Chain.
func (b blocks) LatestBlock(ctx context.Context) (chain.BlockRef, error) {
	return reference(b.Block(ctx, nil))
}

// BlockByNumber implements watch.Chain.
func (b blocks) BlockByNumber(ctx context.Context, number uint64) (chain.BlockRef, error) {
	return reference(b.Block(ctx, new(big.Int).SetUint64(number)))
}

// BlockByHash implements watch.Chain.
func (b blocks) BlockByHash(ctx context.Context, hash common.Hash) (chain.BlockRef, error) {
	return reference(b.Client.BlockByHash(ctx, hash))
}

func reference(b rpc.Block, err error) (chain.BlockRef, error) {
	return chain.BlockRef{Number: b.Number, Hash: b.Hash, ParentHash: b.ParentHash, L1Number: b.L1Number, Time: b.Time}, err
}

// errStale is the health of a node that hears nothing new of the chain.
var errStale = errors.New("no Ethereum endpoint has told of a new block")

// health says what keeps the node from the chain.
func (s *chainStack) health() error {
	if age := s.rpc.Stale(); age > maxHeadAge {
		return fmt.Errorf("%w for %v; check -ethUrl", errStale, age.Round(time.Second))
	}
	return s.keeping.health()
}
