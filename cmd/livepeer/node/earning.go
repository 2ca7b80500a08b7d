package node

import (
	"context"
	"encoding/hex"
	"fmt"
	"path/filepath"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/core/redemption"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/pm"
)

// ticketSecretFile keeps the key from which an orchestrator's commitments derive,
// so that the terms that are out stay good over a restart.
const ticketSecretFile = "ticket.key"

// startEarning builds what takes and redeems payments. Off chain it does nothing.
func (n *node) startEarning(ctx, life context.Context) error {
	if n.chain == nil {
		return nil
	}
	if err := n.openPrices(ctx, life); err != nil {
		return err
	}
	if err := n.startBroadcasterHistories(ctx, life); err != nil {
		return err
	}
	secret, err := orchestrator.LoadSecret(filepath.Join(n.cfg.DataDir, ticketSecretFile))
	if err != nil {
		return err
	}
	cfg := earning.DefaultConfig()
	cfg.Address, cfg.TicketEV, cfg.Overhead, cfg.MaxFaceValue = n.recipient(), n.cfg.TicketEV, n.cfg.RedeemOverhead, n.cfg.MaxFaceValue
	cfg.Risk.MinDeposit, cfg.Risk.MaxDefaults = n.cfg.SenderMinDeposit, n.cfg.SenderMaxDefaults
	cfg.AutoAdjust, cfg.Prices, cfg.Chain = n.cfg.AutoAdjustPrice, n.money.prices, n.chain.broker
	cfg.Store, cfg.Records, cfg.Log = n.chain.store, n.chain.store, n.log
	cfg.Observer = earningObserver{n.monitor.Earning, n.money.broadcasters}
	// What wins is redeemed when no more tickets are taken under the same terms,
	// and before two rounds are over (chain.md 8.3).
	blocks, err := n.withinRound(ctx, pm.ParamsLife, 4)
	if err != nil {
		return err
	}
	cfg.Recipient = pm.NewRecipient(pm.RecipientConfig{Address: n.recipient(), Secret: pm.Secret(secret), Verifier: &signing.KeyRing{}, ParamsLife: blocks})
	if n.cfg.RedeemerAddr != "" {
		client, err := n.startRedeemerClient(ctx, life)
		if err != nil {
			return err
		}
		cfg.Redeemer, cfg.HandOver = client, n.chain.store
	} else {
		if err := n.startRedemption(ctx, life); err != nil {
			return err
		}
		cfg.Redeemer, cfg.Pending = n.money.redeemer, n.money.redeemer.Pending
	}
	if n.money.earner, err = earning.New(cfg); err != nil {
		return err
	}
	start := func(context.Context) error { return n.money.earner.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "payments", Start: start, Close: n.money.earner.Close})
}

// withinRound is a number of blocks, or a part of a round where rounds are short,
// as on a devnet.
func (n *node) withinRound(ctx context.Context, blocks, part uint64) (uint64, error) {
	round, err := n.chain.protocol.Round(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the length of rounds: %w", err)
	}
	return max(1, min(blocks, round.Length/part)), nil
}

// openPrices reads the operator's price list.
func (n *node) openPrices(ctx, life context.Context) error {
	if err := n.startPriceFeed(ctx, life); err != nil {
		return err
	}
	cfg := pricing.Config{Feed: n.money.feed}
	var err error
	if cfg.Default, err = pricing.ParseRate(n.cfg.price(), n.cfg.PixelsPerUnit); err != nil {
		return &ConfigError{Flag: "pricePerUnit", Reason: err.Error()}
	}
	if n.cfg.PricePerBroadcaster != "" {
		list, err := pricing.ReadList(n.cfg.PricePerBroadcaster)
		if err == nil {
			cfg.Senders, err = pricing.ParseSenders(list)
		}
		if err != nil {
			return &ConfigError{Flag: "pricePerBroadcaster", Reason: err.Error()}
		}
	}
	if n.cfg.PricePerCapability != "" {
		list, err := pricing.ReadList(n.cfg.PricePerCapability)
		if err == nil {
			cfg.Capabilities, err = pricing.ParseCapabilities(list)
		}
		if err != nil {
			return &ConfigError{Flag: "pricePerCapability", Reason: err.Error()}
		}
	}
	if n.money.prices, err = pricing.New(cfg); err != nil {
		return &ConfigError{Flag: "pricePerUnit", Reason: err.Error()}
	}
	n.log.Info("Price list", "default", n.money.prices.Default(), "broadcasters", len(cfg.Senders), "capabilities", len(cfg.Capabilities))
	return nil
}

// startRedemption starts what turns this node's winning tickets into money.
func (n *node) startRedemption(ctx, life context.Context) error {
	cfg := redemption.DefaultConfig()
	cfg.Account, cfg.Recipient, cfg.Policy.Patient = n.chain.account.Address(), n.recipient(), n.cfg.RedeemPolicy == RedeemCheap
	cfg.Store, cfg.Broker, cfg.Transactions, cfg.Chain = n.chain.store, n.chain.protocol, sending{n.chain}, n.chain.broker
	var err error
	if cfg.Policy.Margin, err = n.withinRound(ctx, cfg.Policy.Margin, 8); err != nil {
		return err
	}
	cfg.Verifier, cfg.Observer, cfg.Log = signing.Accounts{}, redemptionObserver{n.monitor.Redemption, n.chain.broker}, n.log
	redeemer, err := redemption.New(cfg)
	if err != nil {
		return err
	}
	n.money.redeemer = redeemer
	start := func(context.Context) error { return redeemer.Start(life) }
	return n.parts.Start(ctx, lifecycle.Part{Name: "redemption", Start: start, Close: redeemer.Close})
}

// startRedeemerClient connects to the redeemer of -redeemerAddr.
func (n *node) startRedeemerClient(ctx, life context.Context) (*lpnet.RedeemerClient, error) {
	fingerprint, err := hex.DecodeString(n.cfg.RedeemerCertificate)
	if err != nil {
		return nil, &ConfigError{Flag: "redeemerCertificate", Reason: err.Error()}
	}
	client, err := lpnet.NewRedeemerClient(lpnet.RedeemerClientConfig{
		Addr: n.cfg.RedeemerAddr, Signer: n.signer(), Recipient: n.recipient(), Fingerprint: fingerprint, Log: n.log,
	})
	if err != nil {
		return nil, &ConfigError{Flag: "redeemerAddr", Reason: err.Error()}
	}
	start := func(context.Context) error { return client.Start(life) }
	return client, n.parts.Start(ctx, lifecycle.Part{Name: "redeemer client", Start: start, Close: client.Close})
}
