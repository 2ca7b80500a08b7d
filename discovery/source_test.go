package discovery_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/discovery"
)

func TestParseURI(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		in, want, reason string
	}{
		"ok_https":            {in: "https://o.example:8935", want: "https://o.example:8935"},
		"ok_http":             {in: "http://o.example:8935", want: "http://o.example:8935"},
		"ok_no_scheme":        {in: "127.0.0.1:8935", want: "https://127.0.0.1:8935"},
		"ok_no_port":          {in: "o.example", want: "https://o.example"},
		"ok_spaces_and_slash": {in: " https://O.Example:8935/ ", want: "https://o.example:8935"},
		"ok_ipv6":             {in: "[::1]:8935", want: "https://[::1]:8935"},
		"err_empty":           {in: "  ", reason: "empty"},
		"err_scheme":          {in: "ftp://o.example", reason: "scheme"},
		"err_user":            {in: "https://me:secret@o.example:1", reason: "user name"},
		"err_no_host":         {in: "https://:8935", reason: "no host"},
		"err_path":            {in: "https://o.example:8935/x", reason: "follows the port"},
		"err_query":           {in: "https://o.example:8935?x=1", reason: "follows the port"},
		"err_port_empty":      {in: "o.example:", reason: "port is empty"},
		"err_port_word":       {in: "o.example:port", reason: "port"},
		"err_port_zero":       {in: "o.example:0", reason: "port"},
		"err_port_high":       {in: "o.example:65536", reason: "port"},
		"err_script":          {in: "https://ö.example:1", reason: "xn--"},
		"err_no_utf8":         {in: "a\x95:1", reason: "characters"},
		"err_escape":          {in: "https://a%20b:1", reason: "a%20b"},
		"err_zone":            {in: "https://[fe80::1%25eth0]:1", reason: "characters"},
		"err_host_long":       {in: strings.Repeat("a", 300), reason: "the host has 300 bytes"},
		"err_long":            {in: strings.Repeat("a", 600), reason: "600 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := discovery.ParseURI(tc.in)
			if tc.reason == "" {
				require.NoError(t, err)
				require.Equal(t, tc.want, got)
				return
			}
			var ue *discovery.URIError
			require.ErrorAs(t, err, &ue)
			require.ErrorContains(t, err, tc.reason)
			require.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestParseList(t *testing.T) {
	t.Parallel()
	s, err := discovery.ParseList("a:1, http://b:2,,https://a:1")
	require.NoError(t, err)
	entries, err := s.Orchestrators(t.Context())
	require.NoError(t, err)
	require.Equal(t, []discovery.Entry{{URI: "https://a:1", Score: 1}, {URI: "http://b:2", Score: 1}}, entries)

	entries[0].URI = "changed"
	again, err := s.Orchestrators(t.Context())
	require.NoError(t, err)
	require.Equal(t, "https://a:1", again[0].URI, "a caller's copy is its own")

	_, err = discovery.ParseList("a:1,ftp://b")
	require.ErrorContains(t, err, `"ftp://b"`)
}
