package ingest_test

import (
	"bytes"
	"context"
	"io"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/server/ingest"
)

// glance is a prober that looks at nothing.
type glance struct{}

func (glance) Probe(context.Context, []byte, string) (core.MediaInfo, error) {
	return core.MediaInfo{HasVideo: true, Width: 1280, Height: 720}, nil
}

// BenchmarkPush is what the ingest adds to a segment of 1.2 MB that is
// transcoded in no time: client and server talk over loopback, and the answer
// carries two renditions of 200 kB. Issue 2 allows 10 ms for the whole way.
func BenchmarkPush(b *testing.B) {
	body := make([]byte, 1_200_000)
	rand.New(rand.NewSource(1)).Read(body)
	var in, done time.Time
	s := &streams{submit: func(_ *core.Segment, profiles []core.Profile) (*broadcaster.SegmentResult, error) {
		in = time.Now()
		return renditions(profiles, 200_000), nil
	}}
	srv := httptest.NewServer(newPush(b, s, func(c *ingest.PushConfig) { c.Prober = glance{} }))
	defer srv.Close()
	var toSubmit, toAnswer time.Duration
	for b.Loop() {
		begin := time.Now()
		req, err := http.NewRequest(http.MethodPut, srv.URL+"/live/movie/0.ts", bytes.NewReader(body))
		require.NoError(b, err)
		req.Header.Set("Content-Duration", "2000")
		req.Header.Set("Accept", "multipart/mixed")
		resp, err := srv.Client().Do(req)
		require.NoError(b, err)
		n, err := io.Copy(io.Discard, resp.Body)
		require.NoError(b, err)
		require.NoError(b, resp.Body.Close())
		require.Greater(b, n, int64(400_000))
		done = time.Now()
		toSubmit += in.Sub(begin)
		toAnswer += done.Sub(in)
		s.segs = nil
	}
	b.ReportMetric(float64(toSubmit.Microseconds())/float64(b.N)/1000, "ms/in")
	b.ReportMetric(float64(toAnswer.Microseconds())/float64(b.N)/1000, "ms/out")
}
