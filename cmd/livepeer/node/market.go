package node

import (
	"context"
	"os"
	"time"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
)

// startMarket keeps a table of what the registry's orchestrators offer.
func (n *node) startMarket(ctx, life context.Context, client discovery.Client) (*discovery.Table, error) {
	cfg := discovery.DefaultTableConfig()
	cfg.Sources = []discovery.Source{discovery.NewRegistry(n.chain.pool)}
	cfg.Client, cfg.Chain, cfg.Store, cfg.Log = client, n.chain.broker, n.chain.store, n.log
	cfg.Timeout, cfg.ExtraNodes, cfg.Observer = n.cfg.DiscoveryTimeout, n.cfg.ExtraNodes, n.monitor.Discovery
	cfg.Filter = discovery.Filter{
		Services: n.cfg.Services, Regions: n.cfg.Regions, MinStake: n.cfg.MinStake,
		MinVersion: n.cfg.OrchMinVersion, Block: discovery.Peers{Addresses: n.cfg.OrchBlocklist},
	}
	if n.cfg.Network == Devnet {
		// Blocks are short there, and so are the lives of terms.
		cfg.IdleGap, cfg.SourceInterval = 10*time.Second, 2*time.Second
	}
	table, err := discovery.NewTable(cfg)
	if err != nil {
		return nil, err
	}
	start := func(context.Context) error { return table.Start(life) }
	return table, n.parts.Start(ctx, lifecycle.Part{Name: "market table", Start: start, Close: table.Close})
}

// startChooser builds what chooses among them: by a policy, and by what was seen of
// each, over restarts too.
func (n *node) startChooser(ctx, life context.Context) (*choosing.Chooser, error) {
	history := reputation.DefaultConfig()
	history.Store, history.Log = n.chain.store, n.log
	book, err := reputation.New(history)
	if err != nil {
		return nil, err
	}
	start := func(context.Context) error { return book.Start(life) }
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "orchestrators' histories", Start: start, Close: book.Close}); err != nil {
		return nil, err
	}
	cfg := choosing.DefaultConfig()
	cfg.Book, cfg.Default, cfg.Log = book, n.cfg.SelectionPolicy, n.log
	cfg.Deposit = n.ownDeposit
	if n.cfg.SelectionPolicies != "" {
		file, err := os.ReadFile(n.cfg.SelectionPolicies)
		if err == nil {
			cfg.Policies, err = choosing.ParsePolicies(file)
		}
		if err != nil {
			return nil, &ConfigError{Flag: "selectionPolicies", Reason: err.Error()}
		}
	}
	chooser, err := choosing.New(cfg)
	if err != nil {
		return nil, &ConfigError{Flag: "selectionPolicy", Reason: err.Error()}
	}
	return chooser, nil
}

// ownDeposit is the node's deposit as it was when it was last looked at; 0 before
// that.
func (n *node) ownDeposit() pm.Wei {
	s, _ := n.money.topUp.Status()
	return s.Funds.Deposit
}
