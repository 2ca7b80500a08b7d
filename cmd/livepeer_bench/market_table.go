package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/discovery"
)

// marketFill is how a table that knew nobody got full.
type marketFill struct {
	Wall    float64 `json:"wall_s"`
	CPU     float64 `json:"cpu_s"`
	SideCPU float64 `json:"orchestrators_cpu_s"`
	Failed  int64   `json:"questions_that_failed"`
	// RTT is what the table took for the times of answer, in milliseconds.
	RTT    float64 `json:"median_rtt_ms"`
	RTTP95 float64 `json:"p95_rtt_ms"`
}

// marketFind is how streams started from the full table.
type marketFind struct {
	Searches int     `json:"searches"`
	Found    int     `json:"found"` // by all of them
	Median   float64 `json:"median_us"`
	P95      float64 `json:"p95_us"`
	Asked    int64   `json:"asked"`             // by the searches
	Seen     int64   `json:"get_orchestrators"` // by the orchestrators, meanwhile
}

// marketMemory is that of the broadcaster's side beyond what it took before there
// was a table, for each orchestrator in bytes.
type marketMemory struct {
	PeakEach int64 `json:"resident_peak"`
	RSSEach  int64 `json:"resident_steady"`
	FullEach int64 `json:"heap_full_table"` // connections of the last questions are open
	HeapEach int64 `json:"heap_steady"`
}

// marketBench measures one table after the other.
type marketBench struct {
	*marketRig
	o      *marketOptions
	report *marketReport
}

func measureMarket(ctx context.Context, o *marketOptions, report *marketReport) (err error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	rig, err := openMarketRig(ctx, o.n)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rig.close()) }()
	b := &marketBench{rig, o, report}
	market, err := b.measureTable(ctx)
	if err != nil {
		return err
	}
	if err := b.restart(ctx); err != nil {
		return fmt.Errorf("restart: %w", err)
	}
	report.Choices, err = measureChoices(market.Offers)
	return err
}

// measureTable opens a table, has it full, lets streams start, and watches it. It
// returns what was known in the end.
func (b *marketBench) measureTable(ctx context.Context) (m discovery.Market, err error) {
	stop := func() {}
	if b.o.cpuProfile != "" {
		if stop, err = startProfile(b.o.cpuProfile); err != nil {
			return m, err
		}
	}
	defer func() { stop() }()
	leastMemory()
	heap := heapBytes()
	rss, _ := resident()
	forgetPeak()
	t, err := b.fill(ctx)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if err := b.find(ctx, t); err != nil {
		return m, err
	}
	each := func(bytes int64) int64 { return bytes / int64(b.o.n) }
	b.report.Memory.FullEach = each(heapBytes() - heap)
	if err := writeHeapProfile(b.o.memProfile); err != nil {
		return m, err
	}
	if err := b.watch(ctx, t); err != nil {
		return m, err
	}
	now, peak := resident()
	b.report.Memory.RSSEach, b.report.Memory.PeakEach = each(now-rss), each(peak-rss)
	b.report.Memory.HeapEach = each(heapBytes() - heap)
	return t.Market(), nil
}

// fill opens a table and waits until it is full.
func (b *marketBench) fill(ctx context.Context) (*marketTable, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 3*time.Minute, errors.New("the table did not get full within 3 minutes"))
	defer cancel()
	side, err := b.child.usage()
	if err != nil {
		return nil, err
	}
	begin, used := time.Now(), processorTime(wholeProcess)
	t, err := b.openTable(context.WithoutCancel(ctx), b.o.age)
	if err != nil {
		return nil, err
	}
	if err := t.full(ctx); err != nil {
		return nil, errors.Join(err, t.close())
	}
	f := &b.report.Fill
	f.Wall, f.CPU, f.Failed = time.Since(begin).Seconds(), (processorTime(wholeProcess) - used).Seconds(), t.watch.failed.Load()
	after, err := b.child.usage()
	if err != nil {
		return nil, errors.Join(err, t.close())
	}
	f.SideCPU = (after.CPU - side.CPU).Seconds()
	var times []float64
	for _, o := range t.Market().Offers {
		times = append(times, float64(o.RTT)/float64(time.Millisecond))
	}
	f.RTT, f.RTTP95 = median(times), percentile(times, 95)
	return t, nil
}

// full waits until a stream could start with any orchestrator.
func (t *marketTable) full(ctx context.Context) error {
	select {
	case <-t.watch.all:
	case <-ctx.Done():
		return fmt.Errorf("%d of %d orchestrators have answered, %d questions failed: %w",
			t.watch.answers.Load(), t.watch.n, t.watch.failed.Load(), context.Cause(ctx))
	}
	return until(ctx, func() bool {
		for _, o := range t.Market().Offers {
			if !o.Ready {
				return false
			}
		}
		return true
	})
}

// until looks whether something is so, every two milliseconds.
func until(ctx context.Context, so func() bool) error {
	ticker := time.NewTicker(2 * time.Millisecond)
	defer ticker.Stop()
	for !so() {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// find lets streams start. Nobody is due then: all were asked a moment ago.
func (b *marketBench) find(ctx context.Context, t *marketTable) error {
	before, err := b.child.usage()
	if err != nil {
		return err
	}
	f, asked := &b.report.Find, t.watch.asked.Load()
	var took []float64
	for range b.o.searches {
		begin := time.Now()
		if err := t.Find(ctx, benchJob(), func(broadcaster.Candidate) { f.Found++ }); err != nil {
			return err
		}
		took = append(took, float64(time.Since(begin))/float64(time.Microsecond))
	}
	after, err := b.child.usage()
	f.Searches, f.Median, f.P95 = len(took), median(took), percentile(took, 95)
	f.Asked, f.Seen = t.watch.asked.Load()-asked, after.Asked-before.Asked
	return err
}

// benchJob is what a stream needs.
func benchJob() core.JobRequest {
	bits := core.NewCapabilitySet(core.CapH264, core.CapMPEGTS, core.CapAuthToken)
	return core.JobRequest{Capabilities: &core.Capabilities{Bits: bits}}
}

// writeHeapProfile writes what is in use of the heap, unless name is empty.
func writeHeapProfile(name string) error {
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(pprof.Lookup("heap").WriteTo(f, 0), f.Close())
}
