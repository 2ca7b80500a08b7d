package net

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Limits of a verification service.
const (
	verifierTimeout   = 2 * time.Minute
	maxVerifierAnswer = 1 << 20 // bytes
)

// Faults of a verification service.
var (
	// ErrVerifierURL: it is neither http nor https.
	ErrVerifierURL = errors.New("the verification service needs a URL with http or https (-verifierUrl)")
	// ErrVerifierAnswer: what it said is no verdict on the renditions.
	ErrVerifierAnswer = errors.New("the verification service gave no verdict")
)

// The service's reasons to refuse a rendition, with go-livepeer's names (features.md 6).
const (
	RenditionTampered      = "Tampered"
	RenditionAudioMismatch = "AudioMismatch"
	RenditionNoVideo       = "VideoUnavailable"
)

// RenditionRefusedError is a rendition that the service refuses. It is a
// core.ErrResultRejected.
type RenditionRefusedError struct {
	Rendition int // its place among the profiles
	Reason    string
}

func (e *RenditionRefusedError) Error() string {
	return fmt.Sprintf("the verification service refuses rendition %d: %s", e.Rendition, e.Reason)
}

// Is says that the error is core.ErrResultRejected.
func (e *RenditionRefusedError) Is(target error) bool { return target == core.ErrResultRejected }

// verifierModel is the one that go-livepeer names to the service.
const verifierModel = "https://storage.googleapis.com/verification-models/verification-metamodel-fps2.tar.xz"

// VerifierClientConfig has the service's settings.
type VerifierClientConfig struct {
	// URL to post to (-verifierUrl).
	URL string
	// Path is a directory that the service sees under the same name (-verifierPath), in
	// which media lie while it looks at them; empty for the directory of temporary
	// files.
	Path string
	Log  *slog.Logger // nil discards
}

// VerifierClient asks a service of go-livepeer's kind, the Epic classifier, what it
// thinks of a result. It is safe for concurrent use.
type VerifierClient struct {
	cfg    VerifierClientConfig
	client *http.Client
}

// NewVerifierClient checks the settings. Errors: ErrVerifierURL, and those of Path.
func NewVerifierClient(cfg VerifierClientConfig) (*VerifierClient, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, ErrVerifierURL // without the URL, which may have a key in it
	}
	if cfg.Path == "" {
		cfg.Path = os.TempDir()
	}
	if cfg.Path, err = filepath.Abs(cfg.Path); err != nil {
		return nil, fmt.Errorf("the verification service's directory (-verifierPath): %w", err)
	}
	if info, err := os.Stat(cfg.Path); err != nil {
		return nil, fmt.Errorf("the verification service's directory (-verifierPath): %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("the verification service's directory (-verifierPath) %q is a file", cfg.Path)
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &VerifierClient{cfg: cfg, client: &http.Client{
		Timeout:       verifierTimeout,
		Transport:     &http.Transport{ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxAnswerHeader},
		CheckRedirect: func(*http.Request, []*http.Request) error { return ErrFetchRedirect },
	}}, nil
}

// Close ends idle connections.
func (c *VerifierClient) Close() error {
	c.client.CloseIdleConnections()
	return nil
}

// The documents of the service (features.md 6).
type (
	verifierRequest struct {
		Source         string              `json:"source"`
		Renditions     []verifierRendition `json:"renditions"`
		OrchestratorID string              `json:"orchestratorID"`
		Model          string              `json:"model"`
	}
	verifierRendition struct {
		URI        string             `json:"uri"`
		Resolution verifierResolution `json:"resolution"`
		FrameRate  uint32             `json:"frame_rate"`
		Pixels     int64              `json:"pixels"`
	}
	verifierResolution struct {
		Width  int `json:"width"`
		Height int `json:"height"`
	}
	verifierAnswer struct {
		Results []verifierVerdict `json:"results"`
	}
	// verifierVerdict has pointers for what must not be missing.
	verifierVerdict struct {
		VideoAvailable *bool    `json:"video_available"`
		AudioAvailable bool     `json:"audio_available"`
		AudioDistance  float64  `json:"audio_dist"`
		Tamper         *float64 `json:"tamper"` // 0 and less is one
	}
)

// Judge asks the service. Errors: *RenditionRefusedError; ErrVerifierAnswer, and those of
// the network and of files, say nothing about the result.
func (c *VerifierClient) Judge(ctx context.Context, sub *core.Submission, result *core.SubmissionResult) (err error) {
	dir, err := os.MkdirTemp(c.cfg.Path, "verify-")
	if err != nil {
		return fmt.Errorf("make room for the verification service: %w", err)
	}
	defer func() {
		if failed := os.RemoveAll(dir); failed != nil {
			c.cfg.Log.Warn("media of the verification service are left behind", "dir", dir, "err", failed)
		}
	}()
	// The service may be another user's.
	if err := os.Chmod(dir, 0o755); err != nil {
		return fmt.Errorf("make room for the verification service: %w", err)
	}
	request, err := c.lay(dir, sub, result)
	if err != nil {
		return fmt.Errorf("make room for the verification service: %w", err)
	}
	answer, err := c.post(ctx, request)
	if err != nil {
		return err
	}
	return answer.judge(len(result.Renditions))
}

// lay writes the media, and says to the service where they are.
func (c *VerifierClient) lay(dir string, sub *core.Submission, result *core.SubmissionResult) (*verifierRequest, error) {
	if len(result.Renditions) != len(sub.Profiles) {
		return nil, fmt.Errorf("%d renditions for %d profiles", len(result.Renditions), len(sub.Profiles))
	}
	seg := sub.Segment
	request := &verifierRequest{Source: filepath.Join(dir, "source"+seg.Info.Container.Ext()), Model: verifierModel}
	if sub.Info != nil {
		request.OrchestratorID = sub.Info.Address.Hex()
	}
	if err := os.WriteFile(request.Source, seg.Data, 0o644); err != nil { //nolint:gosec // the service may be another user's
		return nil, err
	}
	for i, p := range sub.Profiles {
		r := result.Renditions[i]
		path := filepath.Join(dir, fmt.Sprintf("rendition%d%s", i, p.Format.Ext()))
		if err := os.WriteFile(path, r.Data, 0o644); err != nil { //nolint:gosec // as above
			return nil, err
		}
		w, h := core.OutputSize(seg.Info.Width, seg.Info.Height, p)
		request.Renditions = append(request.Renditions, verifierRendition{
			URI: path, Resolution: verifierResolution{Width: w, Height: h}, FrameRate: p.FPS / max(p.FPSDen, 1), Pixels: r.Pixels,
		})
	}
	return request, nil
}

func (c *VerifierClient) post(ctx context.Context, request *verifierRequest) (*verifierAnswer, error) {
	body, err := json.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("encode a question to the verification service: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.cfg.URL, bytes.NewReader(body))
	if err != nil {
		return nil, ErrVerifierURL
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.client.Do(req)
	if err != nil {
		if u := new(url.Error); errors.As(err, &u) {
			err = u.Err // without the URL
		}
		return nil, fmt.Errorf("ask the verification service: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: status %d", ErrVerifierAnswer, resp.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxVerifierAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("ask the verification service: %w", err)
	}
	if len(raw) > maxVerifierAnswer {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrVerifierAnswer, maxVerifierAnswer)
	}
	answer := &verifierAnswer{}
	if err := json.Unmarshal(raw, answer); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrVerifierAnswer, err)
	}
	return answer, nil
}

// judge finds the first rendition that is refused. A verdict that lacks what
// matters is none.
func (a *verifierAnswer) judge(renditions int) error {
	if len(a.Results) != renditions {
		return fmt.Errorf("%w: it has %d results for %d renditions", ErrVerifierAnswer, len(a.Results), renditions)
	}
	for i, r := range a.Results {
		switch {
		case r.VideoAvailable == nil || *r.VideoAvailable && r.Tamper == nil:
			return fmt.Errorf("%w: result %d lacks video_available or tamper", ErrVerifierAnswer, i)
		case r.AudioAvailable && r.AudioDistance != 0:
			return &RenditionRefusedError{Rendition: i, Reason: RenditionAudioMismatch}
		case !*r.VideoAvailable:
			return &RenditionRefusedError{Rendition: i, Reason: RenditionNoVideo}
		case *r.Tamper <= 0:
			return &RenditionRefusedError{Rendition: i, Reason: RenditionTampered}
		}
	}
	return nil
}
