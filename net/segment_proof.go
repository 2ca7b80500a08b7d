package net

import (
	"encoding/base64"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
	"google.golang.org/protobuf/proto"
)

// ProofTrailerName is ours: the trailer of POST /segment with the SegmentProof
// of a segment whose header says hash_follows.
const ProofTrailerName = "Livepeer-Segment-Proof"

// EncodeSegmentProof returns the value of the Livepeer-Segment-Proof trailer.
func EncodeSegmentProof(p core.SegmentProof) (string, error) {
	raw, err := proto.Marshal(&pb.SegmentProof{Hash: p.Hash.Bytes(), Sig: p.Sig})
	if err != nil {
		return "", fmt.Errorf("encode segment proof: %w", err)
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}

// DecodeSegmentProof reads the value of the Livepeer-Segment-Proof trailer.
// Errors: core.ErrProofMissing for an empty one, ErrSegmentEncoding,
// ErrSegmentProto.
func DecodeSegmentProof(value string) (core.SegmentProof, error) {
	if value == "" {
		return core.SegmentProof{}, core.ErrProofMissing
	}
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return core.SegmentProof{}, ErrSegmentEncoding
	}
	var proof pb.SegmentProof
	if err := unmarshal(raw, &proof); err != nil {
		return core.SegmentProof{}, ErrSegmentProto
	}
	return core.SegmentProof{Hash: common.BytesToHash(proof.GetHash()), Sig: proof.GetSig()}, nil
}
