package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// source is a generated 720p30 stream, as one file and cut into segments.
type source struct {
	file     string   // MPEG-TS
	segments []string // MPEG-TS, segmentSeconds each, in order
}

const (
	sourceWidth, sourceHeight = 1280, 720
	sourceFPS                 = 30
	segmentSeconds            = 2
	// sourceVersion is part of the cache's name; a change of the picture
	// below needs a new one.
	sourceVersion = "v1"
)

// picture moves in large and in small, has edges, gradients and some grain, so
// that it costs an encoder about what a camera's stream of its bitrate does.
const picture = "testsrc2=size=1280x720:rate=30[pattern];" +
	"mandelbrot=size=480x270:rate=30:maxiter=400:end_scale=0.002,scale=640:360,format=yuv420p[fractal];" +
	"[pattern][fractal]overlay=x='320+300*sin(t)':y='180+170*cos(t*0.7)',noise=alls=6:allf=t,format=yuv420p[v]"

// makeSource generates seconds of the source in dir, or takes what is there.
func makeSource(ctx context.Context, dir string, seconds int) (*source, error) {
	dir = filepath.Join(dir, fmt.Sprintf("livepeer-bench-%s-%ds", sourceVersion, seconds))
	s := &source{file: filepath.Join(dir, "source.ts")}
	if _, err := os.Stat(filepath.Join(dir, "complete")); err != nil {
		if err := s.generate(ctx, dir, seconds); err != nil {
			return nil, err
		}
	}
	var err error
	s.segments, err = filepath.Glob(filepath.Join(dir, "segment-*.ts"))
	slices.Sort(s.segments)
	if err == nil && len(s.segments) != seconds/segmentSeconds {
		err = fmt.Errorf("%s has %d segments instead of %d; remove it and try again", dir, len(s.segments), seconds/segmentSeconds)
	}
	return s, err
}

func (s *source) generate(ctx context.Context, dir string, seconds int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "generating %d s of source in %s, once\n", seconds, dir)
	gop := strconv.Itoa(sourceFPS * segmentSeconds)
	if _, err := runFFmpeg(ctx, "-loglevel", "error",
		"-filter_complex", picture+";sine=frequency=440:beep_factor=4:sample_rate=48000[a]", "-map", "[v]", "-map", "[a]", "-t", strconv.Itoa(seconds),
		"-c:v", "libx264", "-preset", "veryfast", "-b:v", "4500k", "-maxrate", "4500k", "-bufsize", "4500k",
		"-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-flags", "+cgop", "-c:a", "aac", "-b:a", "128k", "-f", "mpegts", s.file); err != nil {
		return err
	}
	if _, err := runFFmpeg(ctx, "-loglevel", "error", "-copyts", "-i", s.file, "-c", "copy", "-f", "segment",
		"-segment_time", strconv.Itoa(segmentSeconds), "-segment_format", "mpegts", "-segment_format_options", "mpegts_copyts=1",
		filepath.Join(dir, "segment-%04d.ts")); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "complete"), nil, 0o644)
}
