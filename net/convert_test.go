package net_test

import (
	"encoding/base64"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

func TestProfileListChoice(t *testing.T) {
	t.Parallel()
	ts, mp4 := core.Profile{Name: "a"}, core.Profile{Name: "b", Format: core.MP4}
	tests := []struct {
		name     string
		profiles []core.Profile
		list     int
	}{
		{"plain", []core.Profile{ts, ts}, 33},
		{"some_mp4", []core.Profile{ts, mp4}, 34},
		{"denominator_1", []core.Profile{mp4, {FPS: 30, FPSDen: 1}}, 35},
		{"encoder_profile", []core.Profile{{EncoderProfile: core.ProfileH264Main}}, 35},
		{"gop", []core.Profile{ts, {GOP: time.Second}}, 35},
		{"intra", []core.Profile{{GOP: core.GOPIntra}}, 35},
		{"quality_and_codec_alone", []core.Profile{{Quality: 23, Encoder: core.HEVC}}, 33},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var seg pb.SegData
			lpnet.SetProfiles(&seg, tt.profiles)
			lists := map[int][]*pb.VideoProfile{33: seg.FullProfiles, 34: seg.FullProfiles2, 35: seg.FullProfiles3}
			require.Len(t, lists[tt.list], len(tt.profiles))
			delete(lists, tt.list)
			for _, other := range lists {
				require.Empty(t, other)
			}
			got, err := lpnet.Profiles(&seg)
			require.NoError(t, err)
			require.Equal(t, core.NamedProfiles(tt.profiles), got)
		})
	}
}

func TestProfileReceiverTakesTheNewestList(t *testing.T) {
	t.Parallel()
	list := func(name string) []*pb.VideoProfile { return []*pb.VideoProfile{{Name: name}} }
	seg := &pb.SegData{FullProfiles: list("old"), FullProfiles2: list("mid"), FullProfiles3: list("new")}
	for _, want := range []string{"new", "mid", "old"} {
		got, err := lpnet.Profiles(seg)
		require.NoError(t, err)
		require.Equal(t, want, got[0].Name)
		switch want {
		case "new":
			seg.FullProfiles3 = nil
		case "mid":
			seg.FullProfiles2 = nil
		}
	}
}

func TestUnnamedProfiles(t *testing.T) {
	t.Parallel()
	p := core.Profile{Width: 640, Height: 360, Bitrate: 800000}
	require.Equal(t, "ffmpeg_640x360_800000", lpnet.ProfileToPB(p).Name)
	got, err := lpnet.ProfileFromPB(&pb.VideoProfile{Width: 640, Height: 360, Bitrate: 800000})
	require.NoError(t, err)
	require.Equal(t, "net_640x360_800000", got.Name)
}

func TestProfileFromPB(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   *pb.VideoProfile
		want error
	}{
		{"err_format", &pb.VideoProfile{Format: 9}, lpnet.ErrUnrecognizedFormat},
		{"err_format_negative", &pb.VideoProfile{Format: -1}, lpnet.ErrUnrecognizedFormat},
		{"err_profile", &pb.VideoProfile{Profile: 9}, lpnet.ErrUnrecognizedProfile},
		{"err_profile_negative", &pb.VideoProfile{Profile: -1}, lpnet.ErrUnrecognizedProfile},
		{"err_codec", &pb.VideoProfile{Encoder: 9}, lpnet.ErrUnrecognizedVideoCodec},
		{"err_codec_negative", &pb.VideoProfile{Encoder: math.MinInt32}, lpnet.ErrUnrecognizedVideoCodec},
		{"err_path", &pb.VideoProfile{Name: "../../x"}, &core.TranscodeError{Code: core.InvalidArgument}},
		{"err_width", &pb.VideoProfile{Name: "a", Width: -1}, &core.TranscodeError{Code: core.InvalidArgument}},
		{"err_bitrate", &pb.VideoProfile{Name: "a", Bitrate: -1}, &core.TranscodeError{Code: core.InvalidArgument}},
		{"ok_zero", &pb.VideoProfile{}, nil},
		{"ok_nil", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lpnet.ProfileFromPB(tt.in)
			require.ErrorIs(t, err, tt.want)
		})
	}
	for gop, want := range map[int32]time.Duration{
		0: 0, 1500: 1500 * time.Millisecond, -1: core.GOPIntra, -7: -7 * time.Millisecond, math.MaxInt32: core.MaxGOP,
	} {
		p, err := lpnet.ProfileFromPB(&pb.VideoProfile{Gop: gop})
		require.NoError(t, err)
		require.Equal(t, want, p.GOP)
	}
	av1, err := lpnet.ProfileFromPB(lpnet.ProfileToPB(core.Profile{Name: "a", Encoder: core.AV1}))
	require.NoError(t, err)
	require.Equal(t, core.AV1, av1.Encoder)
	deep, err := lpnet.ProfileFromPB(&pb.VideoProfile{ColorDepth: math.MinInt32, ChromaFormat: 77})
	require.NoError(t, err, "both are ignored")
	require.Zero(t, deep.ColorDepth+deep.ChromaFormat)
}

func encodeSegData(t *testing.T, seg *pb.SegData) string {
	t.Helper()
	raw, err := proto.Marshal(seg)
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(raw)
}

func TestDecodeSegmentHeaderRefusals(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 2000)
	many := make([]*pb.VideoProfile, core.MaxProfiles+1)
	for i := range many {
		many[i] = &pb.VideoProfile{}
	}
	tests := []struct {
		name  string
		value string
		want  error
	}{
		{"err_base64", "!", lpnet.ErrSegmentEncoding},
		{"err_unpadded", "CgE", lpnet.ErrSegmentEncoding},
		{"err_url_alphabet", "-_-_", lpnet.ErrSegmentEncoding},
		{"err_proto", base64.StdEncoding.EncodeToString([]byte("\xff\xff")), lpnet.ErrSegmentProto},
		{"err_duration_negative", encodeSegData(t, &pb.SegData{Duration: -1}), lpnet.ErrInvalidDuration},
		{"err_duration_long", encodeSegData(t, &pb.SegData{Duration: 300001}), lpnet.ErrInvalidDuration},
		{"err_seq", encodeSegData(t, &pb.SegData{Seq: -5}), lpnet.ErrInvalidSequence},
		{"err_manifest", encodeSegData(t, &pb.SegData{ManifestId: []byte(long)}), lpnet.ErrInvalidManifestID},
		{"err_token", encodeSegData(t, &pb.SegData{AuthToken: &pb.AuthToken{Token: []byte(long)}}), lpnet.ErrInvalidToken},
		{"err_session", encodeSegData(t, &pb.SegData{AuthToken: &pb.AuthToken{SessionId: long}}), lpnet.ErrInvalidToken},
		{"err_stores", encodeSegData(t, &pb.SegData{Storage: make9()}), lpnet.ErrTooManyStores},
		{"err_store_type", encodeSegData(t, &pb.SegData{Storage: []*pb.OSInfo{{StorageType: 7}}}), lpnet.ErrInvalidStorage},
		{"err_store_size", encodeSegData(t, &pb.SegData{Storage: []*pb.OSInfo{{
			StorageType: pb.OSInfo_S3, S3Info: &pb.S3OSInfo{Policy: strings.Repeat("x", 17<<10)}}}}), lpnet.ErrInvalidStorage},
		{"err_profiles", encodeSegData(t, &pb.SegData{FullProfiles: many}), &core.TranscodeError{Code: core.TooManyOutputs}},
		{"err_clip", encodeSegData(t, &pb.SegData{SegmentParameters: &pb.SegParameters{From: 2, To: 2}}), &core.TranscodeError{Code: core.InvalidArgument}},
		{"err_clip_huge", encodeSegData(t, &pb.SegData{SegmentParameters: &pb.SegParameters{To: math.MaxUint64}}), &core.TranscodeError{Code: core.InvalidArgument}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lpnet.DecodeSegmentHeader(tt.value)
			require.ErrorIs(t, err, tt.want)
		})
	}
	h, err := lpnet.DecodeSegmentHeader("")
	require.NoError(t, err, "an empty header has nothing set")
	require.Nil(t, h.Token)
	require.Nil(t, h.Required)
	require.Empty(t, h.Profiles)
}

func make9() []*pb.OSInfo {
	stores := make([]*pb.OSInfo, 9)
	for i := range stores {
		stores[i] = &pb.OSInfo{}
	}
	return stores
}

func TestDecodePaymentHeader(t *testing.T) {
	t.Parallel()
	p, err := lpnet.DecodePaymentHeader("")
	require.NoError(t, err)
	require.Nil(t, p)
	for value, text := range map[string]string{
		"!": "base64 decode error: illegal base64 data at input byte 0",
		base64.StdEncoding.EncodeToString([]byte("\xff")): "protobuf unmarshal error: proto: cannot parse invalid wire-format data",
	} {
		_, err := lpnet.DecodePaymentHeader(value)
		var pe *lpnet.PaymentHeaderError
		require.ErrorAs(t, err, &pe)
		require.Equal(t, text, pe.Error())
	}
}

func TestCapabilitiesBounds(t *testing.T) {
	t.Parallel()
	require.Nil(t, lpnet.CapabilitiesFromPB(nil))
	require.Nil(t, lpnet.CapabilitiesToPB(nil))
	huge := lpnet.CapabilitiesFromPB(&pb.Capabilities{
		Bitstring:   make([]uint64, 100_000),
		Capacities:  map[uint32]uint32{7: 3, uint32(core.MaxCapability): 1, uint32(core.MaxCapability) + 1: 1, math.MaxUint32: 1},
		Version:     strings.Repeat("9", 1000),
		Constraints: &pb.Capabilities_Constraints{MinVersion: "0.8.0"},
	})
	require.Len(t, huge.Bits, 65)
	require.Equal(t, map[core.Capability]uint32{7: 3, core.MaxCapability: 1}, huge.Capacities)
	require.Equal(t, "undefined", huge.Version)
	require.Equal(t, "0.8.0", huge.MinVersion)
	all := core.NewCapabilities("0.9.1", core.MaxCapability)
	huge.MinVersion = ""
	require.False(t, huge.SuppliedBy(all), "what is beyond the bound is still required")
}

func TestOrchestratorInfoRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   *pb.OrchestratorInfo
	}{
		{"err_uri_scheme", &pb.OrchestratorInfo{Transcoder: "file:///etc/passwd"}},
		{"err_uri_relative", &pb.OrchestratorInfo{Transcoder: "127.0.0.1:8935"}},
		{"err_uri_long", &pb.OrchestratorInfo{Transcoder: "https://" + strings.Repeat("a", 3000)}},
		{"err_address", &pb.OrchestratorInfo{Address: []byte{1}}},
		{"err_price_zero_pixels", &pb.OrchestratorInfo{PriceInfo: &pb.PriceInfo{PricePerUnit: 1}}},
		{"err_price_negative", &pb.OrchestratorInfo{PriceInfo: &pb.PriceInfo{PricePerUnit: -1, PixelsPerUnit: 1}}},
		{"err_price_min", &pb.OrchestratorInfo{PriceInfo: &pb.PriceInfo{PixelsPerUnit: math.MinInt64}}},
		{"err_token", &pb.OrchestratorInfo{AuthToken: &pb.AuthToken{Token: make([]byte, 2000)}}},
		{"err_ticket_params", &pb.OrchestratorInfo{TicketParams: &pb.TicketParams{}}},
		{"err_balance", &pb.OrchestratorInfo{Balance: &pb.SessionBalance{Credit: []byte{2}}}},
		{"err_storage", &pb.OrchestratorInfo{Storage: []*pb.OSInfo{{StorageType: -1}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lpnet.OrchestratorInfoFromPB(tt.in)
			require.ErrorIs(t, err, lpnet.ErrInvalidInfo)
		})
	}
	info, err := lpnet.OrchestratorInfoFromPB(&pb.OrchestratorInfo{
		Nodes:     append(make([]string, 100), "https://a:1"),
		AuthToken: &pb.AuthToken{Expiration: math.MaxInt64},
	})
	require.NoError(t, err)
	require.Empty(t, info.Nodes, "unusable ones and those beyond the bound are left out")
	require.Equal(t, int64(math.MaxInt64), info.Token.Expiration.Unix())
	none, err := lpnet.OrchestratorInfoFromPB(nil)
	require.NoError(t, err)
	require.Nil(t, none)
}

func TestSegmentAnswerErrors(t *testing.T) {
	t.Parallel()
	roundTrip := func(err error) error {
		raw, encErr := lpnet.EncodeSegmentAnswer(&core.SegmentAnswer{Err: err})
		require.NoError(t, encErr)
		a, decErr := lpnet.DecodeSegmentAnswer(raw)
		require.NoError(t, decErr)
		return a.Err
	}
	require.ErrorIs(t, roundTrip(&core.TranscodeError{Code: core.InvalidVideo, Detail: "secret"}), &core.TranscodeError{Code: core.InvalidVideo})
	var remote *core.RemoteError
	require.ErrorAs(t, roundTrip(errors.New("bad \xff bytes")), &remote)
	require.Equal(t, "bad \uFFFD bytes", remote.Text)
	require.ErrorAs(t, roundTrip(errors.New(strings.Repeat("é", 1000))), &remote)
	require.Len(t, remote.Text, 512)
	require.ErrorAs(t, roundTrip(errors.New("")), &remote, "an empty text is still an error")

	raw, err := proto.Marshal(&pb.TranscodeResult{Seq: -4, Result: &pb.TranscodeResult_Data{Data: &pb.TranscodeData{
		Segments: []*pb.TranscodedSegmentData{{Pixels: -1, InlineBytes: math.MaxUint64}}}}})
	require.NoError(t, err)
	a, err := lpnet.DecodeSegmentAnswer(raw)
	require.NoError(t, err)
	require.Zero(t, a.Seq)
	require.Zero(t, a.Renditions[0].Pixels)
	require.Equal(t, int64(math.MaxInt64), a.Renditions[0].InlineBytes)
	_, err = lpnet.DecodeSegmentAnswer([]byte("\xff"))
	require.ErrorIs(t, err, lpnet.ErrResultProto)
}

// TestOwnCapabilities: existing nodes see nothing of ours in an offer, and a job
// that needs it is one that they cannot do.
func TestOwnCapabilities(t *testing.T) {
	t.Parallel()
	node := core.NewCapabilities("0.9.2", append(core.DefaultCapabilities(), core.CapAV1Decode, core.CapAV1Encode)...)
	offer := lpnet.OfferToPB(node)
	require.Len(t, offer.GetBitstring(), 1)
	require.NotContains(t, offer.GetCapacities(), uint32(core.CapAV1Decode))
	require.Equal(t, map[uint32]uint32{1000: 1, 1001: 1}, offer.GetExtensions())
	require.Equal(t, node, lpnet.CapabilitiesFromPB(offer), "our own nodes see all of it")

	job := &core.Capabilities{Bits: core.NewCapabilitySet(core.CapAV1Decode, core.CapMPEGTS)}
	required := lpnet.CapabilitiesFromPB(lpnet.CapabilitiesToPB(job))
	require.True(t, required.SuppliedBy(lpnet.CapabilitiesFromPB(offer)))
	offer.Extensions = nil // as an existing node reads and repeats it
	require.False(t, required.SuppliedBy(lpnet.CapabilitiesFromPB(offer)))
	require.Nil(t, lpnet.OfferToPB(nil))
}
