package ingest_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/server/ingest"
)

// policies are the names of those that there are.
type policies []string

func (p policies) Has(name string) error {
	if name == "" || slices.Contains(p, name) {
		return nil
	}
	return &choosing.PolicyError{Policy: name, Reason: "there are live, premium"}
}

func TestPolicyOfPushedStream(t *testing.T) {
	t.Parallel()
	hook := func(policy string) *ingest.Configuration {
		return &ingest.Configuration{ManifestID: "m", SelectionPolicy: policy}
	}
	const configuration, policy = "Livepeer-Transcode-Configuration", "Livepeer-Selection-Policy"
	for name, c := range map[string]struct {
		hook     *ingest.Configuration
		header   []string
		want     string
		status   int
		contains string
	}{
		"none":              {nil, nil, "", 200, ""},
		"header":            {nil, []string{policy, "premium"}, "premium", 200, ""},
		"configuration":     {nil, []string{configuration, `{"selectionPolicy":"premium"}`}, "premium", 200, ""},
		"both_headers":      {nil, []string{policy, "live", configuration, `{"selectionPolicy":"live"}`}, "live", 200, ""},
		"webhook":           {hook("premium"), nil, "premium", 200, ""},
		"webhook_leaves_it": {hook(""), []string{policy, "premium"}, "premium", 200, ""},
		"webhook_agrees":    {hook("premium"), []string{policy, "premium"}, "premium", 200, ""},
		"err_webhook_says":  {hook("live"), []string{policy, "premium"}, "", 403, `"premium" in what the publisher asks and "live" by the webhook`},
		"err_headers":       {nil, []string{policy, "live", configuration, `{"selectionPolicy":"premium"}`}, "", 400, "leave one of them out"},
		"err_unknown":       {nil, []string{policy, "premum"}, "", 400, "there are live, premium"},
		"err_webhooks_own":  {hook("premum"), nil, "", 400, "there are live, premium"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &streams{}
			h := newPush(t, s, func(cfg *ingest.PushConfig) {
				cfg.Policies = policies{"live", "premium"}
				cfg.Authorizer = authorizer(func(string) (*ingest.Configuration, error) { return c.hook, nil })
			})
			rec := push(h, http.MethodPut, "/live/addr/0.ts", "media", c.header...)
			require.Equal(t, c.status, rec.Code, rec.Body)
			require.Contains(t, rec.Body.String(), c.contains)
			if c.status != 200 {
				require.Empty(t, s.opened)
				return
			}
			require.Equal(t, c.want, s.opened[0].Policy)
		})
	}
}

func TestPolicyOfAnAddress(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		hook    *ingest.Configuration
		address string
		want    string
		err     error
	}{
		"no_webhook":     {nil, "rtmp://host/movie?policy=premium", "premium", nil},
		"none":           {nil, "rtmp://host/movie/key", "", nil},
		"webhook_alone":  {&ingest.Configuration{SelectionPolicy: "own"}, "rtmp://host/movie", "own", nil},
		"webhook_agrees": {&ingest.Configuration{SelectionPolicy: "own"}, "rtmp://host/movie?a=b&policy=own", "own", nil},
		"no_address":     {&ingest.Configuration{SelectionPolicy: "own"}, "rtmp://ho st/%zz?policy=x", "own", nil},
		"err_differs":    {&ingest.Configuration{SelectionPolicy: "own"}, "rtmp://host/movie?policy=premium", "", ingest.ErrConflict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := ""
			if c.hook != nil {
				before = c.hook.SelectionPolicy
			}
			got, err := c.hook.WithAddress(c.address)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.want, got.SelectionPolicy)
			if c.hook != nil {
				require.Equal(t, before, c.hook.SelectionPolicy, "the webhook's own stays")
			}
		})
	}
}
