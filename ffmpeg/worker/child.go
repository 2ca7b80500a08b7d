package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"github.com/livepeer/streamflow/core"
)

// Arg is the only argument of a worker process.
const Arg = "-worker"

// childFD is where a worker finds its end of the socket pair.
const childFD = 3

// trimAfter is how long a worker is idle before it gives memory back. A worker
// that is fed without pause keeps its memory, as it needs it again at once.
const trimAfter = time.Second

// Run serves as a worker process if this process was started as one, and
// reports whether it did; then the caller exits with code. It must be called
// before flags are parsed.
func Run(engine Engine) (code int, ok bool) {
	if !IsChild() {
		return 0, false
	}
	conn, err := childConn()
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s is how the node starts its media workers; it is of no use by hand: %v\n", Arg, err)
		return 2, true
	}
	prepareProcess()
	if err := Serve(conn, engine); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	return 0, true
}

func childConn() (net.Conn, error) {
	if _, err := unix.GetsockoptInt(childFD, unix.SOL_SOCKET, unix.SO_DOMAIN); err != nil {
		return nil, fmt.Errorf("file descriptor %d is no socket: %w", childFD, err)
	}
	f := os.NewFile(childFD, "parent")
	defer f.Close() // FileConn has its own duplicate, which is not inherited
	return net.FileConn(f)
}

// prepareProcess makes a worker the first that the kernel takes when memory is
// short, before the node, and keeps it from leaving core files. It is best
// effort: a worker can do its job without.
func prepareProcess() {
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte(strconv.Itoa(500)), 0)
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}

// Serve is the worker's side of the protocol: it says hello, then does jobs
// until the parent closes the connection. It owns conn.
func Serve(conn net.Conn, engine Engine) error {
	defer conn.Close()
	c := &child{frameConn: newFrameConn(conn), engine: engine}
	greeting := hello{Version: protocolVersion}
	if err := engine.Load(); err != nil {
		greeting.Failure = failureOf(err)
	}
	if err := c.writeJSON(frameHello, greeting); err != nil {
		return fmt.Errorf("say hello: %w", err)
	}
	if greeting.Failure != nil {
		return nil
	}
	for {
		h, err := c.nextWhenIdle()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("wait for a job: %w", err)
		}
		if err := c.job(h); err != nil {
			return err
		}
	}
}

// child is a worker between hello and the end of its connection. All methods
// but the outputs' writes belong to one goroutine.
type child struct {
	*frameConn
	engine Engine
}

// nextWhenIdle waits for the next frame, and trims memory once while it waits.
func (c *child) nextWhenIdle() (frameHeader, error) {
	_ = c.conn.SetReadDeadline(time.Now().Add(trimAfter))
	_, err := c.r.Peek(1)
	_ = c.conn.SetReadDeadline(time.Time{})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.engine.Trim()
	}
	return c.next()
}

// job does one job. An error ends the worker; a job that fails does not.
func (c *child) job(h frameHeader) error {
	if h.typ != frameJob {
		return protocolErrorf("frame of type %d where a job was due", h.typ)
	}
	var spec jobSpec
	if err := c.readJSON(h, &spec); err != nil {
		return err
	}
	switch {
	case spec.Transcode != nil:
		return c.transcode(spec.Transcode)
	case spec.Probe != nil:
		return c.probe(spec.Probe)
	case spec.Inspect != nil:
		return c.inspect(spec.Inspect)
	case spec.Segment != nil:
		return c.segment(spec.Segment)
	}
	return protocolErrorf("job of no kind")
}

// finish ends a job: what is left of its input is skipped, so that the
// connection is clean for the next.
func (c *child) finish(in *jobInput, result *jobResult, err error) error {
	if err == nil {
		err = in.broken()
	}
	if err != nil {
		if werr := c.writeJSON(frameFailure, failureOf(err)); werr != nil {
			return werr
		}
	} else if werr := c.writeJSON(frameResult, result); werr != nil {
		return werr
	}
	return in.drain()
}

func (c *child) transcode(job *TranscodeJob) error {
	if len(job.Profiles) > core.MaxProfiles {
		return protocolErrorf("%d profiles, at most %d are allowed", len(job.Profiles), core.MaxProfiles)
	}
	in := &jobInput{c: c.frameConn}
	outs := make([]io.Writer, len(job.Profiles))
	sinks := make([]jobOutput, len(job.Profiles))
	for i := range outs {
		sinks[i] = jobOutput{c: c.frameConn, index: uint8(i)}
		outs[i] = &sinks[i]
	}
	start := time.Now()
	res, err := c.engine.Transcode(context.Background(), job, in, outs)
	took := time.Since(start) - in.waited
	if err != nil {
		return c.finish(in, nil, err)
	}
	if len(res.Renditions) != len(outs) {
		return c.finish(in, nil, fmt.Errorf("engine made %d renditions of %d", len(res.Renditions), len(outs)))
	}
	sum := &transcodeSummary{DecodedPixels: res.DecodedPixels, OnDevice: res.OnDevice, EngineTime: took}
	for i, r := range res.Renditions {
		if err := c.writeData(frameSignature, uint8(i), r.PerceptualHash); err != nil {
			return err
		}
		sum.Renditions = append(sum.Renditions, renditionSummary{
			Bytes: sinks[i].size, HashSize: len(r.PerceptualHash), Pixels: r.Pixels, Frames: r.Frames, Duration: r.Duration,
		})
	}
	return c.finish(in, &jobResult{Transcode: sum}, nil)
}

func (c *child) probe(job *probeJob) error {
	if job.Size < 0 || job.Size > core.MaxSegmentBytes {
		return protocolErrorf("probe of %d bytes", job.Size)
	}
	in := &jobInput{c: c.frameConn}
	data := make([]byte, job.Size)
	if _, err := io.ReadFull(in, data); err != nil {
		return fmt.Errorf("read what to probe: %w", err)
	}
	info, err := c.engine.Probe(context.Background(), data, job.Ext)
	return c.finish(in, &jobResult{Probe: &info}, err)
}

// segment serves a live stream until its input ends or cannot be cut.
func (c *child) segment(job *SegmentJob) error {
	in := &jobInput{c: c.frameConn}
	seg, err := c.engine.Segment(job)
	if err != nil {
		return c.finish(in, nil, err)
	}
	for {
		h, err := c.next()
		if err != nil {
			return fmt.Errorf("read tag: %w", err)
		}
		var done []*core.Segment
		switch h.typ {
		case frameTag:
			tag, terr := c.readTag(h)
			if terr != nil {
				return terr
			}
			done, err = seg.WriteTag(tag)
		case frameInputEnd:
			in.ended = true
			done, err = seg.Flush()
		default:
			return protocolErrorf("frame of type %d where a tag was due", h.typ)
		}
		for _, s := range done {
			if werr := c.writeSegment(s); werr != nil {
				return werr
			}
		}
		if err != nil || in.ended {
			return c.finish(in, &jobResult{}, err)
		}
	}
}

func (c *child) writeSegment(s *core.Segment) error {
	head := segmentHead{
		Info: s.Info, Duration: s.Duration, Discontinuity: s.Discontinuity, ForceReinit: s.ForceReinit, Size: len(s.Data),
	}
	if err := c.writeJSON(frameSegment, head); err != nil {
		return err
	}
	return c.writeData(frameOutput, 0, s.Data)
}
