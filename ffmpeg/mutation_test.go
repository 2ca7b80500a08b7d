package ffmpeg_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// mutate damages a copy of data in one of the ways in which segments get
// damaged, or are damaged on purpose.
func mutate(r *rand.Rand, data, other []byte) []byte {
	m := bytes.Clone(data)
	switch r.IntN(6) {
	case 0: // flipped bits, few or many
		for range 1 << r.IntN(12) {
			m[r.IntN(len(m))] ^= 1 << r.IntN(8)
		}
	case 1:
		m = m[:r.IntN(len(m))]
	case 2: // a piece is missing
		i := r.IntN(len(m))
		m = append(m[:i], m[min(len(m), i+r.IntN(4000)):]...)
	case 3: // a piece comes twice
		i := r.IntN(len(m))
		j := min(len(m), i+r.IntN(20000))
		m = append(bytes.Clone(m[:j]), m[i:]...)
	case 4: // two sources spliced
		m = append(m[:r.IntN(len(m))], other[r.IntN(len(other)):]...)
	case 5: // a row of bytes overwritten, with extremes mostly
		i := r.IntN(len(m))
		b := []byte{0, 0xff, 0x80, 0x47, byte(r.IntN(256))}[r.IntN(5)]
		for j := i; j < min(len(m), i+1<<r.IntN(10)); j++ {
			m[j] = b
		}
	}
	return m
}

// mutations is how many sources are tried: MUTATIONS in the environment.
func mutations(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("MUTATIONS"))
	if err != nil {
		n = 240
	}
	if testing.Short() {
		n = 40
	}
	return n
}

// Whatever comes in, a rendition or a typed error comes out, in time.
func TestMutatedSources(t *testing.T) {
	t.Parallel()
	small := func(ext string, args ...string) []byte { return clip(t, ext, "96x64", "15", "0.6", args...) }
	sources := [][]byte{
		small(".ts"), small(".mp4"), small(".flv"), small(".mp4", "-movflags", "+frag_keyframe+empty_moov"),
		small(".ts", "-c:v", "libx265", "-x265-params", "log-level=none"),
		small(".mp4", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
		small(".webm", "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"),
		small(".mp4", "-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "lp=1"),
	}
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	job := ffmpeg.Job{Profiles: []core.Profile{{Name: "a", Width: 160, Height: 90, Bitrate: 100_000, FPS: 15}, {Name: "b", Width: 160, Height: 90, Bitrate: 100_000, Format: core.MP4}}}
	ok := 0
	for i := range mutations(t) {
		in := mutate(r, sources[i%len(sources)], sources[r.IntN(len(sources))])
		start := time.Now()
		res, outs, err := transcode(t, job, in)
		if took := time.Since(start); took > time.Minute {
			save(t, in)
			t.Fatalf("seed %d, mutation %d took %v", seed, i, took)
		}
		var typed *core.TranscodeError
		if err != nil {
			if !errors.As(err, &typed) {
				save(t, in)
				t.Fatalf("seed %d, mutation %d: %v", seed, i, err)
			}
		} else {
			ok++
			require.EqualValues(t, len(outs[0]), res.Renditions[0].Bytes)
			require.Equal(t, len(job.Profiles), len(res.Renditions))
		}
		if i%4 == 0 {
			if _, err := ffmpeg.Probe(context.Background(), in, ".ts"); err != nil {
				require.ErrorAs(t, err, &typed)
			}
		}
	}
	require.NotZero(t, ok, "some sources survive")
}

// save keeps a source that was not handled well.
func save(t *testing.T, in []byte) {
	f, err := os.CreateTemp("", "mutated-*")
	if err == nil {
		f.Write(in)
		f.Close()
		t.Log("kept in", f.Name())
	}
}
