package ffmpeg_test

import (
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
)

// BenchmarkCard transcodes two seconds on the CPU, and with the card decoding
// and scaling; cpu-ms is the processor time of a segment.
func BenchmarkCard(b *testing.B) {
	needCard(b)
	ladder := []core.Profile{
		{Name: "720p", Width: 1280, Height: 720, Bitrate: 3_000_000}, {Name: "480p", Width: 854, Height: 480, Bitrate: 1_500_000},
		{Name: "360p", Width: 640, Height: 360, Bitrate: 900_000}, {Name: "240p", Width: 426, Height: 240, Bitrate: 400_000},
	}
	for _, size := range []string{"1280x720", "1920x1080", "3840x2160"} {
		src := detail(b, ".ts", size, "2")
		for _, preset := range []string{"ultrafast", "veryfast", "medium"} {
			for name, device := range map[string]ffmpeg.Device{"cpu": {}, "card": onCard()} {
				b.Run(size+"/"+preset+"/"+name, func(b *testing.B) {
					job := ffmpeg.Job{Profiles: ladder, Preset: preset, Device: device}
					_, _, err := transcode(b, job, src) // opens the card
					require.NoError(b, err)
					used := processorTime(b)
					for b.Loop() {
						_, _, err := transcode(b, job, src)
						require.NoError(b, err)
					}
					b.ReportMetric(float64((processorTime(b)-used).Milliseconds())/float64(b.N), "cpu-ms/op")
				})
			}
		}
	}
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
