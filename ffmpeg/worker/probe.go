package worker

import (
	"context"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Probe looks into a segment in a worker. A *core.TranscodeError says that the
// bytes are no media of a known kind; for other errors see Transcode.
func (s *Supervisor) Probe(ctx context.Context, data []byte, ext string) (core.MediaInfo, error) {
	done, err := s.begin()
	if err != nil {
		return core.MediaInfo{}, err
	}
	defer done()
	began := time.Now()
	info, err := s.probe(ctx, data, ext)
	s.cfg.Observer.JobDone(JobProbe, time.Since(began), err)
	return info, err
}

func (s *Supervisor) probe(ctx context.Context, data []byte, ext string) (core.MediaInfo, error) {
	if len(data) > core.MaxSegmentBytes {
		detail := fmt.Sprintf("the segment has %d bytes, at most %d are allowed", len(data), core.MaxSegmentBytes)
		return core.MediaInfo{}, &core.TranscodeError{Code: core.InvalidVideo, Detail: detail}
	}
	if s.poison.refuses(data) {
		return core.MediaInfo{}, poisoned()
	}
	if err := s.slot(ctx, s.probes); err != nil {
		return core.MediaInfo{}, err
	}
	defer func() { <-s.probes }()
	p, err := s.acquire(ctx, "", JobProbe)
	if err != nil {
		return core.MediaInfo{}, err
	}
	var info core.MediaInfo
	err = s.run(ctx, p, watch{kind: JobProbe, limit: s.cfg.ProbeTimeout}, func() error {
		info, err = exchangeProbe(p.frameConn, data, ext)
		return err
	})
	if err != nil {
		return core.MediaInfo{}, s.autopsy(ctx, &core.Task{Source: core.NewSource(data)}, err)
	}
	return info, nil
}

func exchangeProbe(c *frameConn, data []byte, ext string) (core.MediaInfo, error) {
	spec := jobSpec{Probe: &probeJob{Ext: ext, Size: len(data)}}
	// A worker reads all of its input before it says anything.
	if err := writeInput(c, spec, data); err != nil {
		return core.MediaInfo{}, err
	}
	h, err := c.next()
	if err != nil {
		return core.MediaInfo{}, err
	}
	if h.typ != frameResult && h.typ != frameFailure {
		return core.MediaInfo{}, protocolErrorf("frame of type %d in a probe", h.typ)
	}
	res, err := readEnd(c, h)
	if err != nil {
		return core.MediaInfo{}, err
	}
	if res.Probe == nil {
		return core.MediaInfo{}, protocolErrorf("result of a probe without its information")
	}
	return *res.Probe, nil
}
