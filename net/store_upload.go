package net

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Limits on an upload to a peer's store.
const (
	storeDialTimeout = 3 * time.Second
	// DefaultStoreTimeout bounds one attempt, on top of the time that the object
	// takes at minStoreRate.
	DefaultStoreTimeout = 10 * time.Second
	minStoreRate        = 1 << 20 // bytes per second
	storeRetryAfter     = 200 * time.Millisecond
	storeAttempts       = 2
)

// Faults of an upload.
var (
	// ErrStoreKind: the store takes no uploads by form.
	ErrStoreKind = errors.New("store is neither S3 nor GOOGLE")
	// ErrStoreURL: the host of the store is not usable.
	ErrStoreURL = errors.New("address of the store is not a plain http or https URL")
	// ErrStoreTimeout: the store did not take the object in time.
	ErrStoreTimeout = errors.New("upload to the store timed out")
)

// StoreStatusError is a store's refusal of an upload: neither 200, 201 nor 204.
type StoreStatusError struct {
	Code int // HTTP status
}

func (e *StoreStatusError) Error() string {
	return fmt.Sprintf("the store refused the upload with HTTP status %d", e.Code)
}

// StoreObject is what is to be stored.
type StoreObject struct {
	Name        string // such as "P240p30fps16x9/12.ts"
	ContentType string
	Data        []byte // not to be changed while it is stored
}

// StoreUploaderConfig has an uploader's settings.
type StoreUploaderConfig struct {
	// Policy for the addresses that stores are at.
	Policy FetchPolicy
	// RootCAs of stores; those of the system when nil. Stores are not nodes: they
	// have certificates that can be verified.
	RootCAs *x509.CertPool
	// Timeout of one attempt, beyond 1 s for each MiB; 0 stands for
	// DefaultStoreTimeout.
	Timeout time.Duration
}

// StoreUploader puts objects into stores that peers describe by a POST policy
// (wire.md 6), under a FetchPolicy. It is safe for concurrent use.
type StoreUploader struct {
	cfg StoreUploaderConfig

	mu      sync.Mutex
	clients map[Reach]*http.Client // guarded by mu
}

// NewStoreUploader returns an uploader; Close it when done.
func NewStoreUploader(cfg StoreUploaderConfig) *StoreUploader {
	if cfg.Timeout <= 0 {
		cfg.Timeout = DefaultStoreTimeout
	}
	return &StoreUploader{cfg: cfg, clients: make(map[Reach]*http.Client)}
}

// Upload puts an object into a store, as the peer at addr wants it, and returns
// the object's URL. What the store or the connection fails at is tried once
// more. Errors: ErrStoreKind, ErrStoreURL, ErrStoreTimeout, *StoreStatusError,
// ErrFetchRedirect, ErrForbiddenAddress, those of the context and the network.
func (u *StoreUploader) Upload(ctx context.Context, store core.ObjectStorage, addr netip.Addr, obj StoreObject) (string, error) {
	return u.upload(ctx, store, u.cfg.Policy.ReachFor(addr), obj)
}

// Close drops idle connections.
func (u *StoreUploader) Close() error {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, c := range u.clients {
		c.CloseIdleConnections()
	}
	return nil
}

func (u *StoreUploader) upload(ctx context.Context, store core.ObjectStorage, reach Reach, obj StoreObject) (string, error) {
	form, err := newStoreForm(store, obj)
	if err != nil {
		return "", err
	}
	for attempt := 1; ; attempt++ {
		err := u.post(ctx, form, reach)
		if err == nil {
			return form.object, nil
		}
		if attempt == storeAttempts || !worthAnotherUpload(err) || pause(ctx, storeRetryAfter) != nil {
			return "", fmt.Errorf("upload %s to the store at %s: %w", obj.Name, hostOf(form.target), err)
		}
	}
}

// worthAnotherUpload tells a fault that may pass from one that stays. A timeout
// is none: a second attempt would come too late.
func worthAnotherUpload(err error) bool {
	var status *StoreStatusError
	if errors.As(err, &status) {
		return status.Code >= 500
	}
	for _, final := range []error{ErrStoreTimeout, ErrFetchRedirect, ErrForbiddenAddress, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, final) {
			return false
		}
	}
	return true
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// post sends the form once.
func (u *StoreUploader) post(ctx context.Context, form *storeForm, reach Reach) error {
	limit := u.cfg.Timeout + time.Duration(len(form.data))*time.Second/minStoreRate
	ctx, cancel := context.WithTimeoutCause(ctx, limit, ErrStoreTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, form.target, form.body())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStoreURL, err)
	}
	req.ContentLength = form.size() // stores take no chunked forms
	req.GetBody = func() (io.ReadCloser, error) { return form.body(), nil }
	req.Header.Set("Content-Type", form.contentType)
	resp, err := u.client(reach).Do(req)
	if err != nil {
		return causeOf(ctx, err)
	}
	defer discardAndClose(resp.Body)
	switch resp.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
		return nil
	}
	return &StoreStatusError{Code: resp.StatusCode}
}

func (u *StoreUploader) client(reach Reach) *http.Client {
	u.mu.Lock()
	defer u.mu.Unlock()
	c := u.clients[reach]
	if c == nil {
		c = &http.Client{
			Transport: &http.Transport{
				DialContext:         dialer(reach, storeDialTimeout).DialContext,
				TLSClientConfig:     &tls.Config{RootCAs: u.cfg.RootCAs, MinVersion: tls.VersionTLS12},
				TLSHandshakeTimeout: storeDialTimeout,
				DisableCompression:  true,
				MaxIdleConnsPerHost: 16,
				MaxIdleConns:        128,
				IdleConnTimeout:     fetchIdle,
				WriteBufferSize:     64 << 10,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return ErrFetchRedirect },
		}
		u.clients[reach] = c
	}
	return c
}
