package choosing_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
)

// BenchmarkSelect is one choice among 2,000 candidates and one result, two seconds
// apart, with explanations and exploration: issue 5 allows 50 µs.
func BenchmarkSelect(b *testing.B) {
	now := time.Unix(1_700_000_000, 0)
	clock := func() time.Time { return now }
	book := reputation.DefaultConfig()
	book.Now = clock
	cfg := choosing.DefaultConfig()
	cfg.Book, _ = reputation.New(book)
	cfg.Now = clock
	c, err := choosing.New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	l := &line{rig: &rig{TestingT: b, chooser: c}, selector: c.Open(broadcaster.StreamConfig{ManifestID: "s"})}
	random := rand.New(rand.NewPCG(1, 1))
	for i := range 2000 {
		l.meet(i, 500+random.Int64N(1000), func(c *broadcaster.Candidate) { c.Stake = lpt(b, "100LPT") })
	}
	b.ReportAllocs()
	for b.Loop() {
		at, _ := l.selector.Select(broadcaster.SelectRequest{Duration: duration, Try: 1}, l.options)
		l.options[at].Known.Landed(outcome(reputation.Done, .4+.2*random.Float64()))
		now = now.Add(duration)
	}
}
