package node

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core/redemption"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/server/cliapi"
	"github.com/livepeer/streamflow/server/rpc/redeemer"
)

// defaultRedeemerAddr is where a redeemer listens unless -httpAddr says otherwise.
const defaultRedeemerAddr = "127.0.0.1:8935"

// redeemerRole redeems the winning tickets of an orchestrator that works in other
// processes, so that those need no account with ETH for it.
type redeemerRole struct{ redeemer *redemption.Redeemer }

func (n *node) startRedeemer(ctx, life context.Context) error {
	if err := n.startRedemption(ctx, life); err != nil {
		return err
	}
	addr := cmp.Or(n.cfg.HTTPAddr, defaultRedeemerAddr)
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return &ConfigError{Flag: "httpAddr", Reason: err.Error()}
	}
	certificate, err := lpnet.LoadCertificate(n.cfg.DataDir, cmp.Or(host, "localhost"))
	if err != nil {
		return err
	}
	server, err := redeemer.New(redeemer.Config{
		Addr: addr, Certificate: certificate, Recipient: n.recipient(), Orchestrators: n.cfg.RedeemerAllow,
		AllowAnyone: n.cfg.RedeemerAllowAny, Tickets: n.money.redeemer, Verifier: signing.Accounts{}, Log: n.log,
	})
	if err != nil {
		return err
	}
	start := func(context.Context) error { return server.Start(life) }
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "redeemer port", Start: start, Close: server.Close}); err != nil {
		return err
	}
	n.roles = append(n.roles, &redeemerRole{n.money.redeemer})
	fingerprint := sha256.Sum256(certificate.Certificate[0])
	n.log.Info("Redeemer is up", "orchestrator", n.recipient(), "listen", server.Addr().String(), "certificate", hex.EncodeToString(fingerprint[:]))
	return nil
}

// Drain has nothing to wait for: tickets are on disk.
func (*redeemerRole) Drain(context.Context) error { return nil }

// Health is part of money's.
func (*redeemerRole) Health() error { return nil }

// Status adds nothing.
func (*redeemerRole) Status(*cliapi.Status) {}
