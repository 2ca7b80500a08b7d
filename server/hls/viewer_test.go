package hls_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/server/hls"
)

func TestViewerAnswers(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	s.Open("movie", nil).Source(sourceSegment(t, 0, 0))
	v := hls.Viewer{Server: s, List: true}
	cases := map[string]struct {
		method, path string
		status       int
		contentType  string
		contains     string
	}{
		"list":        {"GET", "/", 200, "text/html; charset=utf-8", "/viewer/viewer.js"},
		"player":      {"GET", "/play/movie", 200, "text/html; charset=utf-8", "<video"},
		"script":      {"GET", "/viewer/viewer.js", 200, "text/javascript; charset=utf-8", "loadSource"},
		"library":     {"GET", "/viewer/hls.light.min.js", 200, "text/javascript; charset=utf-8", "Hls"},
		"style":       {"GET", "/viewer/viewer.css", 200, "text/css; charset=utf-8", "video"},
		"licence":     {"GET", "/viewer/hls.js-LICENSE.txt", 200, "text/plain; charset=utf-8", "Apache License"},
		"streams":     {"GET", "/viewer/streams", 200, "application/json", `{"streams":[{"name":"movie","renditions":["source"],"ended":false}]}`},
		"err_method":  {"POST", "/", 405, "text/plain; charset=utf-8", "GET"},
		"err_page":    {"GET", "/other", 404, "text/plain; charset=utf-8", "no such page"},
		"err_name":    {"GET", "/play/a/b", 404, "text/plain; charset=utf-8", "no such page"},
		"err_file":    {"GET", "/viewer/none.js", 404, "text/plain; charset=utf-8", "not found"},
		"err_outside": {"GET", "/viewer/../viewer.go", 404, "text/plain; charset=utf-8", "no such file"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(c.method, "/", nil)
			r.URL.Path = c.path
			resp := do(t, v, r)
			require.Contains(t, body(t, resp, c.status), c.contains)
			require.Equal(t, c.contentType, resp.Header.Get("Content-Type"))
			require.Contains(t, resp.Header.Get("Content-Security-Policy"), "script-src 'self';")
		})
	}
}

func TestViewerKeepsNamesToItself(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	s.Open("movie", nil).Source(sourceSegment(t, 0, 0))
	require.NotContains(t, body(t, get(t, hls.Viewer{Server: s}, "/viewer/streams"), 403), "movie")
}

// TestVendoredSum holds the committed library against the sum that is written
// down for it.
func TestVendoredSum(t *testing.T) {
	t.Parallel()
	library, err := os.ReadFile("static/hls.light.min.js")
	require.NoError(t, err)
	note, err := os.ReadFile("static/VENDORED.txt")
	require.NoError(t, err)
	sum := sha256.Sum256(library)
	require.Contains(t, string(note), hex.EncodeToString(sum[:]))
}

// TestPageHasNoInlineCode keeps the page within its own policy.
func TestPageHasNoInlineCode(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("static/index.html")
	require.NoError(t, err)
	script, err := os.ReadFile("static/viewer.js")
	require.NoError(t, err)
	require.Equal(t, strings.Count(string(page), "<script"), strings.Count(string(page), "<script src=\"/viewer/"))
	for _, banned := range []string{"innerHTML", "outerHTML", "document.write", "eval(", "insertAdjacentHTML"} {
		require.NotContains(t, string(script), banned)
	}
	require.NotRegexp(t, `<[a-z]+[^>]*\s(on[a-z]+|style)=`, string(page))
}
