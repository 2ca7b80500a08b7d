package transcoding_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
)

var errCut = errors.New("connection lost")

// arriving returns a source that has a part of its bytes, and its writer, which
// has taken all.
func arriving(t *testing.T) (*core.Source, *core.Arrival) {
	a := core.NewArrival(200_000, time.Now())
	r := bytes.NewReader(make([]byte, 200_000))
	_, err := a.Read(io.LimitReader(r, 100_000))
	require.NoError(t, err)
	early := a.Early()
	_, err = a.Read(r)
	require.NoError(t, err)
	return early, a
}

func TestRun(t *testing.T) {
	t.Parallel()
	t.Run("ok_not_begun", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			run := transcoding.NewRun(func(_ context.Context, s *core.Source) int { return s.Size() })
			run.Abandon()
			require.Equal(t, 3, run.Finish(t.Context(), core.NewSource(make([]byte, 3))))
			run.Stop()
		})
	})
	t.Run("ok_begun_once", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			early, a := arriving(t)
			calls, began := 0, make(chan struct{})
			run := transcoding.NewRun(func(ctx context.Context, s *core.Source) error {
				calls++
				close(began)
				return s.Wait(ctx)
			})
			run.Begin(t.Context(), early)
			<-began
			require.NoError(t, run.Finish(t.Context(), a.Confirm()))
			run.Stop()
			require.Equal(t, 1, calls)
		})
	})
	t.Run("ok_late_source_begins_anew", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			early, a := arriving(t)
			var outcomes []error
			run := transcoding.NewRun(func(ctx context.Context, s *core.Source) error {
				err := s.Wait(ctx)
				outcomes = append(outcomes, err)
				return err
			})
			run.Begin(t.Context(), early)
			time.Sleep(time.Second)
			require.NoError(t, run.Finish(t.Context(), a.Confirm()))
			require.Equal(t, []error{core.ErrSourceLate, nil}, outcomes)
		})
	})
	t.Run("err_abandoned", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			early, a := arriving(t)
			var seen, canceled error
			run := transcoding.NewRun(func(ctx context.Context, s *core.Source) int {
				seen, canceled = s.Wait(ctx), ctx.Err()
				return 0
			})
			request, leave := context.WithCancel(t.Context())
			run.Begin(request, early)
			leave() // whoever sends the source is gone: the source says so
			a.Fail(errCut)
			run.Abandon()
			require.ErrorIs(t, seen, errCut)
			require.NoError(t, canceled, "work that ends by itself is not cancelled")
		})
	})
	t.Run("err_abandoned_deaf", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			early, a := arriving(t)
			run := transcoding.NewRun(func(ctx context.Context, _ *core.Source) int {
				<-ctx.Done()
				return 0
			})
			run.Begin(t.Context(), early)
			a.Fail(errCut)
			start := time.Now()
			run.Abandon()
			require.Equal(t, 500*time.Millisecond, time.Since(start))
		})
	})
	t.Run("err_canceled_while_finishing", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			early, a := arriving(t)
			ctx, cancel := context.WithCancelCause(t.Context())
			run := transcoding.NewRun(func(ctx context.Context, s *core.Source) error {
				if err := s.Wait(ctx); err != nil {
					return err
				}
				cancel(errCut)
				<-ctx.Done()
				return context.Cause(ctx)
			})
			run.Begin(ctx, early)
			require.ErrorIs(t, run.Finish(ctx, a.Confirm()), errCut)
		})
	})
	t.Run("err_panic", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			early, a := arriving(t)
			run := transcoding.NewRun(func(context.Context, *core.Source) int { panic("a bug") })
			run.Begin(t.Context(), early)
			require.Panics(t, func() { run.Finish(t.Context(), a.Confirm()) }, "it ends who waits, not the process")
			run.Stop()
		})
	})
	t.Run("err_stopped", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			early, a := arriving(t)
			run := transcoding.NewRun(func(ctx context.Context, _ *core.Source) int {
				<-ctx.Done()
				return 0
			})
			run.Begin(t.Context(), early)
			run.Stop()
			a.Fail(errCut)
		})
	})
}

// A job's work begins while its source is fetched; when the fetch breaks, its
// error is the result, whatever the worker made of it.
func TestAgentBeginsEarly(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]error{"ok": nil, "err_fetch": errCut} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := newRegistration()
				began := make(chan struct{})
				reg.fetch = func(_ context.Context, soon func(*core.Source)) (*core.Source, error) {
					early, a := arriving(t)
					soon(early)
					<-began
					if fail != nil {
						a.Fail(fail)
						return nil, fail
					}
					return a.Confirm(), nil
				}
				worker := &fakeMember{do: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
					close(began)
					if err := task.Source.Wait(ctx); err != nil {
						return nil, &core.TranscodeError{Code: core.InvalidVideo, Detail: "half of it"}
					}
					return result(task), nil
				}}
				startAgent(t, transcoding.AgentConfig{Transcoder: worker, Orchestrators: []transcoding.Orchestrator{accepting("o", reg)}})
				reg.next <- job(1, "s")
				r := <-reg.reports
				require.ErrorIs(t, r.err, fail)
				require.Equal(t, fail == nil, r.out != nil)
			})
		})
	}
}

// A source that breaks is nobody's fault but its sender's, whatever a member
// says of it, and whatever it does.
func TestPoolBlamesNobodyForALostSource(t *testing.T) {
	t.Parallel()
	for name, verdict := range map[string]error{
		"ok_source_error": errCut,
		"ok_own_error":    errors.New("could not download the source: unexpected EOF"),
		"ok_protocol":     &transcoding.ProtocolError{Reason: "half a result"},
		"ok_transcode":    &core.TranscodeError{Code: core.InvalidVideo},
		"ok_result":       nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := transcoding.NewPool(transcoding.PoolConfig{JoinWait: -1})
				defer p.Close()
				early, a := arriving(t)
				first := &fakeMember{id: "first", capacity: 1, do: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
					if task.Seq == 0 {
						a.Fail(errCut)
						return result(task), verdict
					}
					return result(task), nil
				}}
				second := &fakeMember{id: "second", capacity: 1}
				p.Join(first)
				lost := task("s", 0)
				lost.Source = early
				p.Join(second)
				_, err := p.Transcode(t.Context(), lost)
				require.Equal(t, errCut, err)
				require.Zero(t, second.taskCount(), "it is not tried elsewhere")
				require.Equal(t, 2, p.Status().RegisteredTranscodersNumber)
				_, err = p.Transcode(t.Context(), task("s", 1))
				require.NoError(t, err)
				require.Equal(t, 2, first.taskCount(), "the session stays where it was")
				require.Empty(t, first.endedSessions())
			})
		})
	}
}

// A member that fails costs a retry, with the same source from its start.
func TestPoolRetriesWithAnArrivingSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := transcoding.NewPool(transcoding.PoolConfig{JoinWait: -1})
		defer p.Close()
		early, a := arriving(t)
		tries := make(chan int, 2)
		do := func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
			part, err := task.Source.At(ctx, 0)
			tries <- len(part)
			if err != nil || len(tries) == 1 {
				return nil, errors.New("disk full")
			}
			a.Confirm()
			whole, err := task.Source.Bytes(ctx)
			require.Len(t, whole, 200_000)
			return result(task), err
		}
		p.Join(&fakeMember{id: "first", capacity: 1, do: do})
		p.Join(&fakeMember{id: "second", capacity: 1, do: do})
		tk := task("s", 0)
		tk.Source = early
		_, err := p.Transcode(t.Context(), tk)
		require.NoError(t, err)
		require.Equal(t, 100_000, <-tries)
		require.Equal(t, 100_000, <-tries)
	})
}
