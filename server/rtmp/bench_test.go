package rtmp_test

import (
	"encoding/binary"
	"testing"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
	"github.com/stretchr/testify/require"
)

// BenchmarkPublish sends frames of 50 kB (10 Mbit/s at 25 fps) over TCP, the client's work included.
func BenchmarkPublish(b *testing.B) {
	for name, size := range map[string]uint32{"chunks_128": 128, "chunks_4096": 4096, "chunks_60000": 60000} {
		b.Run(name, func(b *testing.B) {
			r := newRecorder()
			got := make(chan struct{}, 1024)
			r.write = func(flv.Tag) error { got <- struct{}{}; return nil }
			s := start(b, rtmp.Config{Handler: fakeHandler{t: b, publish: recording(b, r).publish}})
			c := dialTCP(b, s)
			stream := c.publish("show")
			c.mustSend(chunk.Message{ChunkStream: 2, Type: chunk.TypeSetChunkSize, Payload: binary.BigEndian.AppendUint32(nil, size)})
			frame := flv.Tag{Type: flv.TagVideo, Data: append([]byte(h264Key), repeat(0, 50_000)...)}
			b.SetBytes(int64(len(frame.Data)))
			b.ReportAllocs()
			for b.Loop() {
				c.sendTag(stream, frame)
				<-got
			}
			require.NoError(b, c.conn.Close())
			<-r.closed
		})
	}
}
