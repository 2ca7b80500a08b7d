package orchestrator_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/stretchr/testify/require"
)

// store is a broadcaster's own store.
type store struct {
	fail map[string]error // by name

	mu     sync.Mutex
	stored map[string]string // guarded by mu
}

func (s *store) Put(_ context.Context, name, contentType string, data []byte) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail[name]; err != nil {
		return "", err
	}
	if s.stored == nil {
		s.stored = make(map[string]string)
	}
	s.stored[name] = contentType + " " + string(data)
	return "https://bucket/prefix/" + name, nil
}

func TestDeliverToTheBroadcastersStore(t *testing.T) {
	t.Parallel()
	for name, inline := range map[string]bool{"asked_for_inline": true, "by_url": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, nil)
			defer f.Close()
			h := segment(f.quote(t).Token, 7)
			h.PerceptualHash = true
			h.Profiles[1].Format = core.MP4
			a, err := f.Admit(t.Context(), h, nil)
			require.NoError(t, err)
			defer a.Release()
			s := &store{}
			answer := a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{Inline: inline, Store: s})
			require.NoError(t, answer.Err)
			base := "https://bucket/prefix/"
			require.Equal(t, []core.AnsweredRendition{
				{URL: base + "P240p/7.ts", PerceptualHashURL: base + "P240p/7.ts.phash", Pixels: 100},
				{URL: base + "P360p/7.mp4", PerceptualHashURL: base + "P360p/7.mp4.phash", Pixels: 100},
			}, answer.Renditions)
			require.Equal(t, map[string]string{
				"P240p/7.ts": "video/mp2t P240p:source", "P240p/7.ts.phash": "application/octet-stream hash of P240p",
				"P360p/7.mp4": "video/mp4 P360p:source", "P360p/7.mp4.phash": "application/octet-stream hash of P360p",
			}, s.stored)
			require.Empty(t, f.results.of(h.Token.SessionID), "nothing is kept here")
		})
	}
}

// A store that takes everything and then refuses would be free transcoding.
func TestBroadcastersStoreFails(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	var debited []int64
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Payments = payments{debit: func(_ orchestrator.Account, pixels int64) { debited = append(debited, pixels) }}
	})
	defer f.Close()
	a, err := f.Admit(t.Context(), segment(f.quote(t).Token, 3), nil)
	require.NoError(t, err)
	defer a.Release()
	s := &store{fail: map[string]error{"P360p/3.ts": boom}}
	answer := a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{Store: s})
	require.ErrorIs(t, answer.Err, boom)
	require.ErrorContains(t, answer.Err, "P360p/3.ts")
	require.Empty(t, answer.Renditions, "never data with an error")
	require.NotNil(t, answer.Info)
	require.Equal(t, []int64{200}, debited, "the work was done")
}
