package rtmp_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/livepeer/streamflow/server/rtmp"
	"github.com/stretchr/testify/require"
)

func TestHandshake(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		hello []byte
	}{
		{"plain", append([]byte{3, 0, 0, 0, 9, 0, 0, 0, 0}, repeat(7, 1528)...)},
		{"with_digest", append([]byte{3, 0, 0, 0, 9, 9, 0, 124, 2}, repeat(7, 1528)...)},
	}
	server := startPipes(t, rtmp.Config{Handler: fakeHandler{t: t}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn := server.dial("192.0.2.1")
			_, err := conn.Write(tt.hello)
			require.NoError(t, err)
			answer := make([]byte, 3073)
			_, err = io.ReadFull(conn, answer)
			require.NoError(t, err)
			require.EqualValues(t, 3, answer[0])
			require.Equal(t, tt.hello[1:], answer[1537:])
			// C2 of clients with digests is not S1.
			_, err = conn.Write(repeat(1, 1536))
			require.NoError(t, err)
			talk(t, conn).connect("live", "rtmp://h/live")
		})
	}
}

func TestHandshakeRefused(t *testing.T) {
	t.Parallel()
	for _, hello := range [][]byte{{6}, {'G'}, {0x16}, {0}} {
		events := &events{}
		server := startPipes(t, rtmp.Config{Handler: fakeHandler{t: t}, Observer: events})
		conn := server.dial("192.0.2.1")
		_, err := conn.Write(hello)
		require.NoError(t, err)
		rest, err := io.ReadAll(conn)
		require.NoError(t, err)
		require.Empty(t, bytes.TrimSpace(rest))
		require.Equal(t, []rtmp.Reason{rtmp.ReasonProtocol}, events.refusals())
	}
}
