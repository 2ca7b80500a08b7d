package hls

import (
	"encoding/binary"
	"iter"
)

// box is one box of an MP4 file. Source: ISO/IEC 14496-12 4.2.
type box struct {
	kind string
	all  []byte // with its header
	body []byte
}

// cutBox takes the first box of b; false when b begins with none that is whole.
func cutBox(b []byte) (first box, rest []byte, ok bool) {
	if len(b) < 8 {
		return box{}, nil, false
	}
	size, header := uint64(binary.BigEndian.Uint32(b)), 8
	switch size {
	case 0: // up to the end
		size = uint64(len(b))
	case 1:
		if len(b) < 16 {
			return box{}, nil, false
		}
		size, header = binary.BigEndian.Uint64(b[8:]), 16
	}
	if size < uint64(header) || size > uint64(len(b)) {
		return box{}, nil, false
	}
	return box{kind: string(b[4:8]), all: b[:size:size], body: b[header:size:size]}, b[size:], true
}

// boxes yields the boxes of b up to the first that is not whole.
func boxes(b []byte) iter.Seq[box] {
	return func(yield func(box) bool) {
		for {
			first, rest, ok := cutBox(b)
			if !ok || !yield(first) {
				return
			}
			b = rest
		}
	}
}

// child returns the body of the box that path leads to, such as "mdia", "mdhd",
// taking the first of each kind; nil if there is none.
func child(b []byte, path ...string) []byte {
	for _, kind := range path {
		found := false
		for c := range boxes(b) {
			if c.kind == kind {
				b, found = c.body, true
				break
			}
		}
		if !found {
			return nil
		}
	}
	return b
}

// fullBox takes version and flags off a body (ISO/IEC 14496-12 4.2.2).
func fullBox(b []byte) (version byte, flags uint32, rest []byte, ok bool) {
	if len(b) < 4 {
		return 0, 0, nil, false
	}
	return b[0], binary.BigEndian.Uint32(b) & 0xffffff, b[4:], true
}
