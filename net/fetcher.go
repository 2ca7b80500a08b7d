package net

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Limits on a fetch from a peer's URL.
const (
	fetchDialTimeout = 3 * time.Second
	fetchIdle        = 60 * time.Second
	maxFetchURL      = 8 << 10 // bytes
	// firstChunk bounds what is allocated on the word of a peer alone.
	firstChunk = 8 << 20
)

// Faults of a fetch.
var (
	ErrFetchURL      = errors.New("not an http or https URL")
	ErrFetchRedirect = errors.New("redirects are not followed")
	ErrFetchTooLarge = errors.New("content is larger than allowed")
)

// FetchStatusError is an answer other than 200.
type FetchStatusError struct {
	Code int
}

func (e *FetchStatusError) Error() string { return fmt.Sprintf("HTTP status %d", e.Code) }

// Fetcher gets media from URLs that peers name, under a FetchPolicy. It speaks
// HTTP/1.1 without ALPN, as existing nodes do (wire.md 17), and keeps
// connections. It is safe for concurrent use.
type Fetcher struct {
	policy FetchPolicy

	mu      sync.Mutex
	clients map[Reach]*http.Client // guarded by mu
}

// NewFetcher returns a Fetcher; Close it when done.
func NewFetcher(policy FetchPolicy) *Fetcher {
	return &Fetcher{policy: policy, clients: make(map[Reach]*http.Client)}
}

// Fetch gets what is at rawURL, at most limit bytes, as the peer at addr wants
// it. The context bounds its time. Errors: ErrFetchURL, ErrFetchRedirect,
// ErrFetchTooLarge, ErrForbiddenAddress, *FetchStatusError, io.ErrUnexpectedEOF
// and those of the network.
func (f *Fetcher) Fetch(ctx context.Context, rawURL string, addr netip.Addr, limit int64) ([]byte, error) {
	return f.fetch(ctx, rawURL, f.policy.ReachFor(addr), limit)
}

// FetchSource is Fetch of a source for a task. When the rest of it is about to
// come, it is handed to soon before; that one fails if FetchSource does, or with
// core.ErrSourceLate.
func (f *Fetcher) FetchSource(ctx context.Context, rawURL string, addr netip.Addr, limit int64, soon func(*core.Source)) (*core.Source, error) {
	began := time.Now()
	resp, err := f.get(ctx, rawURL, f.policy.ReachFor(addr))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	source, err := readSource(resp, began, limit, soon)
	if err != nil {
		return nil, fmt.Errorf("fetch from %s: %w", resp.Request.URL.Host, err)
	}
	return source, nil
}

// For returns a view of the Fetcher that fetches as the peer at addr wants it.
func (f *Fetcher) For(addr netip.Addr) PeerFetcher { return PeerFetcher{f, addr} }

// PeerFetcher fetches for one peer.
type PeerFetcher struct {
	fetcher *Fetcher
	addr    netip.Addr
}

// Fetch is Fetcher.Fetch for the peer.
func (p PeerFetcher) Fetch(ctx context.Context, rawURL string, limit int64) ([]byte, error) {
	return p.fetcher.Fetch(ctx, rawURL, p.addr, limit)
}

// Close drops idle connections.
func (f *Fetcher) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.clients {
		c.CloseIdleConnections()
	}
	return nil
}

func (f *Fetcher) fetch(ctx context.Context, rawURL string, reach Reach, limit int64) ([]byte, error) {
	resp, err := f.get(ctx, rawURL, reach)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := readBody(resp.Body, resp.ContentLength, limit)
	if err != nil {
		return nil, fmt.Errorf("fetch from %s: %w", resp.Request.URL.Host, err)
	}
	return data, nil
}

// get returns an answer of status 200, whose body the caller closes.
func (f *Fetcher) get(ctx context.Context, rawURL string, reach Reach) (*http.Response, error) {
	if len(rawURL) > maxFetchURL {
		return nil, fmt.Errorf("%w: it has %d bytes", ErrFetchURL, len(rawURL))
	}
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%w: %.100q", ErrFetchURL, rawURL)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFetchURL, err)
	}
	resp, err := f.client(reach).Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetch from %s: %w", u.Host, fetchCause(err))
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("fetch from %s: %w", u.Host, &FetchStatusError{Code: resp.StatusCode})
	}
	return resp, nil
}

// fetchCause strips the URL from the error: it may carry a secret in its query.
func fetchCause(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return ue.Err
	}
	return err
}

func (f *Fetcher) client(reach Reach) *http.Client {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.clients[reach]
	if c == nil {
		c = &http.Client{
			Transport: &http.Transport{
				DialContext:         dialer(reach, fetchDialTimeout).DialContext,
				TLSClientConfig:     peerTLS(),
				TLSHandshakeTimeout: fetchDialTimeout,
				// An empty map keeps HTTP/2 and with it ALPN off.
				TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
				DisableCompression:  true,
				MaxIdleConnsPerHost: 16,
				MaxIdleConns:        128,
				IdleConnTimeout:     fetchIdle,
				ReadBufferSize:      64 << 10,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return ErrFetchRedirect },
		}
		f.clients[reach] = c
	}
	return c
}

// readSource is readBody of a source, which is handed to soon when the rest is
// about to come. One whose announced size is too large to make room for on the
// word of a peer is not.
func readSource(resp *http.Response, began time.Time, limit int64, soon func(*core.Source)) (*core.Source, error) {
	announced := resp.ContentLength
	if announced < 0 || announced > min(firstChunk, limit) {
		data, err := readBody(resp.Body, announced, limit)
		if err != nil {
			return nil, err
		}
		return core.NewSource(data), nil
	}
	arrival := core.NewArrival(int(announced), began)
	for {
		_, err := arrival.Read(resp.Body)
		switch {
		case errors.Is(err, io.EOF):
			return arrival.Confirm(), nil
		case err != nil:
			arrival.Fail(err)
			return nil, err
		case arrival.Soon():
			soon(arrival.Early())
		}
	}
}

// readBody reads a body of the announced size, or of any when that is
// negative. It never holds much more than has come.
func readBody(r io.Reader, announced, limit int64) ([]byte, error) {
	if announced > limit {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrFetchTooLarge, announced, limit)
	}
	if announced >= 0 && announced <= firstChunk {
		data := make([]byte, announced)
		if _, err := io.ReadFull(r, data); err != nil {
			return nil, unexpected(err)
		}
		return data, nil
	}
	var buf bytes.Buffer
	n, err := buf.ReadFrom(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, err
	case n > limit:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrFetchTooLarge, limit)
	case announced >= 0 && n < announced:
		return nil, io.ErrUnexpectedEOF
	}
	return buf.Bytes(), nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
