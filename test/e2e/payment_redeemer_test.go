//go:build e2e

package e2e_test

import (
	"context"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/test/cluster"
)

// TestRedeemerProcess: an orchestrator hands its winning tickets to a redeemer,
// which redeems them from an account of its own; the orchestrator and its
// delegator get the fees. While the redeemer is down the stream goes on, and its
// tickets are handed over afterwards. Strangers get nothing from it.
func TestRedeemerProcess(t *testing.T) {
	t.Parallel()
	ctx, c := newClusterFor(t, 4*time.Minute)
	at := startDevnet(ctx, t, c, 100*time.Millisecond, 160)
	recipient := crypto.PubkeyToAddress(devnetKey(t, orchestratorAccount).PublicKey)
	redeemer, err := c.Redeemer("redeemer", recipient.Hex(), append(at.args(redeemerAccount), "-redeemPolicy", "now", "-v", "5")...)
	require.NoError(t, err)
	certificate := certificateOf(ctx, t, redeemer)
	m := openMarket(ctx, t, c, at, marketConfig{orchestrator: []string{
		"-redeemerAddr", redeemer.HTTPAddr, "-redeemerCertificate", certificate,
	}})
	requireStrangersRefused(ctx, t, redeemer.HTTPAddr, certificate, recipient)

	stream := m.startPushing("movie", false)
	require.NoError(t, cluster.Poll(ctx, "the first redemption", func() error {
		if len(m.redemptions().times) == 0 {
			return errors.New("none yet")
		}
		return nil
	}))
	redeemer.Kill()
	waiting := m.tickets(m.orchestrator)[payment.TicketWaiting]
	require.NoError(t, cluster.Poll(ctx, "tickets that wait for the redeemer", func() error {
		if n := m.tickets(m.orchestrator)[payment.TicketWaiting]; n < waiting+10 {
			return fmt.Errorf("%d tickets", n)
		}
		return nil
	}))
	redeemer, err = c.Restart(redeemer)
	require.NoError(t, err)
	stream.await(4)
	stream.stop()
	require.NoError(t, cluster.Poll(ctx, "handing over of all tickets", func() error {
		if n := m.tickets(m.orchestrator)[payment.TicketWaiting]; n > 0 {
			return fmt.Errorf("%d tickets wait", n)
		}
		return nil
	}))
	m.redeemedAll(m.actor(redeemer, redeemerAccount))
	own, share := wei(t, m.orchestrator.delegator().Fees), wei(t, m.delegate.delegator().Fees)

	spent, earned, cashed := m.close(m.broadcasterNode), m.close(m.orchestratorNode), m.close(redeemer)
	m.requireSameBooks(earned, spent)
	redeemed := cashed.in(payment.TicketRedeemed)
	require.Len(t, cashed.tickets, len(redeemed), "the redeemer has redeemed all that it got")
	require.Len(t, earned.tickets, len(redeemed), "it got all that won")
	for hash := range earned.in(payment.TicketSent) {
		require.Contains(t, redeemed, hash)
	}
	all := m.requireRedeemedOnce(redeemed)
	requireFairDraw(t, earned, all.paid)
	requireShares(t, all.paid, own, share, len(redeemed))
	m.requireSentBy(all, crypto.PubkeyToAddress(devnetKey(t, redeemerAccount).PublicKey))
	t.Logf("%d tickets in %d transactions of the redeemer", len(redeemed), len(all.txs))
}

// certificateOf is what a redeemer says of its certificate when it starts.
func certificateOf(ctx context.Context, t *testing.T, redeemer *cluster.Node) (fingerprint string) {
	t.Helper()
	line := regexp.MustCompile(`Redeemer is up .*certificate=([0-9a-f]{64})`)
	require.NoError(t, cluster.Poll(ctx, "redeemer", func() error {
		found := line.FindStringSubmatch(redeemer.Log())
		if found == nil {
			return errors.New("it is not up")
		}
		fingerprint = found[1]
		return nil
	}))
	return fingerprint
}

// requireStrangersRefused calls the redeemer as somebody who says nothing, as
// somebody whom it does not know, and as somebody who expects another redeemer.
func requireStrangersRefused(ctx context.Context, t *testing.T, addr, certificate string, recipient common.Address) {
	t.Helper()
	anyone := credentials.NewTLS(&tls.Config{InsecureSkipVerify: true}) //nolint:gosec // whoever calls does not mind
	conn, err := grpc.NewClient(addr, grpc.WithTransportCredentials(anyone))
	require.NoError(t, err)
	defer conn.Close()
	_, err = pb.NewTicketRedeemerClient(conn).QueueTicket(ctx, &pb.Ticket{})
	require.Equal(t, codes.Unauthenticated, status.Code(err), "%v", err)

	pin, err := hex.DecodeString(certificate)
	require.NoError(t, err)
	require.ErrorIs(t, maxFloat(ctx, t, addr, delegatorAccount, pin, recipient), lpnet.ErrRedeemerDenies)
	require.NoError(t, maxFloat(ctx, t, addr, orchestratorAccount, pin, recipient))
	pin[0] ^= 1
	require.ErrorIs(t, maxFloat(ctx, t, addr, orchestratorAccount, pin, recipient), lpnet.ErrRedeemerCertificate)
}

// maxFloat asks the redeemer about the broadcaster, as an account.
func maxFloat(ctx context.Context, t *testing.T, addr string, account int, pin []byte, recipient common.Address) error {
	t.Helper()
	client, err := lpnet.NewRedeemerClient(lpnet.RedeemerClientConfig{
		Addr: addr, Signer: signing.NewKey(devnetKey(t, account)), Recipient: recipient, Fingerprint: pin,
	})
	require.NoError(t, err)
	require.NoError(t, client.Start(ctx))
	defer client.Close()
	var float pm.Wei
	float, err = client.MaxFloat(ctx, crypto.PubkeyToAddress(devnetKey(t, broadcasterAccount).PublicKey))
	if err == nil {
		require.False(t, float.IsZero(), "the broadcaster has a reserve")
	}
	return err
}

// requireSentBy says that all redemptions are transactions of one account.
func (m *market) requireSentBy(r redemptions, account common.Address) {
	m.Helper()
	id, err := m.chain.ChainID(m.ctx)
	require.NoError(m, err)
	for hash := range r.txs {
		tx, _, err := m.chain.TransactionByHash(m.ctx, hash)
		require.NoError(m, err)
		from, err := types.Sender(types.LatestSignerForChainID(id), tx)
		require.NoError(m, err)
		require.Equal(m, account, from, "who redeemed in %s", hash)
	}
}
