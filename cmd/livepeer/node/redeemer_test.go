package node

import (
	"context"
	"encoding/hex"
	"log/slog"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/devnet/keys"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/pm"
)

// started catches what a node logs when a role is there.
type started struct {
	slog.Handler
	message string
	found   chan map[string]string // with room for one
}

func (s *started) Enabled(context.Context, slog.Level) bool { return true }

func (s *started) Handle(_ context.Context, r slog.Record) error {
	if r.Message != s.message {
		return nil
	}
	attributes := make(map[string]string)
	r.Attrs(func(a slog.Attr) bool {
		attributes[a.Key] = a.Value.String()
		return true
	})
	s.found <- attributes
	return nil
}

// runNode runs a node on the rig's chain until the test ends, and returns what it
// says when it is there.
func (r *chainRig) runNode(message string, change func(*Config)) map[string]string {
	r.Helper()
	cfg := Config{Network: Devnet, MaxSessions: 10, DataDir: r.TempDir(), CLIAddr: "127.0.0.1:0", DrainTimeout: time.Second}
	cfg.EthURLs, cfg.BlockPollingInterval, cfg.TransactionTimeout = []string{r.devnet.HTTPURL()}, 100*time.Millisecond, time.Minute
	cfg.DevnetRoundLength, cfg.WorkerMemoryLimit = rigRoundLength, 1<<30
	cfg.PixelsPerUnit, cfg.MaxPricePerUnit = "1", "0"
	cfg.TicketEV, cfg.MaxTicketEV, cfg.MaxTotalEV = pm.NewWei(8e9), pm.NewWei(3e12), pm.NewWei(2e13)
	cfg.RedeemOverhead, cfg.RedeemPolicy, cfg.RedeemGas = big.NewRat(1, 100), RedeemNow, 350_000
	change(&cfg)
	cfg.Complete()
	require.NoError(r, cfg.Validate())
	log := &started{Handler: slog.DiscardHandler, message: message, found: make(chan map[string]string, 1)}
	ctx, stop := context.WithCancel(context.WithoutCancel(r.Context()))
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, cfg, slog.New(log)) }()
	r.Cleanup(stop)
	select {
	case said := <-log.found:
		r.Cleanup(func() {
			stop()
			require.NoError(r, <-ended)
		})
		return said
	case err := <-ended:
		require.NoError(r, err, "the node has ended")
		return nil
	}
}

// redeemerClient is an orchestrator's node with the rig's account i.
func (r *chainRig) redeemerClient(i int, redeemer map[string]string) *lpnet.RedeemerClient {
	r.Helper()
	account, err := keys.NewSigner(i)
	require.NoError(r, err)
	fingerprint, err := hex.DecodeString(redeemer["certificate"])
	require.NoError(r, err)
	client, err := lpnet.NewRedeemerClient(lpnet.RedeemerClientConfig{
		Addr: redeemer["listen"], Signer: account, Recipient: r.address(0), Fingerprint: fingerprint,
	})
	require.NoError(r, err)
	require.NoError(r, client.Start(r.Context()))
	r.Cleanup(func() { require.NoError(r, client.Close()) })
	return client
}

// A redeemer in a process of its own redeems what the orchestrator's nodes hand
// over, from an account of its own, and denies others.
func TestRedeemerRole(t *testing.T) {
	t.Parallel()
	r := newChainRig(t)
	redeemer := r.runNode("Redeemer is up", func(c *Config) {
		c.Redeemer, c.HTTPAddr, c.DevnetAccount = true, "127.0.0.1:0", 4
		c.EthOrchAddr, c.RedeemerAllow = r.address(0), append(c.RedeemerAllow, r.address(3))
	})
	require.Equal(t, r.address(0).String(), redeemer["orchestrator"])
	for _, node := range []int{0, 3} {
		ticket := r.ticket(1)
		require.NoError(t, r.redeemerClient(node, redeemer).Queue(t.Context(), ticket), "account %d", node)
		require.Eventually(t, func() bool {
			used, err := r.client.TicketUsed(t.Context(), ticket.Hash())
			return err == nil && used
		}, 20*time.Second, 20*time.Millisecond)
	}
	require.ErrorIs(t, r.redeemerClient(2, redeemer).Queue(t.Context(), r.ticket(1)), lpnet.ErrRedeemerDenies)
}
