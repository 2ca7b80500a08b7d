package discovery_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/discovery"
)

// unseen is a broadcaster.Outputs that plays nothing out.
type unseen struct{}

func (unseen) Open(core.ManifestID, []core.Profile) broadcaster.Output { return unseen{} }
func (unseen) Source(*core.Segment)                                    {}
func (unseen) Rendition(*core.Segment, core.Profile, core.Rendition)   {}
func (unseen) Gap(*core.Segment, core.Profile)                         {}
func (unseen) End()                                                    {}

// submissions is the floor's traders at work: it notes how many questions of streams
// there had been at each segment.
type submissions struct {
	*floor
	asked chan int
}

func (s *submissions) Submit(_ context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	s.asked <- liveQuestions(s.floor)
	result := &core.SubmissionResult{Info: sub.Info}
	for range sub.Profiles {
		result.Renditions = append(result.Renditions, core.Rendition{Data: []byte("rendition"), Pixels: 1})
	}
	return result, nil
}

func (s *submissions) EndSession(context.Context, *core.OrchestratorInfo) error { return nil }

// Once the table is warm, a stream that begins sends its first segment at once:
// nobody is asked between its opening and that.
func TestFirstSegmentAsksNobody(t *testing.T) {
	t.Parallel()
	lists := map[string]func(*discovery.TableConfig){"registry": nil, "list": offchain(t, "o0:8935,o1:8935,o2:8935")}
	for name, change := range lists {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := register(3)
				network := &submissions{floor: f, asked: make(chan int, 100)}
				table := startTable(t, f, change)
				cfg := broadcaster.DefaultConfig()
				cfg.Orchestrators, cfg.Finder, cfg.Outputs = network, table, unseen{}
				cfg.MinVersion = job().Capabilities.MinVersion // by which questions of streams are known
				b, err := broadcaster.New(cfg)
				require.NoError(t, err)
				require.NoError(t, b.Start(t.Context()))
				defer b.Close()
				time.Sleep(2 * time.Second)
				for i := range 3 {
					begin := time.Now()
					stream, err := b.OpenPush(t.Context(), broadcaster.StreamConfig{
						ManifestID: core.ManifestID('a' + rune(i)), Profiles: []core.Profile{{Name: "p", Width: 160, Height: 90, Bitrate: 1000}},
					})
					require.NoError(t, err)
					_, err = stream.Submit(t.Context(), &core.Segment{Data: []byte("media"), Duration: 2 * time.Second, Info: core.MediaInfo{HasVideo: true, VideoFrames: 60, PixelFormat: "yuv420p", Width: 1280, Height: 720}})
					require.NoError(t, err)
					require.Zero(t, <-network.asked, "nobody is asked between the opening and the first segment")
					require.Zero(t, time.Since(begin))
					time.Sleep(10 * time.Second)
				}
			})
		})
	}
}
