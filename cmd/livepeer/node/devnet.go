package node

import (
	"context"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/eth/deploy"
	"github.com/livepeer/streamflow/eth/devnet"
)

// devnetFile tells other processes of the devnet: its URLs, contracts and
// accounts.
const devnetFile = "devnet.json"

// startDevnet runs a chain with the protocol's contracts in this process, when
// -network asks for one and no -ethUrl names another.
func (n *node) startDevnet(ctx, life context.Context) error {
	if n.cfg.Network != Devnet {
		return nil
	}
	if n.cfg.EthController == (common.Address{}) {
		controller, err := devnet.Controller()
		if err != nil {
			return err
		}
		n.cfg.EthController = controller
	}
	if !n.cfg.hostsDevnet() {
		return nil
	}
	cfg := devnet.DefaultConfig()
	cfg.HTTPAddr, cfg.BlockTime, cfg.Log = n.cfg.DevnetAddr, n.cfg.DevnetBlockTime, n.log
	network, err := devnet.New(cfg)
	if err != nil {
		return &ConfigError{Flag: "devnetAddr", Reason: err.Error()}
	}
	start := func(context.Context) error { return network.Start(life) }
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "devnet", Start: start, Close: network.Close}); err != nil {
		return err
	}
	rules := deploy.DefaultConfig()
	rules.RoundLength = n.cfg.DevnetRoundLength
	contracts, err := network.DeployProtocol(ctx, rules)
	if err != nil {
		return err
	}
	n.chain.urls = []string{network.WSURL()}
	path := filepath.Join(n.cfg.DataDir, devnetFile)
	n.log.Info("Devnet is up; its accounts are known to everybody and worth nothing",
		"http", network.HTTPURL(), "ws", network.WSURL(), "controller", contracts["Controller"], "addresses", path)
	return network.WriteFile(path, contracts)
}
