package net

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
)

// provenBody is a segment on its way out, with its proof behind it as a trailer.
// The proof is made when all bytes are out.
type provenBody struct {
	*bytes.Reader
	prove   func() (core.SegmentProof, error)
	trailer http.Header // of the request
}

func (b *provenBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	proof, err := b.prove()
	if err != nil {
		return n, err
	}
	value, err := EncodeSegmentProof(proof)
	if err != nil {
		return n, err
	}
	b.trailer.Set(ProofTrailerName, value)
	return n, io.EOF
}

// Close has nothing to do; it makes the type a body.
func (b *provenBody) Close() error { return nil }

// attachProof makes req, which carries data, one with the proof behind it.
func attachProof(req *http.Request, data []byte, prove func() (core.SegmentProof, error)) {
	req.Trailer = http.Header{ProofTrailerName: nil}
	req.GetBody = func() (io.ReadCloser, error) {
		return &provenBody{Reader: bytes.NewReader(data), prove: prove, trailer: req.Trailer}, nil
	}
	req.Body, _ = req.GetBody() // the one above has no errors
	req.ContentLength = int64(len(data))
}

// proof is what says that the segment is this broadcaster's. It waits for the
// segment's digest.
func (c *OrchestratorClient) proof(seg *core.Segment, profiles []core.Profile) (core.SegmentProof, error) {
	digest := seg.Digest
	if digest == nil {
		digest = core.DigestOf(seg.Data)
	}
	p := core.SegmentProof{Hash: digest.Sum()}
	var err error
	p.Sig, err = c.cfg.Signer.Sign(signing.Segment{
		ManifestID: []byte(seg.ManifestID), Seq: int64(seg.Seq), Hash: p.Hash, Profiles: profiles,
	}.Message())
	if err != nil {
		return p, fmt.Errorf("sign segment %d: %w", seg.Seq, err)
	}
	return p, nil
}
