package redeemer_test

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/rpc/redeemer"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestQueue(t *testing.T) {
	t.Parallel()
	n := start(t, nil)
	c := n.client(nil)
	want := ticket(n.account.Address(), 1)
	require.NoError(t, c.Queue(t.Context(), want))
	require.NoError(t, c.Queue(t.Context(), want), "again, as after an answer that was lost")
	require.Equal(t, []pm.WinningTicket{want, want}, n.tickets.queued)

	err := c.Queue(t.Context(), ticket(common.Address{9}, 1))
	require.ErrorIs(t, err, lpnet.ErrRedeemerRecipient)
	var never *pm.RedeemError
	require.False(t, errors.As(err, &never), "the ticket is not void")
	require.ErrorContains(t, err, "invalid ticket recipient 0x0900000000000000000000000000000000000000, expected "+n.account.Address().Hex())
	require.Len(t, n.tickets.queued, 2)
}

func TestQueueErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err   error
		never bool // to be sent again
		text  string
	}{
		"invalid":      {&pm.RedeemError{Fault: pm.RedeemInvalid, Err: errors.New("it did not win")}, true, "it did not win"},
		"not_for_ever": {&pm.RedeemError{Fault: pm.RedeemPaused, Err: errors.New("paused")}, false, "send it again"},
		"store":        {errors.New("disk full at /secret/path"), false, "send it again"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := start(t, nil)
			n.tickets.queue = func(context.Context, pm.WinningTicket) error { return tc.err }
			err := n.client(nil).Queue(t.Context(), ticket(n.account.Address(), 1))
			var never *pm.RedeemError
			require.Equal(t, tc.never, errors.As(err, &never), err)
			require.ErrorContains(t, err, tc.text)
			require.NotContains(t, err.Error(), "secret")
		})
	}
	n := start(t, nil)
	n.tickets.queue = func(context.Context, pm.WinningTicket) error { panic("a fault") }
	require.Equal(t, codes.Internal, status.Code(errors.Unwrap(n.client(nil).Queue(t.Context(), ticket(n.account.Address(), 1)))))
	n.tickets.queue = nil
	require.NoError(t, n.client(nil).Queue(t.Context(), ticket(n.account.Address(), 1)), "it goes on")
}

func TestWhoIsServed(t *testing.T) {
	t.Parallel()
	listed, unknown := newKey(t), newKey(t)
	as := func(s signing.Signer) func(cfg *lpnet.RedeemerClientConfig) {
		return func(cfg *lpnet.RedeemerClientConfig) { cfg.Signer = s }
	}
	for name, anyone := range map[string]bool{"orchestrators": false, "anyone": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := start(t, func(cfg *redeemer.Config) {
				cfg.Orchestrators, cfg.AllowAnyone = []common.Address{listed.Address()}, anyone
			})
			good := ticket(n.account.Address(), 1)
			require.NoError(t, n.client(nil).Queue(t.Context(), good), "the recipient itself")
			require.NoError(t, n.client(as(listed)).Queue(t.Context(), good))

			forged := n.client(func(cfg *lpnet.RedeemerClientConfig) { cfg.Signer = liar{listed, n.account.Address()} })
			require.ErrorIs(t, forged.Queue(t.Context(), good), lpnet.ErrRedeemerDenies, "whoever else is served")

			_, strangerErr := n.stranger().QueueTicket(t.Context(), lpnet.WinningTicketToPB(good))
			unknownErr := n.client(as(unknown)).Queue(t.Context(), good)
			_, floatErr := n.client(as(unknown)).MaxFloat(t.Context(), good.Sender)
			stream, err := n.stranger().MonitorMaxFloat(t.Context(), &pb.MaxFloatReq{Sender: good.Sender[:]})
			require.NoError(t, err)
			_, streamErr := stream.Recv()
			if anyone {
				require.NoError(t, errors.Join(strangerErr, unknownErr, floatErr, streamErr))
				return
			}
			require.Equal(t, codes.Unauthenticated, status.Code(strangerErr))
			require.Equal(t, codes.Unauthenticated, status.Code(streamErr))
			require.ErrorIs(t, unknownErr, lpnet.ErrRedeemerDenies)
			require.ErrorContains(t, unknownErr, unknown.Address().Hex())
			require.ErrorIs(t, floatErr, lpnet.ErrRedeemerDenies)
			require.Len(t, n.tickets.queued, 2)
		})
	}
}

// liar signs as one and says that it is another.
type liar struct {
	signing.Signer
	addr common.Address
}

func (l liar) Address() common.Address { return l.addr }

func TestCertificateIsPinned(t *testing.T) {
	t.Parallel()
	n := start(t, nil)
	c := n.client(func(cfg *lpnet.RedeemerClientConfig) { cfg.Fingerprint = make([]byte, 32) })
	err := c.Queue(t.Context(), ticket(n.account.Address(), 1))
	require.ErrorIs(t, err, lpnet.ErrRedeemerCertificate)
	var never *pm.RedeemError
	require.False(t, errors.As(err, &never), "the ticket is kept")
	require.Empty(t, n.tickets.queued)
	anyCert := n.client(func(cfg *lpnet.RedeemerClientConfig) { cfg.Fingerprint = nil })
	require.NoError(t, anyCert.Queue(t.Context(), ticket(n.account.Address(), 1)))
}

func TestMaxFloat(t *testing.T) {
	t.Parallel()
	n := start(t, nil)
	c := n.client(nil)
	sender := common.Address{7}
	n.tickets.set(sender, 100, nil)
	v, err := c.MaxFloat(t.Context(), sender)
	require.NoError(t, err)
	require.Equal(t, pm.NewWei(100), v)
	require.Eventually(t, func() bool { return n.tickets.watching() == 1 }, eventually, tick)
	n.tickets.set(sender, 40, nil)
	require.Eventually(t, func() bool {
		v, err := c.MaxFloat(t.Context(), sender)
		return err == nil && v == pm.NewWei(40)
	}, eventually, tick)
	n.tickets.set(sender, 0, errors.New("no chain at /secret/path"))
	require.Eventually(t, func() bool { return n.tickets.watching() == 0 }, eventually, tick)
	v, err = c.MaxFloat(t.Context(), sender)
	require.NoError(t, err, "what it said last holds for a while")
	require.Equal(t, pm.NewWei(40), v)
	_, err = c.MaxFloat(t.Context(), common.Address{8})
	require.ErrorContains(t, err, "ask again")
	require.NotContains(t, err.Error(), "secret")
}

// Existing orchestrators ask once, and listen to changes.
func TestExistingOrchestrator(t *testing.T) {
	t.Parallel()
	n := start(t, func(cfg *redeemer.Config) { cfg.AllowAnyone, cfg.MaxWatches = true, 1 })
	sender := common.Address{7}
	n.tickets.set(sender, 100, nil)
	c := n.stranger()
	answer, err := c.MaxFloat(t.Context(), &pb.MaxFloatReq{Sender: sender[:]})
	require.NoError(t, err)
	require.Equal(t, []byte{100}, answer.GetMaxFloat())
	for _, bad := range []*pb.MaxFloatReq{{}, {Sender: make([]byte, 21)}} {
		_, err = c.MaxFloat(t.Context(), bad)
		require.Equal(t, codes.InvalidArgument, status.Code(err))
	}
	_, err = c.QueueTicket(t.Context(), &pb.Ticket{})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = c.QueueTicket(t.Context(), lpnet.WinningTicketToPB(ticket(common.Address{9}, 1)))
	require.Equal(t, codes.PermissionDenied, status.Code(err))
	_, err = c.QueueTicket(t.Context(), &pb.Ticket{RecipientRand: make([]byte, 20<<10)})
	require.Equal(t, codes.ResourceExhausted, status.Code(err), "messages are bounded")

	stream, err := c.MonitorMaxFloat(t.Context(), &pb.MaxFloatReq{Sender: sender[:]})
	require.NoError(t, err)
	for _, want := range []uint64{100, 40, 0} {
		n.tickets.set(sender, want, nil)
		update, err := stream.Recv()
		require.NoError(t, err)
		require.Equal(t, want, new(big.Int).SetBytes(update.GetMaxFloat()).Uint64())
	}
	more, err := c.MonitorMaxFloat(t.Context(), &pb.MaxFloatReq{Sender: sender[:]})
	require.NoError(t, err)
	_, err = more.Recv()
	require.Equal(t, codes.ResourceExhausted, status.Code(err), "one is the most here")

	n.tickets.mu.Lock()
	var watcher chan struct{}
	for watcher = range n.tickets.watchers {
		break
	}
	n.tickets.mu.Unlock()
	n.tickets.unwatch(watcher)
	_, err = stream.Recv()
	require.Equal(t, codes.Canceled, status.Code(err))
	require.Equal(t, "subscription closed", status.Convert(err).Message())
}

func TestCloseEndsSubscriptions(t *testing.T) {
	t.Parallel()
	n := start(t, func(cfg *redeemer.Config) { cfg.AllowAnyone = true })
	stream, err := n.stranger().MonitorMaxFloat(t.Context(), &pb.MaxFloatReq{Sender: make([]byte, 20)})
	require.NoError(t, err)
	_, err = stream.Recv()
	require.NoError(t, err)
	require.NoError(t, n.server.Close())
	_, err = stream.Recv()
	require.Error(t, err)
	require.Eventually(t, func() bool { return n.tickets.watching() == 0 }, eventually, tick)
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	_, err := redeemer.New(redeemer.Config{Verifier: signing.Accounts{}, Tickets: newTickets()})
	require.Error(t, err)
	require.True(t, strings.Contains(err.Error(), "Recipient") || strings.Contains(err.Error(), "Certificate"), err)
}
