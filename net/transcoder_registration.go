package net

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
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
	peer     netip.Addr
}

// dial connects to the orchestrator and notes its address, which decides how
// far it may send this transcoder for sources.
func (r *TranscoderRegistration) dial(ctx context.Context, addr string) (net.Conn, error) {
	conn, err := transcoderDialer().DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.peer = PeerAddr(conn.RemoteAddr().String())
	return conn, nil
}

func (r *TranscoderRegistration) peerAddr() netip.Addr {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.peer
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
	if errors.Is(err, io.EOF) {
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

// SourceError says why a source could not be fetched. Its text becomes the
// task's result.
type SourceError struct {
	Err error // one of Fetcher.Fetch
}

func (e *SourceError) Error() string { return "could not download the source: " + e.Err.Error() }

func (e *SourceError) Unwrap() error { return e.Err }

// Fetch downloads a job's source, as far away as the orchestrator is itself, and
// hands it to soon before it is whole when it comes fast. A temporary file of the
// orchestrator at an address that is not allowed is asked for where this
// transcoder knows the orchestrator: behind a NAT it may call itself by another
// name. Errors are *SourceError.
func (r *TranscoderRegistration) Fetch(ctx context.Context, job *transcoding.Job, soon func(*core.Source)) (*core.Source, error) {
	fetch := func(rawURL string) (*core.Source, error) {
		return r.client.cfg.Fetcher.FetchSource(ctx, rawURL, r.peerAddr(), core.MaxSegmentBytes, soon)
	}
	source, err := fetch(job.SourceURL)
	if errors.Is(err, ErrForbiddenAddress) {
		if u, parseErr := url.Parse(job.SourceURL); parseErr == nil && strings.HasSuffix(u.Path, SourceSuffix) {
			u.Scheme, u.Host, u.User = r.client.base.Scheme, r.client.base.Host, nil
			source, err = fetch(u.String())
		}
	}
	if err != nil {
		return nil, &SourceError{Err: err}
	}
	return source, nil
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
