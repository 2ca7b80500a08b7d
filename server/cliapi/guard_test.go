package cliapi_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGuardOfResources(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, token, host, bearer, origin string
		code                              int
		want                              string
	}{
		{name: "ok_address", code: 200},
		{name: "ok_localhost", host: "localhost:7935", code: 200},
		{name: "ok_ipv6", host: "[::1]:7935", code: 200},
		{name: "ok_token_and_name", token: "hush", bearer: "hush", host: "node.example", code: 200},
		{name: "err_name_of_another", host: "evil.example:7935", code: 403, want: "forbidden"},
		{name: "err_name_without_port", host: "evil.example", code: 403, want: "forbidden"},
		{name: "err_origin", origin: "https://evil.example", code: 403, want: "forbidden"},
		{name: "err_no_token", token: "hush", code: 401, want: "unauthorized"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Token, cfg.Chain = c.token, newFake().config()
			api := serveConfig(t, cfg)
			req, err := http.NewRequest(http.MethodGet, "http://"+api.server.Addr()+"/api/v1/round", http.NoBody)
			require.NoError(t, err)
			if c.host != "" {
				req.Host = c.host
			}
			if c.bearer != "" {
				req.Header.Set("Authorization", "Bearer "+c.bearer)
			}
			if c.origin != "" {
				req.Header.Set("Origin", c.origin)
			}
			resp, err := api.http.Do(req)
			require.NoError(t, err)
			defer resp.Body.Close()
			b, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.Equal(t, c.code, resp.StatusCode)
			if c.want != "" {
				require.Equal(t, c.want, parseError(t, string(b)).Code)
			}
		})
	}
}
