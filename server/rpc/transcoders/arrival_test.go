package transcoders_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
)

// arriving returns a source that has all but its last bytes, and what follows.
func arriving(t *testing.T, size int) (*core.Source, *core.Arrival, io.Reader) {
	arrival := core.NewArrival(size, time.Now())
	r := bytes.NewReader(make([]byte, size))
	for arrival.Filled() < size-100_000 {
		_, err := arrival.Read(io.LimitReader(r, int64(min(250_000, size-100_000-arrival.Filled()))))
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
	errCut := errors.New("broadcaster left")
	o := startOrchestrator(t, orchestratorConfig{})
	began, lost := make(chan struct{}), make(chan error, 1)
	startAgent(t, &worker{do: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		if task.Seq == 1 {
			return renditions(task, "r "), task.Source.Wait(ctx)
		}
		close(began)
		err := task.Source.Wait(ctx)
		lost <- err
		return nil, err
	}}, agentConfig{}, o)
	o.members(t, 1)
	task := newTask("s", 0)
	source, arrival, _ := arriving(t, 2<<20)
	task.Source = source
	done := transcode(t, o, task)
	select {
	case <-began:
	case <-source.Settled():
		t.Skip("this machine is too slow to begin with a part of a source")
	}
	arrival.Fail(errCut)
	err := <-done
	if errors.Is(err, core.ErrSourceLate) {
		t.Skip("this machine is too slow")
	}
	require.Equal(t, errCut, err)
	require.ErrorIs(t, <-lost, io.ErrUnexpectedEOF, "what the transcoder sees is a connection that ends too early")
	_, err = o.pool.Transcode(t.Context(), newTask("s", 1))
	require.NoError(t, err)
	require.Equal(t, 1, o.pool.Status().RegisteredTranscodersNumber)
}

// Clients of both protocols learn that a source is not whole.
func TestBrokenSourceIsCut(t *testing.T) {
	t.Parallel()
	for name, http2 := range map[string]bool{"http1": false, "http2": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOrchestrator(t, orchestratorConfig{})
			stream := legacy(t, o)
			task := newTask("s", 0)
			source, arrival, _ := arriving(t, 1<<20)
			task.Source = source
			done := transcode(t, o, task)
			n, err := stream.Recv()
			require.NoError(t, err)
			resp, err := plainClient(t, http2).Get(n.Url)
			require.NoError(t, err)
			defer resp.Body.Close()
			require.EqualValues(t, 1<<20, resp.ContentLength)
			arrival.Fail(errors.New("cut"))
			_, err = io.ReadAll(resp.Body)
			require.Error(t, err)
			require.Error(t, <-done)
		})
	}
}
