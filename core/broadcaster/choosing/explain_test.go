package choosing_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/reputation"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	r := newRig(t, policy(func(p *choosing.Policy) { p.MaxPrice = choosing.Price{PerUnit: 200, PixelsPerUnit: 1} }))
	r.remember(0, 200, 0, .5)
	l := r.open("movie", "")
	l.meet(0, 100, nil)
	l.meet(1, 300, nil)
	for i := 2; i < 30; i++ {
		l.meet(i, 100, nil)
	}
	l.option(2).InFlight, l.option(2).Oldest = 1, 9*duration
	l.choose()
	l.choose()
	list, ok := r.chooser.Explain("movie")
	require.True(t, ok)
	require.Len(t, list, 2)
	require.Equal(t, []uint64{2, 1}, []uint64{list[0].Seq, list[1].Seq}, "the last one first")
	x := list[1]
	require.Equal(t, choosing.FirstOne, x.Reason)
	require.Equal(t, choosing.Stays, list[0].Reason)
	require.Equal(t, uri(0), x.Chosen)
	require.Equal(t, 30, x.Candidates)
	require.Len(t, x.Shown, 12)
	require.Equal(t, uri(0), x.Shown[0].URI)
	require.True(t, list[0].Shown[0].Home)
	require.Equal(t, choosing.Live, x.Policy)
	for i, s := range x.Shown {
		require.InDelta(t, s.Parts.Total(), s.Total, 1e-9)
		require.True(t, i == 0 || s.Total >= x.Shown[i-1].Total)
		if s.URI == uri(2) {
			require.Equal(t, "late with a segment", s.Unfit)
		}
	}
	data, err := json.Marshal(x)
	require.NoError(t, err)
	require.Contains(t, string(data), `"parts":{"price":1,"late":`)
}

func TestExplanationsAreBounded(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *choosing.Config) { c.Keep, c.KeepEnded = 3, 2 })
	for n := range 5 {
		l := r.open(core.ManifestID(fmt.Sprintf("s%d", n)), "")
		l.meet(0, 1, nil)
		for range 5 {
			l.choose()
		}
		l.selector.Close()
	}
	for n, want := range []bool{false, false, false, true, true} {
		list, ok := r.chooser.Explain(core.ManifestID(fmt.Sprintf("s%d", n)))
		require.Equal(t, want, ok)
		if want {
			require.Equal(t, []uint64{5, 4, 3}, []uint64{list[0].Seq, list[1].Seq, list[2].Seq})
		}
	}
	l := r.open("s4", "") // again
	l.meet(0, 1, nil)
	l.choose()
	list, _ := r.chooser.Explain("s4")
	require.Len(t, list, 1)
}

func TestPolicyOfAStream(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	p, err := r.chooser.Policy("")
	require.NoError(t, err)
	require.Equal(t, *choosing.DefaultPolicies()[choosing.Live], p)
	_, err = r.chooser.Policy("nope")
	require.ErrorAs(t, err, new(*choosing.PolicyError))
	l := r.open("s", "nope")
	l.meet(0, 1, nil)
	l.choose()
	list, _ := r.chooser.Explain("s")
	require.Equal(t, choosing.Live, list[0].Policy)
}

// TestStreamsInParallel is for the race detector.
func TestStreamsInParallel(t *testing.T) {
	t.Parallel()
	cfg := choosing.DefaultConfig()
	book, err := reputation.New(reputation.DefaultConfig())
	require.NoError(t, err)
	cfg.Book = book
	c, err := choosing.New(cfg)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			id := core.ManifestID(fmt.Sprintf("s%d", n))
			s := c.Open(broadcaster.StreamConfig{ManifestID: id})
			var options []broadcaster.Option
			for i := range 20 {
				info := &core.OrchestratorInfo{Address: address(i)}
				options = append(options, broadcaster.Option{URI: uri(i), Info: info, Known: s.Meet(broadcaster.Candidate{URI: uri(i), Info: info})})
			}
			for seq := range uint64(100) {
				at, _ := s.Select(broadcaster.SelectRequest{Seq: seq, Duration: duration, Try: 1}, options)
				options[at].Known.Landed(outcome(reputation.Done, .5))
				c.Explain(id)
				book.Records()
			}
			s.Close()
		})
	}
	wg.Wait()
	done := uint64(0)
	for _, r := range book.Records() {
		done += r.Attempts[reputation.Done]
	}
	require.Equal(t, uint64(400), done)
}
