package node

import (
	"context"
	"path/filepath"
	"strconv"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/eth/devnet/keys"
)

// devnetFile tells other processes of the devnet: its URLs, contracts and
// accounts.
const devnetFile = "devnet.json"

// startDevnet starts a chain with the protocol's contracts, when -network asks
// for one and no -ethUrl names another.
func (n *node) startDevnet(ctx, _ context.Context) error {
	if n.cfg.Network != Devnet {
		return nil
	}
	if n.cfg.EthController == (common.Address{}) {
		controller, err := keys.Controller()
		if err != nil {
			return err
		}
		n.cfg.EthController = controller
	}
	if !n.cfg.hostsDevnet() {
		return nil
	}
	path := filepath.Join(n.cfg.DataDir, devnetFile)
	chain := newDevnetProcess(n.fail, "-addr", n.cfg.DevnetAddr, "-blockTime", n.cfg.DevnetBlockTime.String(),
		"-roundLength", strconv.FormatUint(n.cfg.DevnetRoundLength, 10), "-file", path)
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "devnet", Start: chain.Start, Close: chain.Close}); err != nil {
		return err
	}
	n.chain.urls = []string{chain.URL()}
	n.log.Info("Devnet is up; its accounts are known to everybody and worth nothing", "url", chain.URL(), "addresses", path)
	return nil
}
