package flv_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/stretchr/testify/require"
)

const (
	metadata = "\x02\x00\x0aonMetaData"
	videoCfg = "\x17\x00\x00\x00\x00"
	audioCfg = "\xaf\x00"
)

func script(s string) flv.Tag { return flv.Tag{Type: flv.TagScript, Data: []byte(s)} }
func config(ts int64, s string) flv.Tag {
	return flv.Tag{Type: flv.TagVideo, Timestamp: ts, Data: []byte(videoCfg + s)}
}
func key(ts int64, body string) flv.Tag {
	return flv.Tag{Type: flv.TagVideo, Timestamp: ts, Data: []byte("\x17\x01\x00\x00\x00" + body)}
}
func inter(ts int64, body string) flv.Tag {
	return flv.Tag{Type: flv.TagVideo, Timestamp: ts, Data: []byte("\x27\x01\x00\x00\x00" + body)}
}
func audio(ts int64) flv.Tag {
	return flv.Tag{Type: flv.TagAudio, Timestamp: ts, Data: []byte("\xaf\x01a")}
}
func audioConfig(ts int64) flv.Tag {
	return flv.Tag{Type: flv.TagAudio, Timestamp: ts, Data: []byte(audioCfg)}
}

func publish(t *testing.T, f *flv.Fanout, tags ...flv.Tag) {
	t.Helper()
	for _, tag := range tags {
		require.NoError(t, f.WriteTag(tag))
	}
}

// waiting returns what a subscriber can have without waiting.
func waiting(t *testing.T, s *flv.Subscriber) []flv.Tag {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var tags []flv.Tag
	for {
		tag, err := s.NextTag(ctx)
		if err != nil {
			return tags
		}
		tags = append(tags, tag)
	}
}

func subscribe(t *testing.T, f *flv.Fanout) *flv.Subscriber {
	t.Helper()
	s, err := f.Subscribe()
	require.NoError(t, err)
	return s
}

func TestFanoutLateJoiner(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{})
	early := subscribe(t, f)
	all := []flv.Tag{
		script(metadata + "1"), config(0, "v"), audioConfig(0),
		key(0, "k0"), inter(40, "p"), audio(45),
		key(80, "k1"), audio(85), script("\x02\x00\x0aonTextData"), inter(120, "p"),
	}
	publish(t, f, all...)
	late := subscribe(t, f)
	publish(t, f, inter(160, "live"))

	require.Equal(t, append(all, inter(160, "live")), waiting(t, early))
	meta := script(metadata + "1")
	meta.Timestamp = 80
	require.Equal(t, []flv.Tag{
		meta, config(80, "v"), audioConfig(80),
		key(80, "k1"), audio(85), script("\x02\x00\x0aonTextData"), inter(120, "p"), inter(160, "live"),
	}, waiting(t, late))
}

func TestFanoutConfigurationWithinGOP(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{})
	publish(t, f, config(0, "v"), key(0, "k"), audioConfig(10), audio(10))
	require.Equal(t, []flv.Tag{config(0, "v"), key(0, "k"), audioConfig(10), audio(10)}, waiting(t, subscribe(t, f)))
}

func TestFanoutVideoMetadata(t *testing.T) {
	t.Parallel()
	video := func(ts int64, data string) flv.Tag {
		return flv.Tag{Type: flv.TagVideo, Timestamp: ts, Data: []byte(data)}
	}
	f := flv.NewFanout(flv.FanoutConfig{})
	publish(t, f, video(0, "\x90hvc1c"), video(0, "\x94hvc1hdr"), video(0, "\x93hvc1k"), video(40, "\x93hvc1k"))
	require.Equal(t, []flv.Tag{video(40, "\x90hvc1c"), video(40, "\x94hvc1hdr"), video(40, "\x93hvc1k")}, waiting(t, subscribe(t, f)))
}

func TestFanoutGOPTooLong(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{MaxGOPBytes: 1000})
	publish(t, f, config(0, "v"), key(0, strings.Repeat("k", 500)), inter(40, strings.Repeat("p", 500)))
	s := subscribe(t, f)
	publish(t, f, inter(80, "p"), audio(90))
	require.Empty(t, waiting(t, s))
	publish(t, f, key(120, "k"), inter(160, "p"))
	require.Equal(t, []flv.Tag{config(120, "v"), key(120, "k"), inter(160, "p")}, waiting(t, s))
	// The next group fits again.
	require.Equal(t, []flv.Tag{config(120, "v"), key(120, "k"), inter(160, "p")}, waiting(t, subscribe(t, f)))
}

func TestFanoutManyEmptyTagsAreBounded(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{MaxGOPBytes: 10_000, MaxQueueBytes: 10_000})
	s := subscribe(t, f)
	publish(t, f, key(0, "k"))
	for range 1000 {
		publish(t, f, flv.Tag{Type: flv.TagAudio})
	}
	require.Less(t, len(waiting(t, s)), 200)
	require.Empty(t, waiting(t, subscribe(t, f)))
}

func TestFanoutSlowSubscriber(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{MaxQueueBytes: 300})
	slow, fast := subscribe(t, f), subscribe(t, f)
	first := []flv.Tag{config(0, "old"), key(0, "k0"), inter(40, "p")}
	publish(t, f, first...)
	require.Equal(t, first, waiting(t, fast))
	big := inter(80, strings.Repeat("p", 100))
	publish(t, f, big, audio(81))
	require.Equal(t, []flv.Tag{big, audio(81)}, waiting(t, fast), "one slow subscriber costs the others nothing")
	publish(t, f, config(100, "new"), inter(110, "p"))
	require.Equal(t, []flv.Tag{config(100, "new"), inter(110, "p")}, waiting(t, fast))
	require.Equal(t, first, waiting(t, slow), "what was queued stays, what did not fit is lost with all that needs it")

	publish(t, f, inter(115, "p"), key(120, "k1"), inter(160, "p"))
	require.Equal(t, []flv.Tag{config(120, "new"), key(120, "k1"), inter(160, "p")}, waiting(t, slow),
		"resumes at the keyframe with the configuration that changed meanwhile")
	require.Equal(t, []flv.Tag{inter(115, "p"), key(120, "k1"), inter(160, "p")}, waiting(t, fast))
	require.Zero(t, fast.Dropped())
	require.Positive(t, slow.Dropped())
}

func TestFanoutSlowSubscriberWithoutRoomAtKeyframe(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{MaxQueueBytes: 300})
	s := subscribe(t, f)
	publish(t, f, key(0, "k0"), inter(40, strings.Repeat("p", 300)), key(80, strings.Repeat("k", 300)), inter(120, "p"))
	require.Equal(t, []flv.Tag{key(0, "k0")}, waiting(t, s))
	publish(t, f, inter(160, "p"))
	require.Empty(t, waiting(t, s), "the keyframe was lost too, so its followers are")
	publish(t, f, key(200, strings.Repeat("k", 1000)), inter(240, "p"))
	require.Len(t, waiting(t, s), 1, "an empty queue takes a keyframe above the bound")
}

func TestFanoutAudioOnly(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{MaxQueueBytes: 200})
	publish(t, f, script(metadata), audioConfig(0), audio(10))
	s := subscribe(t, f)
	require.Len(t, waiting(t, s), 2)
	publish(t, f, audio(20), audio(30), audio(40), audio(50))
	require.Equal(t, []flv.Tag{audio(20), audio(30)}, waiting(t, s))
	publish(t, f, audio(60))
	got := waiting(t, s)
	require.Equal(t, audio(60), got[len(got)-1])
	require.True(t, got[0].IsMetadata())
}

func TestFanoutEnd(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{MaxSubscribers: 2})
	a, b := subscribe(t, f), subscribe(t, f)
	_, err := f.Subscribe()
	require.ErrorIs(t, err, flv.ErrTooManySubscribers)
	require.NoError(t, b.Close())
	require.NoError(t, b.Close())
	require.Equal(t, 1, f.Subscribers())
	_, err = b.NextTag(t.Context())
	require.ErrorIs(t, err, flv.ErrClosed)

	publish(t, f, key(0, "k"))
	require.NoError(t, f.Close(io.ErrUnexpectedEOF))
	require.ErrorIs(t, f.WriteTag(key(1, "k")), flv.ErrClosed)
	_, err = f.Subscribe()
	require.ErrorIs(t, err, flv.ErrClosed)

	got, err := a.NextTag(t.Context())
	require.NoError(t, err)
	require.Equal(t, key(0, "k"), got)
	_, err = a.NextTag(t.Context())
	require.ErrorIs(t, err, io.EOF)
}

func TestFanoutWaitingSubscribers(t *testing.T) {
	t.Parallel()
	f := flv.NewFanout(flv.FanoutConfig{})
	var wg sync.WaitGroup
	counts := make([]int, 4)
	for i := range counts {
		s := subscribe(t, f)
		wg.Go(func() {
			for {
				if _, err := s.NextTag(context.Background()); err != nil {
					if err != io.EOF {
						counts[i] = -1
					}
					return
				}
				counts[i]++
			}
		})
	}
	closed := subscribe(t, f)
	wg.Go(func() {
		for {
			if _, err := closed.NextTag(context.Background()); err != nil {
				return
			}
		}
	})
	for i := range 500 {
		publish(t, f, key(int64(i), fmt.Sprint(i)))
	}
	require.NoError(t, closed.Close())
	require.NoError(t, f.Close(nil))
	wg.Wait()
	require.Equal(t, []int{500, 500, 500, 500}, counts)
}
