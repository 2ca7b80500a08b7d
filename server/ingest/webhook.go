package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// DefaultWebhookTimeout bounds one question to the webhook. The existing network
// has no limit there.
const DefaultWebhookTimeout = 5 * time.Second

// DeniedError says that the webhook refused a publisher.
type DeniedError struct {
	Status int // of the webhook's reply
}

func (e *DeniedError) Error() string {
	return fmt.Sprintf("the authentication webhook refused with status %d", e.Status)
}

var (
	// ErrWebhookUnavailable says that the webhook could not be asked, or its
	// reply not be read: nobody may publish until it can.
	ErrWebhookUnavailable = errors.New("the authentication webhook could not be asked")
	// ErrWebhookReply says that the webhook replied with a configuration that
	// cannot be used. The cause is wrapped with it.
	ErrWebhookReply = errors.New("the authentication webhook replied with a configuration that cannot be used")
	// ErrNoManifestID is the cause when a reply does not name the stream.
	ErrNoManifestID = errors.New("manifestID is missing or empty")
)

// WebhookConfig says which webhook decides on publishers (-authWebhookUrl).
type WebhookConfig struct {
	// URL with scheme http or https.
	URL string
	// Timeout for one question; 0 is DefaultWebhookTimeout.
	Timeout time.Duration
	// Transport may be nil for the default one.
	Transport http.RoundTripper
}

// Webhook asks an HTTP server of the operator about each publisher.
// Source: features.md 2, "Auth webhook".
type Webhook struct {
	url    string
	client *http.Client
}

// NewWebhook checks the address.
func NewWebhook(cfg WebhookConfig) (*Webhook, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("authentication webhook %q is not an address like https://host/path", cfg.URL)
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = DefaultWebhookTimeout
	}
	return &Webhook{url: cfg.URL, client: &http.Client{
		Timeout: cfg.Timeout, Transport: cfg.Transport,
		// A redirect is no answer: following one would turn the question into a GET.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Authorize posts {"url": …}. Any status but 200 refuses, an empty reply allows
// with the node's defaults, any other is the configuration and must name the
// stream. Errors: *DeniedError, ErrWebhookUnavailable, ErrWebhookReply, or
// that of ctx.
func (h *Webhook) Authorize(ctx context.Context, publisher string) (*Configuration, error) {
	question, err := json.Marshal(map[string]string{"url": publisher})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWebhookUnavailable, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(question))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWebhookUnavailable, err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := h.client.Do(req)
	if err != nil {
		var asked *url.Error // which has the address, and maybe a secret in it
		if errors.As(err, &asked) {
			err = asked.Err
		}
		return nil, fmt.Errorf("%w: %w", ErrWebhookUnavailable, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, &DeniedError{Status: resp.StatusCode}
	}
	reply, err := io.ReadAll(io.LimitReader(resp.Body, MaxConfigurationBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWebhookUnavailable, err)
	}
	if len(bytes.TrimSpace(reply)) == 0 {
		return nil, nil
	}
	c, err := ParseConfiguration(reply)
	if err == nil && c.ManifestID == "" {
		err = ErrNoManifestID
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWebhookReply, err)
	}
	return c, nil
}
