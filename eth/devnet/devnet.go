package devnet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/livepeer/streamflow/eth/devnet/keys"
)

// ErrNotRunning is returned before Start and after Close.
var ErrNotRunning = errors.New("devnet is not running")

// Devnet is one chain.
type Devnet struct {
	cfg      Config
	owner    keys.Account // of the contracts
	accounts []keys.Account
	cancel   context.CancelFunc
	miner    sync.WaitGroup

	mu sync.Mutex
	// guarded by mu, which is held for every change of the chain too:
	stack  *stack // nil when not running
	client *ethclient.Client
}

// New checks the configuration and makes the accounts.
func New(cfg Config) (*Devnet, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	accounts, err := keys.NewAccounts(cfg.Accounts)
	if err != nil {
		return nil, err
	}
	owner, err := keys.NewOwner()
	if err != nil {
		return nil, err
	}
	return &Devnet{cfg: cfg, owner: owner, accounts: accounts}, nil
}

// Start makes the chain, opens its RPC and begins to mine. It may be called
// once. Mining ends with ctx or Close.
func (d *Devnet) Start(ctx context.Context) error {
	s, err := newStack(ctx, d.cfg, append(slices.Clone(d.accounts), d.owner))
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.stack, d.client = s, ethclient.NewClient(s.node.Attach())
	d.mu.Unlock()
	ctx, d.cancel = context.WithCancel(ctx)
	d.startMining(ctx, s)
	d.cfg.Log.Info("devnet runs", "http", d.HTTPURL(), "ws", d.WSURL(), "chain", d.cfg.ChainID)
	return nil
}

// Close ends the chain, which is gone then. It may be called again.
func (d *Devnet) Close() error {
	if d.cancel != nil {
		d.cancel()
	}
	d.miner.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stack == nil {
		return nil
	}
	d.client.Close()
	err := d.stack.close()
	d.stack = nil
	return err
}

// Accounts returns the accounts that have funds.
func (d *Devnet) Accounts() []keys.Account { return slices.Clone(d.accounts) }

// ChainID of the transactions.
func (d *Devnet) ChainID() uint64 { return d.cfg.ChainID }

// Client returns a client within the process; nil before Start. Close closes it.
func (d *Devnet) Client() *ethclient.Client {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.client
}

// HTTPURL returns the URL of the RPC by HTTP, empty when not running.
func (d *Devnet) HTTPURL() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stack == nil {
		return ""
	}
	return d.stack.node.HTTPEndpoint()
}

// WSURL returns the URL of the RPC by WebSocket, empty when not running. Its
// port is that of HTTPURL.
func (d *Devnet) WSURL() string {
	return strings.Replace(d.HTTPURL(), "http://", "ws://", 1)
}

// Mine makes n blocks with what is pending.
func (d *Devnet) Mine(n int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stack == nil {
		return ErrNotRunning
	}
	for range n {
		if err := d.stack.commit(); err != nil {
			return err
		}
	}
	return nil
}

// Fork makes a block the head again, the blocks after it being replaced by what
// is mined next. Their transactions become pending unless Rollback follows;
// with a BlockTime of 0 they are mined again at once.
func (d *Devnet) Fork(parent common.Hash) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stack == nil {
		return ErrNotRunning
	}
	if err := d.stack.beacon.Fork(parent); err != nil {
		return fmt.Errorf("fork at block %s: %w", parent, err)
	}
	return nil
}

// Rollback drops all pending transactions.
func (d *Devnet) Rollback() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stack == nil {
		return ErrNotRunning
	}
	d.stack.beacon.Rollback()
	return nil
}
