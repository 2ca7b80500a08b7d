//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/test/cluster"
)

// pushEvery is the pause between two segments of a pushed stream: four times
// faster than in real time.
const pushEvery = 500 * time.Millisecond

// pushing is a stream that is pushed, one segment after the other, until it is
// stopped.
type pushing struct {
	market *market
	stream string
	clips  [][]byte
	// patient pushes a segment again that failed, as long as it takes.
	patient bool

	cancel context.CancelFunc
	done   chan struct{}

	mu     sync.Mutex
	pushed int   // guarded by mu: segments whose renditions came
	err    error // guarded by mu: why it ended
}

// startPushing begins a stream. Where it is not patient, the first segment that
// fails ends it.
func (m *market) startPushing(stream string, patient bool) *pushing {
	m.Helper()
	ctx, cancel := context.WithCancel(m.ctx)
	p := &pushing{market: m, stream: stream, clips: m.clips(4), patient: patient, cancel: cancel, done: make(chan struct{})}
	m.Cleanup(func() {
		cancel()
		<-p.done
	})
	go p.run(ctx)
	return p
}

func (p *pushing) run(ctx context.Context) {
	defer close(p.done)
	pusher := cluster.NewPusher(p.market.broadcasterNode.HTTPAddr) // which restarts keep
	defer pusher.Close()
	pace := time.NewTicker(pushEvery)
	defer pace.Stop()
	for seq := 0; ctx.Err() == nil; seq++ {
		err := p.push(pusher, seq)
		p.mu.Lock()
		if err == nil {
			p.pushed++
		}
		p.err = err
		p.mu.Unlock()
		if err != nil {
			return
		}
		select {
		case <-pace.C:
		case <-ctx.Done():
		}
	}
}

// push ends a segment that it has begun, also when the stream is to stop.
func (p *pushing) push(pusher *cluster.Pusher, seq int) error {
	ctx := p.market.ctx
	return cluster.Poll(ctx, fmt.Sprintf("segment %d of %s", seq, p.stream), func() error {
		answer, err := pusher.Push(ctx, cluster.Push{
			Stream: p.stream, Seq: seq, Data: p.clips[seq%len(p.clips)], Duration: segmentLength, Size: "320x180",
		})
		if err == nil {
			err = whole(answer)
		}
		if err != nil && !p.patient {
			return &cluster.FatalError{Err: err}
		}
		return err
	})
}

// whole says what of an answer is missing.
func whole(answer *cluster.Answer) error {
	if len(answer.Parts) != len(renditions()) {
		return fmt.Errorf("%d renditions instead of %d", len(answer.Parts), len(renditions()))
	}
	for _, part := range answer.Parts {
		if len(part.Data) == 0 {
			return fmt.Errorf("rendition %s is empty", part.Name)
		}
	}
	return nil
}

// count is how many segments have come back so far; an error ends the test.
func (p *pushing) count() int {
	p.market.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	require.NoError(p.market, p.err)
	return p.pushed
}

// await waits for more segments.
func (p *pushing) await(more int) {
	p.market.Helper()
	until := p.count() + more
	require.NoError(p.market, cluster.Poll(p.market.ctx, "pushed segments", func() error {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.err != nil {
			return &cluster.FatalError{Err: p.err}
		}
		if p.pushed < until {
			return fmt.Errorf("%d of %d segments", p.pushed, until)
		}
		return nil
	}))
}

// stop waits for the segment under way, and returns how many there were.
func (p *pushing) stop() int {
	p.market.Helper()
	p.cancel()
	<-p.done
	return p.count()
}

// pause lets the test's world go on for a while.
func (m *market) pause(d time.Duration) {
	m.Helper()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-m.ctx.Done():
		require.NoError(m, m.ctx.Err())
	}
}
