package node

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/chain"
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
	process := newDevnetProcess(n.fail, "-addr", n.cfg.DevnetAddr, "-blockTime", n.cfg.DevnetBlockTime.String(),
		"-roundLength", strconv.FormatUint(n.cfg.DevnetRoundLength, 10), "-file", path)
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "devnet", Start: process.Start, Close: process.Close}); err != nil {
		return err
	}
	n.chain.urls = []string{process.URL()}
	n.log.Info("Devnet is up; its accounts are known to everybody and worth nothing", "url", process.URL(), "addresses", path)
	return logContracts(n.log, path)
}

// logContracts says where the contracts are that the devnet's file lists.
func logContracts(log *slog.Logger, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the devnet's addresses: %w", err)
	}
	var devnet struct{ Contracts chain.Contracts }
	if err := json.Unmarshal(text, &devnet); err != nil {
		return fmt.Errorf("read the devnet's addresses in %s: %w", path, err)
	}
	for _, name := range devnet.Contracts.Names() {
		log.Info("Devnet contract", "name", name, "address", devnet.Contracts[name].Hex())
	}
	return nil
}
