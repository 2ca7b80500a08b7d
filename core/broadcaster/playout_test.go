package broadcaster_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// push is a segment as a publisher numbers it: the same text is the same bytes.
type push struct {
	seq  uint64
	text string
}

func (p push) segment() *core.Segment {
	s := segment(p.seq)
	if p.text != "" {
		s.Data = []byte(p.text)
	}
	return s
}

func run(seqs ...uint64) (list []push) {
	for _, s := range seqs {
		list = append(list, push{seq: s})
	}
	return list
}

func TestPlayoutOrder(t *testing.T) {
	t.Parallel()
	const far = broadcaster.MaxSeq
	for name, tc := range map[string]struct {
		pushes []push
		// at once, and after the wait for missing ones.
		now, later []string
	}{
		"in_order":                {run(0, 1, 2), []string{"0", "1", "2"}, nil},
		"begins_anywhere":         {run(100, 101), []string{"100", "101"}, nil},
		"begins_near_zero":        {run(3, 4), nil, []string{"3", "4"}},
		"swapped":                 {run(0, 2, 1, 3), []string{"0", "1", "2", "3"}, nil},
		"swapped_at_the_start":    {run(1, 0), []string{"0", "1"}, nil},
		"one_missing":             {run(0, 2, 3), []string{"0"}, []string{"0", "!2", "3"}},
		"two_missing_apart":       {run(0, 2, 4), []string{"0"}, []string{"0", "!2", "!4"}},
		"many_missing":            {run(0, 100, 101), []string{"0", "!100", "101"}, nil},
		"held_when_many_missing":  {run(0, 2, 100), []string{"0", "!2", "!100"}, nil},
		"repeated":                {run(0, 1, 1, 2), []string{"0", "1", "2"}, nil},
		"repeated_while_held":     {run(0, 2, 2, 1), []string{"0", "1", "2"}, nil},
		"same_number_other_bytes": {[]push{{0, "a"}, {0, "b"}, {0, "c"}, {0, "c"}}, []string{"0", "!1", "!2"}, nil},
		"other_bytes_while_held":  {[]push{{0, "a"}, {2, "b"}, {2, "c"}}, []string{"0", "!2", "!3"}, nil},
		"begins_anew":             {append(run(50, 51), push{0, "x"}, push{1, "y"}, push{2, "z"}), []string{"50", "51", "!52", "53", "54"}, nil},
		"begins_anew_soon":        {[]push{{0, "a"}, {1, "b"}, {0, "c"}, {1, "d"}, {2, "e"}}, []string{"0", "1", "!2", "3", "4"}, nil},
		"absurd_step":             {run(0, far, 1<<40, 5), []string{"0", "!1", "!2", "!3"}, nil},
		"highest":                 {run(far, far-1, 0), []string{fmt.Sprint(uint64(far)), fmt.Sprintf("!%d", uint64(far)+1)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := startNode(t, newNetwork(&orch{}), nil)
				s := d.open(t, "movie")
				var all sync.WaitGroup
				for _, p := range tc.pushes {
					all.Go(func() {
						_, err := s.Submit(t.Context(), p.segment())
						require.NoError(t, err)
					})
					synctest.Wait()
				}
				all.Wait() // nobody waits for a place in a playlist
				synctest.Wait()
				out := d.outs.of("movie")
				require.Equal(t, tc.now, out.seqs())
				time.Sleep(2*time.Second + time.Millisecond)
				later := tc.later
				if later == nil {
					later = tc.now
				}
				require.Equal(t, later, out.seqs())
				require.NoError(t, s.Close())
				require.NoError(t, out.complete())
				require.Empty(t, out.gaps("low"))
			})
		})
	}
}

func TestLateAndRepeatedSegmentsAreAnsweredOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := startNode(t, newNetwork(&orch{}), nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		submit(t, s, 2)
		time.Sleep(2*time.Second + time.Millisecond)
		for _, seq := range []uint64{1, 2} { // too late, repeated
			res := submit(t, s, seq)
			require.False(t, res.Published)
			require.Equal(t, fmt.Sprintf("https://a:8935/low/%d", seq), string(res.Renditions[0].Data))
		}
		require.Equal(t, []string{"0", "!2"}, d.outs.of("movie").seqs())
	})
}

func TestStreamEndsWhileSegmentsAreHeld(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := startNode(t, newNetwork(&orch{}), nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		submit(t, s, 2)
		begin := time.Now()
		require.NoError(t, s.Close())
		require.Zero(t, time.Since(begin), "nothing can fill the hole any more")
		require.Equal(t, []string{"0", "!2"}, d.outs.of("movie").seqs())
		require.NoError(t, d.outs.of("movie").complete())
	})
}

// An Output may take its time: neither the orchestrator nor the publisher waits
// for it, and nothing is lost at the end.
func TestSlowOutputDelaysNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: 100 * time.Millisecond}
		d := startNode(t, newNetwork(o), nil)
		d.outs.slow = time.Second
		s := d.open(t, "movie")
		out := d.outs.of("movie")
		begin := time.Now()
		for seq := range uint64(3) {
			submit(t, s, seq)
		}
		require.Equal(t, 300*time.Millisecond, time.Since(begin))
		require.Empty(t, out.seqs())
		time.Sleep(time.Second)
		require.Equal(t, []string{"0"}, out.seqs())
		require.NoError(t, s.Close())
		require.Equal(t, 10*time.Second, time.Since(begin), "3 sources, 6 renditions, the end")
		require.NoError(t, out.complete())
		require.Equal(t, []string{"0", "1", "2"}, out.seqs())
		require.Empty(t, out.gaps("low"))
	})
}

// Whatever a publisher sends, playlists ascend, are complete, and go on: what is
// pushed in order in the end is published to the last segment.
func TestPlayoutProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		seq := rapid.OneOf(rapid.Uint64Range(0, 12), rapid.Uint64Range(0, broadcaster.MaxSeq))
		pushes := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) push {
			return push{seq.Draw(rt, "seq"), rapid.StringMatching("[abc]").Draw(rt, "text")}
		}), 0, 30).Draw(rt, "pushes")
		pauses := rapid.SliceOfN(rapid.Bool(), len(pushes), len(pushes)).Draw(rt, "pauses")
		var failure error
		synctest.Test(t, func(t *testing.T) {
			d := startNode(t, newNetwork(&orch{took: time.Second}), func(c *broadcaster.Config) { c.MaxBacklog = 100 })
			s := d.open(t, "movie")
			var all sync.WaitGroup
			for i, p := range pushes {
				all.Go(func() { s.Submit(t.Context(), p.segment()) })
				synctest.Wait()
				if pauses[i] {
					time.Sleep(3 * time.Second)
				}
			}
			all.Wait()
			const tail = 10
			published := 0
			for i := range uint64(tail) {
				if res := submit(t, s, 1000+i); res.Published {
					published++
				}
			}
			s.Close()
			failure = d.outs.of("movie").complete()
			if failure == nil && published != tail {
				failure = fmt.Errorf("%d of the last %d segments published", published, tail)
			}
		})
		if failure != nil {
			rt.Fatal(failure)
		}
	})
}
