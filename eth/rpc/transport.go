package rpc

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"
)

// maxRetryAfter bounds how long a provider can keep us away: one that asks for
// more is asked again after this time.
const maxRetryAfter = 5 * time.Minute

// limitedTransport bounds the bodies of responses and notes how long a provider
// wants to be left alone.
type limitedTransport struct {
	next http.RoundTripper
	max  int64 // bytes of a body, unpacked
}

func (t *limitedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	noteOf(req.Context()).retryAfter = parseRetryAfter(resp.Header.Get("Retry-After"), time.Now())
	resp.Body = &limitedBody{ReadCloser: resp.Body, left: t.max}
	return resp, nil
}

// note carries facts of an attempt past go-ethereum's client: what it drops of an
// HTTP response, and what must not be in messages. It belongs to the attempt's
// goroutine.
type note struct {
	retryAfter time.Duration
	scrub      scrubber
}

type noteKey struct{}

func withNote(ctx context.Context, s scrubber) (context.Context, *note) {
	n := &note{scrub: s}
	return context.WithValue(ctx, noteKey{}, n), n
}

// noteOf returns the note of the attempt that ctx belongs to, or an empty one.
func noteOf(ctx context.Context) *note {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return n
	}
	return new(note)
}

// parseRetryAfter reads seconds or an HTTP date; 0 when there is neither.
func parseRetryAfter(value string, now time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}

// limitedBody fails with ErrTooLarge instead of giving more than left bytes.
type limitedBody struct {
	io.ReadCloser
	left int64
}

func (b *limitedBody) Read(p []byte) (int, error) {
	// One byte more than allowed tells a body that just fits from a larger one.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if int64(n) > b.left {
		n = int(b.left)
		b.left = 0
		return n, ErrTooLarge
	}
	b.left -= int64(n)
	return n, err
}
