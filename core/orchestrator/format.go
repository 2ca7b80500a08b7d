package orchestrator

import (
	"context"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/common/mpegts"
	"github.com/livepeer/streamflow/core"
)

const (
	// tablePackets is how many packets of a transport stream are looked at for
	// its tables, which come first.
	tablePackets = 64
	// durationSlack is how much longer than the header says a segment may be:
	// publishers that say nothing are read as 2 s (wire.md 12), and HLS knows
	// segments of 10 s and more.
	durationSlack = 30 * time.Second
)

// Stream types of video (ISO/IEC 13818-1 table 2-34).
const (
	typeH264 = 0x1b
	typeHEVC = 0x24
)

// checkCodec holds a transport stream to the codec that the job named, which
// chose this node and its price; what cannot be told passes. The error is
// core.ErrSegmentFormat.
func checkCodec(job *core.Capabilities, data []byte) error {
	if job == nil || len(job.Bits) == 0 {
		return nil
	}
	var tables mpegts.Tables
	for p := range mpegts.Packets(data, tablePackets) {
		if _, ok := tables.Add(p); !ok {
			return nil
		}
	}
	for _, s := range tables.Elementary() {
		if named := decoders(s.Type); len(named) > 0 {
			return named.in(job.Bits, s.Type)
		}
	}
	return nil
}

// decoding lists the capabilities of which a job names one for its source.
type decoding []core.Capability

func decoders(streamType byte) decoding {
	switch streamType {
	case typeH264:
		return decoding{
			core.CapH264, core.CapH264Decode444_8, core.CapH264Decode422_8, core.CapH264Decode444_10,
			core.CapH264Decode422_10, core.CapH264Decode420_10,
		}
	case typeHEVC:
		return decoding{core.CapHEVCDecode}
	}
	return nil
}

func (d decoding) in(bits core.CapabilitySet, streamType byte) error {
	for _, c := range d {
		if bits.Has(c) {
			return nil
		}
	}
	return fmt.Errorf("%w: the video has stream type %#x, and the job names none of capabilities %v", core.ErrSegmentFormat, streamType, []core.Capability(d))
}

// checkDuration holds a segment to the length that its payment was made for. The
// error is core.ErrSegmentFormat.
func checkDuration(h *core.SegmentHeader, done *core.Transcoded) error {
	for _, r := range done.Renditions {
		if r.Duration > h.Duration+durationSlack {
			return fmt.Errorf("%w: it is %v long, and its header says %v", core.ErrSegmentFormat, r.Duration, h.Duration)
		}
	}
	return nil
}

// checkSource looks at a source that is whole, and passes one that is not yet.
func (a *Admission) checkSource(ctx context.Context, source *core.Source) (checked bool, err error) {
	select {
	case <-source.Settled():
	default:
		return false, nil
	}
	data, err := source.Bytes(ctx)
	if err != nil {
		return true, err
	}
	return true, checkCodec(a.header.Required, data)
}
