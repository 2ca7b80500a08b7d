package orchestrator_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/stretchr/testify/require"
)

// counter fails the test when a segment that did not come in is counted.
type counter struct {
	orchestrator.NopObserver
	done, failed int
}

func (c *counter) SegmentFailed(error)                           { c.failed++ }
func (c *counter) SegmentTranscoded(_, _ time.Duration, _ int64) { c.done++ }

// A transcoder that was quick, or knows better, makes no result of a source
// that does not come in whole: nothing is delivered, stored, charged or counted.
func TestTranscodeOfALostSource(t *testing.T) {
	t.Parallel()
	errLost := errors.New("Forbidden")
	premature := &core.Transcoded{Renditions: []core.Rendition{{Data: []byte("a"), Pixels: 1}, {Data: []byte("b"), Pixels: 1}}}
	tests := map[string]struct {
		done   *core.Transcoded
		err    error
		header func(h *core.SegmentHeader)
	}{
		"ok_result_before_the_end": {done: premature},
		"err_transcoder":           {err: &core.TranscodeError{Code: core.InvalidVideo}},
		"err_header":               {header: func(h *core.SegmentHeader) { h.Profiles = nil }},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var debited []int64
				seen := &counter{}
				f := start(t, func(cfg *orchestrator.Config) {
					cfg.Observer = seen
					cfg.Payments = payments{debit: func(_ orchestrator.Account, pixels int64) { debited = append(debited, pixels) }}
					cfg.Transcoder = &pool{transcode: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
						if task.Source.Size() == 6 {
							return renditions(ctx, task)
						}
						return tc.done, tc.err
					}}
				})
				defer f.Close()
				h := segment(f.quote(t).Token, 0)
				profiles := h.Profiles
				if tc.header != nil {
					tc.header(h)
				}
				a, err := f.Admit(t.Context(), h, nil)
				require.NoError(t, err)

				arrival := core.NewArrival(100, time.Now())
				_, err = arrival.Read(bytes.NewReader(make([]byte, 100)))
				require.NoError(t, err)
				early := arrival.Early()
				answers := make(chan *core.SegmentAnswer, 1)
				go func() { answers <- a.Transcode(t.Context(), early, orchestrator.Delivery{}) }()
				arrival.Fail(errLost)
				answer := <-answers
				require.Equal(t, errLost, answer.Err)
				require.Empty(t, answer.Renditions)
				require.Empty(t, answer.Sig)
				require.Empty(t, debited)
				require.Empty(t, f.results.of(h.Token.SessionID))
				require.Equal(t, counter{}, *seen)

				h.Profiles = profiles
				answer = a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{})
				require.NoError(t, answer.Err, "the same admission serves the whole source")
				require.Equal(t, []int64{200}, debited)
				require.Equal(t, 1, seen.done)
				a.Release()
				live, _ := f.Sessions()
				require.Equal(t, 1, live)
			})
		})
	}
}

// A session whose only segment did not come in whole was none.
func TestLostSourceProvesNoSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := start(t, nil)
		defer f.Close()
		a, err := f.Admit(t.Context(), segment(f.quote(t).Token, 0), nil)
		require.NoError(t, err)
		arrival := core.NewArrival(100, time.Now())
		early := arrival.Early()
		arrival.Fail(errors.New("cut"))
		require.Error(t, a.Transcode(t.Context(), early, orchestrator.Delivery{}).Err)
		a.Release()
		live, _ := f.Sessions()
		require.Zero(t, live)
	})
}
