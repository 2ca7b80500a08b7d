//go:build e2e

package e2e_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/test/cluster"
	"github.com/livepeer/streamflow/test/roguetest"
)

// fineProfiles have the sizes of renditions(), and bits enough for each picture to
// be told from the one before.
const fineProfiles = `[
  {"name": "small", "width": 192, "height": 108, "bitrate": 400000, "fps": 30},
  {"name": "tiny", "width": 160, "height": 90, "bitrate": 300000, "fps": 30}
]`

// fineSource moves all the time.
func fineSource(d time.Duration) cluster.Source {
	src := smallSource(d)
	src.Bitrate = "800k"
	return src
}

// fine writes fineProfiles to a file for -transcodingOptions.
func fine(t *testing.T, c *cluster.Cluster) string {
	t.Helper()
	file := c.Path("fine.json")
	require.NoError(t, os.WriteFile(file, []byte(fineProfiles), 0o644))
	return file
}

// startRogues starts orchestrators which transcode, off chain, and proxies in front
// of them by turns, each of which may misbehave.
func startRogues(ctx context.Context, t *testing.T, c *cluster.Cluster, orchestrators, proxies int) []*roguetest.Proxy {
	t.Helper()
	var targets []string
	for i := range orchestrators {
		o, err := c.Orchestrator(fmt.Sprintf("orchestrator-%d", i), quick("-transcoder", "-maxSessions", "50")...)
		require.NoError(t, err)
		targets = append(targets, "https://"+o.ServiceAddr)
	}
	healthy(ctx, t, c)
	var list []*roguetest.Proxy
	for i := range proxies {
		addr, err := c.Addr()
		require.NoError(t, err)
		p, err := roguetest.New(roguetest.Config{Target: targets[i%len(targets)], Addr: addr, Period: 3 * time.Second})
		require.NoError(t, err)
		require.NoError(t, p.Start(ctx))
		t.Cleanup(func() { require.NoError(t, p.Close()) })
		list = append(list, p)
	}
	return list
}

// addrs of proxies for -orchAddr.
func addrs(list []*roguetest.Proxy) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.Addr())
	}
	return out
}

// inUse is the one which took the newest segment that was done well; nil before
// there was one.
func inUse(list []*roguetest.Proxy) (latest *roguetest.Proxy) {
	var at time.Time
	for _, p := range list {
		for _, e := range p.Exchanges() {
			if e.Whole && !e.Harmed && e.Began.After(at) {
				latest, at = p, e.Began
			}
		}
	}
	return latest
}

// marketTime is how long the market of rogues is to last: 90 s, or MARKET_MINUTES.
func marketTime(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("MARKET_MINUTES")
	if text == "" {
		return 90 * time.Second
	}
	minutes, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err, "MARKET_MINUTES")
	return time.Duration(minutes * float64(time.Minute))
}

// marketModes are the modes of the test, or those that MARKET_MODES names.
func marketModes() []roguetest.Mode {
	only := os.Getenv("MARKET_MODES")
	var list []roguetest.Mode
	for _, m := range roguetest.Modes() {
		if only == "" || strings.Contains(","+only+",", ","+m.String()+",") {
			list = append(list, m)
		}
	}
	return list
}

// Five orchestrators misbehave in turn, each time the one in use, in every way
// there is. The viewers notice nothing. It runs alone, since it is about time.
// MARKET_FLAGS are more flags of the broadcaster.
func TestMarketOfRogues(t *testing.T) {
	total, modes := marketTime(t), marketModes()
	ctx, c := newClusterFor(t, total+time.Minute)
	proxies := startRogues(ctx, t, c, 2, 5)
	args := append([]string{"-transcodingOptions", fine(t, c), "-v", "5"}, strings.Fields(os.Getenv("MARKET_FLAGS"))...)
	b, err := c.Broadcaster("broadcaster", addrs(proxies), args...)
	require.NoError(t, err)
	require.NoError(t, b.Healthy(ctx))

	const calm = 3 * segmentLength // before the first and after the last
	src := fineSource(total)
	source, views := watchAll(ctx, t, channel{c, b, "market"}, renditions())
	publisher := publish(t, c, b, "market", src)
	playedFor(ctx, t, b, "market", "tiny", 2)
	end := time.Now().Add(total - 2*calm)
	for i, mode := range modes {
		misbehave(ctx, t, proxies, mode, time.Until(end)/time.Duration(len(modes)-i))
	}
	requireEnds(ctx, t, publisher)
	requirePerfect(ctx, t, src, source, views, renditions())
	for _, mode := range modes {
		harm := 0
		for _, p := range proxies {
			harm += p.Harm()[mode]
		}
		require.Positive(t, harm, "nobody met one that is %s", mode)
	}
	requireDoneElsewhere(t, proxies)
}

// misbehave has the one in use misbehave for a while, and longer if it is not met.
func misbehave(ctx context.Context, t *testing.T, proxies []*roguetest.Proxy, mode roguetest.Mode, phase time.Duration) {
	t.Helper()
	timer, look := time.NewTimer(phase), time.NewTicker(lookEvery)
	defer timer.Stop()
	defer look.Stop()
	var victim *roguetest.Proxy
	for extra, over := 3, false; !over; {
		// It may have left the one before the mode was met.
		if now := inUse(proxies); now != victim && (victim == nil || victim.Harm()[mode] == 0) {
			require.NotNil(t, now, "no segment came back before the mode %s", mode)
			if victim != nil {
				victim.SetMode(roguetest.Honest)
			}
			victim = now
			victim.SetMode(mode)
		}
		select {
		case <-look.C:
		case <-timer.C:
			if over = extra == 0 || victim.Harm()[mode] > 0; !over {
				extra--
				timer.Reset(segmentLength)
			}
		case <-ctx.Done():
			require.NoError(t, ctx.Err())
		}
	}
	victim.SetMode(roguetest.Honest)
	t.Logf("%-12s orchestrator %d, harm done %d", mode, slices.Index(proxies, victim), victim.Harm()[mode])
}

// requireDoneElsewhere checks that a segment with a wrong result was done by
// another one too, also where viewers could not have told.
func requireDoneElsewhere(t *testing.T, proxies []*roguetest.Proxy) {
	t.Helper()
	good := map[uint64]bool{}
	for _, p := range proxies {
		for _, e := range p.Exchanges() {
			if e.Whole && (!e.Harmed || e.Mode == roguetest.Slow) { // late is not wrong
				good[e.Seq] = true
			}
		}
	}
	for i, p := range proxies {
		for _, e := range p.Exchanges() {
			require.True(t, !e.Harmed || good[e.Seq], "segment %d of orchestrator %d, %s, was done by nobody else", e.Seq, i, e.Mode)
		}
	}
}
