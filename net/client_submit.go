package net

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

// Limits on a submission (wire.md 5, 13).
const (
	uploadDialTimeout = 2 * time.Second
	maxRefusalText    = 4 << 10
	maxAnswerBytes    = 1 << 20
	maxAnswerHeader   = 64 << 10
	minRendition      = 25 // bytes; anything shorter is no media
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

// RefusalError is a refusal of a segment by HTTP status. It unwraps to what
// core.WireError makes of it.
type RefusalError struct {
	Code int // HTTP status
	Err  error
}

func (e *RefusalError) Error() string { return fmt.Sprintf("HTTP status %d: %v", e.Code, e.Err) }

func (e *RefusalError) Unwrap() error { return e.Err }

// Submit sends a segment and returns its renditions (wire.md 5, 6). An error is
// a *core.AnsweredError once an answer has begun. Errors unwrap to what
// core.WireError makes of a refusal (*RefusalError) or a result's error, to ErrUploadTimeout,
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
		result, err = c.resubmit(ctx, sub)
	}
	if err != nil {
		return nil, fmt.Errorf("submit segment %d to %s: %w", sub.Segment.Seq, hostOf(sub.Info.URI), err)
	}
	return result, nil
}

// resubmit sends a segment again whose payment the orchestrator has: its tickets
// count already, and would be refused when they come once more.
func (c *OrchestratorClient) resubmit(ctx context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	again := *sub
	if sub.Payment != nil {
		again.Payment = &pm.Payment{Sender: sub.Payment.Sender, ExpectedPrice: sub.Payment.ExpectedPrice}
	}
	result, err := c.submit(ctx, &again)
	var answered *core.AnsweredError
	if err != nil && !errors.As(err, &answered) {
		err = &core.AnsweredError{Err: err} // the first time it was
	}
	return result, err
}

// submit makes one exchange.
func (c *OrchestratorClient) submit(ctx context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	x := &exchange{
		client: c, sub: sub, profiles: core.NamedProfiles(sub.Profiles), started: time.Now(), limits: limitsOf(sub),
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
		return nil, &core.AnsweredError{Err: answer.Err, Info: answer.Info}
	}
	if answer.Info != nil {
		x.client.learnReach(answer.Info.URI, x.peer.reach)
	}
	result.Info, result.Sig, result.Evidence = answer.Info, answer.Sig, x.evidence(answer)
	transcoded := time.Now()
	if result.Renditions == nil {
		if result.Renditions, err = x.download(ctx, answer.Renditions); err != nil {
			return nil, &core.AnsweredError{Err: err, Info: answer.Info}
		}
	}
	for i, r := range result.Renditions {
		if len(r.Data) < minRendition {
			err := fmt.Errorf("rendition %q has %d bytes: %w", x.profiles[i].Name, len(r.Data), ErrZeroSegments)
			return nil, &core.AnsweredError{Err: err, Info: answer.Info}
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
	if err != nil && resp != nil { // a redirection, which is an answer all the same
		return nil, nil, &core.AnsweredError{Err: causeOf(ctx, err)}
	}
	if err != nil {
		return nil, nil, causeOf(ctx, err)
	}
	upload.Stop()
	defer discardAndClose(resp.Body)
	result := &core.SubmissionResult{UploadTime: time.Since(x.started)}
	if resp.StatusCode != http.StatusOK {
		return nil, nil, x.refusal(resp)
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
		return nil, nil, &core.AnsweredError{Err: causeOf(ctx, err)}
	}
	return answer, result, nil
}

// refusal reads an answer other than 200, with the orchestrator's newest terms if
// it sent any that can be used.
func (x *exchange) refusal(resp *http.Response) error {
	text, _ := io.ReadAll(io.LimitReader(resp.Body, maxRefusalText))
	info, err := DecodeInfoHeader(resp.Header.Get(InfoHeaderName))
	if err != nil {
		x.client.log.Debug("terms beside a refusal are not usable", "orch", resp.Request.URL.Host, "err", err)
	}
	refusal := &RefusalError{Code: resp.StatusCode, Err: ErrorFromHeaders(resp.Header, string(text))}
	return &core.AnsweredError{Err: refusal, Info: info}
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

// evidence of an answer, where it is any: other software may have another use for
// its fields.
func (x *exchange) evidence(answer *core.SegmentAnswer) *core.Evidence {
	e := answer.Evidence
	if e != nil && (len(e.Sig) != signing.SignatureLen || e.Round < 0) {
		x.client.log.Debug("evidence that is none", "orch", hostOf(x.sub.Info.URI), "seq", answer.Seq, "bytes", len(e.Sig), "round", e.Round)
		return nil
	}
	return e
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
