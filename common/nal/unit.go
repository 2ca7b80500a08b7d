package nal

import (
	"bytes"
	"iter"
)

// Syntax is the standard that units follow.
type Syntax uint8

const (
	H264 Syntax = iota
	HEVC
)

// Kind is what a unit contains, as far as somebody asks.
type Kind uint8

const (
	Other      Kind = iota
	Picture         // a slice of one
	SPS             // sequence parameter set
	Parameters      // another parameter set: video, picture, or an extension's
	Delimiter       // access unit delimiter
)

// StartCode opens a unit in a byte stream; three bytes are enough inside of one.
const StartCode = "\x00\x00\x00\x01"

// Kind tells the kind of a unit by its first byte (H.264 table 7-1, H.265
// table 7-1).
func (s Syntax) Kind(header byte) Kind {
	if s == HEVC {
		switch kind := header >> 1 & 0x3f; {
		case kind <= 31:
			return Picture
		case kind == 33:
			return SPS
		case kind == 32, kind == 34:
			return Parameters
		case kind == 35:
			return Delimiter
		}
		return Other
	}
	switch header & 0x1f {
	case 1, 2, 3, 4, 5:
		return Picture
	case 7:
		return SPS
	case 8, 13, 15:
		return Parameters
	case 9:
		return Delimiter
	}
	return Other
}

// Units yields the units of a byte stream without their start codes and the
// zeros behind them. Empty ones are left out; the last one may be cut off.
func Units(b []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		start := []byte(StartCode[1:])
		_, rest, ok := bytes.Cut(b, start)
		for ok {
			var unit []byte
			unit, rest, ok = bytes.Cut(rest, start)
			if unit = bytes.TrimRight(unit, "\x00"); len(unit) > 0 && !yield(unit) {
				return
			}
		}
	}
}

// Find returns the first unit of a kind in a byte stream, nil if there is none.
func (s Syntax) Find(b []byte, kind Kind) []byte {
	for unit := range Units(b) {
		if s.Kind(unit[0]) == kind {
			return unit
		}
	}
	return nil
}

// Unescape returns a copy of a unit without the bytes that keep start codes out
// of it (H.264 7.3.1).
func Unescape(unit []byte) []byte {
	out := make([]byte, 0, len(unit))
	zeros := 0
	for _, c := range unit {
		if zeros >= 2 && c == 3 {
			zeros = 0
			continue
		}
		if zeros++; c != 0 {
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}
