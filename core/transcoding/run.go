package transcoding

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/livepeer/streamflow/core"
)

// abandonGrace is how long work on a source that failed may take to notice by
// itself. A worker process lives on then; one that is cancelled does not.
const abandonGrace = 500 * time.Millisecond

// Run is work on a source that may begin before the source is whole. Whoever
// takes the source in calls Begin when it is about to be whole, if ever, then
// Finish when it is, or Abandon when it never will be. Stop comes last in any
// case. The work is done in a goroutine that the last three wait for. All
// belong to one goroutine.
type Run[T any] struct {
	do func(ctx context.Context, source *core.Source) T

	cancel context.CancelCauseFunc // nil before Begin
	source *core.Source
	done   chan struct{}
	// Written by the goroutine before done is closed:
	out      T
	panicked error
}

// NewRun returns a run of do, whose outcome counts only if its source did not
// fail.
func NewRun[T any](do func(ctx context.Context, source *core.Source) T) *Run[T] {
	return &Run[T]{do: do}
}

// Begin starts the work on a source that still arrives. The end of ctx does not
// end the work before Finish: it ends the arrival, and so the source.
func (r *Run[T]) Begin(ctx context.Context, source *core.Source) {
	ctx, r.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	r.source, r.done = source, make(chan struct{})
	go func() {
		defer close(r.done)
		defer func() {
			if v := recover(); v != nil {
				r.panicked = fmt.Errorf("%v\n%s", v, debug.Stack())
			}
		}()
		r.out = r.do(ctx, source)
	}()
}

// Finish returns the outcome of the work on the source, which is whole now. It
// does all of it if Begin was not called, or with another source, which has
// failed then.
func (r *Run[T]) Finish(ctx context.Context, source *core.Source) T {
	if r.source != source {
		r.Abandon()
		return r.do(ctx, source)
	}
	defer context.AfterFunc(ctx, func() { r.cancel(context.Cause(ctx)) })()
	r.wait()
	return r.out
}

// Abandon waits for the end of the work on a source that has failed. It cancels
// the work only if that does not end by itself.
func (r *Run[T]) Abandon() {
	if r.cancel == nil {
		return
	}
	timer := time.AfterFunc(abandonGrace, func() { r.cancel(context.Canceled) })
	defer timer.Stop()
	r.wait()
}

// Stop cancels the work if it still goes on, and waits for its end.
func (r *Run[T]) Stop() {
	if r.cancel != nil {
		r.cancel(context.Canceled)
		<-r.done
	}
}

// wait hands a panic on to who waits, as if the work were done there.
func (r *Run[T]) wait() {
	<-r.done
	if r.panicked != nil {
		panic(r.panicked)
	}
}
