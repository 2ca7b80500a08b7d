package verification

import (
	"errors"
	"fmt"
)

// ErrVideoSignature is bytes that are no MPEG-7 video signature of the supported kind.
var ErrVideoSignature = errors.New("not a video signature of MPEG-7 as FFmpeg's signature filter writes it")

// signatureElements is how many differences of brightness a frame's signature has, each
// of which is 0, 1 or 2.
const signatureElements = 380

// Sizes in bits of the binary form, ISO/IEC 15938-3, and how many elements are in a byte.
const (
	signatureHeadBits    = 32 + 1 + 32 + 16 + 16 + 32
	signatureSegmentBits = 4*32 + 1 + 5*243
	signatureFrameBits   = 1 + 32 + 8 + 5*8 + signatureElements/elementsInByte*8
	elementsInByte       = 5
	largestByte          = 242 // five elements, in base 3
)

// MaxSignatureFrames bounds the frames of a video signature: those of the longest segment at
// 120 a second.
const MaxSignatureFrames = 300 * 120

// VideoSignature is the MPEG-7 signature of a video: for each frame, what is brighter than
// what. It is the perceptual hash of a rendition (wire.md 8).
type VideoSignature struct {
	// Width and Height of the pictures in pixels.
	Width, Height int
	Frames        []FrameSignature
}

// FrameSignature is that of one frame.
type FrameSignature struct {
	Time       uint32 // in units of the stream's time base
	Confidence uint8
	// elements are five in a byte, in base 3.
	elements [signatureElements / elementsInByte]byte
}

// ParseVideoSignature reads what FFmpeg's signature filter writes with format=binary: one
// region, which is the whole picture, without compression. Errors are ErrVideoSignature
// with the reason.
func ParseVideoSignature(data []byte) (*VideoSignature, error) {
	r := bitReader{data: data}
	if r.left() < signatureHeadBits {
		return nil, signatureErrorf("it has %d bytes", len(data))
	}
	if regions, whole := r.read(32), r.read(1); regions != 1 || whole != 1 {
		return nil, signatureErrorf("it is of %d regions, expected one that is the whole picture", regions)
	}
	r.read(32) // the region's first corner
	s := &VideoSignature{Width: int(r.read(16)) + 1, Height: int(r.read(16)) + 1}
	r.read(32) // its first frame
	if r.left() < 32+16+1+3*32 {
		return nil, signatureErrorf("it ends in its header")
	}
	frames := r.read(32)
	r.read(16 + 1) // time base
	r.read(32)     // first time
	r.read(32)     // last time
	segments := int64(r.read(32))
	if frames > MaxSignatureFrames || segments > int64(frames)+1 {
		return nil, signatureErrorf("it is of %d frames and %d segments, at most %d frames are possible", frames, segments, MaxSignatureFrames)
	}
	if want := segments*signatureSegmentBits + 1 + int64(frames)*signatureFrameBits; int64(r.left()) < want {
		return nil, signatureErrorf("%d bits are left for %d frames, which take %d", r.left(), frames, want)
	}
	r.at += int(segments) * signatureSegmentBits
	if r.read(1) != 0 {
		return nil, signatureErrorf("it is compressed")
	}
	s.Frames = make([]FrameSignature, frames)
	for i := range s.Frames {
		if err := s.Frames[i].read(&r); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (f *FrameSignature) read(r *bitReader) error {
	r.read(1) // says that the time follows
	f.Time, f.Confidence = r.read(32), uint8(r.read(8))
	r.read(32) // five words, which are parts of the elements
	r.read(8)
	for i := range f.elements {
		if f.elements[i] = byte(r.read(8)); f.elements[i] > largestByte {
			return signatureErrorf("a byte of elements is %d, at most %d is possible", f.elements[i], largestByte)
		}
	}
	return nil
}

// distance is the sum of differences of all elements: 0 for equal to 760.
func (f *FrameSignature) distance(o *FrameSignature) int {
	sum := 0
	for i, a := range f.elements {
		b := o.elements[i]
		if a == b {
			continue
		}
		for range elementsInByte {
			d := int(a%3) - int(b%3)
			sum += max(d, -d)
			a, b = a/3, b/3
		}
	}
	return sum
}

func signatureErrorf(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrVideoSignature, fmt.Sprintf(format, args...))
}

// bitReader reads numbers from the highest bit on. Who reads beyond the end gets zeros.
type bitReader struct {
	data []byte
	at   int // bits
}

func (r *bitReader) left() int { return 8*len(r.data) - r.at }

func (r *bitReader) read(bits int) uint32 {
	var v uint32
	for range bits {
		v <<= 1
		if r.at < 8*len(r.data) {
			v |= uint32(r.data[r.at/8]>>(7-r.at%8)) & 1
		}
		r.at++
	}
	return v
}
