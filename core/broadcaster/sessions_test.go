package broadcaster_test

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

func TestTokenIsRenewedBeforeItExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: 500 * time.Millisecond}
		d := startNode(t, newNetwork(o), nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		time.Sleep(26*time.Minute + 50*time.Second)
		submit(t, s, 1)
		require.Equal(t, 1, o.tokens)
		time.Sleep(10 * time.Second)
		submit(t, s, 2) // less than 10 % is left: a new token comes in the background
		submit(t, s, 3)
		synctest.Wait()
		require.Equal(t, 2, o.tokens)
		require.Len(t, o.used(), 2)
		require.Equal(t, o.used()[0], o.submitted[2].Info.Token.SessionID)
		synctest.Wait()
		require.Equal(t, o.used()[:1], o.ended, "the old session is ended when its last segment is back")
		require.NoError(t, s.Close())
		require.Equal(t, o.used(), o.ended)
	})
}

func TestExpiredTokenIsReplacedFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{}
		d := startNode(t, newNetwork(o), nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		time.Sleep(31 * time.Minute)
		res := submit(t, s, 1)
		require.Equal(t, 1, res.Attempts)
		require.Len(t, o.submitted, 2, "nothing was sent with the old token")
		require.Len(t, d.seen.attempts, 2)
	})
}

func TestTokensOfAnotherClock(t *testing.T) {
	t.Parallel()
	for name, life := range map[string]time.Duration{"behind": -time.Hour, "ahead": 5 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o := &orch{life: life}
				n := newNetwork(o)
				d := startNode(t, clockless{n}, nil)
				s := d.open(t, "movie")
				for seq := range uint64(5) {
					submit(t, s, seq)
				}
				require.Equal(t, 1, o.tokens)
			})
		})
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: time.Second}
		n := newNetwork(o)
		d := startNode(t, n, nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		n.change(func() { o.epoch++ }) // restarted, without its secret
		var all sync.WaitGroup
		for seq := range uint64(3) {
			all.Go(func() { require.Equal(t, 1, submit(t, s, seq+1).Attempts) })
		}
		all.Wait()
		require.Equal(t, 2, o.tokens, "three segments, one question")
		require.NoError(t, s.Close())
		require.Equal(t, o.used()[1:], o.ended, "nobody knows the old session any more")
	})
}

func TestOrchestratorThatRefusesItsOwnTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := &orch{fail: always(core.ErrTokenInvalid)}, &orch{answer: time.Millisecond}
		d := startNode(t, newNetwork(a, b), nil)
		s := d.open(t, "movie")
		require.Equal(t, b.uri, submit(t, s, 0).Orchestrator)
		require.Len(t, a.submitted, 2)
	})
}

func TestNoRoomForANewTokenOnlyOrchestrator(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{}
		n := newNetwork(o)
		d := startNode(t, n, nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		time.Sleep(28 * time.Minute)
		n.change(func() { o.full = true })
		submit(t, s, 1) // the old token is still good
		submit(t, s, 2)
		synctest.Wait()
		require.Equal(t, 2, o.infos, "asked again only after a while")
		n.change(func() { o.full = false })
		time.Sleep(31 * time.Second)
		submit(t, s, 3)
		synctest.Wait()
		submit(t, s, 4)
		require.Len(t, o.used(), 2)
	})
}

func TestNewestTermsAreAdopted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{}
		n := newNetwork(o)
		d := startNode(t, terms{n}, nil)
		s := d.open(t, "movie")
		submit(t, s, 0)
		submit(t, s, 1)
		require.Nil(t, o.submitted[0].Info.TicketParams)
		info := o.submitted[1].Info
		require.Equal(t, newest(), info.TicketParams)
		require.Equal(t, o.uri, info.URI, "what the answer left out stays")
		require.NotNil(t, info.Capabilities)
		require.Equal(t, o.submitted[0].Info.Token, info.Token, "the token names the session")
	})
}

func TestStickiness(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := &orch{took: 700 * time.Millisecond}, &orch{took: 200 * time.Millisecond, answer: 30 * time.Millisecond}
		n := newNetwork(a, b)
		unhedged := &notes{effort: broadcaster.Effort{Redundancy: 1}}
		d := startNode(t, n, func(c *broadcaster.Config) { c.Selectors = unhedged })
		s := d.open(t, "movie")
		for seq := range uint64(3) {
			require.Equal(t, a.uri, submit(t, s, seq).Orchestrator, "no faster one is looked for")
		}
		n.change(func() { a.took = 2500 * time.Millisecond })
		require.Equal(t, a.uri, submit(t, s, 3).Orchestrator)
		require.Equal(t, a.uri, submit(t, s, 4).Orchestrator, "one slow segment is not enough")
		require.Equal(t, b.uri, submit(t, s, 5).Orchestrator)
		require.Equal(t, b.uri, submit(t, s, 6).Orchestrator)
		require.True(t, d.seen.attempts[5].Swapped)
		require.False(t, d.seen.attempts[6].Swapped)
		require.NoError(t, s.Close())
		require.Len(t, a.ended, 1)
		require.Len(t, b.ended, 1)
	})
}

func TestOneOrchestratorIsNotOverrun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{took: time.Second}
		d := startNode(t, newNetwork(o), nil)
		s := d.open(t, "movie")
		var all sync.WaitGroup
		for seq := range uint64(8) {
			all.Go(func() { submit(t, s, seq) })
		}
		all.Wait()
		require.Equal(t, 4, o.mostFlies)
	})
}

func TestFormatChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		plain := &orch{}
		hevc := &orch{answer: 20 * time.Millisecond, caps: core.NewCapabilities("0.9.1", append(core.DefaultCapabilities(), core.CapHEVCDecode)...)}
		d := startNode(t, newNetwork(plain, hevc), nil)
		s := d.open(t, "movie")
		push := func(seq uint64, change func(*core.MediaInfo)) *broadcaster.SegmentResult {
			seg := segment(seq)
			change(&seg.Info)
			res, err := s.Submit(t.Context(), seg)
			require.NoError(t, err)
			return res
		}
		same := func(*core.MediaInfo) {}
		larger := func(m *core.MediaInfo) { m.Width, m.Height = 1920, 1080 }
		unknown := func(m *core.MediaInfo) { m.Width, m.Height = 0, 0 }
		other := func(m *core.MediaInfo) { m.VideoCodec = core.HEVC }
		for seq, change := range []func(*core.MediaInfo){same, larger, larger, unknown} {
			require.Equal(t, plain.uri, push(uint64(seq), change).Orchestrator)
		}
		require.Equal(t, hevc.uri, push(4, other).Orchestrator, "the first one can't decode it")
		require.Equal(t, hevc.uri, push(5, same).Orchestrator, "and the second one does both")
		var reinit []bool
		for _, seg := range plain.segments {
			reinit = append(reinit, seg.ForceReinit)
		}
		require.Equal(t, []bool{false, true, false, false}, reinit)
		require.False(t, hevc.segments[0].ForceReinit, "it has nothing to start anew")
		require.True(t, hevc.segments[1].ForceReinit)
		require.True(t, hevc.submitted[0].Required.Bits.Has(core.CapHEVCDecode))
		require.NoError(t, s.Close())
		var shown []bool
		for _, seg := range d.outs.of("movie").sources {
			shown = append(shown, seg.ForceReinit)
		}
		require.Equal(t, []bool{false, true, false, false, true, true}, shown)
	})
}

func TestWhatTheJobAsksFor(t *testing.T) {
	t.Parallel()
	o := &orch{}
	n := newNetwork(o)
	d := startNode(t, n, func(c *broadcaster.Config) { c.MinVersion = "0.9.0" })
	sc := config("movie")
	sc.VerificationFreq, sc.ForceSessionReinit, sc.TimeoutMultiplier = 3, true, 2.5
	p, err := d.OpenPush(t.Context(), sc)
	require.NoError(t, err)
	_, err = p.Submit(t.Context(), segment(0))
	require.NoError(t, err)
	req := n.finds[0].Capabilities
	require.Equal(t, "0.9.0", req.MinVersion)
	require.True(t, req.Bits.Has(core.CapMPEG7Signature))
	require.True(t, req.Bits.Has(core.CapSegmentSlicing))
	sub := o.submitted[0]
	require.True(t, sub.PerceptualHash)
	require.Equal(t, 2.5, sub.TimeoutMultiplier)
	require.True(t, o.segments[0].ForceReinit)
	require.Equal(t, sc.Profiles, sub.Profiles)
}

func TestFewOrchestratorsLeftStartsASearch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		orchs := []*orch{{}, {down: true}, {down: true}, {down: true}}
		n := newNetwork(orchs...)
		s := startNode(t, n, nil).open(t, "movie")
		seq := uint64(0)
		// searches after a pause and a segment
		after := func(pause time.Duration) int {
			time.Sleep(pause)
			submit(t, s, seq)
			seq++
			synctest.Wait()
			return len(n.finds)
		}
		require.Equal(t, 1, after(0))
		require.Equal(t, 1, after(4*time.Second))
		require.Equal(t, 2, after(time.Second), "knows 1 of 4")
		require.Equal(t, 2, after(9*time.Second), "found nobody new: the next one waits longer")
		n.change(func() { orchs[1].down, orchs[2].down = false, false })
		require.Equal(t, 3, after(time.Second))
		require.Equal(t, 3, after(29*time.Second), "knows 3 of 4")
		require.Equal(t, 4, after(time.Second))
		for range 10 {
			after(2 * time.Minute)
		}
		require.Equal(t, 14, after(0))
		require.Equal(t, 14, after(119*time.Second))
		require.Equal(t, 15, after(time.Second))
	})
}

// A search that fails again and again is one line in the log, and one when it
// is over.
func TestFailedSearchesAreLoggedOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var text strings.Builder // the handler writes one record at a time
		o := &orch{down: true}
		n := newNetwork(o)
		d := startNode(t, n, func(c *broadcaster.Config) { c.Log = slog.New(slog.NewTextHandler(&text, nil)) })
		s := d.open(t, "movie")
		_, err := s.Submit(t.Context(), segment(0))
		require.ErrorIs(t, err, broadcaster.ErrNoSessions)
		n.change(func() { o.down = false })
		submit(t, s, 1)
		require.NoError(t, s.Close())
		require.Equal(t, 1, strings.Count(text.String(), "the search goes on"))
		require.Equal(t, 1, strings.Count(text.String(), "orchestrators found again"))
		require.Equal(t, 1, strings.Count(text.String(), "segment has no renditions"))
		require.Contains(t, text.String(), "manifest=movie")
	})
}

// A search is told whom the stream has already, for others to be found.
func TestSearchesAreToldWhomTheStreamKnows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork(&orch{}, &orch{down: true}, &orch{down: true})
		s := startNode(t, n, nil).open(t, "movie")
		submit(t, s, 0)
		time.Sleep(5 * time.Second)
		submit(t, s, 1)
		synctest.Wait()
		require.Len(t, n.finds, 2)
		require.Empty(t, n.finds[0].Known)
		require.Equal(t, []string{"https://a:8935"}, n.finds[1].Known)
	})
}
