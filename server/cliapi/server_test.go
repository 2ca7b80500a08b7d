package cliapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/server/cliapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type settings struct{ profiles []core.Profile }

func (s *settings) Profiles() []core.Profile     { return s.profiles }
func (s *settings) SetProfiles(p []core.Profile) { s.profiles = p }

func config() cliapi.Config {
	return cliapi.Config{
		Addr:      "127.0.0.1:0",
		Status:    func() cliapi.Status { return cliapi.Status{Version: "1.2.3"} },
		Health:    func() error { return nil },
		Verbosity: func() int { return 3 },
		SetVerbosity: func(v int) error {
			if v > 6 {
				return errors.New("too high")
			}
			return nil
		},
	}
}

// start serves cfg and returns a function that makes one request.
func start(t *testing.T, cfg cliapi.Config) func(method, path string, header map[string]string, form url.Values) (int, string) {
	t.Helper()
	s := cliapi.New(cfg)
	require.NoError(t, s.Start(context.Background()))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return func(method, path string, header map[string]string, form url.Values) (int, string) {
		req, err := http.NewRequest(method, "http://"+s.Addr()+path, strings.NewReader(form.Encode()))
		require.NoError(t, err)
		if form != nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		for k, v := range header {
			req.Header.Set(k, v)
		}
		resp, err := client.Do(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return resp.StatusCode, string(b)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	do := start(t, config())
	code, body := do("GET", "/status", nil, nil)
	require.Equal(t, http.StatusOK, code)
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &got))
	for _, field := range []string{"Manifests", "InternalManifests", "StreamInfo", "OrchestratorPool", "OrchestratorPoolInfos", "Version",
		"GolangRuntimeVersion", "GOArch", "GOOS", "RegisteredTranscodersNumber", "RegisteredTranscoders", "LocalTranscoding", "BroadcasterPrices"} {
		require.NotNil(t, got[field], field)
	}
	require.Equal(t, "1.2.3", got["Version"])
}

func TestToken(t *testing.T) {
	t.Parallel()
	cfg := config()
	cfg.Token = "hush"
	cfg.Health = func() error { return errors.New("no transcoders") }
	do := start(t, cfg)
	code, _ := do("GET", "/status", nil, nil)
	require.Equal(t, http.StatusUnauthorized, code)
	code, _ = do("GET", "/status", map[string]string{"Authorization": "Bearer wrong"}, nil)
	require.Equal(t, http.StatusUnauthorized, code)
	code, _ = do("GET", "/status", map[string]string{"Authorization": "Bearer hush"}, nil)
	require.Equal(t, http.StatusOK, code)
	code, body := do("GET", "/healthz", nil, nil)
	require.Equal(t, http.StatusServiceUnavailable, code, "health needs no token")
	require.Equal(t, "no transcoders\n", body)
}

func TestOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	do := start(t, config())
	code, _ := do("POST", "/setLogLevel", map[string]string{"Origin": "https://evil.example"}, url.Values{"loglevel": {"5"}})
	require.Equal(t, http.StatusForbidden, code)
	code, _ = do("GET", "/setLogLevel?loglevel=5", map[string]string{"Sec-Fetch-Site": "cross-site"}, nil)
	require.Equal(t, http.StatusForbidden, code)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	cfg := config()
	bc := &settings{profiles: core.Presets()[:1]}
	cfg.Broadcast, cfg.Roles = bc, []string{"broadcaster", "redeemer"}
	maxSessions := -1
	cfg.SetMaxSessions = func(n int) { maxSessions = n }
	do := start(t, cfg)
	cases := []struct {
		path string
		form url.Values
		code int
		body string
	}{
		{path: "/getLogLevel", code: 200, body: "3"},
		{path: "/setLogLevel", form: url.Values{"loglevel": {"5"}}, code: 200, body: "ok"},
		{path: "/setLogLevel", form: url.Values{"loglevel": {"7"}}, code: 400, body: "loglevel \"7\": use 0 to 6\n"},
		{path: "/setLogLevel", code: 400, body: "missing form param: loglevel\n"},
		{path: "/setMaxSessions", form: url.Values{"maxSessions": {"0"}}, code: 400, body: "maxSessions \"0\": use a number above 0, or auto\n"},
		{path: "/setMaxSessions", form: url.Values{"maxSessions": {"7"}}, code: 200, body: "ok"},
		{path: "/getBroadcastConfig", code: 200, body: `{"MaxPrice":null,"TranscodingOptions":"P720p60fps16x9"}`},
		{path: "/setBroadcastConfig", form: url.Values{"transcodingOptions": {"P240p30fps16x9"}}, code: 200, body: "ok"},
		{path: "/getBroadcastConfig", code: 200, body: `{"MaxPrice":null,"TranscodingOptions":"P240p30fps16x9"}`},
		{path: "/setBroadcastConfig", form: url.Values{"transcodingOptions": {`[{"name":"a","width":100,"height":100,"bitrate":1000}]`}}, code: 200, body: "ok"},
		{path: "/getBroadcastConfig", code: 200, body: `{"MaxPrice":null,"TranscodingOptions":"a"}`},
		{path: "/IsRedeemer", code: 200, body: "true"},
		{path: "/metrics", code: 404, body: "metrics are off; start the node with -monitor\n"},
		{path: "/manifestID", code: 404, body: "404 page not found\n"},
	}
	for _, c := range cases {
		code, body := do("POST", c.path, nil, c.form)
		require.Equal(t, c.code, code, c.path)
		require.Equal(t, c.body, body, c.path)
	}
	require.Equal(t, 7, maxSessions)
	code, body := do("POST", "/setBroadcastConfig", nil, url.Values{"transcodingOptions": {"nope"}})
	require.Equal(t, 400, code)
	require.Contains(t, body, "P144p30fps16x9", "the known presets are listed")
}
