package discovery_test

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/discovery"
)

// With thousands: all are asked within seconds, within the bounds, and then
// kept ready at a low rate, for hours.
func TestThousands(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(2000)
		f.mine(t, 12*time.Second)
		table := startTable(t, f, nil)
		time.Sleep(3 * time.Second)
		require.Equal(t, 2000, ready(table))
		require.Equal(t, 2000, f.total())
		require.LessOrEqual(t, f.most, 256)
		worst, before := 2000, f.total()
		for range 20 {
			time.Sleep(time.Minute)
			worst = min(worst, ready(table))
		}
		require.GreaterOrEqual(t, worst, 1990, "nearly all are ready at any time")
		perHour := 3 * float64(f.total()-before) / 2000
		require.Less(t, perHour, 13.0, "terms of 8 minutes are asked for before they end, and not much more often")
	})
}

// With more to ask than the rate allows, the rate is kept.
func TestRateIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(1000)
		startTable(t, f, func(c *discovery.TableConfig) { c.Rate, c.Burst, c.Parallel = 10, 20, 4 })
		time.Sleep(30 * time.Second)
		require.InDelta(t, 320, f.total(), 5)
		require.LessOrEqual(t, f.most, 4)
	})
}

// Even those that may be asked without regard to the rate are not asked all at once:
// answers would wait for each other, and their times mean nothing.
func TestPaceIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(500)
		startTable(t, f, func(c *discovery.TableConfig) { c.Pace = 100 })
		time.Sleep(time.Second)
		require.InDelta(t, 108, f.total(), 3)
		time.Sleep(4 * time.Second)
		require.Equal(t, 500, f.total())
	})
}

// Neither does a stream that must ask.
func TestPaceOfSearchIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(100)
		table := startTable(t, f, func(c *discovery.TableConfig) { c.Pace = 100 })
		found := 0
		require.NoError(t, table.Find(t.Context(), job(), func(broadcaster.Candidate) { found++ }))
		live := 0
		for _, uri := range f.known() {
			for _, q := range f.questions(uri) {
				if q.live {
					live++
				}
			}
		}
		require.InDelta(t, 58, live, 3, "8, and 100 a second until the stream has waited half a second")
		require.Greater(t, found, 40)
	})
}

// The dead don't hold up the living: they are asked ever more seldom.
func TestManyAreDead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(200)
		f.change(func() {
			for i, o := range f.listed {
				if i%2 == 1 {
					f.traders[o.Entry.ServiceURI].delay = time.Hour // never answers
				}
			}
		})
		table := startTable(t, f, nil)
		time.Sleep(10 * time.Second)
		require.Equal(t, 100, ready(table))
		time.Sleep(2 * time.Hour)
		dead := f.questions(f.listed[1].Entry.ServiceURI)
		require.Less(t, len(dead), 16)
		last := dead[len(dead)-1].at.Sub(dead[len(dead)-2].at)
		require.Greater(t, last, 20*time.Minute)
	})
}

// BenchmarkTable is what a table of 5,000 orchestrators costs: a search of a
// stream, the memory of an entry, an answer with the search that takes it, and
// making the order anew (set_filter), which is done once a second at most.
func BenchmarkTable(b *testing.B) {
	const n = 5000
	f := register(n)
	for _, tr := range f.traders {
		tr.delay = 0
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	table := startTable(b, f, func(c *discovery.TableConfig) { c.Rate, c.Pace, c.Burst, c.MinGap = 1e9, 1e9, n, time.Millisecond })
	for ready(table) < n {
		runtime.Gosched()
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	memory := float64(after.HeapAlloc-before.HeapAlloc) / n
	b.Run("find", func(b *testing.B) {
		const searches = n / 10 // of which each takes 8
		begin := time.Now()
		for range searches {
			require.NoError(b, table.Find(b.Context(), job(), func(broadcaster.Candidate) {}))
		}
		b.ReportMetric(float64(time.Since(begin))/searches, "ns/search")
		b.ReportMetric(memory, "B/entry")
	})
	b.Run("refresh", func(b *testing.B) { // all who were taken are asked again
		const searches = n / 10
		for b.Loop() {
			before := f.total()
			for range searches {
				require.NoError(b, table.Find(b.Context(), job(), func(broadcaster.Candidate) {}))
			}
			for f.total() < before+8*searches {
				runtime.Gosched()
			}
		}
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/(8*searches), "ns/answer")
	})
	b.Run("market", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			require.Len(b, table.Market().Offers, n)
		}
	})
	b.Run("set_filter", func(b *testing.B) { // admits and ranks all
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, table.SetFilter(discovery.Filter{}))
		}
	})
}
