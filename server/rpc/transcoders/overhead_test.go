package transcoders_test

import (
	"context"
	"crypto/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
)

// BenchmarkRoundTrip is what a remote transcoder adds to a task: the way of a
// 1 MB source to it and of two renditions back over TLS on loopback, with an
// engine that takes no time.
func BenchmarkRoundTrip(b *testing.B) {
	o := startOrchestrator(b, orchestratorConfig{})
	source, small, large := random(1_126_496), random(217_704), random(364_344)
	startAgent(b, &worker{do: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		return &core.Transcoded{DecodedPixels: 55296000, Renditions: []core.Rendition{{Data: small, Pixels: 1}, {Data: large, Pixels: 2}}}, task.Source.Wait(ctx)
	}}, agentConfig{}, o)
	o.members(b, 1)
	task := newTask("s", 0)
	task.Source = core.NewSource(source)
	b.SetBytes(int64(len(source) + len(small) + len(large)))
	b.ReportAllocs()
	for b.Loop() {
		task.Seq++
		_, err := o.pool.Transcode(b.Context(), task)
		require.NoError(b, err)
	}
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}
