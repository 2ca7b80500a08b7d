package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/livepeer/streamflow/core"
)

// streamsAtOnce are how many sessions send segments at the same time, each one
// after the other.
const streamsAtOnce = 64

// controlSpeed is how fast segments go through an orchestrator's control path.
type controlSpeed struct {
	Segments int     `json:"segments"`
	Rate     float64 `json:"segments_per_second"`
	CPU      float64 `json:"cpu_us"`        // of a segment, both ends
	Trip     float64 `json:"round_trip_ms"` // median
	P95      float64 `json:"round_trip_p95_ms"`
}

// measureControl sends segments on two cores for a time.
func measureControl(ctx context.Context, o *pmOptions) (c *controlSpeed, err error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	n, err := openControlNode(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	if _, err = n.load(ctx, o.control/10); err != nil { // connections are made, and memory
		return nil, err
	}
	if o.profile != "" {
		stop, err := startProfile(o.profile)
		if err != nil {
			return nil, err
		}
		defer stop()
	}
	return n.load(ctx, o.control)
}

func startProfile(name string) (stop func(), err error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close() // a profile is worth no error
	}, nil
}

// load has streams send segments for that long.
func (n *controlNode) load(ctx context.Context, d time.Duration) (*controlSpeed, error) {
	infos := make([]*core.OrchestratorInfo, streamsAtOnce)
	for i := range infos {
		var err error
		if infos[i], err = n.session(ctx); err != nil {
			return nil, err
		}
	}
	var mu sync.Mutex
	var trips []float64 // guarded by mu
	var over atomic.Bool
	timer := time.AfterFunc(d, func() { over.Store(true) })
	defer timer.Stop()
	group, ctx := errgroup.WithContext(ctx)
	used, start := processorTime(wholeProcess), time.Now()
	for _, info := range infos {
		group.Go(func() error {
			own, err := n.stream(ctx, info, &over)
			mu.Lock()
			defer mu.Unlock()
			trips = append(trips, own...)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	took := time.Since(start)
	used = processorTime(wholeProcess) - used
	count := float64(len(trips))
	return &controlSpeed{
		Segments: len(trips), Rate: count / took.Seconds(), CPU: used.Seconds() * 1e6 / count, Trip: median(trips), P95: percentile(trips, 95),
	}, nil
}

// stream sends segments until it is over, one at least, and returns how long each
// took in milliseconds.
func (n *controlNode) stream(ctx context.Context, info *core.OrchestratorInfo, over *atomic.Bool) (trips []float64, err error) {
	data := make([]byte, bodyBytes)
	for len(trips) == 0 || !over.Load() {
		copy(data, fmt.Sprintf("%s %d", info.Token.SessionID, len(trips)))
		began := time.Now()
		if info, err = n.submit(ctx, info, data); err != nil {
			return trips, err
		}
		trips = append(trips, inMillis(time.Since(began)))
	}
	return trips, nil
}

// sessionBytes is what sessions take of memory.
type sessionBytes struct {
	Sessions int   `json:"sessions"`
	Each     int64 `json:"bytes_each"` // of the heap in use
}

// measureSessions opens sessions, sends one paid segment in each, and compares the
// heap with what it was before.
func measureSessions(ctx context.Context, sessions int) (b *sessionBytes, err error) {
	n, err := openControlNode(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	const first = 200 // connections, buffers, what is made once
	if err := n.open(ctx, first); err != nil {
		return nil, err
	}
	before := heapInUse()
	if err := n.open(ctx, sessions); err != nil {
		return nil, err
	}
	each := (heapInUse() - before) / int64(sessions)
	if live, _ := n.orch.Sessions(); live != first+sessions {
		return nil, fmt.Errorf("%d sessions are live, not %d: this machine is too slow to open them all before the first ones end", live, first+sessions)
	}
	return &sessionBytes{Sessions: sessions, Each: each}, nil
}

// open opens sessions with one segment each.
func (n *controlNode) open(ctx context.Context, sessions int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(streamsAtOnce)
	for range sessions {
		group.Go(func() error {
			info, err := n.session(ctx)
			if err != nil {
				return err
			}
			_, err = n.submit(ctx, info, make([]byte, bodyBytes))
			return err
		})
	}
	return group.Wait()
}

// heapInUse is the memory of the heap after what is not needed was let go.
func heapInUse() int64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse)
}
