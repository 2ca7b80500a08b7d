package net

import (
	"encoding/base64"
	"fmt"
	"math"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
	"google.golang.org/protobuf/proto"
)

// Headers of POST /segment and POST /payment (wire.md 5).
const (
	SegmentHeaderName = "Livepeer-Segment"
	PaymentHeaderName = "Livepeer-Payment"
	// InlineHeaderName is ours: a broadcaster sends it to say that it can read
	// renditions behind the result, an orchestrator to say that it sends them.
	InlineHeaderName = "Livepeer-Inline-Results"
	// InlineVersion is that header's value: the form of inline results that
	// this node knows.
	InlineVersion = "1"
)

// retiredProfiles is what the field "profiles" of SegData and NotifySegment
// holds ever since it is no longer read.
const retiredProfiles = "invalid"

// maxClip bounds From and To of a clip.
const maxClip = 24 * time.Hour

// EncodeSegmentHeader returns the value of the Livepeer-Segment header.
func EncodeSegmentHeader(h *core.SegmentHeader) (string, error) {
	raw, err := proto.Marshal(SegmentHeaderToPB(h))
	if err != nil {
		return "", fmt.Errorf("encode segment header: %w", err)
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}

// DecodeSegmentHeader reads the value of the Livepeer-Segment header. An empty
// one is a header in which nothing is set. Errors: ErrSegmentEncoding,
// ErrSegmentProto and those of SegmentHeaderFromPB.
func DecodeSegmentHeader(value string) (*core.SegmentHeader, error) {
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil, ErrSegmentEncoding
	}
	var seg pb.SegData
	if err := unmarshal(raw, &seg); err != nil {
		return nil, ErrSegmentProto
	}
	return SegmentHeaderFromPB(&seg)
}

// SegmentHeaderToPB converts to the wire.
func SegmentHeaderToPB(h *core.SegmentHeader) *pb.SegData {
	seg := &pb.SegData{
		ManifestId: []byte(h.ManifestID), Seq: int64(h.Seq), Hash: h.Hash.Bytes(), Profiles: []byte(retiredProfiles), Sig: h.Sig,
		Duration: int32(h.Duration / time.Millisecond), Capabilities: CapabilitiesToPB(h.Required),
		AuthToken: AuthTokenToPB(h.Token), CalcPerceptualHash: h.PerceptualHash, Storage: StorageToPB(h.Storage),
		ForceSessionReinit: h.ForceReinit, HashFollows: h.HashFollows,
	}
	if h.Clip != nil {
		seg.SegmentParameters = &pb.SegParameters{
			From: uint64(h.Clip.From / time.Millisecond), To: uint64(h.Clip.To / time.Millisecond),
		}
	}
	SetProfiles(seg, h.Profiles)
	return seg
}

// SegmentHeaderFromPB converts a peer's header; of a nil one nothing is set.
// Errors: ErrInvalidDuration, ErrInvalidSequence, ErrInvalidManifestID,
// ErrInvalidToken, ErrTooManyStores, ErrInvalidStorage, and those of Profiles;
// a clip out of range is a *core.TranscodeError.
func SegmentHeaderFromPB(seg *pb.SegData) (*core.SegmentHeader, error) {
	h := &core.SegmentHeader{
		ManifestID: core.ManifestID(seg.GetManifestId()), Seq: uint64(seg.GetSeq()), Hash: common.BytesToHash(seg.GetHash()),
		Sig: seg.GetSig(), Required: CapabilitiesFromPB(seg.GetCapabilities()),
		PerceptualHash: seg.GetCalcPerceptualHash(), ForceReinit: seg.GetForceSessionReinit(), HashFollows: seg.GetHashFollows(),
	}
	if seg.GetSeq() < 0 {
		return nil, ErrInvalidSequence
	}
	if len(h.ManifestID) > core.MaxManifestIDLen {
		return nil, ErrInvalidManifestID
	}
	var err error
	if h.Duration, err = segmentDuration(seg.GetDuration()); err != nil {
		return nil, err
	}
	if h.Profiles, err = Profiles(seg); err != nil {
		return nil, err
	}
	if h.Token, err = AuthTokenFromPB(seg.GetAuthToken()); err != nil {
		return nil, err
	}
	if h.Storage, err = StorageFromPB(seg.GetStorage()); err != nil {
		return nil, err
	}
	if h.Clip, err = clipFromPB(seg.GetSegmentParameters()); err != nil {
		return nil, err
	}
	return h, nil
}

// segmentDuration reads milliseconds; 0 stands for the default of 2 s
// (wire.md 5, "SegData notes").
func segmentDuration(ms int32) (time.Duration, error) {
	d := time.Duration(ms) * time.Millisecond
	if d < 0 || d > core.MaxSegmentDuration {
		return 0, ErrInvalidDuration
	}
	if d == 0 {
		return core.DefaultSegmentDuration, nil
	}
	return d, nil
}

func clipFromPB(p *pb.SegParameters) (*core.Clip, error) {
	if p.GetFrom() == 0 && p.GetTo() == 0 {
		return nil, nil
	}
	if p.GetFrom() >= p.GetTo() || p.GetTo() > uint64(maxClip/time.Millisecond) {
		return nil, &core.TranscodeError{
			Code: core.InvalidArgument, Detail: fmt.Sprintf("clip from %d to %d ms", p.GetFrom(), p.GetTo()),
		}
	}
	return &core.Clip{From: time.Duration(p.GetFrom()) * time.Millisecond, To: time.Duration(p.GetTo()) * time.Millisecond}, nil
}

// unmarshal decodes a peer's message; depth is bounded well above what the
// messages nest.
func unmarshal(raw []byte, m proto.Message) error {
	return proto.UnmarshalOptions{RecursionLimit: 32}.Unmarshal(raw, m)
}

// clampSeq is a peer's sequence number where a wrong one decides nothing.
func clampSeq(seq int64) uint64 {
	return uint64(min(max(seq, 0), math.MaxInt64))
}
