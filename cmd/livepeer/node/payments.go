package node

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/core/redemption"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/pm"
)

// money is what pays and is paid on a chain. Its parts are nil where the node's
// roles have no use for them.
type money struct {
	feed         pricing.Feed
	prices       *pricing.Book
	earner       *earning.Earner
	redeemer     *redemption.Redeemer
	sender       *pm.Sender
	payer        *paying.Payer
	limits       *payLimits
	topUp        *paying.TopUp
	broadcasters *reputation.Book // how work for them went; nil for who earns nothing
}

// health says what keeps money from where it belongs.
func (m *money) health() error {
	var errs []error
	if m.prices != nil {
		// Everybody's price, since that of one sender keeps nobody else away.
		if _, err := m.prices.Price(common.Address{}, nil); err != nil {
			errs = append(errs, fmt.Errorf("no price can be quoted: %w", err))
		}
	}
	if m.earner != nil {
		errs = append(errs, m.earner.Health())
	}
	if m.redeemer != nil {
		errs = append(errs, m.redeemer.Health())
	}
	if m.payer != nil {
		errs = append(errs, m.limits.health(), m.payer.Health(), m.topUp.Health())
	}
	return errors.Join(errs...)
}

// signer signs what goes to other nodes.
func (n *node) signer() signing.Signer {
	if n.chain == nil {
		return signing.Offchain{}
	}
	return n.chain.account
}

// recipient is whom this orchestrator's tickets pay.
func (n *node) recipient() common.Address {
	if n.cfg.EthOrchAddr != (common.Address{}) {
		return n.cfg.EthOrchAddr
	}
	return n.chain.account.Address()
}

// startBroker begins to keep what payments need to know of the chain. The watcher
// must not run yet.
func (n *node) startBroker(ctx, life context.Context) error {
	cfg := broker.DefaultConfig()
	cfg.Protocol, cfg.Gas, cfg.Store, cfg.ChainID, cfg.Log = n.chain.protocol, n.chain.rpc, memory{n.chain.store}, n.chain.chainID, n.log
	cfg.AssumedRedeemGas = n.cfg.RedeemGas
	if n.cfg.Orchestrator || n.cfg.Redeemer {
		cfg.Recipient = n.recipient()
	}
	b, err := broker.New(cfg)
	if err != nil {
		return err
	}
	n.chain.broker = b
	start := func(context.Context) error { return b.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "funds and gas prices", Start: start, Close: b.Close})
}

// memory keeps small values in the node's database.
type memory struct{ *store.Store }

// Load implements broker.Store and paying.Memory.
func (m memory) Load(ctx context.Context, key string) ([]byte, error) {
	value, err := m.Get(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return value, err
}

// Save implements broker.Store and paying.Memory.
func (m memory) Save(ctx context.Context, key string, value []byte) error {
	return m.Put(ctx, key, value)
}
