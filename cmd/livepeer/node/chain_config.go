package node

import (
	"path/filepath"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// Networks that need no -ethController. Offchain is the one without a chain:
// nothing is paid or signed.
const (
	Offchain    = "offchain"
	Devnet      = "devnet"
	ArbitrumOne = "arbitrum-one-mainnet"
)

// networks are the presets of -network: the Controller, the chain's id, and the
// contract with the price of ETH.
func networks() map[string]struct {
	controller common.Address
	chainID    uint64
	priceFeed  common.Address // ETH in USD; zero for none
} {
	return map[string]struct {
		controller common.Address
		chainID    uint64
		priceFeed  common.Address
	}{
		ArbitrumOne: {
			common.HexToAddress("0xD8E8328501E9645d16Cf49539efC04f734606ee4"), 42161,
			common.HexToAddress("0x639Fe6ab55C921f74e7fac1ee960C0B6293ba612"),
		},
	}
}

// ChainConfig is how a node meets its chain. The fields carry the names of their
// flags.
//
// A node on a chain needs no role: it then is an account for livepeer_cli, and
// does what -initializeRound and -reward ask for.
type ChainConfig struct {
	EthURLs       []string
	EthController common.Address // zero for the network's own
	// ServiceRegistryAddr is zero for the Controller's.
	ServiceRegistryAddr common.Address
	EthKeystorePath     string
	EthAcctAddr         common.Address // zero for the only one
	EthPassword         string         // text, or the path of a file

	MinGasPrice, MaxGasPrice pm.Wei // of one unit of gas; zero is no limit
	GasLimit                 uint64 // 0 to estimate
	TransactionTimeout       time.Duration
	MaxReplacements          int
	BlockPollingInterval     time.Duration

	InitializeRound         bool
	InitializeRoundMaxDelay time.Duration
	// Reward calls reward() in each round; RewardSet says that somebody decided
	// on it, else it is done when the account is a registered orchestrator.
	Reward, RewardSet bool

	DevnetAddr        string
	DevnetBlockTime   time.Duration
	DevnetRoundLength uint64 // in blocks
	DevnetAccount     int    // whose funds this node uses
}

// onChain says whether the node has anything to do with a chain.
func (c *Config) onChain() bool { return c.Network != Offchain }

// hostsDevnet says whether the node runs the chain itself.
func (c *Config) hostsDevnet() bool { return c.Network == Devnet && len(c.EthURLs) == 0 }

// keystorePath is the directory of keys, or one key file.
func (c *Config) keystorePath() string {
	if c.EthKeystorePath != "" {
		return c.EthKeystorePath
	}
	return filepath.Join(c.DataDir, "keystore")
}

// validateChain reports what cannot work about the chain.
func (c *Config) validateChain(bad func(flag, format string, args ...any)) {
	if !c.onChain() {
		if c.InitializeRound || c.Reward {
			bad("network", "-initializeRound and -reward need a chain; add -network %s or -network %s", Devnet, ArbitrumOne)
		}
		return
	}
	_, preset := networks()[c.Network]
	if !preset && c.Network != Devnet && c.EthController == (common.Address{}) {
		bad("network", "%q is not a known network; use %s, %s or %s, or give the address of its Controller with -ethController", c.Network, Offchain, Devnet, ArbitrumOne)
	}
	if c.Standalone() {
		bad("network", "a standalone transcoder knows no chain; leave -network out")
	}
	if len(c.EthURLs) == 0 && c.Network != Devnet {
		bad("ethUrl", "a node on %s needs an Ethereum endpoint, or several with commas between them, such as -ethUrl https://arb1.example.org/KEY", c.Network)
	}
	if len(c.EthURLs) > 0 {
		endpoints := rpc.DefaultConfig()
		endpoints.URLs = c.EthURLs
		if err := endpoints.Validate(); err != nil {
			bad("ethUrl", "%v", err)
		}
	}
	if c.DevnetRoundLength == 0 {
		bad("devnetRoundLength", "a round has at least 1 block")
	}
	if c.DevnetAccount < 0 {
		bad("devnetAccount", "%d is negative; accounts are counted from 0", c.DevnetAccount)
	}
	if c.InitializeRoundMaxDelay < 0 {
		bad("initializeRoundMaxDelay", "%v is negative", c.InitializeRoundMaxDelay)
	}
	if c.BlockPollingInterval <= 0 {
		bad("blockPollingInterval", "%v is not above 0", c.BlockPollingInterval)
	}
}
