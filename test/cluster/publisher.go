package cluster

import (
	"fmt"
	"strconv"
	"time"
)

// Source is a generated picture with a tone.
type Source struct {
	Width, Height int
	FPS           int
	Duration      time.Duration
	Bitrate       string        // such as "300k"
	GOP           time.Duration // distance of keyframes
	Silent        bool          // without the tone
}

// Frames that a source has.
func (s Source) Frames() int { return int(s.Duration.Seconds() * float64(s.FPS)) }

// args of ffmpeg that make and encode the source, without its output.
func (s Source) args(realtime bool) []string {
	args := []string{"-hide_banner", "-loglevel", "error", "-nostdin", "-y"}
	if realtime {
		args = append(args, "-re")
	}
	args = append(args, "-f", "lavfi", "-i", fmt.Sprintf("testsrc2=size=%dx%d:rate=%d:duration=%f", s.Width, s.Height, s.FPS, s.Duration.Seconds()))
	if !s.Silent {
		if realtime {
			args = append(args, "-re")
		}
		args = append(args, "-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=440:sample_rate=48000:duration=%f", s.Duration.Seconds()), "-c:a", "aac", "-b:a", "64k")
	}
	gop := strconv.Itoa(int(s.GOP.Seconds() * float64(s.FPS)))
	return append(args, "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p",
		"-b:v", s.Bitrate, "-maxrate", s.Bitrate, "-bufsize", s.Bitrate, "-g", gop, "-keyint_min", gop, "-sc_threshold", "0")
}

// Publish sends a source in real time to an RTMP URL with the ffmpeg command
// line. The process ends by itself when the source does.
func (c *Cluster) Publish(name string, s Source, url string) (*Process, error) {
	return c.Run(name, "ffmpeg", append(s.args(true), "-f", "flv", url)...)
}

// Segments cuts a source into MPEG-TS files of one GOP each. The files are
// named by pattern, such as "clip-%d.ts", in the cluster's directory.
func (c *Cluster) Segments(name string, s Source, pattern string) (*Process, error) {
	return c.Run(name, "ffmpeg", append(s.args(false), "-f", "segment", "-segment_time", fmt.Sprintf("%f", s.GOP.Seconds()),
		"-segment_format", "mpegts", "-copyts", c.Path(pattern))...)
}
