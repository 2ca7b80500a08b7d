package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// verifySource is a clip of two segments whose renditions are judged; the second
// is the one that is, the first plays the older one.
type verifySource struct {
	name          string
	graph         string // a lavfi graph with one output
	width, height int
	fps           int
	// moving says that it shows something else from second to second, and detailed
	// that it has what a small picture cannot show: attacks on either show nothing else.
	moving, detailed bool
}

// verifySourceVersion is part of the cache's name.
const verifySourceVersion = "v1"

// verifySources differ in what is hard for an encoder, and for a comparison.
func verifySources() []verifySource {
	graph := func(format string, args ...any) string { return fmt.Sprintf(format, args...) }
	return []verifySource{
		{"pattern", "testsrc2=size=1280x720:rate=30", 1280, 720, 30, true, true},
		{"mixed", "testsrc2=size=640x360:rate=30[p];mandelbrot=size=320x180:rate=30:maxiter=300:end_scale=0.002[f];" +
			"[p][f]overlay=x='160+150*sin(t)':y='90+85*cos(t*0.7)',noise=alls=6:allf=t:all_seed=7", 640, 360, 30, true, true},
		{"zoom", "mandelbrot=size=640x360:rate=25:maxiter=500:end_scale=0.01", 640, 360, 25, true, true},
		{"pan", "mandelbrot=size=960x540:rate=30:start_scale=0.6:end_scale=0.6,crop=640:360:x='40+60*t':y='30+20*t'", 640, 360, 30, true, true},
		{"shaky", "mandelbrot=size=720x420:rate=30:start_scale=0.1:end_scale=0.08,crop=640:360:x='40+30*sin(13*t)':y='30+25*cos(11*t)'", 640, 360, 30, true, true},
		{"life", "life=size=160x90:mold=10:rate=25:ratio=0.1:seed=5:death_color=#303060:life_color=#d0d0a0,scale=640:360:flags=bicubic", 640, 360, 25, true, true},
		{"gradient", "gradients=size=640x360:rate=30:seed=3:nb_colors=5:speed=0.03", 640, 360, 30, true, false},
		{"slides", "testsrc=size=640x360:rate=30", 640, 360, 30, false, true},
		{"still", "smptehdbars=size=640x360:rate=30", 640, 360, 30, false, true},
		{"dark", "mandelbrot=size=640x360:rate=30:maxiter=300:end_scale=0.01,lutyuv=y=16+(val-16)/6", 640, 360, 30, true, false},
		{"grain", "mandelbrot=size=640x360:rate=25:start_scale=0.5:end_scale=0.2,noise=alls=24:allf=t:all_seed=9", 640, 360, 25, true, false},
		{"cuts", "testsrc2=size=640x360:rate=30[a];mandelbrot=size=640x360:rate=30:end_scale=0.01[b];[a][b]overlay=enable='lt(mod(t,0.7),0.35)'", 640, 360, 30, true, true},
		{"fade", "mandelbrot=size=640x360:rate=30:end_scale=0.02,fade=t=out:st=2.4:d=1.4", 640, 360, 30, true, false},
		{"portrait", "testsrc2=size=360x640:rate=30,noise=alls=3:allf=t:all_seed=1", 360, 640, 30, true, true},
		{"fast", "mandelbrot=size=960x540:rate=60:start_scale=0.5:end_scale=0.3,crop=640:360:x='160+150*sin(5*t)':y=90", 640, 360, 60, true, true},
		{"plasma", graph("color=size=160x90:rate=24,geq=lum='128+50*sin((X+40*T)/9)+50*sin((Y+X/2-30*T)/7)':cb=128:cr=128,scale=640:360:flags=bicubic"), 640, 360, 24, true, false},
	}
}

func (s verifySource) rate() string { return strconv.Itoa(s.fps) }

// frames of a segment.
func (s verifySource) frames() int { return s.fps * segmentSeconds }

// segment is the file of segment 0 or 1.
func (s verifySource) segment(dir string, n int) string {
	return filepath.Join(dir, fmt.Sprintf("%s-%d.ts", s.name, n))
}

// make generates the segments in dir, or takes what is there.
func (s verifySource) make(ctx context.Context, dir string) error {
	if _, err := os.Stat(s.segment(dir, 1)); err == nil {
		return nil
	}
	gop := strconv.Itoa(s.frames())
	temp, err := os.MkdirTemp(dir, "making-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if _, err := runFFmpeg(ctx, "-loglevel", "error", "-filter_complex",
		s.graph+",format=yuv420p[v];sine=frequency=440:beep_factor=4:sample_rate=48000[a]", "-map", "[v]", "-map", "[a]",
		"-t", strconv.Itoa(2*segmentSeconds), "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-bf", "2",
		"-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-flags", "+cgop", "-c:a", "aac", "-b:a", "96k",
		"-f", "segment", "-segment_time", strconv.Itoa(segmentSeconds), "-segment_format", "mpegts",
		"-segment_format_options", "mpegts_copyts=1", "-muxdelay", "0", filepath.Join(temp, "%d.ts")); err != nil {
		return err
	}
	for n := range 2 {
		if err := os.Rename(filepath.Join(temp, strconv.Itoa(n)+".ts"), s.segment(dir, n)); err != nil {
			return err
		}
	}
	return nil
}
