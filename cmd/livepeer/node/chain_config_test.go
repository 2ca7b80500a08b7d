package node_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/pm"
)

// onChain is a node without a role on the devnet, with the flags' defaults.
func onChain(change func(*node.Config)) node.Config {
	cfg := node.Config{Network: node.Devnet, MaxSessions: 10, CLIAddr: "127.0.0.1:7935"}
	cfg.BlockPollingInterval, cfg.DevnetRoundLength = 5*time.Second, 60
	cfg.PixelsPerUnit, cfg.MaxPricePerUnit = "1", "0"
	cfg.TicketEV, cfg.MaxTicketEV, cfg.MaxTotalEV = pm.NewWei(8e9), pm.NewWei(3e12), pm.NewWei(2e13)
	cfg.RedeemOverhead, cfg.RedeemPolicy, cfg.RedeemGas = big.NewRat(1, 100), node.RedeemCheap, 350_000
	change(&cfg)
	return cfg
}

func TestChainConfig(t *testing.T) {
	t.Parallel()
	elsewhere := common.HexToAddress("0x00000000000000000000000000000000000000aa")
	for name, c := range map[string]struct {
		change func(*node.Config)
		flag   string // that is wrong; none when empty
		text   string
	}{
		"ok: the devnet needs no role": {change: func(*node.Config) {}},
		"ok: another's devnet":         {change: func(c *node.Config) { c.EthURLs = []string{"ws://127.0.0.1:8545"} }},
		"ok: a network of one's own": {change: func(c *node.Config) {
			c.Network, c.EthController, c.EthURLs = "mine", elsewhere, []string{"http://host"}
		}},
		"ok: the public network": {change: func(c *node.Config) { c.Network, c.EthURLs = node.ArbitrumOne, []string{"https://host/key"} }},
		"unknown network":        {change: func(c *node.Config) { c.Network, c.EthURLs = "mainnet2", []string{"http://host"} }, flag: "network", text: "-ethController"},
		"no endpoint":            {change: func(c *node.Config) { c.Network = node.ArbitrumOne }, flag: "ethUrl", text: "needs an Ethereum endpoint"},
		"no URL":                 {change: func(c *node.Config) { c.EthURLs = []string{"ftp://host"} }, flag: "ethUrl", text: "expected http://, https://, ws:// or wss:// and a host"},
		"off chain there are no rounds": {change: func(c *node.Config) {
			c.Network, c.InitializeRound, c.Broadcaster, c.OrchAddrs = node.Offchain, true, true, []string{"x:1"}
		}, flag: "network", text: "need a chain"},
		"transcoders know no chain":       {change: func(c *node.Config) { c.Transcoder, c.OrchAddrs, c.OrchSecret = true, []string{"x:1"}, "s" }, flag: "network", text: "knows no chain"},
		"rounds of no blocks":             {change: func(c *node.Config) { c.DevnetRoundLength = 0 }, flag: "devnetRoundLength", text: "at least 1 block"},
		"accounts are counted from 0":     {change: func(c *node.Config) { c.DevnetAccount = -1 }, flag: "devnetAccount", text: "negative"},
		"looking for blocks all the time": {change: func(c *node.Config) { c.BlockPollingInterval = 0 }, flag: "blockPollingInterval", text: "not above 0"},
		"a negative delay":                {change: func(c *node.Config) { c.InitializeRoundMaxDelay = -1 }, flag: "initializeRoundMaxDelay", text: "negative"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := onChain(c.change)
			err := cfg.Validate()
			if c.flag == "" {
				require.NoError(t, err)
				return
			}
			var wrong *node.ConfigError
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, c.flag, wrong.Flag)
			require.ErrorContains(t, err, c.text)
		})
	}
}

// TestEndpointsStaySecret: what is wrong with an address is said without the key in it.
func TestEndpointsStaySecret(t *testing.T) {
	t.Parallel()
	cfg := onChain(func(c *node.Config) { c.EthURLs = []string{"ftp://user:secret@host/KEY?token=secret"} })
	err := cfg.Validate()
	require.ErrorContains(t, err, "ftp://host")
	require.NotContains(t, err.Error(), "secret")
	require.NotContains(t, err.Error(), "KEY")
}
