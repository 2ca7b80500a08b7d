package verification

import (
	"fmt"
	"slices"
	"time"
)

// Policy is the limits beyond which a result is rejected. Start from
// DefaultPolicy: the zero value rejects nearly all.
type Policy struct {
	// FrameSlack is how many frames a rendition may have more or fewer than its
	// source, and RateSlack by which part when the frame rate is converted. An MP4 rendition
	// may have one more in any case (wire.md 17, note on 9).
	FrameSlack int
	RateSlack  float64
	// DurationSlack is by how much the durations of source and rendition, or of
	// their audio, may differ beyond a frame of each.
	DurationSlack time.Duration
	// MaxOffset is how much later or earlier than its source a rendition may
	// begin, as a container's muxer may have it; MaxDrift by how much that may
	// differ from the segment before. An MP4 rendition may also begin at 0.
	MaxOffset, MaxDrift time.Duration
	// MaxAudioStep is how far picture and sound may be apart beyond what they are
	// in the source.
	MaxAudioStep time.Duration
	// MaxBitrate is by which factor a rendition's video may be above the
	// profile's bitrate, one second of it aside, which an encoder may have in its
	// buffer; MinBits are bits for each pixel that it may have in any case.
	MaxBitrate, MinBits float64

	// The rest concerns the content: see Measure.

	// MinSimilarity of a rendition, and MinWorst of any of its frames.
	MinSimilarity, MinWorst float64
	// MaxAltered is the largest difference of any part of a picture.
	MaxAltered float64
	// MaxStill is the largest part that may be Still of Moves, and MotionFrom how
	// many levels of brightness the source changes on average to count as moving.
	MaxStill, MotionFrom float64
	// MaxShifted is the largest part of the frames that may be Shifted.
	MaxShifted float64
	// MaxLoss is the largest loss of detail of a rendition whose profile grants
	// FullBits for each pixel or more. With fewer bits it may lose more in proportion.
	MaxLoss, FullBits float64

	// Ignore are the faults that do not count.
	Ignore []Code
}

// DefaultPolicy has limits which no honest rendition
// of the measured set exceeds.
func DefaultPolicy() Policy {
	return Policy{
		FrameSlack:    1,
		RateSlack:     0.04,
		DurationSlack: 150 * time.Millisecond,
		MaxOffset:     1500 * time.Millisecond,
		MaxDrift:      100 * time.Millisecond,
		MaxAudioStep:  150 * time.Millisecond,
		MaxBitrate:    1.5,
		MinBits:       0.1,
		MinSimilarity: 0.7,
		MinWorst:      0.6,
		MaxAltered:    20,
		MaxStill:      0.4,
		MotionFrom:    1.5,
		MaxShifted:    0.5,
		MaxLoss:       1.25,
		FullBits:      0.12,
	}
}

// Validate says which field makes no sense.
func (p Policy) Validate() error {
	for name, v := range map[string]float64{
		"FrameSlack": float64(p.FrameSlack), "RateSlack": p.RateSlack, "DurationSlack": float64(p.DurationSlack),
		"MaxOffset": float64(p.MaxOffset), "MaxDrift": float64(p.MaxDrift), "MaxAudioStep": float64(p.MaxAudioStep),
		"MaxBitrate": p.MaxBitrate, "MinBits": p.MinBits, "MaxAltered": p.MaxAltered, "MotionFrom": p.MotionFrom,
		"MaxLoss": p.MaxLoss, "FullBits": p.FullBits,
	} {
		if !(v >= 0) { // NaN too
			return fmt.Errorf("verification policy: %s is %v, it must not be negative", name, v)
		}
	}
	for name, v := range map[string]float64{
		"MinSimilarity": p.MinSimilarity, "MinWorst": p.MinWorst, "MaxStill": p.MaxStill, "MaxShifted": p.MaxShifted,
	} {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("verification policy: %s is %v, it must be from 0 to 1", name, v)
		}
	}
	return nil
}

func (p Policy) ignores(c Code) bool { return slices.Contains(p.Ignore, c) }
