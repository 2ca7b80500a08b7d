package broadcaster

import (
	"errors"
	"fmt"

	"github.com/livepeer/streamflow/core"
)

// Fallback is what viewers get for a segment of which no orchestrator gave good
// renditions. Its text is that of -failedSegments.
type Fallback uint8

const (
	// FallbackGap leaves a gap in each rendition.
	FallbackGap Fallback = iota
	// FallbackSource has the source as each rendition: larger than asked for, but no
	// stall.
	FallbackSource
)

func (f Fallback) String() string {
	if f == FallbackSource {
		return "source"
	}
	return "gap"
}

// MarshalText implements encoding.TextMarshaler.
func (f Fallback) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *Fallback) UnmarshalText(text []byte) error {
	switch string(text) {
	case "gap":
		*f = FallbackGap
	case "source":
		*f = FallbackSource
	default:
		return fmt.Errorf("%q is not what can be shown for failed segments; expected gap or source", text)
	}
	return nil
}

// fallback is what is published of a segment whose transcoding ended with err; nil
// for gaps. A source that is at fault itself is of no use to viewers, and at the
// node's end there are none.
func (s *Stream) fallback(seg *core.Segment, err error) []core.Rendition {
	if s.fallsBack != FallbackSource || len(s.cfg.Profiles) == 0 || s.ctx.Err() != nil ||
		faultOf(s.ctx, err) == faultSource || errors.Is(err, core.ErrUnsupportedInput) {
		return nil
	}
	list := s.work.untouched(seg).renditions
	for i := range list {
		list[i].Substitute = true
	}
	return list
}
