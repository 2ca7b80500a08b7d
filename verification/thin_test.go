package verification_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

func TestThin(t *testing.T) {
	t.Parallel()
	facts := func(w, h int, bytes int64) *core.MediaFacts {
		v := &core.VideoFacts{Width: w, Height: h, Pixels: int64(w * h * 60), Bytes: bytes}
		for i := range 60 {
			v.Frames = append(v.Frames, core.FrameFacts{Time: time.Duration(i) * time.Second / 30})
		}
		return &core.MediaFacts{Video: v}
	}
	tests := []struct {
		name              string
		source, rendition *core.MediaFacts
		bitrate           int64
		thin              bool
	}{
		{"as many bits as the profile grants", facts(1280, 720, 1_000_000), facts(640, 360, 150_000), 600_000, false},
		{"its part of the source's", facts(1280, 720, 400_000), facts(640, 360, 100_000), 6_000_000, false},
		{"a picture that stands still", facts(1280, 720, 1_000_000), facts(640, 360, 12_000), 600_000, true},
		{"of a source that does too", facts(1280, 720, 100_000), facts(640, 360, 12_000), 600_000, false},
		{"a profile without a bitrate", facts(1280, 720, 1_000_000), facts(640, 360, 12_000), 0, true},
		{"larger than its source", facts(640, 360, 100_000), facts(1280, 720, 90_000), 6_000_000, false},
		{"no video", facts(1280, 720, 1_000_000), &core.MediaFacts{}, 600_000, false},
		{"nothing", facts(1280, 720, 1_000_000), nil, 600_000, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := core.Profile{Bitrate: tt.bitrate}
			require.Equal(t, tt.thin, verification.Thin(tt.source, tt.rendition, p))
		})
	}
}
