package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
)

// market is what a broadcaster knows of orchestrators, and how it chooses among
// them.
type market struct {
	store    *store.Store // nil when nothing is kept over restarts
	table    *discovery.Table
	book     *reputation.Book
	chooser  *choosing.Chooser
	maxPrice atomic.Pointer[pm.Price] // -maxPricePerUnit as it is now; nil for any
}

// startMarket builds what finds orchestrators and what chooses among them.
func (n *node) startMarket(ctx, life context.Context, client discovery.Client) error {
	n.warnSelection()
	for _, step := range []func(ctx, life context.Context) error{
		n.openMemory,
		func(ctx, life context.Context) error { return n.startTable(ctx, life, client) },
		n.startHistories,
	} {
		if err := step(ctx, life); err != nil {
			return err
		}
	}
	return n.openChooser()
}

// openMemory opens the database, which a node on a chain has already. Off chain a
// second node may run with the same directory: it then keeps nothing.
func (n *node) openMemory(ctx, _ context.Context) error {
	if n.chain != nil {
		n.market.store = n.chain.store
		return nil
	}
	memory, err := store.Open(ctx, filepath.Join(n.cfg.DataDir, databaseFile))
	if errors.Is(err, store.ErrInUse) {
		n.log.Warn("What is seen of orchestrators is not kept over restarts: another node has the database of -dataDir", "dataDir", n.cfg.DataDir)
		return nil
	}
	if err != nil {
		return fmt.Errorf("database in -dataDir: %w", err)
	}
	n.market.store = memory
	return n.parts.Start(ctx, lifecycle.Part{Name: "database", Close: memory.Close})
}

const (
	// webhookInterval is how often the market looks at the webhook's list, which is
	// fetched apart.
	webhookInterval = 5 * time.Second
	// devnetInterval and devnetIdleGap are for a chain whose blocks are short, and so
	// are the lives of terms.
	devnetInterval = 2 * time.Second
	devnetIdleGap  = 10 * time.Second
)

// startTable keeps a table of what orchestrators offer: those that the operator
// lists, and those of the chain's registry.
func (n *node) startTable(ctx, life context.Context, client discovery.Client) error {
	cfg := discovery.DefaultTableConfig()
	cfg.Client, cfg.Log, cfg.Observer = client, n.log, n.monitor.Discovery
	cfg.Timeout, cfg.ExtraNodes = n.cfg.DiscoveryTimeout, n.cfg.ExtraNodes
	cfg.Filter = discovery.Filter{
		Services: n.cfg.Services, Regions: n.cfg.Regions, MinStake: n.cfg.MinStake, MinVersion: n.cfg.OrchMinVersion,
		IgnoreMaxPriceIfNeeded: n.cfg.Selection.IgnoreMaxPriceIfNeeded, Allow: n.cfg.OrchAllowlist, Block: n.cfg.OrchBlocklist,
	}
	if n.market.store != nil {
		cfg.Store = n.market.store
	}
	if n.chain != nil {
		cfg.Chain = n.chain.broker
	}
	if n.cfg.OrchWebhookURL != "" {
		cfg.SourceInterval = webhookInterval
	}
	if n.cfg.Network == Devnet {
		cfg.IdleGap, cfg.SourceInterval = devnetIdleGap, devnetInterval
	}
	var err error
	if cfg.Sources, err = n.startSources(ctx, life); err != nil {
		return err
	}
	if n.market.table, err = discovery.NewTable(cfg); err != nil {
		return err
	}
	start := func(context.Context) error { return n.market.table.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "market table", Start: start, Close: n.market.table.Close})
}

// startSources are those who name orchestrators.
func (n *node) startSources(ctx, life context.Context) (list []discovery.Source, err error) {
	if len(n.cfg.OrchAddrs) > 0 {
		static, err := discovery.ParseList(strings.Join(n.cfg.OrchAddrs, ","))
		if err != nil {
			return nil, &ConfigError{Flag: "orchAddr", Reason: err.Error()}
		}
		list = append(list, static)
	}
	if n.cfg.OrchWebhookURL != "" {
		webhook, err := discovery.NewWebhook(discovery.WebhookConfig{URL: n.cfg.OrchWebhookURL, Log: n.log})
		if err != nil {
			return nil, &ConfigError{Flag: "orchWebhookUrl", Reason: err.Error()}
		}
		start := func(context.Context) error { return webhook.Start(life) }
		if err := n.parts.Start(ctx, lifecycle.Part{Name: "orchestrator webhook", Start: start, Close: webhook.Close}); err != nil {
			return nil, err
		}
		list = append(list, webhook)
	}
	if n.cfg.asksRegistry() {
		list = append(list, discovery.NewRegistry(n.chain.pool))
	}
	return list, nil
}

// startHistories remembers what was seen of each orchestrator, over restarts too.
func (n *node) startHistories(ctx, life context.Context) (err error) {
	cfg := reputation.DefaultConfig()
	cfg.Log = n.log.With("of", "orchestrators")
	if n.market.store != nil {
		cfg.Store = n.market.store.OrchestratorReputations()
	}
	if n.market.book, err = reputation.New(cfg); err != nil {
		return err
	}
	start := func(context.Context) error { return n.market.book.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "orchestrators' histories", Start: start, Close: n.market.book.Close})
}

// openChooser builds what chooses among orchestrators, by a policy and by their
// histories.
func (n *node) openChooser() (err error) {
	cfg := choosing.DefaultConfig()
	cfg.Book, cfg.Default, cfg.Log = n.market.book, n.cfg.SelectionPolicy, n.log
	cfg.Deposit, cfg.MaxPrice = n.ownDeposit, n.market.maxPrice.Load
	if cfg.Policies, err = n.policies(); err != nil {
		return err
	}
	if n.market.chooser, err = choosing.New(cfg); err != nil {
		return &ConfigError{Flag: "selectionPolicy", Reason: err.Error()}
	}
	return nil
}

// policies are those of -selectionPolicies as go-livepeer's flags change them: the
// chances of a draw are the default one's, all else counts for each. Where there are
// strangers beside those that the operator lists, these come first, unless a policy
// has tiers of its own.
func (n *node) policies() (choosing.Policies, error) {
	all := choosing.DefaultPolicies()
	if n.cfg.SelectionPolicies != "" {
		file, err := os.ReadFile(n.cfg.SelectionPolicies)
		if err == nil {
			all, err = choosing.ParsePolicies(file)
		}
		if err != nil {
			return nil, &ConfigError{Flag: "selectionPolicies", Reason: err.Error()}
		}
	}
	for name, p := range all {
		changed, err := n.cfg.Selection.Apply(p, n.cfg.SelectionDraw && name == n.cfg.SelectionPolicy)
		if err != nil {
			return nil, &ConfigError{Flag: "selectRandFreq", Reason: fmt.Sprintf("with the other flags of selection it gives no policy: %v", err)}
		}
		if len(changed.Tiers) == 0 && n.cfg.mixesSources() {
			changed.Tiers = []choosing.Tier{{Name: "listed", Listed: true}}
		}
		all[name] = changed
	}
	return all, nil
}

// setMaxPrice has those left out who are dearer; nil is any price.
func (n *node) setMaxPrice(price *pm.Price) {
	old := n.market.maxPrice.Swap(price)
	if old == price || old != nil && price != nil && *old == *price {
		return
	}
	filter := n.market.table.Filter()
	filter.MaxPrice = price
	if err := n.market.table.SetFilter(filter); err != nil {
		n.log.Error("Orchestrators are not left out by -maxPricePerUnit", "err", err)
	}
}

// ownDeposit is the node's deposit as it was when it was last looked at; 0 before
// that, and off chain.
func (n *node) ownDeposit() pm.Wei {
	if n.money.topUp == nil {
		return pm.Wei{}
	}
	s, _ := n.money.topUp.Status()
	return s.Funds.Deposit
}
