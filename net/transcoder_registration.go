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
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	"github.com/livepeer/streamflow/net/pb"
	"google.golang.org/grpc"
)

// TranscoderRegistration is a transcoder's standing with one orchestrator. It
// implements transcoding.Registration.
type TranscoderRegistration struct {
	client *TranscoderClient
	conn   *grpc.ClientConn
	stream grpc.ServerStreamingClient[pb.NotifySegment]
	cancel context.CancelFunc
	closed sync.Once

	mu sync.Mutex
	// guarded by mu:
	answered bool   // the headers came
	token    string // of an orchestrator that gives one
}

// Next returns the next job. Errors that are not of package transcoding are
// those of the connection.
func (r *TranscoderRegistration) Next(ctx context.Context) (*transcoding.Job, error) {
	defer context.AfterFunc(ctx, r.cancel)()
	if err := r.awaitHeader(); err != nil {
		return nil, err
	}
	for {
		n, err := r.stream.Recv()
		if err != nil {
			return nil, endOfRegistration(err)
		}
		job, err := JobFromPB(n)
		if err == nil {
			return job, nil
		}
		r.client.cfg.Log.Debug("message passed over", "orch", r.client.URI(), "err", err)
	}
}

// ErrRegistrationEnded: the orchestrator ended the registration without a reason.
var ErrRegistrationEnded = errors.New("orchestrator ended the registration")

func endOfRegistration(err error) error {
	if err == io.EOF {
		return ErrRegistrationEnded
	}
	return registrationError(err)
}

// awaitHeader blocks until the orchestrator's headers are there: at once where
// it acknowledges registrations, with the first job else (wire.md 17).
func (r *TranscoderRegistration) awaitHeader() error {
	r.mu.Lock()
	answered := r.answered
	r.mu.Unlock()
	if answered {
		return nil
	}
	header, err := r.stream.Header()
	if err != nil {
		return registrationError(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answered = true
	if v := header.Get(RegistrationToken); len(v) > 0 {
		r.token = v[0]
	}
	return nil
}

func (r *TranscoderRegistration) registrationToken() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.token
}

// SourceError says why a source could not be fetched. Its text is short, since
// it becomes the task's result; the URL, which may hold a secret, stays out.
type SourceError struct {
	Status int   // of the answer, 0 when there was none
	Err    error // may be nil when Status is set
}

func (e *SourceError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("could not download the source: HTTP status %d", e.Status)
	}
	return "could not download the source: " + e.Err.Error()
}

func (e *SourceError) Unwrap() error { return e.Err }

// Fetch downloads a job's source: from the orchestrator's own host whatever its
// address, from elsewhere as the Fetcher allows. A temporary file at an address
// that is not allowed is asked for at the orchestrator, which may know itself
// by another name than this transcoder does.
func (r *TranscoderRegistration) Fetch(ctx context.Context, job *transcoding.Job) ([]byte, error) {
	u, err := url.Parse(job.SourceURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, &SourceError{Err: errors.New("its address is no http or https URL")}
	}
	base := r.client.base
	if u.Hostname() == base.Hostname() {
		return r.client.download(ctx, u)
	}
	var policyErr error = &SourceError{Err: errors.New("its address is not the orchestrator's")}
	if r.client.cfg.Fetcher != nil {
		data, err := r.client.cfg.Fetcher.Fetch(ctx, job.SourceURL, core.MaxSegmentBytes)
		if err == nil {
			return data, nil
		}
		policyErr = &SourceError{Err: err}
	}
	if !strings.HasSuffix(u.Path, SourceSuffix) {
		return nil, policyErr
	}
	return r.client.download(ctx, &url.URL{Scheme: base.Scheme, Host: base.Host, Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery})
}

// download makes a GET of at most core.MaxSegmentBytes.
func (c *TranscoderClient) download(ctx context.Context, u *url.URL) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &SourceError{Err: errors.New("its address is unusable")}
	}
	resp, err := c.sources.Do(req)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err // without the URL
		}
		return nil, &SourceError{Err: err}
	}
	defer drainBody(resp)
	if resp.StatusCode != http.StatusOK {
		return nil, &SourceError{Status: resp.StatusCode}
	}
	if resp.ContentLength > core.MaxSegmentBytes {
		return nil, &SourceError{Err: fmt.Errorf("it has %d bytes, at most %d are allowed", resp.ContentLength, core.MaxSegmentBytes)}
	}
	buf := bytes.NewBuffer(make([]byte, 0, min(max(resp.ContentLength, 0), firstBuffer)+bytes.MinRead))
	n, err := buf.ReadFrom(io.LimitReader(resp.Body, core.MaxSegmentBytes+1))
	switch {
	case err != nil:
		return nil, &SourceError{Err: err}
	case n > core.MaxSegmentBytes:
		return nil, &SourceError{Err: fmt.Errorf("it has more than %d bytes", core.MaxSegmentBytes)}
	}
	return buf.Bytes(), nil
}

// ReportError says that an orchestrator did not take a result.
type ReportError struct {
	Status int
	Text   string
}

func (e *ReportError) Error() string {
	return fmt.Sprintf("orchestrator did not take the result: HTTP status %d: %s", e.Status, e.Text)
}

// passing says whether the same request may be taken a moment later.
func (e *ReportError) passing() bool {
	switch e.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, http.StatusTooManyRequests:
		return true
	}
	return false
}

// Waiting times between attempts to deliver a result.
const (
	firstReportRetry = 50 * time.Millisecond
	maxReportRetry   = 2 * time.Second
)

// Report delivers a job's outcome, trying again as long as ctx allows while the
// orchestrator can't be reached.
func (r *TranscoderRegistration) Report(ctx context.Context, job *transcoding.Job, out *core.Transcoded, failure error) error {
	result := newTranscoderResult(job, out, failure)
	result.header.Set(CredentialsHeader, r.client.cfg.Secret)
	if token := r.registrationToken(); token != "" {
		result.header.Set(RegistrationTokenHeader, token)
	}
	for wait := firstReportRetry; ; wait = min(2*wait, maxReportRetry) {
		err := r.client.post(ctx, TranscodeResultsPath, result)
		var refused *ReportError
		if err == nil || errors.As(err, &refused) && !refused.passing() {
			return err
		}
		r.client.cfg.Log.Debug("result not delivered, will try again", "orch", r.client.URI(), "task", job.ID, "err", err)
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return err
		}
	}
}

func (c *TranscoderClient) post(ctx context.Context, path string, result *transcoderResult) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URI()+path, result.body())
	if err != nil {
		return err
	}
	req.Header = result.header.Clone()
	req.ContentLength = result.length()
	resp, err := c.results.Do(req)
	if err != nil {
		return err
	}
	defer drainBody(resp)
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 512))
	return &ReportError{Status: resp.StatusCode, Text: strings.TrimSpace(string(text))}
}

// Drain asks the orchestrator for no more sessions. One that gave no token does
// not know how: transcoding.ErrDrainUnsupported.
func (r *TranscoderRegistration) Drain(ctx context.Context) error {
	token := r.registrationToken()
	if token == "" {
		return transcoding.ErrDrainUnsupported
	}
	ctx, cancel := context.WithTimeout(ctx, transcoderDialTimeout)
	defer cancel()
	notice := &transcoderResult{header: http.Header{}}
	notice.header.Set("Authorization", TranscoderAuthorization)
	notice.header.Set(CredentialsHeader, r.client.cfg.Secret)
	notice.header.Set(RegistrationTokenHeader, token)
	return r.client.post(ctx, TranscoderDrainPath, notice)
}

// Close ends the registration; idempotent.
func (r *TranscoderRegistration) Close() (err error) {
	r.closed.Do(func() {
		r.cancel()
		err = r.conn.Close()
	})
	return err
}
