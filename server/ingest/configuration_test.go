package ingest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/server/ingest"
)

func TestParseConfiguration(t *testing.T) {
	t.Parallel()
	p144, err := core.PresetByName("P144p30fps16x9")
	require.NoError(t, err)
	custom := core.Profile{Name: "custom_10x20_30", Width: 10, Height: 20, Bitrate: 30}
	cases := map[string]struct {
		json string
		want ingest.Configuration
	}{
		"empty":             {`{}`, ingest.Configuration{}},
		"null":              {`null`, ingest.Configuration{}},
		"unknown_fields":    {`{"foo":{"bar":[1]},"previousSessions":["x"]}`, ingest.Configuration{}},
		"profiles_null":     {`{"profiles":null,"presets":[]}`, ingest.Configuration{}},
		"source_only":       {`{"profiles":[]}`, ingest.Configuration{Profiles: []core.Profile{}}},
		"presets":           {`{"presets":["P144p30fps16x9"],"profiles":[]}`, ingest.Configuration{Profiles: []core.Profile{p144}}},
		"presets_then_both": {`{"profiles":[{"width":10,"height":20,"bitrate":30}],"presets":["P144p30fps16x9"]}`, ingest.Configuration{Profiles: []core.Profile{p144, custom}}},
		"all": {`{"manifestID":"m","streamID":"s","sessionID":"t","streamKey":"k","verificationFreq":5,"timeoutMultiplier":2.5,"forceSessionReinit":true,"objectStore":""}`,
			ingest.Configuration{ManifestID: "m", StreamID: "s", SessionID: "t", StreamKey: "k", VerificationFreq: 5, TimeoutMultiplier: 2.5, ForceSessionReinit: true}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ingest.ParseConfiguration([]byte(c.json))
			require.NoError(t, err)
			require.Equal(t, &c.want, got)
		})
	}
}

func TestParseConfigurationErrors(t *testing.T) {
	t.Parallel()
	preset := `"P144p30fps16x9",`
	cases := map[string]struct {
		json string
		want any // a typed error, or nil
	}{
		"err_syntax":           {`{`, new(*json.SyntaxError)},
		"err_type":             {`[]`, new(*json.UnmarshalTypeError)},
		"err_manifest":         {`{"manifestID":"a/b"}`, new(*core.ManifestIDError)},
		"err_preset":           {`{"presets":["x"]}`, new(*core.UnknownPresetError)},
		"err_profile":          {`{"profiles":[{"width":-1}]}`, new(*core.ProfileError)},
		"err_store":            {`{"objectStore":"s3://a"}`, new(*ingest.UnsupportedFieldError)},
		"err_record_store":     {`{"recordObjectStore":"s3://a"}`, new(*ingest.UnsupportedFieldError)},
		"err_record_store_url": {`{"recordObjectStoreUrl":"s3://a"}`, new(*ingest.UnsupportedFieldError)},
		"err_multiplier":       {`{"timeoutMultiplier":-1}`, nil},
		"err_frequency":        {`{"verificationFreq":4294967296}`, nil},
		"err_presets":          {`{"presets":[` + strings.Repeat(preset, 32) + `"P144p30fps16x9"]}`, nil},
		"err_together":         {`{"presets":[` + strings.Repeat(preset, 31) + `"P144p30fps16x9"],"profiles":[{"width":1}]}`, nil},
		"err_long":             {`{"x":"` + strings.Repeat("y", ingest.MaxConfigurationBytes) + `"}`, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ingest.ParseConfiguration([]byte(c.json))
			require.Error(t, err)
			if c.want != nil {
				require.ErrorAs(t, err, c.want)
			}
		})
	}
}

// TestHeaderOverWebhook shows what becomes of a header and a webhook's reply.
func TestHeaderOverWebhook(t *testing.T) {
	t.Parallel()
	a, b := core.Profile{Name: "a", Width: 160, Height: 90, Bitrate: 1000}, core.Profile{Name: "b", Width: 160, Height: 90, Bitrate: 2000}
	const headerA = `"profiles":[{"name":"a","width":160,"height":90,"bitrate":1000}]`
	defaults := defaultProfiles()
	cases := map[string]struct {
		hook   *ingest.Configuration
		header string
		status int
		want   broadcaster.StreamConfig
	}{
		"neither":         {nil, "", 200, broadcaster.StreamConfig{ManifestID: "addr", Profiles: defaults}},
		"hook_alone":      {&ingest.Configuration{ManifestID: "m", Profiles: []core.Profile{b}}, "", 200, broadcaster.StreamConfig{ManifestID: "m", Profiles: []core.Profile{b}}},
		"header_alone":    {nil, `{"manifestID":"h",` + headerA + `}`, 200, broadcaster.StreamConfig{ManifestID: "h", Profiles: []core.Profile{a}}},
		"header_adds":     {&ingest.Configuration{ManifestID: "m", TimeoutMultiplier: 2}, `{"verificationFreq":7,` + headerA + `}`, 200, broadcaster.StreamConfig{ManifestID: "m", Profiles: []core.Profile{a}, VerificationFreq: 7, PerceptualHash: true, TimeoutMultiplier: 2}},
		"header_wins":     {&ingest.Configuration{ManifestID: "m", TimeoutMultiplier: 2, VerificationFreq: 3}, `{"verificationFreq":7,"timeoutMultiplier":4,"forceSessionReinit":true}`, 200, broadcaster.StreamConfig{ManifestID: "m", Profiles: defaults, VerificationFreq: 7, PerceptualHash: true, TimeoutMultiplier: 4, ForceSessionReinit: true}},
		"same_profiles":   {&ingest.Configuration{ManifestID: "m", Profiles: []core.Profile{a}}, `{"manifestID":"m",` + headerA + `}`, 200, broadcaster.StreamConfig{ManifestID: "m", Profiles: []core.Profile{a}}},
		"err_profiles":    {&ingest.Configuration{ManifestID: "m", Profiles: []core.Profile{b}}, `{` + headerA + `}`, 403, broadcaster.StreamConfig{}},
		"err_source_only": {&ingest.Configuration{ManifestID: "m", Profiles: []core.Profile{}}, `{` + headerA + `}`, 403, broadcaster.StreamConfig{}},
		"err_name":        {&ingest.Configuration{ManifestID: "m"}, `{"manifestID":"other"}`, 403, broadcaster.StreamConfig{}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &streams{}
			h := newPush(t, s, func(cfg *ingest.PushConfig) {
				cfg.Authorizer = authorizer(func(string) (*ingest.Configuration, error) { return c.hook, nil })
			})
			var header []string
			if c.header != "" {
				header = []string{"Livepeer-Transcode-Configuration", c.header}
			}
			rec := push(h, http.MethodPut, "/live/addr/0.ts", "media", header...)
			require.Equal(t, c.status, rec.Code, rec.Body)
			if c.status != 200 {
				require.Empty(t, s.opened)
				require.Contains(t, rec.Body.String(), "contradicts")
				return
			}
			c.want.SegmentParameters = true
			require.Equal(t, []broadcaster.StreamConfig{c.want}, s.opened)
		})
	}
}

func TestKeyEqual(t *testing.T) {
	t.Parallel()
	require.True(t, ingest.KeyEqual("abc", "abc"))
	require.False(t, ingest.KeyEqual("abc", "abd"))
	require.False(t, ingest.KeyEqual("abc", ""))
	require.True(t, ingest.KeyEqual("", ""))
}

// FuzzConfiguration: whatever is accepted is within bounds.
func FuzzConfiguration(f *testing.F) {
	f.Add([]byte(`{"manifestID":"m","streamKey":"k","presets":["P144p30fps16x9"],"profiles":[{"width":10,"gop":"intra","fps":30,"fpsDen":1}],"timeoutMultiplier":1e3}`))
	f.Add([]byte(`{"profiles":[]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ingest.ParseConfiguration(data)
		if err != nil {
			require.Nil(t, c, err)
			return
		}
		require.LessOrEqual(t, len(c.Profiles), core.MaxProfiles)
		for _, p := range c.Profiles {
			require.NoError(t, p.Validate())
		}
		if c.ManifestID != "" {
			_, err := core.ParseManifestID(string(c.ManifestID))
			require.NoError(t, err)
		}
		require.GreaterOrEqual(t, c.TimeoutMultiplier, 0.0)
	})
}

// FuzzPushHeaders pushes with any address and headers.
func FuzzPushHeaders(f *testing.F) {
	f.Add("PUT", "/live/a/0.ts", "2000", "1280x720", "0", "1000", `{"profiles":[]}`)
	f.Add("POST", "/live/stream/a/0.mp4", "", "", "", "", "")
	f.Add("GET", "//", "-1", "x", "5", "4", "{")
	f.Fuzz(func(t *testing.T, method, path, duration, resolution, from, to, config string) {
		s := &streams{}
		h := newPush(t, s, nil)
		r, err := http.NewRequest("PUT", "http://h/", strings.NewReader("media"))
		require.NoError(t, err)
		r.Method, r.URL.Path = method, path
		for name, value := range map[string]string{
			"Content-Duration": duration, "Content-Resolution": resolution, "Content-Slice-From": from, "Content-Slice-To": to,
			"Livepeer-Transcode-Configuration": config,
		} {
			r.Header.Set(name, value)
		}
		rec := newRecorder()
		h.ServeHTTP(rec, r)
		require.Contains(t, []int{200, 400, 405}, rec.Code, rec.Body)
		require.Equal(t, rec.Code == 200, len(s.segs) == 1)
		if rec.Code == 200 {
			seg := s.segs[0]
			require.Positive(t, seg.Duration)
			require.LessOrEqual(t, seg.Duration, 300*time.Second)
			require.True(t, seg.Clip == nil || seg.Clip.From < seg.Clip.To)
			_, err := core.ParseManifestID(string(s.opened[0].ManifestID))
			require.NoError(t, err)
		}
	})
}
