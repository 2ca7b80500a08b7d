package net

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Limits on a submission (wire.md 5, 13).
const (
	uploadDialTimeout = 2 * time.Second
	maxRefusalText    = 4 << 10
	maxAnswerBytes    = 1 << 20
	minRendition      = 25 // bytes; anything shorter is no media
)

// Bodies of POST /segment (wire.md 5).
const (
	// URIContentType marks a body that is the URL of the segment.
	URIContentType    = "application/vnd+livepeer.uri"
	inlineContentType = "video/MP2T" // of MP4 too
	// sourceName is the directory of sources in an orchestrator's store.
	sourceName = "source"
)

// Faults of a submission.
var (
	// ErrUploadTimeout: the orchestrator did not take the segment in time.
	ErrUploadTimeout = errors.New("segment upload timed out")
	// ErrSubmitTimeout: the result did not come in time.
	ErrSubmitTimeout = errors.New("transcoding timed out")
	// ErrNoTerms: the submission names no orchestrator or has no token.
	ErrNoTerms = errors.New("no orchestrator info or no auth token")
)

// RefusalError is a refusal of a segment by HTTP status. It unwraps to what the
// text means, as core.ParseWireError types it.
type RefusalError struct {
	Code int // HTTP status
	Err  error
}

func (e *RefusalError) Error() string { return fmt.Sprintf("HTTP status %d: %v", e.Code, e.Err) }

func (e *RefusalError) Unwrap() error { return e.Err }

// Submit sends a segment and returns its renditions (wire.md 5, 6). Errors
// unwrap to what core.ParseWireError returns, to ErrUploadTimeout,
// ErrSubmitTimeout, ErrUnknownResponse, ErrMismatchedSegments, ErrZeroSegments,
// ErrResultProto, ErrInvalidInfo, those of Fetcher and StoreUploader, or of the
// network.
func (c *OrchestratorClient) Submit(ctx context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	if sub.Info == nil || sub.Info.Token == nil {
		return nil, ErrNoTerms
	}
	result, err := c.submit(ctx, sub)
	if errors.Is(err, core.ErrProofMissing) {
		c.noTrailers(sub.Info.URI)
		result, err = c.submit(ctx, sub)
	}
	if err != nil {
		return nil, fmt.Errorf("submit segment %d to %s: %w", sub.Segment.Seq, hostOf(sub.Info.URI), err)
	}
	return result, nil
}

// submit makes one exchange.
func (c *OrchestratorClient) submit(ctx context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	x := &exchange{
		client: c, sub: sub, profiles: NamedProfiles(sub.Profiles), started: time.Now(), limits: limitsOf(sub),
		peer: c.peer(sub.Info.URI),
	}
	return x.run(ctx)
}

// limits on the time of an exchange: until the 200 header, until the result,
// and for fetching the renditions (wire.md 6, 13).
type limits struct {
	upload, total, download time.Duration
}

func limitsOf(sub *core.Submission) limits {
	by := min(max(sub.TimeoutMultiplier, 1), 100)
	stretch := func(d time.Duration) time.Duration { return time.Duration(float64(d) * by) }
	duration := sub.Segment.Duration
	return limits{
		upload:   stretch(max(2*time.Second, duration/2)),
		total:    stretch(max(8*time.Second, 4*duration)),
		download: stretch(max(4*time.Second, duration/2)),
	}
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

// exchange is one submission under way.
type exchange struct {
	client   *OrchestratorClient
	sub      *core.Submission
	profiles []core.Profile
	peer     knownPeer
	started  time.Time
	limits   limits
}

func (x *exchange) run(ctx context.Context) (*core.SubmissionResult, error) {
	answer, result, err := x.post(ctx)
	if err != nil {
		return nil, err
	}
	if answer.Err != nil {
		return nil, answer.Err
	}
	if answer.Info != nil {
		x.client.learnReach(answer.Info.URI, x.peer.reach)
	}
	result.Info, result.Sig = answer.Info, answer.Sig
	transcoded := time.Now()
	if result.Renditions == nil {
		if result.Renditions, err = x.download(ctx, answer.Renditions); err != nil {
			return nil, err
		}
	}
	for i, r := range result.Renditions {
		if len(r.Data) < minRendition {
			return nil, fmt.Errorf("rendition %q has %d bytes: %w", x.profiles[i].Name, len(r.Data), ErrZeroSegments)
		}
	}
	result.DownloadTime = time.Since(transcoded)
	return result, nil
}

// post uploads the segment and reads the answer, with the renditions where they
// come behind it.
func (x *exchange) post(ctx context.Context) (*core.SegmentAnswer, *core.SubmissionResult, error) {
	ctx, stop := context.WithTimeoutCause(ctx, x.limits.total, ErrSubmitTimeout)
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	body, err := x.body(ctx)
	if err != nil {
		return nil, nil, err
	}
	upload := time.AfterFunc(x.limits.upload, func() { cancel(ErrUploadTimeout) })
	defer upload.Stop()

	req, err := x.request(ctx, body)
	if err != nil {
		return nil, nil, err
	}
	resp, err := x.client.uploader(x.peer.reach, req.URL.Scheme == "http").Do(req)
	if err != nil {
		return nil, nil, causeOf(ctx, err)
	}
	upload.Stop()
	defer discardAndClose(resp.Body)
	result := &core.SubmissionResult{UploadTime: time.Since(x.started)}
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, maxRefusalText))
		return nil, nil, &RefusalError{Code: resp.StatusCode, Err: core.ParseWireError(string(text))}
	}
	accepted := time.Now()
	var answer *core.SegmentAnswer
	if !x.client.cfg.NoInlineResults && resp.Header.Get(InlineHeaderName) == InlineVersion {
		answer, result.Renditions, err = x.readInline(resp.Body, func() { result.TranscodeTime = time.Since(accepted) })
	} else {
		answer, err = x.readAnswer(resp.Body)
		result.TranscodeTime = time.Since(accepted)
	}
	if err != nil {
		return nil, nil, causeOf(ctx, err)
	}
	return answer, result, nil
}

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
	req.Header.Set(PaymentHeaderName, EncodePaymentHeader(x.sub.Payment))
	req.Header.Set("Content-Type", body.contentType)
	if !x.client.cfg.NoInlineResults {
		req.Header.Set(InlineHeaderName, InlineVersion)
	}
	return req, nil
}

func (x *exchange) readAnswer(body io.Reader) (*core.SegmentAnswer, error) {
	raw, err := readBody(body, -1, maxAnswerBytes)
	if err != nil {
		return nil, fmt.Errorf("read result: %w", err)
	}
	return x.decodeAnswer(raw)
}

func (x *exchange) decodeAnswer(raw []byte) (*core.SegmentAnswer, error) {
	answer, err := DecodeSegmentAnswer(raw)
	if err != nil {
		return nil, err
	}
	if answer.Err == nil && len(answer.Renditions) != len(x.profiles) {
		return nil, fmt.Errorf("%d renditions for %d profiles: %w", len(answer.Renditions), len(x.profiles), ErrMismatchedSegments)
	}
	return answer, nil
}

// causeOf is why the context ended the exchange, where it did.
func causeOf(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var ue *url.Error
	if errors.As(err, &ue) {
		return ue.Err
	}
	return err
}
