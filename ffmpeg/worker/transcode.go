package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
)

var _ core.Transcoder = (*Supervisor)(nil)

// Transcode does a task in a worker. What is wrong with source or profiles is a
// *core.TranscodeError; a *CrashError, *HangError, *MemoryError, *ProtocolError,
// *EngineError, *StartError or ErrClosed is a fault of this node. A source that
// two workers died of is refused as core.InvalidVideo, so that it does not go
// on from node to node. A source that fails before it is whole gives its error,
// and its worker lives.
func (s *Supervisor) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	done, err := s.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	began := time.Now()
	res, err := s.transcode(ctx, task)
	s.cfg.Observer.JobDone(JobTranscode, time.Since(began), err)
	return res, err
}

// EndSession releases the session's place on its device.
func (s *Supervisor) EndSession(id core.SessionID) { s.places.end(id) }

func (s *Supervisor) transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	if err := checkTask(task); err != nil {
		return nil, err
	}
	if err := s.checkPoison(ctx, task.Source); err != nil {
		return nil, err
	}
	if err := s.slot(ctx, s.transcodes); err != nil {
		return nil, err
	}
	defer func() { <-s.transcodes }()
	if err := task.Source.Err(); err != nil {
		return nil, err
	}
	device := s.places.place(task.SessionID, task.Profiles, time.Now())
	out, err := s.transcodeOn(ctx, device, task, s.jobLimit(task.Duration))
	if err != nil {
		return nil, err
	}
	return &out.Transcoded, nil
}

// checkPoison refuses a source that workers died of. It waits for all of one
// that has the length of such.
func (s *Supervisor) checkPoison(ctx context.Context, source *core.Source) error {
	if !s.poison.suspects(source.Size()) {
		return nil
	}
	data, err := source.Bytes(ctx)
	if err == nil && s.poison.refuses(data) {
		err = poisoned()
	}
	return err
}

// transcoded is what a task came to.
type transcoded struct {
	core.Transcoded
	onDevice int // frames that the device decoded
}

// transcodeOn does a task on a device within the time of limit.
func (s *Supervisor) transcodeOn(ctx context.Context, device Device, task *core.Task, limit time.Duration) (*transcoded, error) {
	p, err := s.acquire(ctx, device, JobTranscode)
	if err != nil {
		return nil, err
	}
	var out *transcoded
	job := &TranscodeJob{
		Profiles: task.Profiles, Duration: task.Duration, Clip: task.Clip, PerceptualHash: task.PerceptualHash,
		OrchestratorID: task.OrchestratorID, Device: device, CPUEncode: s.places.encodesOnCPU(device), Preset: s.cfg.Preset,
	}
	w := watch{kind: JobTranscode, limit: limit}
	err = s.run(ctx, p, w, func() error {
		out, err = exchangeTranscode(ctx, p.frameConn, task, job)
		return err
	})
	if err != nil {
		return nil, s.autopsy(ctx, task, err)
	}
	return out, nil
}

func checkTask(task *core.Task) error {
	switch {
	case len(task.Profiles) == 0:
		return &core.TranscodeError{Code: core.InvalidArgument, Detail: "the task names no profile"}
	case len(task.Profiles) > core.MaxProfiles:
		return &core.TranscodeError{Code: core.TooManyOutputs, Detail: fmt.Sprintf("%d profiles, at most %d are allowed", len(task.Profiles), core.MaxProfiles)}
	case task.Source.Size() == 0:
		return &core.TranscodeError{Code: core.InvalidVideo, Detail: "the segment is empty"}
	case task.Source.Size() > core.MaxSegmentBytes:
		return &core.TranscodeError{Code: core.InvalidVideo, Detail: fmt.Sprintf("the segment has %d bytes, at most %d are allowed", task.Source.Size(), core.MaxSegmentBytes)}
	}
	return nil
}

func (s *Supervisor) jobLimit(segment time.Duration) time.Duration {
	segment = min(max(segment, 0), core.MaxSegmentDuration)
	return max(s.cfg.JobTimeout, time.Duration(float64(segment)*s.cfg.JobTimeoutFactor))
}

// autopsy looks at why a transcode failed. A worker that crashed or outgrew
// its limit counts against the source; one that hung does not, since a node
// with too much to do looks the same, nor does one that was killed from outside,
// nor anything that happened to a source that did not come in whole.
func (s *Supervisor) autopsy(ctx context.Context, task *core.Task, err error) error {
	var crash *CrashError
	var memory *MemoryError
	switch {
	case errors.As(err, &crash):
		s.logFault("media worker crashed", task, err, "stderr", crash.Stderr)
		if crash.external() {
			return err
		}
	case errors.As(err, &memory):
		s.logFault("media worker used too much memory", task, err)
	case isFault(err):
		s.logFault("media worker failed", task, err)
		return err
	default:
		return plain(err)
	}
	data, lost := task.Source.Bytes(ctx)
	if lost != nil {
		return err
	}
	if s.poison.died(data) >= poisonLimit {
		s.log.Error("source refused: workers die of it", "manifest", task.ManifestID, "session", task.SessionID, "seq", task.Seq)
		return poisoned()
	}
	return err
}

func (s *Supervisor) logFault(msg string, task *core.Task, err error, more ...any) {
	args := append([]any{"manifest", task.ManifestID, "session", task.SessionID, "seq", task.Seq, "err", err}, more...)
	s.log.Error(msg, args...)
}

func isFault(err error) bool {
	var hang *HangError
	var broken *ProtocolError
	return errors.As(err, &hang) || errors.As(err, &broken)
}

func poisoned() error {
	return &core.TranscodeError{Code: core.InvalidVideo, Detail: "media workers died of this segment"}
}

// maxHashSize bounds an MPEG-7 signature in bytes; one of 300 s has about 8 MB.
const maxHashSize = 64 << 20

// exchangeTranscode is the parent's part of a transcode: it writes the source
// while it reads the renditions. It returns them only if all of the source was
// written.
func exchangeTranscode(ctx context.Context, c *frameConn, task *core.Task, job *TranscodeJob) (*transcoded, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	written := make(chan error, 1)
	go func() { written <- writeSource(ctx, c, jobSpec{Transcode: job}, task.Source) }()
	out, err := readTranscoded(c, task)
	if err != nil && !isJobFailure(err) {
		cancel()       // ends the writer where it waits for the source,
		c.conn.Close() // and where it writes; nobody listens to it any more
		<-written      //nolint:errcheck // it failed because of the close
		return nil, err
	}
	if werr := <-written; werr != nil {
		return nil, werr
	}
	return out, err
}

// writeSource writes a source as it arrives. When the source fails, the worker
// is told to give the job up, and the error is a job's failure in good order.
func writeSource(ctx context.Context, c *frameConn, spec jobSpec, source *core.Source) error {
	if err := c.writeJSON(frameJob, spec); err != nil {
		return err
	}
	for off := 0; ; {
		part, err := source.At(ctx, off)
		switch {
		case errors.Is(err, io.EOF):
			return c.write(frameInputEnd, inputWhole, nil, nil)
		case err != nil && source.Err() != nil:
			if werr := c.write(frameInputEnd, inputBroken, nil, nil); werr != nil {
				return werr
			}
			return jobFailure{err}
		case err != nil:
			return err
		}
		if err := c.writeData(frameInput, 0, part); err != nil {
			return err
		}
		off += len(part)
	}
}

// writeInput writes an input that is in memory.
func writeInput(c *frameConn, spec jobSpec, input []byte) error {
	return writeSource(context.Background(), c, spec, core.NewSource(input))
}

// readTranscoded collects the renditions of a job until it ends.
func readTranscoded(c *frameConn, task *core.Task) (*transcoded, error) {
	outs := make([]core.Rendition, len(task.Profiles))
	for {
		h, err := c.next()
		if err != nil {
			return nil, err
		}
		if int(h.index) >= len(outs) {
			return nil, protocolErrorf("output %d of %d", h.index, len(outs))
		}
		switch h.typ {
		case frameOutput:
			r := &outs[h.index]
			if r.Data == nil {
				r.Data = make([]byte, 0, expectedSize(task.Profiles[h.index], task.Duration))
			}
			r.Data, err = appendPayload(c, h, r.Data, outputLimit(task.Profiles[h.index], task))
		case frameSignature:
			r := &outs[h.index]
			r.PerceptualHash, err = appendPayload(c, h, r.PerceptualHash, maxHashSize)
		case frameResult, frameFailure:
			res, err := readEnd(c, h)
			if err != nil {
				return nil, err
			}
			return assemble(res, outs)
		default:
			err = protocolErrorf("frame of type %d in a transcode", h.typ)
		}
		if err != nil {
			return nil, err
		}
	}
}

// readEnd reads the frame that ends a job: its result, or its failure as error.
func readEnd(c *frameConn, h frameHeader) (*jobResult, error) {
	if h.typ == frameFailure {
		var f failure
		if err := c.readJSON(h, &f); err != nil {
			return nil, err
		}
		return nil, jobFailure{f.err()}
	}
	var res jobResult
	if err := c.readJSON(h, &res); err != nil {
		return nil, err
	}
	return &res, nil
}

// assemble checks that the summary and what came fit each other.
func assemble(res *jobResult, outs []core.Rendition) (*transcoded, error) {
	sum := res.Transcode
	if sum == nil || len(sum.Renditions) != len(outs) || sum.DecodedPixels < 0 || sum.OnDevice < 0 || sum.EngineTime < 0 {
		return nil, protocolErrorf("summary does not fit a transcode to %d renditions", len(outs))
	}
	for i, r := range sum.Renditions {
		o := &outs[i]
		if r.Bytes != len(o.Data) || r.HashSize != len(o.PerceptualHash) || r.Pixels < 0 || r.Frames < 0 || r.Duration < 0 {
			return nil, protocolErrorf("summary of output %d does not fit its %d bytes", i, len(o.Data))
		}
		o.Pixels, o.Frames, o.Duration = r.Pixels, r.Frames, r.Duration
	}
	return &transcoded{
		Transcoded: core.Transcoded{DecodedPixels: sum.DecodedPixels, Renditions: outs, EngineTime: sum.EngineTime},
		onDevice:   sum.OnDevice,
	}, nil
}

// appendPayload appends the payload of h to b, which may reach limit bytes.
func appendPayload(c *frameConn, h frameHeader, b []byte, limit int) ([]byte, error) {
	if len(b)+h.size > limit {
		return b, protocolErrorf("output of more than %d bytes", limit)
	}
	b = slices.Grow(b, h.size)
	n := len(b)
	b = b[:n+h.size]
	return b, c.readFull(b[n:])
}

// outputLimit is the most that a rendition may have, in bytes. It is far above
// what an encoder makes that keeps its bit rate, or what a copy of the source
// takes; a worker in which a source took over could fill the node's memory
// otherwise.
func outputLimit(p core.Profile, task *core.Task) int {
	if p.Bitrate <= 0 {
		return core.MaxSegmentBytes
	}
	encoded := 4 * float64(p.Bitrate) / 8 * task.Duration.Seconds()
	return int(min(encoded+2*float64(task.Source.Size())+16<<20, core.MaxSegmentBytes))
}

// expectedSize is the room to make for a rendition: what its bit rate gives,
// with something for sound and container, 64 KiB to 8 MiB.
func expectedSize(p core.Profile, d time.Duration) int {
	size := float64(p.Bitrate)/8*d.Seconds()*1.1 + 64<<10
	return int(min(size, 8<<20))
}
