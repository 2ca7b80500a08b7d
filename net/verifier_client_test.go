package net_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
)

func judged() (*core.Submission, *core.SubmissionResult) {
	sub := &core.Submission{
		Info: &core.OrchestratorInfo{Address: common.Address{0xab}},
		Segment: &core.Segment{
			ManifestID: "movie", Data: []byte("source"), Duration: 2 * time.Second,
			Info: core.MediaInfo{Container: core.MPEGTS, Width: 1280, Height: 720},
		},
		Profiles: []core.Profile{{Name: "a", Width: 640, Height: 360, FPS: 30}, {Name: "b", Width: 320, Height: 180, FPS: 60_000, FPSDen: 1001, Format: core.MP4}},
	}
	return sub, &core.SubmissionResult{Renditions: []core.Rendition{{Data: []byte("one"), Pixels: 5}, {Data: []byte("two"), Pixels: 6}}}
}

func TestVerifierClient(t *testing.T) {
	t.Parallel()
	const good = `{"video_available":true,"audio_available":true,"audio_dist":0.0,"pixels":5,"tamper":0.7}`
	for name, tt := range map[string]struct {
		answer string
		status int
		want   error // nil: accepted
		reason string
	}{
		"ok":            {`{"source":"x","results":[` + good + `,` + good + `],"more":1}`, 200, nil, ""},
		"ok_no_sound":   {`{"results":[` + good + `,{"video_available":true,"audio_available":false,"audio_dist":3,"tamper":1}]}`, 200, nil, ""},
		"err_tampered":  {`{"results":[` + good + `,{"video_available":true,"tamper":0}]}`, 200, core.ErrResultRejected, lpnet.RenditionTampered},
		"err_audio":     {`{"results":[` + good + `,{"video_available":true,"audio_available":true,"audio_dist":0.1,"tamper":1}]}`, 200, core.ErrResultRejected, lpnet.RenditionAudioMismatch},
		"err_no_video":  {`{"results":[` + good + `,{"video_available":false}]}`, 200, core.ErrResultRejected, lpnet.RenditionNoVideo},
		"err_too_few":   {`{"results":[` + good + `]}`, 200, lpnet.ErrVerifierAnswer, ""},
		"err_lacks":     {`{"results":[` + good + `,{"video_available":true}]}`, 200, lpnet.ErrVerifierAnswer, ""},
		"err_empty":     {`{"results":[` + good + `,{}]}`, 200, lpnet.ErrVerifierAnswer, ""},
		"err_text":      {`sorry`, 200, lpnet.ErrVerifierAnswer, ""},
		"err_status":    {`{}`, 500, lpnet.ErrVerifierAnswer, ""},
		"err_huge":      {`"` + strings.Repeat("x", 1<<20) + `"`, 200, lpnet.ErrVerifierAnswer, ""},
		"err_elsewhere": {``, 302, lpnet.ErrFetchRedirect, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var seen []string
			var asked struct {
				Source, OrchestratorID, Model string
				Renditions                    []struct {
					URI        string
					Resolution struct{ Width, Height int }
					FrameRate  int `json:"frame_rate"`
					Pixels     int64
				}
			}
			service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
					t.Error(err)
				}
				for _, path := range []string{asked.Source, asked.Renditions[0].URI, asked.Renditions[1].URI} {
					data, err := os.ReadFile(path)
					if err != nil {
						t.Error(err)
					}
					seen = append(seen, filepath.Base(path)+"="+string(data))
				}
				if tt.status == 302 {
					w.Header().Set("Location", "http://localhost/")
				}
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.answer))
			}))
			defer service.Close()
			c, err := lpnet.NewVerifierClient(lpnet.VerifierClientConfig{URL: service.URL, Path: dir})
			require.NoError(t, err)
			defer c.Close()
			sub, result := judged()
			err = c.Judge(t.Context(), sub, result)
			require.ErrorIs(t, err, tt.want)
			if tt.reason != "" {
				var refused *lpnet.RenditionRefusedError
				require.ErrorAs(t, err, &refused)
				require.Equal(t, lpnet.RenditionRefusedError{Rendition: 1, Reason: tt.reason}, *refused)
			}
			require.Equal(t, []string{"source.ts=source", "rendition0.ts=one", "rendition1.mp4=two"}, seen)
			require.Equal(t, sub.Info.Address.Hex(), asked.OrchestratorID)
			require.NotEmpty(t, asked.Model)
			require.Equal(t, [2]int{640, 360}, [2]int{asked.Renditions[0].Resolution.Width, asked.Renditions[0].Resolution.Height})
			require.Equal(t, [2]int{30, 59}, [2]int{asked.Renditions[0].FrameRate, asked.Renditions[1].FrameRate})
			require.EqualValues(t, 6, asked.Renditions[1].Pixels)
			left, err := os.ReadDir(dir)
			require.NoError(t, err)
			require.Empty(t, left, "the media are removed")
		})
	}
}

func TestVerifierClient_config(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "ftp://host/", "host:1", "http://", "http://\x00secret"} {
		_, err := lpnet.NewVerifierClient(lpnet.VerifierClientConfig{URL: url})
		require.ErrorIs(t, err, lpnet.ErrVerifierURL)
		require.NotContains(t, err.Error(), "secret")
	}
	_, err := lpnet.NewVerifierClient(lpnet.VerifierClientConfig{URL: "http://host/", Path: filepath.Join(t.TempDir(), "none")})
	require.ErrorIs(t, err, os.ErrNotExist)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = lpnet.NewVerifierClient(lpnet.VerifierClientConfig{URL: "http://host/", Path: file})
	require.Error(t, err)
}

// The service's URL may have a key in it.
func TestVerifierClient_hidesURL(t *testing.T) {
	t.Parallel()
	service := httptest.NewServer(http.NotFoundHandler())
	service.Close()
	c, err := lpnet.NewVerifierClient(lpnet.VerifierClientConfig{URL: service.URL + "/?key=secret", Path: t.TempDir()})
	require.NoError(t, err)
	defer c.Close()
	sub, result := judged()
	err = c.Judge(t.Context(), sub, result)
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
	require.NotErrorIs(t, err, core.ErrResultRejected)
	result.Renditions = result.Renditions[:1]
	require.Error(t, c.Judge(t.Context(), sub, result))
}
