//go:build e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/test/cluster"
	"github.com/livepeer/streamflow/test/roguetest"
)

// pushed is one segment of a stream that was pushed.
type pushed struct {
	seq          uint64
	began, ended time.Time
}

// pushStream pushes segments of a stream four times faster than in real time.
// before is called ahead of each; all must come back whole.
func pushStream(ctx context.Context, t *testing.T, n *cluster.Node, stream string, clips [][]byte, before func(seq int)) []pushed {
	t.Helper()
	pusher := cluster.NewPusher(n.HTTPAddr)
	defer pusher.Close()
	pace := time.NewTicker(pushEvery)
	defer pace.Stop()
	var list []pushed
	for seq, data := range clips {
		before(seq)
		p := pushed{seq: uint64(seq), began: time.Now()}
		answer, err := pusher.Push(ctx, cluster.Push{Stream: stream, Seq: seq, Data: data, Duration: segmentLength, Size: "320x180"})
		require.NoError(t, err, "segment %d of %s", seq, stream)
		require.NoError(t, whole(answer), "segment %d of %s", seq, stream)
		p.ended = p.began.Add(answer.Took)
		list = append(list, p)
		select {
		case <-pace.C:
		case <-ctx.Done():
			require.NoError(t, ctx.Err())
		}
	}
	return list
}

// startShopper starts a broadcaster off chain that knows the proxies.
func startShopper(ctx context.Context, t *testing.T, c *cluster.Cluster, proxies []*roguetest.Proxy, args ...string) *cluster.Node {
	t.Helper()
	all := append([]string{"-transcodingOptions", profiles(t, c), "-httpIngest", "-v", "5"}, args...)
	b, err := c.Broadcaster("broadcaster", addrs(proxies), all...)
	require.NoError(t, err)
	require.NoError(t, b.Healthy(ctx))
	return b
}

// find returns a proxy's exchange for a segment of a stream.
func find(p *roguetest.Proxy, stream string, seq uint64) (roguetest.Exchange, bool) {
	for _, e := range p.Exchanges() {
		if string(e.Manifest) == stream && e.Seq == seq {
			return e, true
		}
	}
	return roguetest.Exchange{}, false
}

// Two orchestrators get each segment. When one dies with a segment in its hands the
// other one's result is there as it always would have been: later than the other
// one gave it by not more than 0.2 s beyond what is usual.
func TestRedundancyHidesADeath(t *testing.T) {
	t.Parallel()
	const death, segments, bound = 8, 16, 200 * time.Millisecond
	ctx, c := newCluster(t)
	m := &market{T: t, ctx: ctx, cluster: c}
	proxies := startRogues(ctx, t, c, 2, 2)
	b := startShopper(ctx, t, c, proxies, "-selectionPolicy", "premium")
	var victim, other *roguetest.Proxy
	list := pushStream(ctx, t, b, "safe", m.clips(segments), func(seq int) {
		switch seq {
		case death:
			victim, other = proxies[0], proxies[1]
			if first, _ := firstDone(t, proxies, death-1); first == other { // the slower one would be no loss
				victim, other = other, victim
			}
			victim.SetMode(roguetest.Dying)
		case death + 1:
			victim.SetMode(roguetest.Dead)
		}
	})
	for seq := range uint64(death) {
		for i, p := range proxies {
			_, ok := find(p, "safe", seq)
			require.True(t, ok, "orchestrator %d has not got segment %d", i, seq)
		}
	}
	died, ok := find(victim, "safe", death)
	require.True(t, ok && died.Harmed, "nobody died over segment %d", death)

	// The time that a segment takes beyond what the fastest did it in.
	var usual []time.Duration
	for _, p := range list[1:death] {
		_, done := firstDone(t, proxies, p.seq)
		usual = append(usual, p.ended.Sub(done))
	}
	slices.Sort(usual)
	at := list[death]
	_, done := firstDone(t, []*roguetest.Proxy{other}, death)
	late := at.ended.Sub(done)
	t.Logf("renditions came %v after the first result in the median (most %v), at the death %v; from push to renditions it took %v, before it %v",
		usual[len(usual)/2], usual[len(usual)-1], late, at.ended.Sub(at.began), list[death-1].ended.Sub(list[death-1].began))
	require.Less(t, late, usual[len(usual)/2]+bound)
}

// firstDone is which of the proxies was the first to give its result for a segment,
// and when that was.
func firstDone(t *testing.T, proxies []*roguetest.Proxy, seq uint64) (first *roguetest.Proxy, at time.Time) {
	t.Helper()
	for _, p := range proxies {
		if e, ok := find(p, "safe", seq); ok && e.Whole && (first == nil || e.Ended.Before(at)) {
			first, at = p, e.Ended
		}
	}
	require.NotNil(t, first, "nobody did segment %d", seq)
	return first, at
}

// A broadcaster that knows its orchestrators sends the first segment of a stream
// without asking anybody. Between the start of the first publisher and the arrival
// of its segment there is no question. It has taken the terms that were there, so
// that later there are questions, for streams to come; the first segment of the
// second stream is done although none of these is answered.
func TestNoQuestionBeforeTheFirstSegment(t *testing.T) {
	t.Parallel()
	ctx, c := newCluster(t)
	m := &market{T: t, ctx: ctx, cluster: c}
	clip := m.clips(1)
	proxies := startRogues(ctx, t, c, 1, 3)
	b := startShopper(ctx, t, c, proxies)
	requireAsked(ctx, t, proxies, make([]int, len(proxies)))
	first := pushStream(ctx, t, b, "first", clip, func(int) {})[0]
	arrived := arrival(t, proxies, "first")
	asked := 0
	for _, p := range proxies {
		for _, at := range p.Quotes() {
			if at.After(first.began) && at.Before(arrived) {
				asked++
			}
		}
	}
	t.Logf("the first segment was sent %v after its publisher began", arrived.Sub(first.began))
	require.Zero(t, asked, "questions before the first segment")

	requireAskedSince(ctx, t, proxies, first.began)
	m.pause(pushEvery) // until the answers have come
	for _, p := range proxies {
		p.SetMode(roguetest.Mute)
	}
	second := pushStream(ctx, t, b, "second", clip, func(int) {})[0]
	t.Logf("that of the second stream was sent after %v", arrival(t, proxies, "second").Sub(second.began))
}

// requireAsked waits until each was asked for its terms more often than so far.
func requireAsked(ctx context.Context, t *testing.T, proxies []*roguetest.Proxy, sofar []int) {
	t.Helper()
	require.NoError(t, cluster.Poll(ctx, "questions", func() error {
		for i, p := range proxies {
			if len(p.Quotes()) <= sofar[i] {
				return fmt.Errorf("orchestrator %d was asked %d times", i, sofar[i])
			}
		}
		return nil
	}))
}

// requireAskedSince waits until each was asked for its terms after a moment.
func requireAskedSince(ctx context.Context, t *testing.T, proxies []*roguetest.Proxy, begin time.Time) {
	t.Helper()
	require.NoError(t, cluster.Poll(ctx, "questions", func() error {
		for i, p := range proxies {
			if !slices.ContainsFunc(p.Quotes(), begin.Before) {
				return fmt.Errorf("orchestrator %d was not asked since", i)
			}
		}
		return nil
	}))
}

// questions are how often each was asked for its terms.
func questions(proxies []*roguetest.Proxy) (list []int) {
	for _, p := range proxies {
		list = append(list, len(p.Quotes()))
	}
	return list
}

// arrival is when the first segment of a stream came to an orchestrator.
func arrival(t *testing.T, proxies []*roguetest.Proxy, stream string) (first time.Time) {
	t.Helper()
	for _, p := range proxies {
		if e, ok := find(p, stream, 0); ok && (first.IsZero() || e.Began.Before(first)) {
			first = e.Began
		}
	}
	require.False(t, first.IsZero(), "no segment of stream %s came", stream)
	return first
}

// What a broadcaster off chain has seen of orchestrators counts after a restart:
// new streams begin with the one of three that was good.
func TestHistorySurvives(t *testing.T) {
	t.Parallel()
	const streams = 3
	ctx, c := newCluster(t)
	m := &market{T: t, ctx: ctx, cluster: c}
	clips := m.clips(6)
	proxies := startRogues(ctx, t, c, 1, 3)
	b := startShopper(ctx, t, c, proxies)
	var bad []*roguetest.Proxy
	pushStream(ctx, t, b, "before", clips, func(seq int) {
		if seq == 2 || seq == 4 {
			bad = append(bad, inUse(proxies))
			bad[len(bad)-1].SetMode(roguetest.Few)
		}
	})
	for _, p := range bad {
		p.SetMode(roguetest.Honest)
		require.Positive(t, p.Harm()[roguetest.Few])
		requireRemembered(ctx, t, b, p)
	}

	require.NoError(t, b.Signal(syscall.SIGTERM))
	_, err := b.Wait(ctx)
	require.NoError(t, err)
	sofar := questions(proxies)
	b, err = c.Restart(b)
	require.NoError(t, err)
	require.NoError(t, b.Healthy(ctx))
	for i := range streams {
		requireAsked(ctx, t, proxies, sofar) // a stream may take the terms of all
		m.pause(pushEvery)                   // until the answers have come
		sofar = questions(proxies)
		stream := fmt.Sprintf("after-%d", i)
		pushStream(ctx, t, b, stream, clips[:1], func(int) {})
		for _, p := range bad {
			_, ok := find(p, stream, 0)
			require.False(t, ok, "stream %d began with one that had been bad", i)
		}
	}
	for _, p := range bad {
		requireRemembered(ctx, t, b, p)
	}
}

// requireRemembered waits until a broadcaster tells of an orchestrator's failures.
func requireRemembered(ctx context.Context, t *testing.T, b *cluster.Node, bad *roguetest.Proxy) {
	t.Helper()
	require.NoError(t, cluster.Poll(ctx, "history", func() error {
		body, err := cluster.Get(ctx, "http://"+b.CLIAddr+"/api/v1/orchestrators/history")
		if err != nil {
			return err
		}
		var list struct{ Histories []reputation.Export }
		if err := json.Unmarshal(body, &list); err != nil {
			return &cluster.FatalError{Err: err}
		}
		for _, h := range list.Histories {
			if h.URI == bad.URI() || string(h.Peer) == bad.URI() {
				if h.Lasting.Bad == 0 {
					return errors.New("it is said to have been good")
				}
				return nil
			}
		}
		return fmt.Errorf("nothing is said of %s among %d", bad.URI(), len(list.Histories))
	}))
}
