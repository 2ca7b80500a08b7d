package net

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/livepeer/streamflow/core"
)

// Bodies of POST /segment (wire.md 5).
const (
	// URIContentType marks a body that is the URL of the segment.
	URIContentType    = "application/vnd+livepeer.uri"
	inlineContentType = "video/MP2T" // of MP4 too
	// sourceName is the directory of sources in an orchestrator's store.
	sourceName = "source"
)

// requestBody is what goes to the orchestrator: the segment, or where it is.
type requestBody struct {
	contentType string
	data        []byte
}

// body puts the source where the orchestrator wants it (wire.md 6). That may
// take as long as an upload to the orchestrator itself.
func (x *exchange) body(ctx context.Context) (requestBody, error) {
	seg := x.sub.Segment
	store, ok := UploadStore(x.sub.Info.Storage)
	if !ok {
		return requestBody{inlineContentType, seg.Data}, nil
	}
	ctx, stop := context.WithTimeoutCause(ctx, x.limits.upload, ErrUploadTimeout)
	defer stop()
	at, err := x.client.stores.upload(ctx, store, x.peer.reach, StoreObject{
		Name:        fmt.Sprintf("%s/%d%s", sourceName, seg.Seq, seg.Info.Container.Ext()),
		ContentType: seg.Info.Container.ContentType(), Data: seg.Data,
	})
	if err != nil {
		return requestBody{}, err
	}
	return requestBody{URIContentType, []byte(at)}, nil
}

func (x *exchange) request(ctx context.Context, body requestBody) (*http.Request, error) {
	target := strings.TrimSuffix(x.sub.Info.URI, "/") + "/segment"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body.data))
	if err != nil {
		return nil, err
	}
	follows := x.sub.Info.HashMayFollow && !x.peer.noTrailers && body.contentType == inlineContentType
	header, err := x.header(follows)
	if err != nil {
		return nil, err
	}
	if follows {
		attachProof(req, body.data, x.proof)
	}
	req.Header.Set(SegmentHeaderName, header)
	payment, err := EncodePaymentHeader(x.sub.Payment)
	if err != nil {
		return nil, err
	}
	req.Header.Set(PaymentHeaderName, payment)
	req.Header.Set("Content-Type", body.contentType)
	if !x.client.cfg.NoInlineResults {
		req.Header.Set(InlineHeaderName, InlineVersion)
	}
	return req, nil
}

// header is the value of Livepeer-Segment: with the segment's proof unless that
// follows.
func (x *exchange) header(follows bool) (string, error) {
	sub := x.sub
	h := &core.SegmentHeader{
		ManifestID: sub.Segment.ManifestID, Seq: sub.Segment.Seq, HashFollows: follows,
		Profiles: x.profiles, Duration: sub.Segment.Duration, Required: sub.Required, Token: sub.Info.Token,
		PerceptualHash: sub.PerceptualHash, Clip: sub.Segment.Clip, ForceReinit: sub.Segment.ForceReinit,
		Storage: sub.Storage,
	}
	if !follows {
		proof, err := x.proof()
		if err != nil {
			return "", err
		}
		h.Hash, h.Sig = proof.Hash, proof.Sig
	}
	return EncodeSegmentHeader(h)
}

func (x *exchange) proof() (core.SegmentProof, error) {
	return x.client.proof(x.sub.Segment, x.profiles)
}
