package cluster

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"
)

// RSS returns the resident memory in bytes of a process and all its
// descendants. Pages that they share count for each of them.
// Source: proc(5), /proc/pid/statm and /proc/pid/task/tid/children.
func RSS(pid int) int64 {
	var sum int64
	for _, p := range append(descendants(pid), pid) {
		sum += rss(p)
	}
	return sum
}

func rss(pid int) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0 // it has just ended
	}
	fields := bytes.Fields(b)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// descendants of a process, children before grandchildren.
func descendants(pid int) []int {
	var all []int
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // the pattern is fixed and good
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		for _, field := range bytes.Fields(b) {
			child, err := strconv.Atoi(string(field))
			if err != nil {
				continue
			}
			all = append(all, child)
			all = append(all, descendants(child)...)
		}
	}
	return all
}

// PeakRSS samples the RSS of processes with their descendants every interval
// until stop is called, which returns the largest sum seen, in bytes.
func PeakRSS(interval time.Duration, pids ...int) (stop func() int64) {
	var peak atomic.Int64
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			var sum int64
			for _, pid := range pids {
				sum += RSS(pid)
			}
			peak.Store(max(peak.Load(), sum))
			select {
			case <-ticker.C:
			case <-quit:
				return
			}
		}
	}()
	return func() int64 {
		close(quit)
		<-done
		return peak.Load()
	}
}
