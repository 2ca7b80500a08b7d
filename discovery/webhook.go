package discovery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// WebhookConfig configures a Webhook.
type WebhookConfig struct {
	// URL is fetched with GET: -orchWebhookUrl.
	URL string
	// Interval between two fetches; 0 is a minute (features.md 5).
	Interval time.Duration
	// Timeout of one fetch; 0 is three seconds (features.md 5).
	Timeout time.Duration
	// Transport is nil for the default one.
	Transport http.RoundTripper
	Log       *slog.Logger
}

const (
	defaultWebhookInterval = time.Minute
	defaultWebhookTimeout  = 3 * time.Second
	// webhookRetry is how soon a server is asked again that has never given a list;
	// it doubles up to the interval.
	webhookRetry = time.Second
)

// Webhook lists the orchestrators that an HTTP server of the operator names.
// The list is fetched in the background, so that no stream waits for it; when a
// fetch fails, the last good list stays.
type Webhook struct {
	cfg    WebhookConfig
	client *http.Client
	cancel context.CancelFunc
	done   chan struct{} // closed when the loop has ended
	first  chan struct{} // closed when the first fetch is over

	mu      sync.Mutex
	entries []Entry // guarded by mu; the last good list
	loaded  bool    // guarded by mu; entries came from the server
	err     error   // guarded by mu; of the last fetch
}

// NewWebhook checks the URL; nothing is fetched before Start.
func NewWebhook(cfg WebhookConfig) (*Webhook, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return nil, errors.New("orchestrator webhook: the URL is not usable; expected http://host/path or https://host/path")
	}
	if cfg.Interval <= 0 {
		cfg.Interval = defaultWebhookInterval
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = defaultWebhookTimeout
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Webhook{
		cfg:    cfg,
		client: &http.Client{Transport: cfg.Transport, Timeout: cfg.Timeout},
		first:  make(chan struct{}),
		done:   make(chan struct{}),
	}, nil
}

// Start begins to fetch. It does not wait for the first list.
func (w *Webhook) Start(ctx context.Context) error {
	if w.cancel != nil {
		return errors.New("orchestrator webhook was started twice")
	}
	ctx, w.cancel = context.WithCancel(ctx)
	go w.loop(ctx)
	return nil
}

// Close stops fetching and waits for it. The list stays usable.
func (w *Webhook) Close() error {
	if w.cancel == nil {
		return nil
	}
	w.cancel()
	<-w.done
	w.client.CloseIdleConnections()
	return nil
}

func (w *Webhook) loop(ctx context.Context) {
	defer close(w.done)
	w.fetch(ctx)
	close(w.first)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for retry := webhookRetry; ; retry = min(2*retry, w.cfg.Interval) {
		wait := w.cfg.Interval
		if !w.hasList() {
			wait = min(wait, retry)
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			w.fetch(ctx)
		}
	}
}

func (w *Webhook) hasList() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.loaded
}

func (w *Webhook) fetch(ctx context.Context) {
	entries, skipped, err := w.get(ctx)
	if ctx.Err() != nil {
		return
	}
	w.mu.Lock()
	failedBefore, first := w.err != nil, !w.loaded
	w.err = err
	if err == nil {
		w.entries, w.loaded = entries, true
	}
	kept := len(w.entries)
	w.mu.Unlock()
	switch {
	case err != nil && !failedBefore:
		w.cfg.Log.Warn("orchestrator webhook failed, keeping the last list", "orchestrators", kept, "err", err)
	case err == nil && (failedBefore || first):
		w.cfg.Log.Info("orchestrator webhook answers", "orchestrators", kept)
	}
	for _, s := range skipped {
		w.cfg.Log.Debug("orchestrator webhook: entry skipped", "err", s)
	}
}

func (w *Webhook) get(ctx context.Context) (entries []Entry, skipped []error, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.cfg.URL, nil)
	if err != nil {
		return nil, nil, withoutURL(err)
	}
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, nil, withoutURL(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, nil, fmt.Errorf("the webhook answered %s; expected 200", resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxWebhookBytes+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read the list: %w", withoutURL(err))
	}
	return parseWebhook(data)
}

// withoutURL drops the address from a client's error: it may carry a secret.
func withoutURL(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return ue.Err
	}
	return err
}

// Orchestrators returns the last good list. Before the first fetch is over it
// waits for it; when none has succeeded yet it returns that fetch's error.
func (w *Webhook) Orchestrators(ctx context.Context) ([]Entry, error) {
	select {
	case <-w.first:
	case <-w.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.loaded && w.err == nil {
		return nil, errors.New("orchestrator webhook was closed before its first answer")
	}
	if !w.loaded {
		return nil, fmt.Errorf("orchestrator webhook gave no list yet: %w", w.err)
	}
	return append([]Entry(nil), w.entries...), nil
}
