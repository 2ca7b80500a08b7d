package transcoders_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/net/pb"
)

// arriving returns a source that has all but its last 200,000 bytes or less, and
// what follows.
func arriving(t *testing.T, size int) (*core.Source, *core.Arrival, io.Reader) {
	arrival := core.NewArrival(size, time.Now())
	r := bytes.NewReader(make([]byte, size))
	for arrival.Filled() < size-200_000 {
		_, err := arrival.Read(r)
		require.NoError(t, err)
	}
	return arrival.Early(), arrival, r
}

// A remote transcoder has the task, and works on what there is of the source,
// while the orchestrator still gets the rest.
func TestTranscoderBeginsBeforeTheEnd(t *testing.T) {
	t.Parallel()
	const size = 2 << 20
	o := startOrchestrator(t, orchestratorConfig{})
	began := make(chan struct{}, 2)
	startAgent(t, &worker{do: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		if _, err := task.Source.At(ctx, 0); err != nil {
			return nil, err
		}
		began <- struct{}{}
		data, err := task.Source.Bytes(ctx)
		if err == nil && len(data) != size {
			err = errors.New("a part of the source")
		}
		return renditions(task, "r "), err
	}}, agentConfig{}, o)
	o.members(t, 1)
	task := newTask("s", 0)
	source, arrival, r := arriving(t, size)
	task.Source = source
	done := transcode(t, o, task)
	select {
	case <-began:
	case <-source.Settled(): // on a machine that is this slow the task is given up
	}
	for err := error(nil); err == nil; {
		_, err = arrival.Read(r)
	}
	if whole := arrival.Confirm(); whole == source {
		require.NoError(t, <-done)
		return
	}
	require.ErrorIs(t, <-done, core.ErrSourceLate)
}

// A source that breaks ends the task with its own error, and the transcoder
// that has half of it stays.
func TestSourceBreaks(t *testing.T) {
	t.Parallel()
	const whole = 1000 // the number of the task that comes whole
	o := startOrchestrator(t, orchestratorConfig{})
	began, lost := make(chan uint64, 100), make(chan error, 100)
	startAgent(t, &worker{do: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		if task.Seq == whole {
			return renditions(task, "r "), task.Source.Wait(ctx)
		}
		began <- task.Seq
		err := task.Source.Wait(ctx)
		lost <- err
		return nil, err
	}}, agentConfig{}, o)
	o.members(t, 1)
	errCut := errors.New("broadcaster left")
	seq := uint64(0)
	for !breaks(t, o, seq, errCut, began) { // a busy machine may find a source late first
		seq++
		require.Less(t, seq, uint64(50))
	}
	require.ErrorIs(t, <-lost, io.ErrUnexpectedEOF, "what the transcoder sees is a connection that ends too early")
	_, err := o.pool.Transcode(t.Context(), newTask("s", whole))
	require.NoError(t, err)
	require.Equal(t, 1, o.pool.Status().RegisteredTranscodersNumber)
}

// breaks ends the source of a task when the transcoder has begun with it, and
// requires that the task fails with the same error. It is false for a source
// that was late before.
func breaks(t *testing.T, o *orchestrator, seq uint64, cut error, began <-chan uint64) bool {
	task := newTask("s", seq)
	source, arrival, _ := arriving(t, 2<<20)
	task.Source = source
	done := transcode(t, o, task)
	for has := false; !has; {
		select {
		case n := <-began:
			has = n == seq
		case <-source.Settled():
			require.ErrorIs(t, <-done, core.ErrSourceLate)
			return false
		}
	}
	arrival.Fail(cut)
	err := <-done
	if errors.Is(err, core.ErrSourceLate) {
		return false
	}
	require.Equal(t, cut, err)
	return true
}

// Clients of both protocols learn that a source is not whole.
func TestBrokenSourceIsCut(t *testing.T) {
	t.Parallel()
	for name, http2 := range map[string]bool{"http1": false, "http2": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOrchestrator(t, orchestratorConfig{})
			stream := legacy(t, o)
			seq := uint64(0)
			for !isCut(t, o, seq, stream.Recv, plainClient(t, http2)) { // a busy machine may find a source late first
				seq++
				require.Less(t, seq, uint64(50))
			}
		})
	}
}

// isCut breaks the source of a task while a client reads it, and requires that
// the client sees that. It is false for a source that was late before.
func isCut(t *testing.T, o *orchestrator, seq uint64, notified func() (*pb.NotifySegment, error), client *http.Client) bool {
	task := newTask("s", seq)
	source, arrival, _ := arriving(t, 1<<20)
	task.Source = source
	done := transcode(t, o, task)
	n, err := notified()
	require.NoError(t, err)
	resp, err := client.Get(n.Url)
	require.NoError(t, err)
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		require.ErrorIs(t, <-done, core.ErrSourceLate)
		return false
	}
	require.EqualValues(t, 1<<20, resp.ContentLength)
	arrival.Fail(errors.New("cut"))
	_, err = io.ReadAll(resp.Body)
	require.Error(t, err)
	require.Error(t, <-done)
	return true
}
