//go:build e2e

package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/test/cluster"
)

// viewer watches the media playlist of a rendition as a player does that has no
// mercy: it takes every segment when it is announced, and wants them all.
type viewer struct {
	name, url, file string

	done chan struct{}
	err  error // of the end; to be read when done is closed

	mu sync.Mutex
	// guarded by mu:
	seen map[int]time.Time // when a segment was announced, by its number
	next int               // number of the segment that is to come
}

// watch begins to view a rendition, or "source", of a stream from its first segment.
func watch(ctx context.Context, t *testing.T, from channel, name string) *viewer {
	t.Helper()
	ctx, cancel := context.WithCancel(ctx)
	v := &viewer{
		name: name, url: fmt.Sprintf("http://%s/stream/%s/%s.m3u8", from.node.HTTPAddr, from.stream, name),
		file: from.cluster.Path(from.stream + "-" + name + "-viewed.ts"), done: make(chan struct{}), seen: map[int]time.Time{},
	}
	go func() {
		defer close(v.done)
		v.err = v.run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-v.done
	})
	return v
}

// watchAll views the source and all renditions.
func watchAll(ctx context.Context, t *testing.T, from channel, list []rendition) (source *viewer, views []*viewer) {
	t.Helper()
	source = watch(ctx, t, from, "source")
	for _, r := range list {
		views = append(views, watch(ctx, t, from, r.name))
	}
	return source, views
}

// announced is when a segment was first in the playlist.
func (v *viewer) announced(segment int) (at time.Time, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	at, ok = v.seen[segment]
	return at, ok
}

// count is how many segments there were so far.
func (v *viewer) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.seen)
}

const lookEvery = 100 * time.Millisecond

// run looks until the stream is over.
func (v *viewer) run(ctx context.Context) error {
	file, err := os.Create(v.file)
	if err != nil {
		return err
	}
	defer file.Close()
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		playlist, err := cluster.Get(ctx, v.url)
		var missing *cluster.StatusError
		over := false
		switch {
		case errors.As(err, &missing) && v.count() == 0: // the stream is to come
		case err != nil:
			return err
		default:
			if over, err = v.take(ctx, string(playlist), file); err != nil || over {
				return err
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// take gets what is new in a playlist. Source: RFC 8216, 4.3.
func (v *viewer) take(ctx context.Context, playlist string, file *os.File) (over bool, err error) {
	number := 0
	for line := range strings.Lines(playlist) {
		line = strings.TrimSpace(line)
		first, begins := strings.CutPrefix(line, "#EXT-X-MEDIA-SEQUENCE:")
		switch {
		case begins:
			if number, err = strconv.Atoi(first); err != nil {
				return false, err
			}
		case line == "#EXT-X-GAP", line == "#EXT-X-DISCONTINUITY":
			return false, fmt.Errorf("%s: %s at segment %d", v.name, line, number)
		case line == "#EXT-X-ENDLIST":
			over = true
		case line != "" && line[0] != '#':
			if err := v.segment(ctx, number, line, file); err != nil {
				return false, err
			}
			number++
		}
	}
	return over, nil
}

func (v *viewer) segment(ctx context.Context, number int, ref string, file *os.File) error {
	now := time.Now()
	v.mu.Lock()
	next := v.next
	if len(v.seen) == 0 {
		next = number
	}
	if number >= next {
		v.seen[number], v.next = now, number+1
	}
	v.mu.Unlock()
	if number < next {
		return nil
	}
	if number > next {
		return fmt.Errorf("%s: segment %d came after %d", v.name, number, next-1)
	}
	base, err := url.Parse(v.url)
	if err != nil {
		return err
	}
	at, err := base.Parse(ref)
	if err != nil {
		return err
	}
	data, err := cluster.Get(ctx, at.String())
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return err
}

// wait waits for the end of the stream, in which nothing may have been missing.
func (v *viewer) wait(ctx context.Context, t *testing.T) {
	t.Helper()
	select {
	case <-v.done:
		require.NoError(t, v.err, v.name)
	case <-ctx.Done():
		require.NoError(t, ctx.Err(), "%s has had %d segments and does not end", v.name, v.count())
	}
}

// lags are how much later than the source's its segments were announced, in order
// of size.
func (v *viewer) lags(source *viewer) []time.Duration {
	var list []time.Duration
	for i := range v.next {
		at, ok := v.announced(i)
		was, sourceOK := source.announced(i)
		if ok && sourceOK {
			list = append(list, at.Sub(was))
		}
	}
	slices.Sort(list)
	return list
}

// likeness compares each picture of a rendition with that of the source which was
// shown at the same place, and returns the SSIM of luma of each. It is an error for
// the decoder to find a fault. Source: https://ffmpeg.org/ffmpeg-filters.html#ssim.
func likeness(ctx context.Context, t *testing.T, r rendition, view, source *viewer) (list []float64) {
	t.Helper()
	cmd := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-nostdin", "-i", view.file, "-i", source.file,
		"-lavfi", fmt.Sprintf("[0:v]setpts=N/30/TB[a];[1:v]scale=%d:%d:flags=bicubic,setpts=N/30/TB[b];[a][b]ssim=f=-:shortest=1", r.width, r.height),
		"-fps_mode", "passthrough", "-f", "null", "-")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	require.NoError(t, err, "%s: %s", r.name, said.String())
	require.Empty(t, said.String(), "decoder of %s", r.name)
	for line := range strings.Lines(string(out)) {
		for field := range strings.FieldsSeq(line) {
			if text, ok := strings.CutPrefix(field, "Y:"); ok {
				v, err := strconv.ParseFloat(text, 64)
				require.NoError(t, err, line)
				list = append(list, v)
			}
		}
	}
	require.NotEmpty(t, list)
	return list
}

// leastLikeness is between what every picture of honest renditions of fineProfiles
// reaches, 0.98, and the worst one of a segment that is frozen, 0.65.
const leastLikeness = 0.9

// viewersReserve is how far behind players are (RFC 8216, 6.3.3).
const viewersReserve = 3 * segmentLength

// requirePerfect checks what the viewers of a stream have seen: all of it, in the
// right size, and each picture the right one.
func requirePerfect(ctx context.Context, t *testing.T, src cluster.Source, source *viewer, views []*viewer, list []rendition) {
	t.Helper()
	source.wait(ctx, t)
	want := probe(ctx, t, source.file)
	require.GreaterOrEqual(t, float64(want.frames), 0.99*float64(src.Frames()), "pictures in the source")
	for i, r := range list {
		view := views[i]
		view.wait(ctx, t)
		require.Equal(t, source.count(), view.count(), "segments of %s", r.name)
		m := probe(ctx, t, view.file)
		require.Equal(t, want.frames, m.frames, "pictures in %s", r.name)
		require.Equal(t, [2]int{r.width, r.height}, [2]int{m.width, m.height}, "size of %s", r.name)
		frame := 1 / float64(src.FPS)
		require.Less(t, m.maxStep, 1.5*frame, "no gap in %s", r.name)
		require.Greater(t, m.minStep, 0.5*frame, "no picture twice in %s", r.name)
		likes := likeness(ctx, t, r, view, source)
		least := slices.Min(likes)
		lags := view.lags(source)
		t.Logf("%s: %d segments, %d pictures, SSIM least %.3f; announced after the source's: median %v, most %v",
			r.name, view.count(), len(likes), least, lags[len(lags)/2].Round(time.Millisecond), lags[len(lags)-1].Round(time.Millisecond))
		require.Equal(t, want.frames, len(likes), "pictures of %s that were compared", r.name)
		at := time.Duration(slices.Index(likes, least)) * time.Second / time.Duration(src.FPS)
		require.Greater(t, least, leastLikeness, "the worst picture of %s, %v after the begin", r.name, at)
		require.Less(t, lags[len(lags)-1], viewersReserve, "a viewer of %s would have had nothing to see", r.name)
	}
}
