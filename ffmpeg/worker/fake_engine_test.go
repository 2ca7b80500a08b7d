package worker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg"
	"github.com/livepeer/streamflow/ffmpeg/worker"
)

// fakeEngine does in a worker process what the first words of its input say.
// It stands for an engine that works, and for every way in which one fails.
// Input that is no such word goes to the engine itself.
type fakeEngine struct{}

func (fakeEngine) Load() error { return nil } // the engine loads what it needs when it is needed
func (fakeEngine) Trim()       { worker.MediaEngine().Trim() }

// isCommand tells whether words are meant for the fake.
func isCommand(words []string) bool {
	return len(words) == 0 || slices.Contains(strings.Fields(
		"copy early segv abort panic halfway hang sigkill alloc flood garbage badvideo fault env files fine bad"), words[0])
}

func (fakeEngine) Transcode(ctx context.Context, job *worker.TranscodeJob, in io.Reader, outs []io.Writer) (*worker.TranscodeResult, error) {
	first, rest, whole, err := readCommand(in)
	if err != nil {
		return nil, err
	}
	if !isCommand(first) {
		return transcodeOnFake(ctx, job, io.MultiReader(bytes.NewReader(whole), in), outs)
	}
	if err := misbehave(first, outs[0]); err != nil {
		return nil, err
	}
	if len(first) > 0 && first[0] == "early" { // ends without reading its input
		return result(job, 0), nil
	}
	n, err := echo(io.MultiReader(bytes.NewReader(rest), in), outs)
	if err != nil {
		return nil, err
	}
	return result(job, n), nil
}

// Devices of the fake engine, which has the CPU do what they are said to do.
const (
	wholeDevice   = worker.Device("60") // decodes and encodes
	decodeDevice  = worker.Device("61") // has no encoder
	encodeDevice  = worker.Device("62") // has no decoder
	uselessDevice = worker.Device("63") // has neither
)

// transcodeOnFake does what the device can do, and leaves others to the engine.
func transcodeOnFake(ctx context.Context, job *worker.TranscodeJob, in io.Reader, outs []io.Writer) (*worker.TranscodeResult, error) {
	on := job.Device
	if on < wholeDevice || on > uselessDevice || len(on) != 2 {
		return worker.MediaEngine().Transcode(ctx, job, in, outs)
	}
	if !job.CPUEncode && (on == decodeDevice || on == uselessDevice) {
		return nil, errors.New("no encoder on this device")
	}
	job.Device = ""
	res, err := worker.MediaEngine().Transcode(ctx, job, in, outs)
	if err == nil && (on == wholeDevice || on == decodeDevice) {
		res.OnDevice = res.Renditions[0].Frames
	}
	return res, err
}

// readCommand reads up to the first line's end, or 4096 bytes.
func readCommand(in io.Reader) (words []string, rest, whole []byte, err error) {
	buf := make([]byte, 4096)
	n, err := io.ReadAtLeast(in, buf, 1)
	if err != nil {
		return nil, nil, nil, err
	}
	line, rest, _ := bytes.Cut(buf[:n], []byte("\n"))
	return strings.Fields(string(line)), rest, buf[:n], nil
}

// echo copies the input to all outputs, in small pieces.
func echo(in io.Reader, outs []io.Writer) (n int64, err error) {
	w := make([]io.Writer, len(outs))
	copy(w, outs)
	return io.CopyBuffer(io.MultiWriter(w...), struct{ io.Reader }{in}, make([]byte, 10_000))
}

func result(job *worker.TranscodeJob, n int64) *worker.TranscodeResult {
	res := &worker.TranscodeResult{DecodedPixels: n}
	for i, p := range job.Profiles {
		r := worker.RenditionResult{Pixels: int64(p.Width) * int64(p.Height), Frames: i + 1, Duration: job.Duration}
		if job.PerceptualHash {
			r.PerceptualHash = []byte(job.OrchestratorID + "@" + string(job.Device))
			if job.CPUEncode {
				r.PerceptualHash = append(r.PerceptualHash, " encoded on the CPU"...)
			}
		}
		res.Renditions = append(res.Renditions, r)
	}
	return res
}

// misbehave does not return in most cases.
func misbehave(words []string, out io.Writer) error {
	if len(words) == 0 {
		return nil
	}
	if len(words) > 1 { // say who we are to the test
		if err := os.WriteFile(words[1]+"/pid", []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
			return err
		}
		if err := os.Rename(words[1]+"/pid", words[1]+"/ready"); err != nil {
			return err
		}
	}
	switch words[0] {
	case "segv":
		_ = syscall.Kill(os.Getpid(), syscall.SIGSEGV)
		select {}
	case "abort":
		fmt.Fprintln(os.Stderr, "assertion x > 0 failed")
		os.Exit(134)
	case "panic":
		panic("the engine has a bug")
	case "halfway":
		_, _ = out.Write([]byte("some bytes"))
		os.Exit(3)
	case "hang":
		select {}
	case "sigkill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "alloc":
		for {
			const flags = syscall.MAP_PRIVATE | syscall.MAP_ANON | syscall.MAP_POPULATE
			if _, err := syscall.Mmap(-1, 0, 8<<20, syscall.PROT_READ|syscall.PROT_WRITE, flags); err != nil {
				return err
			}
		}
	case "flood":
		for b := make([]byte, 1<<20); ; {
			if _, err := out.Write(b); err != nil {
				return err
			}
		}
	case "garbage": // on the socket, between two frames
		_, _ = syscall.Write(findSocket(), bytes.Repeat([]byte{0xff}, 64))
		select {}
	case "badvideo":
		return &core.TranscodeError{Code: core.NoKeyframes, Detail: "by order"}
	case "fault":
		return errors.New("the card fell off")
	case "env":
		_, err := io.WriteString(out, strings.Join(os.Environ(), "\n"))
		return err
	case "files":
		_, err := io.WriteString(out, openFiles())
		return err
	}
	return nil
}

// findSocket returns the descriptor of the connection to the parent.
func findSocket() int {
	for fd := 3; fd < 64; fd++ {
		if domain, err := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, 39 /* SO_DOMAIN */); err == nil && domain == syscall.AF_UNIX {
			return fd
		}
	}
	return -1
}

// openFiles describes the descriptors that a worker has, one a line.
func openFiles() string {
	var lines []string
	for fd := range 64 {
		if name, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd)); err == nil {
			lines = append(lines, name)
		}
	}
	return strings.Join(lines, "\n")
}

func (fakeEngine) Probe(ctx context.Context, data []byte, ext string) (core.MediaInfo, error) {
	words, _, _, _ := readCommand(bytes.NewReader(data))
	if !isCommand(words) {
		return worker.MediaEngine().Probe(ctx, data, ext)
	}
	if err := misbehave(words, io.Discard); err != nil {
		return core.MediaInfo{}, err
	}
	return core.MediaInfo{HasVideo: true, VideoFrames: len(data), PixelFormat: ext}, nil
}

func (fakeEngine) Inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error) {
	words, _, _, _ := readCommand(bytes.NewReader(data))
	if !isCommand(words) {
		return worker.MediaEngine().Inspect(ctx, data, ext, look)
	}
	return &core.MediaFacts{Bytes: len(data)}, misbehave(words, io.Discard)
}

func (fakeEngine) Segment(job *worker.SegmentJob) (worker.StreamSegmenter, error) {
	if job.Target == time.Hour {
		return nil, &ffmpeg.StreamError{Fault: ffmpeg.UnsupportedStream, Detail: "an hour"}
	}
	if job.Target == realTarget {
		return worker.MediaEngine().Segment(job)
	}
	return &fakeSegmenter{target: job.Target.Milliseconds(), gap: job.MaxKeyframeGap}, nil
}

// realTarget asks the fake engine for a segmenter that is none.
const realTarget = 999 * time.Millisecond

// fakeSegmenter makes a segment of the tags of each target's length.
type fakeSegmenter struct {
	target int64
	gap    time.Duration
	tags   []flv.Tag
}

func (f *fakeSegmenter) WriteTag(tag flv.Tag) (done []*core.Segment, err error) {
	if tag.Type == flv.TagScript {
		if err := misbehave(strings.Fields(string(tag.Data)), io.Discard); err != nil {
			return nil, err
		}
		if string(tag.Data) == "bad" {
			return nil, &ffmpeg.StreamError{Fault: ffmpeg.NoKeyframe, Detail: f.gap.String()}
		}
		return nil, nil
	}
	if len(f.tags) > 0 && tag.Timestamp-f.tags[0].Timestamp >= f.target {
		done = append(done, f.cut(tag.Timestamp))
	}
	f.tags = append(f.tags, tag)
	return done, nil
}

func (f *fakeSegmenter) cut(end int64) *core.Segment {
	seg := &core.Segment{
		Duration: time.Duration(end-f.tags[0].Timestamp) * time.Millisecond, Discontinuity: f.tags[0].Timestamp == 0,
		Info: core.MediaInfo{HasVideo: true, VideoFrames: len(f.tags)},
	}
	for _, t := range f.tags {
		seg.Data = append(seg.Data, t.Data...)
	}
	f.tags = nil
	return seg
}

func (f *fakeSegmenter) Flush() ([]*core.Segment, error) {
	if len(f.tags) == 0 {
		return nil, nil
	}
	return []*core.Segment{f.cut(f.tags[len(f.tags)-1].Timestamp)}, nil
}
