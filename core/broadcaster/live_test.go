package broadcaster_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// Tags of an H.264 and AAC stream (FLV 10.1, E.4): five bytes of header, then a
// name to know them by.
func config264(name string) flv.Tag {
	return flv.Tag{Type: flv.TagVideo, Data: []byte("\x17\x00\x00\x00\x00" + name)}
}
func key(name string) flv.Tag {
	return flv.Tag{Type: flv.TagVideo, Data: []byte("\x17\x01\x00\x00\x00" + name)}
}
func inter(name string) flv.Tag {
	return flv.Tag{Type: flv.TagVideo, Data: []byte("\x27\x01\x00\x00\x00" + name)}
}
func configAAC(name string) flv.Tag {
	return flv.Tag{Type: flv.TagAudio, Data: []byte("\xaf\x00\x11\x90\x56" + name)}
}

// feed writes tags 100 ms apart and lets the segments come out.
func feed(t *testing.T, l *broadcaster.LiveStream, from int64, tags ...flv.Tag) {
	t.Helper()
	for i, tag := range tags {
		tag.Timestamp = from + int64(i)*100
		require.NoError(t, l.WriteTag(tag))
		synctest.Wait()
	}
}

func datas(o *output) (list []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, s := range o.sources {
		if int(s.Seq) != i {
			return append(list, "numbers are not consecutive")
		}
		mark := ""
		if s.Discontinuity {
			mark = "!"
		}
		list = append(list, mark+string(s.Data))
	}
	return list
}

func startLive(t *testing.T, seg *segmenter, orchs ...*orch) (*node, *broadcaster.LiveStream) {
	t.Helper()
	d := startNode(t, newNetwork(orchs...), func(c *broadcaster.Config) { c.Segmenter = seg })
	l, err := d.OpenLive(t.Context(), config("live"))
	require.NoError(t, err)
	return d, l
}

func TestLiveStreamDeliversToTheLastSegment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seg := &segmenter{}
		o := &orch{took: 1900 * time.Millisecond}
		d, l := startLive(t, seg, o)
		feed(t, l, 0, config264("S"), key("A"), inter("a"), key("B"), key("C"), inter("c"))
		require.NoError(t, l.Close())
		out := d.outs.of("live")
		require.NoError(t, out.complete())
		require.Equal(t, []string{"Aa", "B", "Cc"}, datas(out))
		require.Empty(t, out.gaps("low"))
		require.False(t, o.endedBusy)
		require.Len(t, o.ended, 1)
		require.Equal(t, 1, seg.closed())
		require.ErrorIs(t, l.WriteTag(key("D")), broadcaster.ErrStreamEnded)
		require.NoError(t, l.Close())
		require.Equal(t, core.ManifestID("live"), l.ManifestID())
		require.Empty(t, d.Status().Manifests)
	})
}

func TestLiveStreamWithoutOrchestratorHasItsSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, l := startLive(t, &segmenter{}, &orch{down: true})
		for range 30 {
			feed(t, l, 0, key("A"))
			time.Sleep(2 * time.Second)
		}
		out := d.outs.of("live")
		require.Len(t, out.seqs(), 29)
		require.NoError(t, l.Close())
		require.NoError(t, out.complete())
		require.Len(t, out.gaps("low"), 30)
	})
}

func TestLiveStreamSurvivesItsSegmenter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seg := &segmenter{dieAt: map[int]death{0: {"c", errKilled}, 1: {"F", errKilled}}}
		d, l := startLive(t, seg, &orch{})
		feed(t, l, 0, config264("S"), configAAC("T"), key("A"), inter("a"), key("B"), key("C"))
		feed(t, l, 1000, inter("c"), inter("c2"), key("D"), inter("d"), key("E"))
		feed(t, l, 2000, key("F"), inter("f"), key("G"), key("H"))
		require.NoError(t, l.Close())
		out := d.outs.of("live")
		require.NoError(t, out.complete())
		require.Equal(t, []string{"Aa", "B", "!Dd", "!Ff", "G", "H"}, datas(out))
		require.Equal(t, []string{"S@1000", "T@1000", "c@1000", "c2@1100", "D@1200", "d@1300", "E@1400", "F@2000"}, seg.all(1), "set up as the first one was")
		require.Equal(t, 3, seg.closed())
	})
}

// publisherError is an error as the media engine has them.
type publisherError struct{ error }

func (publisherError) SourceFault() bool { return true }

var errNoKeyframe = publisherError{errors.New("no keyframe for more than 8s")}

func TestLiveStreamEndsWhenItCannotBeCut(t *testing.T) {
	t.Parallel()
	noKeys := &core.TranscodeError{Code: core.NoKeyframes}
	for name, tc := range map[string]struct {
		seg  *segmenter
		want error
		took int // sessions
	}{
		"source_at_fault":        {&segmenter{dieAt: map[int]death{0: {"x", noKeys}}}, noKeys, 1},
		"publisher_at_fault":     {&segmenter{dieAt: map[int]death{0: {"x", errNoKeyframe}}}, errNoKeyframe, 1},
		"dies_again_and_again":   {&segmenter{dieAt: map[int]death{0: {"x", errKilled}, 1: {"x", errKilled}, 2: {"x", errKilled}}}, errKilled, 3},
		"no_worker_to_be_had":    {&segmenter{dieAt: map[int]death{0: {"x", errKilled}}, openErr: map[int]error{1: errKilled}}, errKilled, 1},
		"dies_during_its_set_up": {&segmenter{dieAt: map[int]death{0: {"x", errKilled}, 1: {"S", errKilled}}}, nil, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d, l := startLive(t, tc.seg, &orch{})
				feed(t, l, 0, config264("S"), key("A"))
				var err error
				for range 5 {
					if err = l.WriteTag(key("x")); err != nil {
						break
					}
					synctest.Wait()
				}
				require.Error(t, err)
				if tc.want != nil {
					require.ErrorIs(t, err, tc.want)
				}
				require.Error(t, l.WriteTag(key("y")), "and stays ended")
				require.Len(t, tc.seg.sessions, tc.took)
				require.NoError(t, l.Close())
				require.NoError(t, d.outs.of("live").complete())
			})
		})
	}
}

func TestLiveStreamWhoseSegmenterHangsAtTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, l := startLive(t, &segmenter{stuck: true}, &orch{})
		feed(t, l, 0, key("A"), key("B"))
		begin := time.Now()
		require.NoError(t, l.Close())
		require.Equal(t, 15*time.Second, time.Since(begin))
		require.Equal(t, []string{"A"}, datas(d.outs.of("live")))
		require.NoError(t, d.outs.of("live").complete())
	})
}

func TestLiveStreamOfAClosingNode(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, l := startLive(t, &segmenter{}, &orch{})
		feed(t, l, 0, key("A"))
		require.NoError(t, d.Close())
		synctest.Wait()
		require.ErrorIs(t, l.WriteTag(key("B")), broadcaster.ErrStreamEnded)
		require.NoError(t, l.Close())
	})
}

func TestOpenLiveRefusals(t *testing.T) {
	t.Parallel()
	d := startNode(t, newNetwork(&orch{}), nil)
	_, err := d.OpenLive(t.Context(), config("live"))
	require.ErrorContains(t, err, "no segmenter")
	away := errors.New("no worker could be started")
	d = startNode(t, newNetwork(&orch{}), func(c *broadcaster.Config) { c.Segmenter = &segmenter{openErr: map[int]error{0: away}} })
	_, err = d.OpenLive(t.Context(), config("live"))
	require.ErrorIs(t, err, away)
	require.Empty(t, d.Status().Manifests, "the name is free again")
	d.open(t, "live")
	_, err = d.OpenLive(t.Context(), config("live"))
	require.ErrorIs(t, err, broadcaster.ErrStreamExists)
}
