package discovery_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/discovery"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func reply(status int, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Body: io.NopCloser(strings.NewReader(body))}, nil
}

func startWebhook(t *testing.T, rt roundTripper) *discovery.Webhook {
	w, err := discovery.NewWebhook(discovery.WebhookConfig{URL: "https://hook.example/list?key=secret", Transport: rt})
	require.NoError(t, err)
	require.NoError(t, w.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, w.Close()) })
	return w
}

func TestWebhookKeepsTheLastGoodList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var fetches atomic.Int32
		w := startWebhook(t, func(r *http.Request) (*http.Response, error) {
			switch fetches.Add(1) {
			case 1:
				return reply(200, `[{"address":"https://a:1","score":1}]`)
			case 2:
				return reply(500, `no`)
			case 3:
				return reply(200, `{"not":"a list"}`)
			case 4:
				return nil, errors.New("connection refused")
			}
			return reply(200, `[{"address":"b:2"},{"address":"b:2","score":3},{"address":"ftp://x"},{"address":"c:3","score":-1}]`)
		})
		list := func() []discovery.Entry {
			entries, err := w.Orchestrators(t.Context())
			require.NoError(t, err)
			return entries
		}
		old := []discovery.Entry{{URI: "https://a:1", Score: 1}}
		require.Equal(t, old, list())
		for range 3 {
			time.Sleep(time.Minute + time.Second)
			require.Equal(t, old, list())
		}
		time.Sleep(time.Minute)
		require.Equal(t, []discovery.Entry{{URI: "https://b:2"}}, list())
		require.EqualValues(t, 5, fetches.Load(), "one fetch a minute, however often it is used")
	})
}

func TestWebhookFirstFetchFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := startWebhook(t, func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done() // a server that never answers
			return nil, r.Context().Err()
		})
		begin := time.Now()
		_, err := w.Orchestrators(t.Context())
		require.ErrorContains(t, err, "no list yet")
		require.NotContains(t, err.Error(), "secret")
		require.Equal(t, 3*time.Second, time.Since(begin))
	})
}

// A server that is not there yet when the node starts is asked again soon, and ever
// more seldom.
func TestWebhookComesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var fetches atomic.Int32
		begin := time.Now()
		w := startWebhook(t, func(*http.Request) (*http.Response, error) {
			fetches.Add(1)
			if time.Since(begin) > 2*time.Hour {
				return reply(200, `[{"address":"a:1"}]`)
			}
			return nil, errors.New("connection refused")
		})
		time.Sleep(1500 * time.Millisecond)
		require.EqualValues(t, 2, fetches.Load())
		time.Sleep(2 * time.Second)
		require.EqualValues(t, 3, fetches.Load())
		time.Sleep(2*time.Hour - 3*time.Second)
		require.InDelta(t, 125, fetches.Load(), 3, "not more often than one that answers")
		time.Sleep(time.Minute)
		list, err := w.Orchestrators(t.Context())
		require.NoError(t, err)
		require.Len(t, list, 1)
	})
}

func TestWebhookUserGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := startWebhook(t, func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := w.Orchestrators(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NoError(t, w.Close())
		_, err = w.Orchestrators(t.Context())
		require.ErrorContains(t, err, "closed")
	})
}

func TestWebhookTooLarge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := startWebhook(t, func(*http.Request) (*http.Response, error) {
			return reply(200, strings.Repeat(" ", 3<<20)+"[]")
		})
		_, err := w.Orchestrators(t.Context())
		require.ErrorContains(t, err, "more than")
	})
}

func TestNewWebhookURL(t *testing.T) {
	t.Parallel()
	for _, u := range []string{"", "hook.example", "ftp://hook.example", "http://", "http://a b"} {
		_, err := discovery.NewWebhook(discovery.WebhookConfig{URL: u})
		require.ErrorContains(t, err, "not usable", u)
	}
}
