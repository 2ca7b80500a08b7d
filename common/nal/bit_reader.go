package nal

// BitReader reads numbers of some bits, highest first, and Exp-Golomb codes.
// Behind the end it reads zeros, and says so.
type BitReader struct {
	b       []byte
	pos     int // in bits
	overrun bool
}

// NewBitReader reads b, which must not change meanwhile.
func NewBitReader(b []byte) *BitReader { return &BitReader{b: b} }

// Overrun says that more was read than there is.
func (r *BitReader) Overrun() bool { return r.overrun }

// Flag reads one bit.
func (r *BitReader) Flag() bool { return r.Bits(1) == 1 }

// Bits reads n bits, 0 to 32.
func (r *BitReader) Bits(n int) uint32 {
	v := uint32(0)
	for range n {
		v <<= 1
		if r.pos >= len(r.b)*8 {
			r.overrun = true
			continue
		}
		v |= uint32(r.b[r.pos/8]>>(7-r.pos%8)) & 1
		r.pos++
	}
	return v
}

// UE reads ue(v), 0 to 2^32-2 (H.264 9.1); 0 where the code is longer.
func (r *BitReader) UE() uint32 {
	zeros := 0
	for !r.Flag() {
		if zeros++; zeros > 31 || r.overrun {
			r.overrun = true
			return 0
		}
	}
	return r.Bits(zeros) + 1<<zeros - 1
}

// SE reads se(v) (H.264 9.1.1).
func (r *BitReader) SE() int32 {
	v := r.UE()
	if v%2 == 1 {
		return int32(v/2) + 1
	}
	return -int32(v / 2)
}
