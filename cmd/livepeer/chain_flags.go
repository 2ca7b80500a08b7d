package main

import (
	"errors"
	"flag"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/pm"
)

// chainSettings holds the raw values of the flags that are about the chain.
type chainSettings struct {
	ethURL, ethController, serviceRegistryAddr, ethKeystorePath, ethAcctAddr, ethPassword string
	minGasPrice, maxGasPrice                                                              string
	gasLimit                                                                              uint64
	transactionTimeout                                                                    time.Duration
	maxTransactionReplacements, blockPollingInterval                                      int
	initializeRound, reward                                                               bool
	initializeRoundMaxDelay                                                               time.Duration

	devnetAddr        string
	devnetBlockTime   time.Duration
	devnetRoundLength uint64
	devnetAccount     int
}

func (s *chainSettings) register(fs *flag.FlagSet) {
	fs.StringVar(&s.ethURL, "ethUrl", "", "Ethereum JSON-RPC endpoints (http, https, ws or wss) with commas between them: when one fails the next is used")
	fs.StringVar(&s.ethController, "ethController", "", "address of the protocol's Controller contract (default that of -network)")
	fs.StringVar(&s.serviceRegistryAddr, "serviceRegistryAddr", "", "address of the ServiceRegistry contract (default the Controller's)")
	fs.StringVar(&s.ethKeystorePath, "ethKeystorePath", "", "directory of key files, or one key file (default keystore in -dataDir)")
	fs.StringVar(&s.ethAcctAddr, "ethAcctAddr", "", "account of this node, when there are several keys")
	fs.StringVar(&s.ethPassword, "ethPassword", "", "password of the account's key, text or a file; without a key a new account is made")
	fs.StringVar(&s.minGasPrice, "minGasPrice", "0", "least price of gas that is offered, such as 0.1gwei; a bare number is wei")
	fs.StringVar(&s.maxGasPrice, "maxGasPrice", "0", "highest price of gas that is paid, such as 20gwei; a bare number is wei, 0 is no limit")
	fs.Uint64Var(&s.gasLimit, "gasLimit", 0, "gas limit of transactions; 0 estimates each")
	fs.DurationVar(&s.transactionTimeout, "transactionTimeout", 5*time.Minute, "how long a transaction may wait for a block before its fees are raised")
	fs.IntVar(&s.maxTransactionReplacements, "maxTransactionReplacements", 1, "how often the fees of a transaction are raised")
	fs.IntVar(&s.blockPollingInterval, "blockPollingInterval", 5, "seconds between two looks for a new block, where endpoints do not tell of it")
	fs.BoolVar(&s.initializeRound, "initializeRound", false, "initialize rounds when nobody else does")
	fs.DurationVar(&s.initializeRoundMaxDelay, "initializeRoundMaxDelay", 30*time.Second, "wait a random time up to this before a round is initialized, since others may do it")
	fs.BoolVar(&s.reward, "reward", false, "call reward() once in each round (default when the account is a registered orchestrator)")
	fs.StringVar(&s.devnetAddr, "devnetAddr", "127.0.0.1:8545", "loopback address of the JSON-RPC of -network devnet")
	fs.DurationVar(&s.devnetBlockTime, "devnetBlockTime", time.Second, "time between blocks of the devnet; 0 makes a block for each transaction")
	fs.Uint64Var(&s.devnetRoundLength, "devnetRoundLength", 60, "blocks in a round of the devnet")
	fs.IntVar(&s.devnetAccount, "devnetAccount", 0, "number of the devnet's account that this node uses")
}

// config turns the raw settings into what a node is built from.
func (s *chainSettings) config(fs *flag.FlagSet) (node.ChainConfig, error) {
	c := node.ChainConfig{
		EthURLs: splitList(s.ethURL), EthKeystorePath: s.ethKeystorePath, EthPassword: s.ethPassword,
		GasLimit: s.gasLimit, TransactionTimeout: s.transactionTimeout, MaxReplacements: s.maxTransactionReplacements,
		BlockPollingInterval: time.Duration(s.blockPollingInterval) * time.Second,
		InitializeRound:      s.initializeRound, InitializeRoundMaxDelay: s.initializeRoundMaxDelay, Reward: s.reward,
		DevnetAddr: s.devnetAddr, DevnetBlockTime: s.devnetBlockTime,
		DevnetRoundLength: s.devnetRoundLength, DevnetAccount: s.devnetAccount,
	}
	fs.Visit(func(f *flag.Flag) { c.RewardSet = c.RewardSet || f.Name == "reward" })
	var errs [5]error
	c.EthController, errs[0] = parseAddress("ethController", s.ethController)
	c.EthAcctAddr, errs[1] = parseAddress("ethAcctAddr", s.ethAcctAddr)
	c.MinGasPrice, errs[2] = parseWei("minGasPrice", s.minGasPrice)
	c.MaxGasPrice, errs[3] = parseWei("maxGasPrice", s.maxGasPrice)
	c.ServiceRegistryAddr, errs[4] = parseAddress("serviceRegistryAddr", s.serviceRegistryAddr)
	return c, errors.Join(errs[:]...)
}

// parseAddress reads one address; empty is the zero address.
func parseAddress(name, text string) (common.Address, error) {
	if text == "" {
		return common.Address{}, nil
	}
	if !common.IsHexAddress(text) {
		return common.Address{}, &node.ConfigError{Flag: name, Reason: fmt.Sprintf("%q is not an Ethereum address (0x and 40 hexadecimal digits)", text)}
	}
	return common.HexToAddress(text), nil
}

// parseWei reads an amount with its unit, or wei as existing scripts write it.
func parseWei(name, text string) (pm.Wei, error) {
	if digits := strings.TrimSpace(text); strings.Trim(digits, "0123456789") == "" && digits != "" {
		if wei, ok := new(big.Int).SetString(digits, 10); ok {
			if amount, ok := pm.WeiFromInt(wei); ok {
				return amount, nil
			}
		}
	}
	amount, err := pm.ParseWei(text)
	if err != nil {
		return pm.Wei{}, &node.ConfigError{Flag: name, Reason: err.Error()}
	}
	return amount, nil
}
