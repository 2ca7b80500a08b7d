package worker

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Inspect looks into a segment or rendition in a worker, and decodes of it what
// look asks for. A *core.TranscodeError says that the bytes are no media of a
// known kind, or cannot be decoded; for other errors see Transcode.
func (s *Supervisor) Inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error) {
	done, err := s.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	began := time.Now()
	facts, err := s.inspect(ctx, data, ext, look)
	s.cfg.Observer.JobDone(JobInspect, time.Since(began), err)
	return facts, err
}

func (s *Supervisor) inspect(ctx context.Context, data []byte, ext string, look core.Look) (*core.MediaFacts, error) {
	if len(data) > core.MaxSegmentBytes {
		detail := fmt.Sprintf("there are %d bytes, at most %d are allowed", len(data), core.MaxSegmentBytes)
		return nil, &core.TranscodeError{Code: core.InvalidVideo, Detail: detail}
	}
	if s.poison.refuses(data) {
		return nil, poisoned()
	}
	if err := s.slot(ctx, s.inspections); err != nil {
		return nil, err
	}
	defer func() { <-s.inspections }()
	p, err := s.acquire(ctx, "", JobInspect)
	if err != nil {
		return nil, err
	}
	var facts *core.MediaFacts
	err = s.run(ctx, p, watch{kind: JobInspect, limit: s.cfg.InspectTimeout}, func() error {
		facts, err = exchangeInspect(p.frameConn, data, ext, look)
		return err
	})
	if err != nil {
		return nil, s.autopsy(ctx, &core.Task{Source: core.NewSource(data)}, err)
	}
	return facts, nil
}

// The outputs of an inspection.
const (
	inspectedFrames uint8 = iota // see appendFrames
	inspectedViews               // of all samples, one after the other
)

func exchangeInspect(c *frameConn, data []byte, ext string, look core.Look) (*core.MediaFacts, error) {
	spec := jobSpec{Inspect: &inspectJob{Ext: ext, Size: len(data), Look: look}}
	// A worker reads all of its input before it says anything.
	if err := writeInput(c, spec, data); err != nil {
		return nil, err
	}
	var outs [2][]byte
	limits := [2]int{maxFrameBytes, core.MaxLookBytes}
	for {
		h, err := c.next()
		if err != nil {
			return nil, err
		}
		switch h.typ {
		case frameOutput:
			if int(h.index) >= len(outs) {
				return nil, protocolErrorf("output %d of an inspection", h.index)
			}
			if outs[h.index], err = appendPayload(c, h, outs[h.index], limits[h.index]); err != nil {
				return nil, err
			}
		case frameResult, frameFailure:
			res, err := readEnd(c, h)
			if err != nil {
				return nil, err
			}
			return assembleFacts(res.Inspect, outs[inspectedFrames], outs[inspectedViews], look)
		default:
			return nil, protocolErrorf("frame of type %d in an inspection", h.typ)
		}
	}
}

// assembleFacts puts together what came in pieces, and checks that they fit.
func assembleFacts(facts *core.MediaFacts, frames, views []byte, look core.Look) (*core.MediaFacts, error) {
	if facts == nil {
		return nil, protocolErrorf("result of an inspection without its facts")
	}
	v := facts.Video
	if v == nil {
		if len(frames)+len(views) > 0 {
			return nil, protocolErrorf("frames of a source without video")
		}
		return facts, nil
	}
	var err error
	if v.Frames, err = readFrames(frames); err != nil {
		return nil, err
	}
	for i := range v.Samples {
		s := &v.Samples[i]
		if s.Index < 0 || s.Index >= len(look.Times) {
			return nil, protocolErrorf("sample of time %d of %d", s.Index, len(look.Times))
		}
		s.Views = make([][]byte, len(look.Views))
		for j, view := range look.Views {
			if view.Alone && s.Step != 0 {
				continue
			}
			n := view.CropWidth * view.CropHeight
			if n < 0 || n > len(views) {
				return nil, protocolErrorf("views are missing")
			}
			s.Views[j], views = views[:n:n], views[n:]
		}
	}
	if len(views) > 0 {
		return nil, protocolErrorf("%d bytes beyond the views", len(views))
	}
	return facts, nil
}

// inspect is the worker's side.
func (c *child) inspect(job *inspectJob) error {
	if job.Size < 0 || job.Size > core.MaxSegmentBytes {
		return protocolErrorf("inspection of %d bytes", job.Size)
	}
	in := &jobInput{c: c.frameConn}
	data := make([]byte, job.Size)
	if _, err := io.ReadFull(in, data); err != nil {
		return fmt.Errorf("read what to inspect: %w", err)
	}
	facts, err := c.engine.Inspect(context.Background(), data, job.Ext, job.Look)
	if err != nil {
		return c.finish(in, nil, err)
	}
	if v := facts.Video; v != nil {
		if err := c.writeData(frameOutput, inspectedFrames, appendFrames(nil, v.Frames)); err != nil {
			return err
		}
		v.Frames = nil
		for i := range v.Samples {
			for _, view := range v.Samples[i].Views {
				if err := c.writeData(frameOutput, inspectedViews, view); err != nil {
					return err
				}
			}
			v.Samples[i].Views = nil
		}
	}
	return c.finish(in, &jobResult{Inspect: facts}, nil)
}
