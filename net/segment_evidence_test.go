package net_test

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
)

func answerWithEvidence() *core.SegmentAnswer {
	sig := make([]byte, signing.SignatureLen)
	sig[0] = 1
	return &core.SegmentAnswer{
		Seq: 4, Sig: []byte("old signature"), Renditions: []core.AnsweredRendition{{URL: "https://o/a.ts", Pixels: 5}},
		Evidence: &core.Evidence{Sig: sig, Round: 1 << 40},
	}
}

func TestSegmentAnswerEvidence(t *testing.T) {
	t.Parallel()
	want := answerWithEvidence()
	raw, err := lpnet.EncodeSegmentAnswer(want)
	require.NoError(t, err)
	got, err := lpnet.DecodeSegmentAnswer(raw)
	require.NoError(t, err)
	require.Equal(t, want, got)

	want.Evidence = nil
	raw, err = lpnet.EncodeSegmentAnswer(want)
	require.NoError(t, err)
	got, err = lpnet.DecodeSegmentAnswer(raw)
	require.NoError(t, err)
	require.Nil(t, got.Evidence)
}

// existingMessage is a message as existing nodes know it: without what is ours.
func existingMessage(t *testing.T, name protoreflect.FullName) *dynamicpb.Message {
	t.Helper()
	file := protodesc.ToFileDescriptorProto(pb.File_net_lp_rpc_proto)
	strip(file.GetMessageType())
	old, err := protodesc.NewFile(file, new(protoregistry.Files))
	require.NoError(t, err)
	return dynamicpb.NewMessage(old.Messages().ByName(name.Name()))
}

// strip takes fields from 1000 up out of messages.
func strip(messages []*descriptorpb.DescriptorProto) {
	for _, m := range messages {
		kept := m.GetField()[:0]
		for _, f := range m.GetField() {
			if f.GetNumber() < 1000 {
				kept = append(kept, f)
			}
		}
		m.Field = kept
		strip(m.GetNestedType())
	}
}

func TestExistingNodesReadAnswersWithEvidence(t *testing.T) {
	t.Parallel()
	raw, err := lpnet.EncodeSegmentAnswer(answerWithEvidence())
	require.NoError(t, err)
	old := existingMessage(t, "net.TranscodeResult")
	require.NoError(t, proto.Unmarshal(raw, old))
	plain := answerWithEvidence()
	plain.Evidence = nil
	want, err := lpnet.EncodeSegmentAnswer(plain)
	require.NoError(t, err)
	drop(old)
	seen, err := proto.Marshal(old)
	require.NoError(t, err)
	var got, expected pb.TranscodeResult
	require.NoError(t, proto.Unmarshal(seen, &got))
	require.NoError(t, proto.Unmarshal(want, &expected))
	require.True(t, proto.Equal(&expected, &got), "%v\n%v", &expected, &got)

	answer, err := lpnet.DecodeSegmentAnswer(seen) // and what they send is read here
	require.NoError(t, err)
	require.Equal(t, plain, answer)
}

// drop removes what a message has of unknown fields, all the way down.
func drop(m protoreflect.Message) {
	m.SetUnknown(nil)
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Message() == nil || f.IsMap():
		case f.IsList():
			for i := range v.List().Len() {
				drop(v.List().Get(i).Message())
			}
		default:
			drop(v.Message())
		}
		return true
	})
}

// Both ends must hash the same bytes: the sender those of the profiles that it
// named, the receiver those of the profiles that came.
func TestEvidenceIsTheSameAtBothEnds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sent := &core.SegmentHeader{
			ManifestID: core.ManifestID(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "manifest")),
			Seq:        uint64(rapid.Int64Min(0).Draw(t, "seq")), Duration: core.DefaultSegmentDuration,
			Hash: common.BytesToHash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "hash")),
		}
		for range rapid.IntRange(0, 4).Draw(t, "profiles") {
			sent.Profiles = append(sent.Profiles, drawProfile(t))
		}
		value, err := lpnet.EncodeSegmentHeader(sent)
		require.NoError(t, err)
		came, err := lpnet.DecodeSegmentHeader(value)
		require.NoError(t, err)
		sent.Profiles = core.NamedProfiles(sent.Profiles)
		require.Equal(t, evidenceMessage(t, sent), evidenceMessage(t, came))
	})
}

func evidenceMessage(t require.TestingT, h *core.SegmentHeader) []byte {
	e := signing.ResultEvidence{ManifestID: h.ManifestID, Seq: h.Seq, Source: h.Hash}
	for _, p := range h.Profiles {
		e.Results = append(e.Results, signing.EvidencedResult{Profile: p})
	}
	msg, err := e.Message()
	require.NoError(t, err)
	return msg
}

func drawProfile(t *rapid.T) core.Profile {
	return core.Profile{
		Name:    rapid.SampledFrom([]string{"", "720p", "a name", "π"}).Draw(t, "name"),
		Width:   rapid.IntRange(0, core.MaxDimension).Draw(t, "width"),
		Height:  rapid.IntRange(0, core.MaxDimension).Draw(t, "height"),
		Bitrate: rapid.Int64Range(0, core.MaxBitrate).Draw(t, "bitrate"), FPS: rapid.Uint32().Draw(t, "fps"),
		FPSDen: rapid.Uint32().Draw(t, "fpsDen"), Format: rapid.SampledFrom([]core.Container{core.MPEGTS, core.MP4}).Draw(t, "format"),
		Encoder:        core.Codec(rapid.IntRange(0, int(core.AV1)).Draw(t, "encoder")),
		EncoderProfile: core.EncoderProfile(rapid.IntRange(0, int(core.ProfileH264ConstrainedHigh)).Draw(t, "encoderProfile")),
		GOP: rapid.OneOf(
			rapid.Just(core.GOPIntra), rapid.Map(rapid.Int64Range(0, int64(core.MaxGOP)), func(ns int64) time.Duration { return time.Duration(ns) }),
		).Draw(t, "gop"),
		ColorDepth: rapid.IntRange(0, 16).Draw(t, "depth"), ChromaFormat: rapid.IntRange(0, 2).Draw(t, "chroma"),
		Quality: uint(rapid.IntRange(0, 63).Draw(t, "quality")),
	}
}
