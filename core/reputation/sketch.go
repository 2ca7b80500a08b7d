package reputation

import (
	"encoding/binary"
	"errors"
	"math"
)

// A Sketch counts latency scores in buckets of half an octave: bucket i has
// those from 2^(i/2-4) up to 2^((i+1)/2-4), that is from 1/16 to 16. What is
// below or above is in the first or the last one.
const (
	sketchBuckets   = 16
	sketchOctave    = 2 // buckets
	sketchLowest    = -4
	sketchBytes     = 4 * sketchBuckets
	halfOctaveWidth = 1.0 / sketchOctave
)

// ErrSketch says that bytes are not those of a Sketch.
var ErrSketch = errors.New("the distribution of latencies is damaged: expected 16 numbers of 4 bytes that are 0 or more")

// Sketch is a distribution of latency scores, whose counts may have faded. It
// takes 64 bytes. The zero value is empty.
type Sketch [sketchBuckets]float32

// Add counts a score.
func (s *Sketch) Add(score float64) { s[bucketOf(score)]++ }

func bucketOf(score float64) int {
	if !(score > 0) { // also NaN
		return 0
	}
	at := (math.Log2(score) - sketchLowest) * sketchOctave
	return int(max(0, min(at, sketchBuckets-1)))
}

// fade multiplies all counts.
func (s *Sketch) fade(by float64) {
	for i := range s {
		s[i] *= float32(by)
	}
}

// Count is how many scores there are.
func (s *Sketch) Count() (n float64) {
	for _, c := range s {
		n += float64(c)
	}
	return n
}

// Above is how many scores are above limit. Within a bucket they count as evenly
// spread on the scale of octaves.
func (s *Sketch) Above(limit float64) (n float64) {
	if !(limit > 0) {
		return s.Count()
	}
	at := (math.Log2(limit) - sketchLowest) * sketchOctave
	for i, c := range s {
		n += float64(c) * max(0, min(float64(i+1)-at, 1))
	}
	return n
}

// Sum is what all scores add up to, each as the middle of its bucket.
func (s *Sketch) Sum() (sum float64) {
	for i, c := range s {
		if c != 0 {
			sum += float64(c) * bucketMiddle(i)
		}
	}
	return sum
}

// Quantile is the score that a share of all, 0 to 1, does not exceed; 0 of none.
func (s *Sketch) Quantile(share float64) float64 {
	left := share * s.Count()
	for i, c := range s {
		if c == 0 {
			continue
		}
		if left -= float64(c); left <= 0 {
			return bucketMiddle(i)
		}
	}
	return 0
}

func bucketMiddle(i int) float64 {
	return math.Exp2(sketchLowest + (float64(i)+0.5)*halfOctaveWidth)
}

// MarshalBinary returns 64 bytes.
func (s Sketch) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, sketchBytes)
	for _, c := range s {
		b = binary.BigEndian.AppendUint32(b, math.Float32bits(c))
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote. The error is ErrSketch.
func (s *Sketch) UnmarshalBinary(b []byte) error {
	if len(b) != sketchBytes {
		return ErrSketch
	}
	var read Sketch
	for i := range read {
		c := math.Float32frombits(binary.BigEndian.Uint32(b[4*i:]))
		if !(c >= 0 && c < math.MaxFloat32) {
			return ErrSketch
		}
		read[i] = c
	}
	*s = read
	return nil
}
