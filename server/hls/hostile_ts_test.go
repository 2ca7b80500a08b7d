package hls_test

import (
	"math/rand"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
)

// TestHostileTS lists a megabyte of packets that are made to cost a demuxer
// much: thousands of PIDs, and a table that never ends. What is measured is
// memory, since time is not for tests to judge; without bounds these take
// ten and more times as much, and seconds.
func TestHostileTS(t *testing.T) {
	packets := func(fill func(i int, p []byte)) []byte {
		data := make([]byte, 188*5577)
		rand.New(rand.NewSource(1)).Read(data)
		for i := 0; i < len(data); i += 188 {
			data[i], data[i+3] = 0x47, 0x10|byte(i/188&15)
			fill(i/188, data[i:i+188])
		}
		return data
	}
	cases := map[string][]byte{
		"many_pids": packets(func(_ int, p []byte) { p[1] &= 0x1f }),
		"endless_table": packets(func(i int, p []byte) {
			p[1], p[2], p[4], p[5], p[6], p[7] = 0, 0, 0, 0x40, 0x3f, 0xff
			if i == 0 {
				p[1] = 0x40
			}
		}),
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, nil)
			out := s.Open("movie", []core.Profile{small})
			seg := &core.Segment{Data: data, Info: core.MediaInfo{HasVideo: true}}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			out.Source(seg)
			out.Rendition(seg, small, core.Rendition{Data: data})
			runtime.ReadMemStats(&after)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4<<20))
			require.NotContains(t, body(t, get(t, s, "/stream/movie.m3u8"), 200), "CODECS")
		})
	}
}
