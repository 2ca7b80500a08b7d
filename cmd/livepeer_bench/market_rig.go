package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/discovery"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/pm"
)

// marketRig is what a broadcaster's market needs: orchestrators in a process of
// their own, a registry that lists them, and a database.
type marketRig struct {
	child  *marketChild
	listed []chain.Orchestrator
	key    *signing.Key
	store  *store.Store
	dir    string
}

func openMarketRig(ctx context.Context, n int) (r *marketRig, err error) {
	r = &marketRig{}
	if r.key, err = newBenchKey(); err != nil {
		return nil, err
	}
	if r.dir, err = os.MkdirTemp("", "livepeer-bench-"); err != nil {
		return nil, err
	}
	if r.store, err = store.Open(ctx, filepath.Join(r.dir, "node.sqlite")); err != nil {
		return nil, errors.Join(err, os.RemoveAll(r.dir))
	}
	if r.child, err = startMarketChild(ctx, n); err != nil {
		return nil, errors.Join(err, r.close())
	}
	for i, o := range r.child.list {
		stake, err := chain.ParseLPT(fmt.Sprintf("%dLPT", 100+i))
		if err != nil {
			return nil, errors.Join(err, r.close())
		}
		r.listed = append(r.listed, chain.Orchestrator{
			Address: o.Address, Active: true, InPool: true, Stake: stake, Entry: chain.RegistryEntry{ServiceURI: o.URI},
		})
	}
	return r, nil
}

// Orchestrators implements discovery.Directory.
func (r *marketRig) Orchestrators() ([]chain.Orchestrator, bool) { return r.listed, true }

// Moment implements discovery.Chain.
func (r *marketRig) Moment() (pm.Moment, error) { return pm.Moment{Block: wallBlock(time.Now())}, nil }

func (r *marketRig) close() error {
	errs := []error{r.store.Close(), os.RemoveAll(r.dir)}
	if r.child != nil {
		errs = append(errs, r.child.close())
	}
	return errors.Join(errs...)
}

// marketTable is a broadcaster's table with its client, set up as in the node.
type marketTable struct {
	*discovery.Table
	client *lpnet.OrchestratorClient
	watch  *marketWatch
}

// openTable starts a table whose answers get so old at the most.
func (r *marketRig) openTable(ctx context.Context, age time.Duration) (*marketTable, error) {
	t := &marketTable{client: lpnet.NewOrchestratorClient(lpnet.OrchestratorClientConfig{Signer: r.key})}
	t.watch = &marketWatch{OrchestratorClient: t.client, n: int64(len(r.listed)), all: make(chan struct{})}
	cfg := discovery.DefaultTableConfig()
	cfg.Sources = []discovery.Source{discovery.NewRegistry(r)}
	cfg.Client, cfg.Chain, cfg.Store, cfg.Observer = t.watch, r, r.store, t.watch
	cfg.MaxAge, cfg.IdleGap = age, min(age, cfg.IdleGap)
	var err error
	if t.Table, err = discovery.NewTable(cfg); err != nil {
		return nil, errors.Join(err, t.client.Close())
	}
	if err := t.Start(ctx); err != nil {
		return nil, errors.Join(err, t.client.Close())
	}
	return t, nil
}

func (t *marketTable) close() error { return errors.Join(t.Close(), t.client.Close()) }

// marketWatch stands between a table and its client, and sees what it does.
type marketWatch struct {
	*lpnet.OrchestratorClient
	n       int64
	answers atomic.Int64
	all     chan struct{} // closed at the answer that makes n
	failed  atomic.Int64
	asked   atomic.Int64 // for streams
}

// Info implements discovery.Client.
func (w *marketWatch) Info(ctx context.Context, uri string, req core.JobRequest) (*core.OrchestratorInfo, error) {
	info, err := w.OrchestratorClient.Info(ctx, uri, req)
	if err == nil && w.answers.Add(1) == w.n {
		close(w.all)
	}
	return info, err
}

// DiscoveryFailed implements discovery.Observer.
func (w *marketWatch) DiscoveryFailed(string, error) { w.failed.Add(1) }

// DiscoveryDone implements discovery.Observer.
func (w *marketWatch) DiscoveryDone(asked, _ int, _ time.Duration) { w.asked.Add(int64(asked)) }
