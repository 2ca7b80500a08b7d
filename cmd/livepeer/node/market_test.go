package node

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/monitor"
	"github.com/livepeer/streamflow/pm"
)

// listed answers for every orchestrator, at a price.
type listed struct{ price int64 }

func (l listed) Info(_ context.Context, uri string, _ core.JobRequest) (*core.OrchestratorInfo, error) {
	info := &core.OrchestratorInfo{
		URI: uri, Token: &core.AuthToken{SessionID: "s", Expiration: time.Now().Add(30 * time.Minute)},
		Capabilities: core.NewCapabilities("0.9.1", core.DefaultCapabilities()...),
	}
	if l.price > 0 {
		info.Price = &pm.Price{PricePerUnit: l.price, PixelsPerUnit: 1}
	}
	return info, nil
}

// startMarketOf starts the market of a broadcaster off chain that works with
// a.example:1.
func startMarketOf(t *testing.T, client discovery.Client, change func(*Config)) *node {
	cfg := Config{Roles: Roles{Broadcaster: true}, Network: Offchain, DataDir: t.TempDir(), OrchAddrs: []string{"a.example:1"}}
	cfg.DiscoveryTimeout, cfg.Selection = time.Second, choosing.DefaultFlags()
	if change != nil {
		change(&cfg)
	}
	cfg.Complete()
	n := &node{cfg: cfg, log: slog.New(slog.DiscardHandler), monitor: monitor.New(monitor.Config{})}
	t.Cleanup(func() { require.NoError(t, n.parts.Close()) })
	require.NoError(t, n.startMarket(t.Context(), context.WithoutCancel(t.Context()), client))
	return n
}

// What is seen of orchestrators off chain is there after a restart.
func TestMarketOffChainIsKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	here := func(c *Config) { c.DataDir = dir }
	n := startMarketOf(t, listed{}, here)
	require.NoError(t, n.market.table.Usable(t.Context()))
	peer := reputation.PeerOf(core.OrchestratorInfo{}.Address, "https://a.example:1")
	n.market.book.Entry(peer).Report(reputation.Outcome{Kind: reputation.Done, Took: time.Second, Unit: 2 * time.Second, Media: 2 * time.Second})

	second := startMarketOf(t, listed{}, here)
	require.Nil(t, second.market.store, "a second node with the same directory runs, and keeps nothing")
	require.NoError(t, second.market.table.Usable(t.Context()))

	require.NoError(t, n.parts.Close())
	n.parts = node{}.parts
	again := startMarketOf(t, listed{}, here)
	offers := again.market.table.Market().Offers
	require.Len(t, offers, 1)
	require.False(t, offers[0].Answered.IsZero())
	require.EqualValues(t, 1, again.market.book.Entry(peer).Record().Attempts[reputation.Done])
}

// -maxPricePerUnit is in force in the table and in every policy, also when it is
// changed while the node runs.
func TestMaxPriceLeavesOut(t *testing.T) {
	t.Parallel()
	n := startMarketOf(t, listed{price: 100}, nil)
	require.NoError(t, n.market.table.Usable(t.Context()))
	excluded := func() string { return n.market.table.Market().Offers[0].Excluded }
	require.Empty(t, excluded())
	n.setMaxPrice(&pm.Price{PricePerUnit: 99, PixelsPerUnit: 1})
	require.Contains(t, excluded(), discovery.ErrPrice.Error())
	require.EqualValues(t, 99, n.market.maxPrice.Load().PricePerUnit)
	require.ErrorIs(t, n.market.table.Usable(t.Context()), discovery.ErrPrice)
	n.setMaxPrice(nil)
	require.Empty(t, excluded())
	require.Nil(t, n.market.table.Filter().MaxPrice)
}

func TestPoliciesOfFlags(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "policies.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"sport":{"base":"premium","min_reliability":0.9}}`), 0o600))
	n := startMarketOf(t, listed{}, func(c *Config) {
		c.SelectionPolicy, c.SelectionPolicies = "sport", file
		c.SelectionDraw, c.Selection.MinPerfScore, c.Selection.IgnoreMaxPriceIfNeeded = true, 0.5, true
	})
	sport, err := n.market.chooser.Policy("")
	require.NoError(t, err)
	require.Equal(t, &choosing.Draw{Random: .3, Stake: .7, PriceExp: 100}, sport.Draw)
	require.InDelta(t, 0.9, sport.MinReliability, 0)
	live, err := n.market.chooser.Policy(choosing.Live)
	require.NoError(t, err)
	require.Nil(t, live.Draw, "chances are those of the default policy")
	require.InDelta(t, 0.5, live.MinReliability, 0)
	require.True(t, live.IgnoreMaxPriceIfNeeded)

	for name, c := range map[string]struct {
		change func(*Config)
		flag   string
	}{
		"err_no_such_policy": {func(c *Config) { c.SelectionPolicy = "premum" }, "selectionPolicy"},
		"err_no_file":        {func(c *Config) { c.SelectionPolicies = "/nowhere/p.json" }, "selectionPolicies"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var cfg Config
			cfg.SelectionPolicy = choosing.Live
			c.change(&cfg)
			bad := &node{cfg: cfg, log: slog.New(slog.DiscardHandler)}
			bad.market.book = n.market.book
			var wrong *ConfigError
			require.ErrorAs(t, bad.openChooser(), &wrong)
			require.Equal(t, c.flag, wrong.Flag)
		})
	}
}

// The operator's own come before strangers.
func TestOwnOrchestratorsComeFirst(t *testing.T) {
	t.Parallel()
	first := []choosing.Tier{{Name: "listed", Listed: true}}
	file := filepath.Join(t.TempDir(), "policies.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"mine":{"tiers":[{"name":"a","peers":["https://a.example:1"]}]}}`), 0o600))
	for name, c := range map[string]struct {
		change func(*Config)
		want   []choosing.Tier
	}{
		"list":              {func(*Config) {}, nil},
		"webhook":           {func(c *Config) { c.OrchWebhookURL = "https://hook" }, first},
		"list_on_chain":     {func(c *Config) { c.Network = Devnet }, nil},
		"list_and_registry": {func(c *Config) { c.Network, c.OrchRegistry = Devnet, true }, first},
		"registry":          {func(c *Config) { c.Network, c.OrchAddrs = Devnet, nil }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := Config{Roles: Roles{Broadcaster: true}, Network: Offchain, OrchAddrs: []string{"a:1"}}
			cfg.SelectionPolicies = file
			c.change(&cfg)
			all, err := (&node{cfg: cfg}).policies()
			require.NoError(t, err)
			require.Equal(t, c.want, all[choosing.Live].Tiers)
			require.Equal(t, "a", all["mine"].Tiers[0].Name, "one with tiers keeps them")
			require.Equal(t, first, all[choosing.Trusted].Tiers)
		})
	}
}

func TestSenselessSettings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Config)
		flag   string // "" for none
	}{
		"usual":             {func(*Config) {}, ""},
		"registry":          {func(c *Config) { c.Network, c.OrchAddrs = Devnet, nil }, ""},
		"price_off_chain":   {func(c *Config) { c.MaxPricePerUnit = "7" }, "-maxPricePerUnit"},
		"price_on_chain":    {func(c *Config) { c.Network, c.MaxPricePerUnit = Devnet, "7" }, ""},
		"nothing_to_ignore": {func(c *Config) { c.Network, c.Selection.IgnoreMaxPriceIfNeeded = Devnet, true }, "-ignoreMaxPriceIfNeeded"},
		"draw_off_chain":    {func(c *Config) { c.SelectionDraw = true }, "-selectStakeWeight"},
		"trusted_nobody":    {func(c *Config) { c.Network, c.OrchAddrs, c.SelectionPolicy = Devnet, nil, choosing.Trusted }, "-selectionPolicy"},
		"registry_alone":    {func(c *Config) { c.Network, c.OrchAddrs, c.OrchRegistry = Devnet, nil, true }, "-orchRegistry"},
		"block_address":     {func(c *Config) { c.OrchBlocklist.Addresses = make([]common.Address, 1) }, "-orchBlocklist"},
		"allow_own":         {func(c *Config) { c.OrchAllowlist.URIs = []string{"https://a:1"} }, "-orchAllowlist"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := Config{Roles: Roles{Broadcaster: true}, Network: Offchain, OrchAddrs: []string{"a:1"}}
			cfg.MaxPricePerUnit, cfg.Selection = "0", choosing.DefaultFlags()
			c.change(&cfg)
			cfg.Complete()
			var out bytes.Buffer
			(&node{cfg: cfg, log: slog.New(slog.NewTextHandler(&out, nil))}).warnSelection()
			if c.flag == "" {
				require.Empty(t, out.String())
				return
			}
			require.Contains(t, out.String(), c.flag)
			require.Len(t, cfg.senseless(), 1)
		})
	}
}

// Health says why no stream would be taken.
func TestHealthTellsWhyNobodyIsThere(t *testing.T) {
	t.Parallel()
	n := startMarketOf(t, clientFunc(func() (*core.OrchestratorInfo, error) { return nil, core.ErrOrchestratorCapped }), nil)
	h := orchestratorHealth{table: n.market.table}
	err := h.check()
	require.ErrorIs(t, err, errNoOrchestrator)
	require.ErrorIs(t, err, core.ErrOrchestratorCapped)
}

// clientFunc is a discovery.Client.
type clientFunc func() (*core.OrchestratorInfo, error)

func (f clientFunc) Info(context.Context, string, core.JobRequest) (*core.OrchestratorInfo, error) {
	return f()
}
