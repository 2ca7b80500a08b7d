package ingest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/server/ingest"
)

func newRecorder() *httptest.ResponseRecorder { return httptest.NewRecorder() }

// newWebhook asks answer.
func newWebhook(t *testing.T, timeout time.Duration, answer http.HandlerFunc) *ingest.Webhook {
	t.Helper()
	srv := httptest.NewServer(answer)
	t.Cleanup(srv.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	hook, err := ingest.NewWebhook(ingest.WebhookConfig{URL: srv.URL + "/auth?secret=hush", Timeout: timeout, Transport: transport})
	require.NoError(t, err)
	return hook
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		status int
		reply  string
		want   *ingest.Configuration
		err    error
		denied int
	}{
		"ok":               {status: 200, reply: `{"manifestID":"m","streamKey":"k","profiles":[]}`, want: &ingest.Configuration{ManifestID: "m", StreamKey: "k", Profiles: []core.Profile{}}},
		"empty":            {status: 200, reply: " \n"},
		"err_denied":       {status: 403, reply: `{"manifestID":"m"}`, denied: 403},
		"err_created":      {status: 201, reply: `{"manifestID":"m"}`, denied: 201},
		"err_redirect":     {status: 302, denied: 302},
		"err_no_name":      {status: 200, reply: `{"streamKey":"k"}`, err: ingest.ErrNoManifestID},
		"err_null":         {status: 200, reply: `null`, err: ingest.ErrNoManifestID},
		"err_json":         {status: 200, reply: `<html>`, err: ingest.ErrWebhookReply},
		"err_object_store": {status: 200, reply: `{"manifestID":"m","recordObjectStore":"s3://x"}`, err: ingest.ErrWebhookReply},
		"err_long":         {status: 200, reply: `{"manifestID":"m","x":"` + strings.Repeat("y", ingest.MaxConfigurationBytes) + `"}`, err: ingest.ErrWebhookReply},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hook := newWebhook(t, 0, func(w http.ResponseWriter, r *http.Request) {
				question, err := io.ReadAll(r.Body)
				if err != nil || r.Method != http.MethodPost || string(question) != `{"url":"rtmp://h/live/key"}` || r.Header.Get("Content-Type") != "application/json" {
					t.Errorf("asked by %s %s", r.Method, question)
				}
				if c.status == 302 {
					w.Header().Set("Location", "/elsewhere")
				}
				w.WriteHeader(c.status)
				io.WriteString(w, c.reply)
			})
			got, err := hook.Authorize(t.Context(), "rtmp://h/live/key")
			switch {
			case c.denied != 0:
				var denied *ingest.DeniedError
				require.ErrorAs(t, err, &denied)
				require.Equal(t, c.denied, denied.Status)
			case c.err != nil:
				require.ErrorIs(t, err, c.err)
			default:
				require.NoError(t, err)
				require.Equal(t, c.want, got)
			}
		})
	}
}

func TestWebhookThatHangs(t *testing.T) {
	t.Parallel()
	hook := newWebhook(t, 30*time.Millisecond, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done() // until the client gives up
	})
	_, err := hook.Authorize(t.Context(), "http://h/")
	require.ErrorIs(t, err, ingest.ErrWebhookUnavailable)
	require.NotContains(t, err.Error(), "hush")
}

func TestWebhookAddress(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "host/path", "ftp://host", "http://", "http://[", "javascript:alert(1)"} {
		_, err := ingest.NewWebhook(ingest.WebhookConfig{URL: bad})
		require.Error(t, err, bad)
	}
}

func TestAllowAll(t *testing.T) {
	t.Parallel()
	c, err := ingest.AllowAll{}.Authorize(t.Context(), "x")
	require.NoError(t, err)
	require.Nil(t, c)
}
