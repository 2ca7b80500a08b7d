package net_test

import (
	"encoding/base64"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

// seed adds the vectors of one message type.
func seed(f *testing.F, typ string) {
	f.Helper()
	for _, m := range readVectors(f).Messages {
		if m.Type == typ {
			f.Add([]byte(m.Hex))
		}
	}
	f.Add([]byte{})
}

func FuzzSegmentHeader(f *testing.F) {
	seed(f, "net.SegData")
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, err := lpnet.DecodeSegmentHeader(base64.StdEncoding.EncodeToString(raw))
		if err != nil {
			return
		}
		require.Positive(t, h.Duration)
		require.LessOrEqual(t, h.Duration, core.MaxSegmentDuration)
		require.LessOrEqual(t, len(h.Profiles), core.MaxProfiles)
		value, err := lpnet.EncodeSegmentHeader(h)
		require.NoError(t, err)
		again, err := lpnet.DecodeSegmentHeader(value)
		require.NoError(t, err)
		require.Equal(t, core.NamedProfiles(h.Profiles), again.Profiles)
		require.Equal(t, h.Token, again.Token)
		_ = h.Required.SuppliedBy(core.NewCapabilities("0.9.1", core.DefaultCapabilities()...))
		task := h.Task()
		lpnet.TaskToPB(task, h.Token)
	})
}

func FuzzSegmentProof(f *testing.F) {
	f.Add("")
	for _, p := range []core.SegmentProof{{}, {Hash: common.Hash{1}, Sig: make([]byte, 65)}} {
		value, err := lpnet.EncodeSegmentProof(p)
		require.NoError(f, err)
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		p, err := lpnet.DecodeSegmentProof(value)
		if err != nil {
			return
		}
		value, err = lpnet.EncodeSegmentProof(p)
		require.NoError(t, err)
		again, err := lpnet.DecodeSegmentProof(value)
		require.NoError(t, err)
		require.Equal(t, p.Hash, again.Hash)
		require.Equal(t, append([]byte{}, p.Sig...), append([]byte{}, again.Sig...))
	})
}

func FuzzOrchestratorInfo(f *testing.F) {
	seed(f, "net.OrchestratorInfo")
	f.Fuzz(func(t *testing.T, raw []byte) {
		var msg pb.OrchestratorInfo
		if proto.Unmarshal(raw, &msg) != nil {
			return
		}
		info, err := lpnet.OrchestratorInfoFromPB(&msg)
		if err != nil {
			require.ErrorIs(t, err, lpnet.ErrInvalidInfo)
			return
		}
		if info.Price != nil {
			require.NotNil(t, info.Price.Rat())
		}
		_, err = proto.Marshal(lpnet.OrchestratorInfoToPB(info))
		require.NoError(t, err)
	})
}

func FuzzSegmentAnswer(f *testing.F) {
	seed(f, "net.TranscodeResult")
	raw, err := lpnet.EncodeSegmentAnswer(answerWithEvidence())
	require.NoError(f, err)
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := lpnet.DecodeSegmentAnswer(raw)
		if err != nil {
			return
		}
		raw, err = lpnet.EncodeSegmentAnswer(a)
		require.NoError(t, err)
		again, err := lpnet.DecodeSegmentAnswer(raw)
		require.NoError(t, err)
		require.Equal(t, a.Evidence, again.Evidence)
	})
}

func FuzzPayment(f *testing.F) {
	seed(f, "net.Payment")
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := lpnet.DecodePaymentHeader(base64.StdEncoding.EncodeToString(raw))
		if err != nil || p == nil {
			return
		}
		require.LessOrEqual(t, len(p.Tickets), pm.MaxTickets)
		if len(p.Tickets) == 0 {
			p.Params, p.Created = nil, pm.RoundRef{} // neither is sent then
		} else {
			p.Params.Created = pm.RoundRef{}
		}
		value, err := lpnet.EncodePaymentHeader(p)
		require.NoError(t, err)
		again, err := lpnet.DecodePaymentHeader(value)
		require.NoError(t, err)
		require.Equal(t, p, again)
	})
}

func FuzzCapabilities(f *testing.F) {
	for _, m := range readVectors(f).Messages {
		if m.Type == "net.OrchestratorRequest" {
			f.Add([]byte(m.Hex))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var msg pb.OrchestratorRequest
		if proto.Unmarshal(raw, &msg) != nil {
			return
		}
		req, err := lpnet.OrchestratorRequestFromPB(&msg)
		if err != nil {
			return
		}
		node := core.NewCapabilities("0.9.1", core.DefaultCapabilities()...)
		_ = req.Capabilities.SuppliedBy(node)
		_ = node.SuppliedBy(req.Capabilities)
		if c := req.Capabilities; c != nil {
			require.LessOrEqual(t, len(c.Bits), 65)
			require.LessOrEqual(t, len(c.Bits.List()), 65*64)
		}
	})
}
