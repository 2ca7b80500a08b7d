package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

// benchTicketEV is -ticketEV's default, in wei, and benchPrice a price in wei per
// pixel at which a segment of two seconds costs as good as one ticket.
const (
	benchTicketEV = 8e9
	benchPrice    = "400"
)

// benchChain is a chain on which every sender has money and nothing happens.
type benchChain struct {
	block atomic.Uint64
}

func newBenchChain() *benchChain {
	c := new(benchChain)
	c.block.Store(1000)
	return c
}

// Moment implements earning.Chain and paying.Chain.
func (c *benchChain) Moment() (pm.Moment, error) {
	block := c.block.Load()
	return pm.Moment{
		Block: block, Round: pm.RoundRef{Number: 10, BlockHash: common.Hash{10}}, Current: 10, RoundEnds: block + 5000, Validity: 2,
	}, nil
}

// Funds implements earning.Chain and paying.Chain.
func (c *benchChain) Funds(context.Context, common.Address) (pm.Funds, error) {
	return pm.Funds{Deposit: pm.NewWei(1e18), Reserve: pm.NewWei(1e18), PoolSize: 1}, nil
}

// Gas implements earning.Chain.
func (c *benchChain) Gas() (pm.RedeemGas, bool) {
	return pm.RedeemGas{
		Single: redeemGasSingle, InBatch: redeemGasInBatch, Price: pm.NewWei(gasMiddle), Rolling: pm.NewWei(gasMiddle),
	}, true
}

// Active implements earning.Chain.
func (c *benchChain) Active(common.Address) bool { return true }

// benchRedeemer takes winning tickets and does nothing with them.
type benchRedeemer struct{ *benchChain }

// Queue implements earning.Redeemer.
func (benchRedeemer) Queue(context.Context, pm.WinningTicket) error { return nil }

// MaxFloat implements earning.Redeemer.
func (r benchRedeemer) MaxFloat(ctx context.Context, sender common.Address) (pm.Wei, error) {
	funds, err := r.Funds(ctx, sender)
	return funds.MaxFloat(pm.Wei{}), err
}

// gatedStore lets bookings wait while its gate is shut.
type gatedStore struct {
	*store.Store
	gate sync.Mutex // held while it is shut
}

// Book implements earning.Store.
func (s *gatedStore) Book(ctx context.Context, bookings []payment.Booking) error {
	s.gate.Lock()
	defer s.gate.Unlock()
	return s.Store.Book(ctx, bookings)
}

// payRig has the two sides of payments: all of it real but for the chain.
type payRig struct {
	chain  *benchChain
	earner *earning.Earner
	store  *gatedStore
	orch   *signing.Key // who is paid
	payer  *signing.Key
	sender *pm.Sender // of payer
	dir    string
}

// openPayRig starts an orchestrator's payments with a database in a directory of
// its own.
func openPayRig(ctx context.Context) (r *payRig, err error) {
	r = &payRig{chain: newBenchChain()}
	if r.orch, err = newBenchKey(); err != nil {
		return nil, err
	}
	if r.payer, err = newBenchKey(); err != nil {
		return nil, err
	}
	r.sender = pm.NewSender(r.payer.Address(), r.payer)
	if r.dir, err = os.MkdirTemp("", "livepeer-bench-"); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, filepath.Join(r.dir, "node.sqlite"))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(r.dir))
	}
	r.store = &gatedStore{Store: db}
	if err = r.startEarner(ctx); err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

func (r *payRig) startEarner(ctx context.Context) error {
	rate, err := pricing.ParseRate(benchPrice, "1")
	if err != nil {
		return err
	}
	prices, err := pricing.New(pricing.Config{Default: rate})
	if err != nil {
		return err
	}
	cfg := earning.DefaultConfig()
	cfg.Address, cfg.TicketEV, cfg.AutoAdjust, cfg.MaxBacklog = r.orch.Address(), pm.NewWei(benchTicketEV), false, 1e6
	cfg.Prices, cfg.Chain, cfg.Redeemer, cfg.Store, cfg.Records = prices, r.chain, benchRedeemer{r.chain}, r.store, r.store
	cfg.Recipient = pm.NewRecipient(pm.RecipientConfig{Address: cfg.Address, Secret: pm.NewSecret(), Verifier: &signing.KeyRing{}})
	if r.earner, err = earning.New(cfg); err != nil {
		return err
	}
	return r.earner.Start(ctx)
}

func (r *payRig) close() error {
	var errs []error
	if r.earner != nil {
		errs = append(errs, r.earner.Close())
	}
	return errors.Join(append(errs, r.store.Close(), os.RemoveAll(r.dir))...)
}

func newBenchKey() (*signing.Key, error) {
	key, err := crypto.GenerateKey()
	if err != nil {
		return nil, err
	}
	return signing.NewKey(key), nil
}
