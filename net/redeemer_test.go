package net_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

func TestWinningTicketVector(t *testing.T) {
	t.Parallel()
	var wire pb.Ticket
	require.NoError(t, proto.Unmarshal(named(t, "redeemer Ticket").Hex, &wire))
	ticket, err := lpnet.WinningTicketFromPB(&wire)
	require.NoError(t, err)
	require.Equal(t, uint64(0x0410), ticket.ParamsExpire)
	require.Equal(t, uint32(3), ticket.SenderNonce)
	require.Equal(t, wire.GetExpirationParams().GetCreationRoundBlockHash(), ticket.Created.BlockHash[:])
	back := lpnet.WinningTicketToPB(ticket)
	wire.TicketParams.Seed = nil // of the commitment, whose number is there
	require.True(t, proto.Equal(&wire, back), "%v\n%v", &wire, back)
}

func TestWinningTicketRefusals(t *testing.T) {
	t.Parallel()
	good := func() *pb.Ticket {
		return &pb.Ticket{TicketParams: params(), Sender: make([]byte, 20), SenderParams: &pb.TicketSenderParams{Sig: make([]byte, 65)}}
	}
	_, err := lpnet.WinningTicketFromPB(good())
	require.NoError(t, err, "numbers may be missing")
	for name, change := range map[string]func(p *pb.Ticket){
		"no_params":     func(p *pb.Ticket) { p.TicketParams = nil },
		"bad_params":    func(p *pb.Ticket) { p.TicketParams.Recipient = nil },
		"no_sender":     func(p *pb.Ticket) { p.Sender = nil },
		"no_signature":  func(p *pb.Ticket) { p.SenderParams = nil },
		"long_rand":     func(p *pb.Ticket) { p.RecipientRand = bytes.Repeat([]byte{1}, 33) },
		"negative_time": func(p *pb.Ticket) { p.ExpirationParams = &pb.TicketExpirationParams{CreationRound: -1} },
	} {
		p := good()
		change(p)
		_, err := lpnet.WinningTicketFromPB(p)
		require.ErrorIs(t, err, lpnet.ErrTicket, name)
	}
	_, err = lpnet.WinningTicketFromPB(nil)
	require.ErrorIs(t, err, lpnet.ErrTicket)
}

func FuzzWinningTicket(f *testing.F) {
	seed(f, "net.Ticket")
	f.Fuzz(func(t *testing.T, raw []byte) {
		var msg pb.Ticket
		if proto.Unmarshal(raw, &msg) != nil {
			return
		}
		ticket, err := lpnet.WinningTicketFromPB(&msg)
		if err != nil {
			require.ErrorIs(t, err, lpnet.ErrTicket)
			return
		}
		again, err := lpnet.WinningTicketFromPB(lpnet.WinningTicketToPB(ticket))
		require.NoError(t, err)
		require.Equal(t, ticket, again)
	})
}

func FuzzTicketParams(f *testing.F) {
	raw, err := proto.Marshal(params())
	require.NoError(f, err)
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		var msg pb.TicketParams
		if proto.Unmarshal(raw, &msg) != nil {
			return
		}
		p, err := lpnet.TicketParamsFromPB(&msg)
		if err != nil {
			require.ErrorIs(t, err, lpnet.ErrTicketParams)
			return
		}
		again, err := lpnet.TicketParamsFromPB(lpnet.TicketParamsToPB(p))
		require.NoError(t, err)
		require.Equal(t, p, again)
	})
}

func TestRedeemerCaller(t *testing.T) {
	t.Parallel()
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	signer, recipient, now := signing.NewKey(key), common.Address{7}, time.Unix(1_800_000_000, 0)
	const method = "/net.TicketRedeemer/QueueTicket"
	good, err := lpnet.RedeemerAuthorization(signer, recipient, method, now)
	require.NoError(t, err)
	value := good.Get("authorization")[0]
	fields := strings.Fields(value)
	with := func(i int, field string) metadata.MD {
		other := append([]string{}, fields...)
		other[i] = field
		return metadata.Pairs("authorization", strings.Join(other, " "))
	}
	tests := []struct {
		name string
		md   metadata.MD
		at   time.Time
		want error
	}{
		{"ok", good, now, nil},
		{"ok_clocks_differ", good, now.Add(-2 * time.Minute), nil},
		{"err_none", nil, now, lpnet.ErrAuthorizationMissing},
		{"err_old", good, now.Add(2*time.Minute + time.Second), lpnet.ErrAuthorizationInvalid},
		{"err_future", good, now.Add(-2*time.Minute - time.Second), lpnet.ErrAuthorizationInvalid},
		{"err_scheme", with(0, "Bearer"), now, lpnet.ErrAuthorizationInvalid},
		{"err_other_account", with(1, common.Address{9}.Hex()), now, lpnet.ErrAuthorizationInvalid},
		{"err_zero_account", with(1, common.Address{}.Hex()), now, lpnet.ErrAuthorizationInvalid},
		{"err_other_time", with(2, "1800000001"), now, lpnet.ErrAuthorizationInvalid},
		{"err_no_time", with(2, "now"), now, lpnet.ErrAuthorizationInvalid},
		{"err_signature", with(3, strings.Repeat("00", 65)), now, lpnet.ErrAuthorizationInvalid},
		{"err_no_hex", with(3, "zz"), now, lpnet.ErrAuthorizationInvalid},
		{"err_two", metadata.Pairs("authorization", value, "authorization", value), now, lpnet.ErrAuthorizationInvalid},
		{"err_empty", metadata.Pairs("authorization", ""), now, lpnet.ErrAuthorizationInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			caller, err := lpnet.RedeemerCaller(tt.md, signing.Accounts{}, recipient, method, tt.at)
			require.ErrorIs(t, err, tt.want)
			if tt.want == nil {
				require.Equal(t, signer.Address(), caller)
			}
		})
	}
	for _, other := range []struct {
		recipient common.Address
		method    string
	}{{common.Address{8}, method}, {recipient, "/net.TicketRedeemer/MaxFloat"}} {
		_, err := lpnet.RedeemerCaller(good, signing.Accounts{}, other.recipient, other.method, now)
		require.ErrorIs(t, err, lpnet.ErrAuthorizationInvalid)
	}
}

func FuzzRedeemerCaller(f *testing.F) {
	f.Add("Livepeer-Redeemer 0x0000000000000000000000000000000000000001 1800000000 00")
	f.Fuzz(func(t *testing.T, value string) {
		_, err := lpnet.RedeemerCaller(metadata.Pairs("authorization", value), signing.Accounts{}, common.Address{7}, "/m", time.Unix(1_800_000_000, 0))
		require.ErrorIs(t, err, lpnet.ErrAuthorizationInvalid)
	})
}
