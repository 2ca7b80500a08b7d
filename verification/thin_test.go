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
	// still is how many of the 60 frames are skipped ones.
	facts := func(w, h, bytes, still int) *core.MediaFacts {
		v := &core.VideoFacts{Width: w, Height: h, Pixels: int64(w * h * 60)}
		for i := range 60 {
			f := core.FrameFacts{Time: time.Duration(i) * time.Second / 30, Key: i == 0, Bytes: bytes / 60}
			if i >= 60-still {
				f.Bytes = 30
			}
			v.Frames = append(v.Frames, f)
		}
		return &core.MediaFacts{Video: v}
	}
	intra := facts(640, 360, 600_000, 0)
	for i := range intra.Video.Frames {
		intra.Video.Frames[i].Key = true
	}
	av1 := facts(640, 360, 150_000, 59)
	av1.Video.Codec = core.AV1
	tests := []struct {
		name              string
		source, rendition *core.MediaFacts
		bitrate           int64
		thin              bool
	}{
		{"as many bits as the profile grants", facts(1280, 720, 1_000_000, 0), facts(640, 360, 150_000, 0), 600_000, false},
		{"its part of the source's", facts(1280, 720, 400_000, 0), facts(640, 360, 100_000, 0), 6_000_000, false},
		{"a third of it", facts(1280, 720, 400_000, 0), facts(640, 360, 33_000, 0), 6_000_000, false},
		{"AV1", facts(1280, 720, 1_000_000, 0), av1, 600_000, false},
		{"a picture that stands still", facts(1280, 720, 1_000_000, 0), facts(640, 360, 150_000, 59), 600_000, true},
		{"from the middle on", facts(1280, 720, 1_000_000, 0), facts(640, 360, 300_000, 30), 600_000, true},
		{"for a moment", facts(1280, 720, 1_000_000, 0), facts(640, 360, 150_000, 15), 600_000, false},
		{"of a source that does too", facts(1280, 720, 1_000_000, 59), facts(640, 360, 150_000, 59), 600_000, false},
		{"a profile without a bitrate", facts(1280, 720, 1_000_000, 0), facts(640, 360, 150_000, 59), 0, true},
		{"larger than its source", facts(640, 360, 100_000, 0), facts(1280, 720, 90_000, 0), 6_000_000, false},
		{"keyframes alone", facts(1280, 720, 1_000_000, 0), intra, 600_000, false},
		{"no video", facts(1280, 720, 1_000_000, 0), &core.MediaFacts{}, 600_000, false},
		{"nothing", facts(1280, 720, 1_000_000, 0), nil, 600_000, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := core.Profile{Bitrate: tt.bitrate}
			require.Equal(t, tt.thin, verification.Thin(tt.source, tt.rendition, p))
		})
	}
}
