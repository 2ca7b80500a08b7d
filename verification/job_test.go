package verification_test

import (
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

const frame = time.Second / 30

// frames are n frames at a distance, the first a keyframe.
func frames(from time.Duration, n int, distance time.Duration) []core.FrameFacts {
	list := make([]core.FrameFacts, n)
	for i := range list {
		list[i] = core.FrameFacts{Time: from + time.Duration(i)*distance, Key: i == 0}
	}
	return list
}

// sourceFacts are those of two seconds of 1280x720 at 30 frames a second.
func sourceFacts() *core.MediaFacts {
	return &core.MediaFacts{
		Container: core.MPEGTS, Bytes: 1 << 20, AudioStreams: 1,
		Video: &core.VideoFacts{
			Codec: core.H264, Profile: 100, PixelFormat: "yuv420p", Width: 1280, Height: 720, Pixels: 60 * 1280 * 720, Bytes: 1 << 20,
			FPSNum: 30, FPSDen: 1, Frames: frames(10*time.Second, 60, frame),
		},
		Audio: &core.AudioFacts{
			Codec: "aac", SampleRate: 48000, Channels: 2, Packets: 94, First: 10*time.Second + 5*time.Millisecond, Duration: 2 * time.Second,
		},
	}
}

// madeFacts are those of an honest rendition.
func madeFacts(source *core.MediaFacts, p core.Profile) *core.MediaFacts {
	w, h := core.OutputSize(source.Video.Width, source.Video.Height, p)
	n := len(source.Video.Frames)
	distance := frame
	if num, den := p.Rate(); num > 0 {
		distance = time.Second * time.Duration(den) / time.Duration(num)
		n = int((source.Video.Duration() + distance/2) / distance)
	}
	audio := *source.Audio
	return &core.MediaFacts{
		Container: p.Format, AudioStreams: 1, Audio: &audio,
		Video: &core.VideoFacts{
			Codec: p.Encoder, Profile: 100, PixelFormat: "yuv420p", Width: w, Height: h, Pixels: int64(n * w * h),
			Bytes: p.Bitrate / 8 * 2, Frames: frames(source.Video.Frames[0].Time, n, distance),
		},
	}
}

func profile(name string, w, h int, kbps int64) core.Profile {
	return core.Profile{Name: name, Width: w, Height: h, Bitrate: kbps * 1000}
}

// honestJob has two renditions in good order, without a look at their content.
func honestJob() verification.Job {
	job := verification.Job{
		Profiles: []core.Profile{profile("360", 640, 360, 800), profile("240", 426, 240, 300)},
		Source:   sourceFacts(),
	}
	for _, p := range job.Profiles {
		facts := madeFacts(job.Source, p)
		job.Results = append(job.Results, verification.Result{Facts: facts, Pixels: facts.Video.Pixels})
	}
	return job
}
