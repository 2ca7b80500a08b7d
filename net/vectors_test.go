package net_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// message is one of the messages that the network's existing nodes encoded.
type message struct {
	Name, Type      string
	Hex             hexutil.Bytes
	JSON            json.RawMessage
	Header          string
	Data, Flattened hexutil.Bytes
}

type rpcVectors struct {
	Broadcaster struct{ Address common.Address }
	Messages    []message
}

func readVectors(tb testing.TB) rpcVectors {
	tb.Helper()
	data, err := os.ReadFile("testdata/rpc.json")
	require.NoError(tb, err)
	var v rpcVectors
	require.NoError(tb, json.Unmarshal(data, &v))
	require.Len(tb, v.Messages, 37)
	return v
}

// named returns the bytes of one vector.
func named(tb testing.TB, name string) message {
	tb.Helper()
	for _, m := range readVectors(tb).Messages {
		if m.Name == name {
			return m
		}
	}
	require.Fail(tb, "no vector "+name)
	return message{}
}

func newMessage(t *testing.T, m message) proto.Message {
	t.Helper()
	mt, err := protoregistry.GlobalTypes.FindMessageByName(protoreflect.FullName(m.Type))
	require.NoError(t, err)
	return mt.New().Interface()
}

func TestMessages(t *testing.T) {
	t.Parallel()
	for _, m := range readVectors(t).Messages {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			fromBytes, fromJSON := newMessage(t, m), newMessage(t, m)
			require.NoError(t, proto.Unmarshal(m.Hex, fromBytes))
			require.NoError(t, protojson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(m.JSON, fromJSON))
			raw, err := proto.Marshal(fromBytes)
			require.NoError(t, err)
			again := newMessage(t, m)
			require.NoError(t, proto.Unmarshal(raw, again))
			require.True(t, proto.Equal(fromBytes, again))
			require.Len(t, raw, len(m.Hex), "nothing is lost, the fields that are not ours included")
			// The JSON names also what this node leaves alone (hardware).
			fromBytes.ProtoReflect().SetUnknown(nil)
			require.True(t, proto.Equal(fromBytes, fromJSON), "%v\n%v", fromBytes, fromJSON)
		})
	}
}

func TestSegmentHeaderVectors(t *testing.T) {
	t.Parallel()
	v := readVectors(t)
	seen := 0
	for _, m := range v.Messages {
		if m.Type != "net.SegData" {
			continue
		}
		seen++
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			value := m.Header
			if value == "" {
				value = base64.StdEncoding.EncodeToString(m.Hex) // base64 all the same
			}
			h, err := lpnet.DecodeSegmentHeader(value)
			require.NoError(t, err)
			require.Equal(t, crypto.Keccak256Hash(m.Data), h.Hash)
			msg := signing.Segment{ManifestID: []byte(h.ManifestID), Seq: int64(h.Seq), Hash: h.Hash, Profiles: h.Profiles}.Message()
			require.Equal(t, []byte(m.Flattened), msg)
			if len(h.Sig) > 0 {
				require.True(t, signing.Accounts{}.Verify(v.Broadcaster.Address, msg, h.Sig))
			}
			var wire pb.SegData
			require.NoError(t, proto.Unmarshal(m.Hex, &wire))
			back := lpnet.SegmentHeaderToPB(h)
			// What a receiver ignores or fills in.
			for i, p := range wire.GetFullProfiles3() {
				back.FullProfiles3[i].ColorDepth, back.FullProfiles3[i].ChromaFormat = p.ColorDepth, p.ChromaFormat
			}
			if wire.GetDuration() == 0 {
				require.Equal(t, core.DefaultSegmentDuration, h.Duration)
				back.Duration = 0
			}
			require.True(t, proto.Equal(&wire, back), "%v\n%v", &wire, back)
			if m.Header != "" && wire.GetDuration() != 0 && len(wire.GetFullProfiles3()) == 0 {
				got, err := lpnet.EncodeSegmentHeader(h)
				require.NoError(t, err)
				require.Equal(t, m.Header, got, "the very header")
			}
		})
	}
	require.Equal(t, 7, seen)
}

func TestPaymentHeaderVectors(t *testing.T) {
	t.Parallel()
	v := readVectors(t)
	for _, m := range v.Messages {
		if m.Type != "net.Payment" {
			continue
		}
		value := base64.StdEncoding.EncodeToString(m.Hex)
		if m.Header != "" {
			require.Equal(t, m.Header, value)
		}
		p, err := lpnet.DecodePaymentHeader(value)
		require.NoError(t, err)
		require.Equal(t, v.Broadcaster.Address, p.Sender)
		require.True(t, p.ExpectedPrice.Valid())
		for i := range p.Tickets {
			ticket := p.Ticket(i)
			require.True(t, signing.Accounts{}.Verify(p.Sender, ticket.Packed(), p.Tickets[i].Sig), "ticket %d", i)
		}
		back, err := lpnet.EncodePaymentHeader(p)
		require.NoError(t, err)
		require.Equal(t, value, back, "%s: the very header", m.Name)
	}
}

func TestOrchestratorInfoVectors(t *testing.T) {
	t.Parallel()
	for _, m := range readVectors(t).Messages {
		if m.Type != "net.OrchestratorInfo" {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			var wire pb.OrchestratorInfo
			require.NoError(t, proto.Unmarshal(m.Hex, &wire))
			info, err := lpnet.OrchestratorInfoFromPB(&wire)
			require.NoError(t, err)
			require.Equal(t, "https://127.0.0.1:8935", info.URI)
			require.Equal(t, core.SessionID("1a2b3c4d"), info.Token.SessionID)
			require.Equal(t, int64(1893456000), info.Token.Expiration.Unix())
			require.Equal(t, wire.TicketParams == nil, info.TicketParams == nil)
			require.True(t, info.Capabilities.Bits.Has(core.CapSegmentSlicing))
			back := lpnet.OrchestratorInfoToPB(info)
			// Other kinds of work are not carried over, and empty constraints appear.
			wire.ProtoReflect().SetUnknown(nil)
			wire.CapabilitiesPrices = nil
			if wire.Capabilities.Constraints == nil {
				wire.Capabilities.Constraints = &pb.Capabilities_Constraints{}
			}
			wire.Capabilities.Constraints.PerCapability = nil
			require.True(t, proto.Equal(&wire, back), "%v\n%v", &wire, back)
		})
	}
}

func TestSegmentAnswerVectors(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]error{
		"TranscodeResult error: No keyframes in input":   &core.TranscodeError{Code: core.NoKeyframes},
		"TranscodeResult error: OrchestratorBusy":        core.ErrOrchestratorBusy,
		"TranscodeResult error: OrchestratorCapped":      core.ErrOrchestratorCapped,
		"TranscodeResult success on-chain":               nil,
		"TranscodeResult success off-chain":              nil,
		"TranscodeResult success with perceptual hashes": nil,
	} {
		m := named(t, name)
		a, err := lpnet.DecodeSegmentAnswer(m.Hex)
		require.NoError(t, err)
		require.ErrorIs(t, a.Err, want)
		require.Equal(t, uint64(12), a.Seq)
		require.NotNil(t, a.Info)
		raw, err := lpnet.EncodeSegmentAnswer(a)
		require.NoError(t, err)
		again, err := lpnet.DecodeSegmentAnswer(raw)
		require.NoError(t, err)
		require.Equal(t, a, again)
		if want == nil {
			require.Len(t, a.Renditions, 2)
			require.Equal(t, int64(6134400), a.Renditions[0].Pixels)
			require.Contains(t, a.Renditions[0].URL, "/stream/1a2b3c4d/P240p30fps16x9/12.ts")
		}
	}
	_, err := lpnet.DecodeSegmentAnswer(named(t, "TranscodeResult with neither error nor data").Hex)
	require.ErrorIs(t, err, lpnet.ErrUnknownResponse)
}

func TestOrchestratorRequestVectors(t *testing.T) {
	t.Parallel()
	for _, m := range readVectors(t).Messages {
		if m.Type != "net.OrchestratorRequest" {
			continue
		}
		var wire pb.OrchestratorRequest
		require.NoError(t, proto.Unmarshal(m.Hex, &wire))
		req, err := lpnet.OrchestratorRequestFromPB(&wire)
		require.NoError(t, err)
		require.True(t, proto.Equal(&wire, req.ToPB()), m.Name)
	}
}

func TestTaskVectors(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"NotifySegment job, off-chain orchestrator", "NotifySegment job, on-chain orchestrator, task 77"} {
		var wire pb.NotifySegment
		require.NoError(t, proto.Unmarshal(named(t, name).Hex, &wire))
		task, err := lpnet.TaskFromPB(wire.GetSegData())
		require.NoError(t, err)
		require.Equal(t, core.SessionID("1a2b3c4d"), task.SessionID)
		require.Len(t, task.Profiles, 2)
		token, err := lpnet.AuthTokenFromPB(wire.GetSegData().GetAuthToken())
		require.NoError(t, err)
		task.Required.Capacities = nil // the orchestrator rebuilds them
		back := lpnet.TaskToPB(task, token)
		wire.SegData.Capabilities.Constraints = &pb.Capabilities_Constraints{}
		require.True(t, proto.Equal(wire.SegData, back), "%v\n%v", wire.SegData, back)
	}
	teardown, err := lpnet.TaskFromPB(&pb.SegData{AuthToken: &pb.AuthToken{SessionId: "1a2b3c4d"}})
	require.NoError(t, err)
	require.Equal(t, core.SessionID("1a2b3c4d"), teardown.SessionID)
}
