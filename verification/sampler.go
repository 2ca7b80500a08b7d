package verification

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
)

// Sampler draws which segments get a check: one of n on average, each by itself,
// so that no number of segments seen tells anything about the next one (M29 of
// the mission).
type Sampler struct {
	n    uint64
	rand io.Reader
}

// NewSampler draws one of n; 1 draws every segment, 0 none.
func NewSampler(n uint64) *Sampler { return &Sampler{n: n, rand: rand.Reader} }

// NewSamplerFrom is NewSampler with other random bytes.
func NewSamplerFrom(n uint64, random io.Reader) *Sampler { return &Sampler{n: n, rand: random} }

// Hit says whether the next segment is drawn. An error means that there were no
// random bytes: treat the segment as drawn.
func (s *Sampler) Hit() (bool, error) {
	if s.n <= 1 {
		return s.n == 1, nil
	}
	v, err := below(s.rand, s.n)
	return v == 0, err
}

// Float64 returns a number from 0 up to, but not 1.
func (s *Sampler) Float64() (float64, error) {
	v, err := below(s.rand, 1<<53)
	return float64(v) / (1 << 53), err
}

// below returns a number below n, each as likely as any other. Source: Lemire,
// "Fast random integer generation in an interval", 2019.
func below(random io.Reader, n uint64) (uint64, error) {
	var b [8]byte
	least := -n % n // the numbers of 64 bits that n does not divide evenly
	for {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0, fmt.Errorf("read random bytes: %w", err)
		}
		hi, lo := bits.Mul64(binary.BigEndian.Uint64(b[:]), n)
		if lo >= least {
			return hi, nil
		}
	}
}
