package rtmp_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/livepeer/streamflow/server/rtmp/internal/amf0"
	"github.com/stretchr/testify/require"
)

// TestAddress publishes to addresses in the ways that clients split them between connect and publish.
func TestAddress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name               string
		app, tcURL, stream string
		manifest, key, url string
		query              url.Values
	}{
		{"app_and_stream", "show", "rtmp://h/show", "secret", "show", "secret", "rtmp://h/show/secret", nil},
		{"app_alone", "show", "rtmp://h:1935/show", "", "show", "", "rtmp://h:1935/show", nil},
		{"stream_alone", "", "rtmp://h", "show", "show", "", "rtmp://h/show", nil},
		{"stream_alone_with_slash", "", "rtmp://h/", "/show", "show", "", "rtmp://h/show", nil},
		{"stream_holds_both", "", "rtmp://h", "show/secret", "show", "secret", "rtmp://h/show/secret", nil},
		{"app_holds_both", "show/secret", "rtmp://h/show/secret", "", "show", "secret", "rtmp://h/show/secret", nil},
		{"live_app", "live", "rtmp://h/live", "show", "show", "", "rtmp://h/live/show", nil},
		{"live_app_and_key", "live", "rtmp://h/live", "show/secret", "show", "secret", "rtmp://h/live/show/secret", nil},
		{"live_and_manifest_app", "live/show", "rtmp://h/live/show", "secret", "show", "secret", "rtmp://h/live/show/secret", nil},
		{"stream_app", "stream", "rtmp://h/stream", "show", "show", "", "rtmp://h/stream/show", nil},
		{"live_is_the_manifest", "live", "rtmp://h/live", "", "live", "", "rtmp://h/live", nil},
		{"live_is_the_manifest_with_key", "live", "rtmp://h/live", "live/secret", "live", "secret", "rtmp://h/live/live/secret", nil},
		{"stream_is_the_manifest", "", "rtmp://h", "stream", "stream", "", "rtmp://h/stream", nil},
		{"only_one_prefix", "live", "rtmp://h/live", "stream/k", "stream", "k", "rtmp://h/live/stream/k", nil},
		{"nothing", "", "rtmp://h", "", "", "", "rtmp://h/", nil},
		{"query_on_stream", "live", "rtmp://h/live", "show?token=a%20b&x=1", "show", "", "rtmp://h/live/show?token=a%20b&x=1", url.Values{"token": {"a b"}, "x": {"1"}}},
		{"query_on_app", "show?token=a", "rtmp://h/show?token=a", "", "show", "", "rtmp://h/show?token=a", url.Values{"token": {"a"}}},
		{"query_on_both", "live?a=1", "rtmp://h/live?a=1", "show?b=2", "show", "", "rtmp://h/live/show?a=1&b=2", url.Values{"a": {"1"}, "b": {"2"}}},
		{"slash_in_query", "", "rtmp://h", "show?cb=http://x/y", "show", "", "rtmp://h/show?cb=http://x/y", url.Values{"cb": {"http://x/y"}}},
		{"question_mark_in_query", "", "rtmp://h", "show?a=b?c", "show", "", "rtmp://h/show?a=b?c", url.Values{"a": {"b?c"}}},
		{"escaped_name", "", "rtmp://h", "my%20show", "my show", "", "rtmp://h/my%20show", nil},
		{"percent_that_is_no_escape", "", "rtmp://h", "100%", "100%", "", "rtmp://h/100%", nil},
		{"double_slashes", "live/", "rtmp://h/live/", "//show/", "show", "", "rtmp://h/live/show", nil},
		{"container_prefix", "live", "rtmp://h/live", "mp4:show.mp4", "show.mp4", "", "rtmp://h/live/show.mp4", nil},
		{"without_tcurl", "live", "", "show", "show", "", "rtmp://127.0.0.1:1935/live/show", nil},
		{"broken_tcurl", "live", "://", "show", "show", "", "rtmp://127.0.0.1:1935/live/show", nil},
		{"rtmps_behind_a_proxy", "live", "rtmps://h:443/live", "show", "show", "", "rtmps://h:443/live/show", nil},
		{"longest_name", "", "rtmp://h", strings.Repeat("n", 256), strings.Repeat("n", 256), "", "rtmp://h/" + strings.Repeat("n", 256), nil},
	}
	requests := make(chan rtmp.Request, 1)
	server := startPipes(t, rtmp.Config{Handler: fakeHandler{t: t, publish: func(_ context.Context, req rtmp.Request) (rtmp.Publication, error) {
		requests <- req
		return newRecorder(), nil
	}}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newClient(t, server.dial("192.0.2.7"))
			c.connect(tt.app, tt.tcURL)
			stream := c.createStream()
			c.call(stream, "publish", nil, tt.stream, "live")
			c.expectStatus(stream, "NetStream.Publish.Start")
			req := <-requests
			require.Equal(t, tt.manifest, req.ManifestID)
			require.Equal(t, tt.key, req.StreamKey)
			require.Equal(t, tt.url, req.URL)
			require.Equal(t, "192.0.2.7:5000", req.RemoteAddr.String())
			if tt.query == nil {
				tt.query = url.Values{}
			}
			require.Equal(t, tt.query, req.Query)
		})
	}
}

func TestAddressRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, app, stream string
	}{
		{"err_too_many_elements", "a/b", "c"},
		{"err_dot_dot", "..", "key"},
		{"err_dot", "show", "."},
		{"err_escaped_slash", "", "a%2fb"},
		{"err_backslash", "", `a\b`},
		{"err_control_character", "", "a%0ab"},
		{"err_not_utf8", "", "a\xff"},
		{"err_long_name", "", strings.Repeat("n", 257)},
		{"err_long_address", "", "show?" + strings.Repeat("q", 8192)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for command, code := range map[string]string{"publish": "NetStream.Publish.BadName", "play": "NetStream.Play.StreamNotFound"} {
				server := startPipes(t, rtmp.Config{Handler: fakeHandler{t: t}})
				c := newClient(t, server.dial("192.0.2.7"))
				c.call(0, "connect", amf0.Object{{Key: "app", Value: tt.app}})
				// A bad application is refused right away, anything else with the stream's name.
				if _, values := c.expectCommandOf("_result", "_error"); amf0.Members(values[2]).Get("code") == "NetConnection.Connect.Rejected" {
					c.expectClosed()
					continue
				}
				stream := c.createStream()
				c.call(stream, command, nil, tt.stream)
				require.NotEmpty(t, c.expectStatus(stream, code))
				c.expectClosed()
			}
		})
	}
}
