package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// speed is how fast one side of a comparison was, in the median of all rounds.
type speed struct {
	Name  string  `json:"name"`
	Cores int     `json:"cores"`
	Rate  float64 `json:"per_second"`
	// Caller is the processor time that one takes on the hot path, in microseconds,
	// which does not depend on what else the machine does, and CPU that of the whole
	// process, work beside it included.
	Caller float64 `json:"caller_cpu_us"`
	CPU    float64 `json:"cpu_us"`
	// Ratio is the rate by that of the bare operation on one core, times Cores, and
	// ByCPU the same of what Caller is the inverse of. Limit is what Ratio should be,
	// 0 for nothing.
	Ratio float64 `json:"ratio"`
	ByCPU float64 `json:"ratio_by_cpu"`
	Limit float64 `json:"limit,omitempty"`
}

// contestant is one side of a comparison.
type contestant struct {
	name  string
	cores int
	limit float64
	// prepare makes n things to do, and returns what does the i-th. It takes no
	// part in the time.
	prepare func(ctx context.Context, n int) (do func(i int) error, err error)
	// weight is how many of what is counted come at once; 0 stands for 1.
	weight int
	// pause stops what works beside the hot path until the time is taken, and
	// settle waits for all of that: in no rate, but in the processor time. Both may
	// be nil.
	pause  func() (resume func())
	settle func(ctx context.Context) error
}

// compete runs all sides in turn, round by round, each for about that long. The
// first one is the bare operation, on one core, that the others are measured by.
func compete(ctx context.Context, rounds int, each time.Duration, sides []contestant) ([]speed, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	taken := make([][]sample, len(sides))
	counts := make([]int, len(sides))
	for round := -1; round < rounds; round++ { // one to find out how many fit
		for i, s := range sides {
			n := counts[i]
			if round < 0 {
				n = 200 * s.cores
			}
			got, err := s.measure(ctx, n)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.name, err)
			}
			counts[i] = max(int(got.rate*each.Seconds()), 100)
			if round >= 0 {
				taken[i] = append(taken[i], got)
			}
		}
	}
	list := make([]speed, len(sides))
	for i, s := range sides {
		rate, caller := func(v sample) float64 { return v.rate }, func(v sample) float64 { return v.caller }
		rates, callers := pick(taken[i], rate), pick(taken[i], caller)
		list[i] = speed{
			Name: s.name, Cores: s.cores, Limit: s.limit,
			Rate: median(rates), Caller: median(callers), CPU: median(pick(taken[i], func(v sample) float64 { return v.cpu })),
			Ratio: median(quotients(rates, pick(taken[0], rate), float64(s.cores))),
			ByCPU: median(quotients(pick(taken[0], caller), callers, 1)),
		}
	}
	return list, nil
}

// sample is one side in one round: how many in a second, and the processor time of
// each in microseconds.
type sample struct{ rate, caller, cpu float64 }

func pick(list []sample, field func(sample) float64) []float64 {
	values := make([]float64, len(list))
	for i, v := range list {
		values[i] = field(v)
	}
	return values
}

// quotients are a/(b times) of the same round.
func quotients(a, b []float64, times float64) []float64 {
	list := make([]float64, len(a))
	for i := range list {
		list[i] = a[i] / (b[i] * times)
	}
	return list
}

// measure does n things on so many cores.
func (s contestant) measure(ctx context.Context, n int) (got sample, err error) {
	weight := max(s.weight, 1)
	n = (n + weight - 1) / weight
	do, err := s.prepare(ctx, n)
	if err != nil {
		return got, err
	}
	resume := func() {}
	if s.pause != nil {
		resume = s.pause()
	}
	runtime.GC() // not of what the preparations left
	runtime.GOMAXPROCS(s.cores)
	used, start := processorTime(wholeProcess), time.Now()
	callers, err := s.runAll(n, do)
	took := time.Since(start)
	resume()
	if s.settle != nil {
		err = errors.Join(err, s.settle(ctx))
	}
	used = processorTime(wholeProcess) - used
	done := float64(n * weight)
	got = sample{rate: done / took.Seconds(), caller: callers.Seconds() * 1e6 / done, cpu: used.Seconds() * 1e6 / done}
	return got, errors.Join(err, ctx.Err())
}

// runAll does n things on all cores, and returns the processor time of those who
// do them.
func (s contestant) runAll(n int, do func(i int) error) (callers time.Duration, err error) {
	errs, used := make([]error, s.cores), make([]time.Duration, s.cores)
	var wg sync.WaitGroup
	for core := range s.cores {
		wg.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			before := processorTime(thisThread)
			for i := core; i < n && errs[core] == nil; i += s.cores {
				errs[core] = do(i)
			}
			used[core] = processorTime(thisThread) - before
		})
	}
	wg.Wait()
	for _, u := range used {
		callers += u
	}
	return callers, errors.Join(errs...)
}

// Whose processor time getrusage tells.
const (
	wholeProcess = syscall.RUSAGE_SELF
	thisThread   = 1 // RUSAGE_THREAD
)

// processorTime is what was used of all cores, user and system.
func processorTime(who int) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func printSpeeds(out io.Writer, list []speed) error {
	rows := [][]string{{"", "cores", "per second", "CPU of each", "and beside it", "of bare, x cores", "limit", "by CPU"}}
	for _, s := range list {
		rows = append(rows, []string{
			s.Name, fmt.Sprint(s.Cores), fmt.Sprintf("%.0f", s.Rate), fmt.Sprintf("%.1f µs", s.Caller), fmt.Sprintf("%.1f µs", max(s.CPU-s.Caller, 0)), ratio(s.Ratio),
			limitText(s.Limit, s.Ratio >= s.Limit), ratio(s.ByCPU),
		})
	}
	if err := table(out, rows...); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out)
	return err
}

// limitText is the cell of a limit, empty for none.
func limitText(limit float64, kept bool) string {
	switch {
	case limit == 0:
		return ""
	case kept:
		return fmt.Sprint(limit)
	}
	return fmt.Sprintf("%v, missed", limit)
}
