package worker_test

import (
	"bytes"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// What a source takes to come is not the engine's time.
func TestWaitForInputIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		source := bytes.Repeat([]byte("0123456789abcdef"), 16<<10)
		r := bytes.NewReader(source)
		arrival := core.NewArrival(len(source), time.Now())
		_, err := arrival.Read(io.LimitReader(r, 200<<10))
		require.NoError(t, err)
		early := arrival.Early()
		parent, child := net.Pipe()
		defer parent.Close()
		defer child.Close()
		sent := make(chan error, 1)
		go func() { sent <- worker.SendInput(skipsEmpty{parent}, early) }()
		go func() {
			time.Sleep(100 * time.Millisecond)
			for _, err := arrival.Read(r); err == nil; _, err = arrival.Read(r) {
			}
			time.Sleep(20 * time.Millisecond)
			arrival.Confirm()
		}()
		data, waited, err := worker.ReceiveInput(child)
		require.NoError(t, err)
		require.NoError(t, <-sent)
		require.Equal(t, source, data)
		require.Equal(t, 120*time.Millisecond, waited)
	})
}

// skipsEmpty writes nothing where there is nothing to write, as sockets do and
// net.Pipe does not.
type skipsEmpty struct{ net.Conn }

func (c skipsEmpty) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	return c.Conn.Write(p)
}
