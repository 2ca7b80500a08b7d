package hls

import "fmt"

const maxSPSBytes = 1024

// findNAL returns the first NAL unit that is wanted, without its start code, of
// a byte stream with start codes (ITU-T H.264 Annex B). It reads no further
// than maxSPSBytes into the unit.
func findNAL(b []byte, wanted func(header byte) bool) []byte {
	for i := 0; i+3 < len(b); i++ {
		if b[i] != 0 || b[i+1] != 0 || b[i+2] != 1 || !wanted(b[i+3]) {
			continue
		}
		nal := b[i+3 : min(len(b), i+3+maxSPSBytes)]
		for j := 0; j+2 < len(nal); j++ {
			if nal[j] == 0 && nal[j+1] == 0 && nal[j+2] <= 1 {
				return nal[:j]
			}
		}
		return nal
	}
	return nil
}

func isH264SPS(header byte) bool { return header&0x1f == 7 }
func isHEVCSPS(header byte) bool { return header>>1&0x3f == 33 }

// unescape removes emulation prevention bytes (H.264 7.3.1).
func unescape(nal []byte) []byte {
	out := make([]byte, 0, len(nal))
	zeros := 0
	for _, c := range nal {
		if zeros >= 2 && c == 3 {
			zeros = 0
			continue
		}
		if c == 0 {
			zeros++
		} else {
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}

// h264SPS is what a playlist needs of a sequence parameter set.
type h264SPS struct {
	profile, constraints, level byte
	width, height               int
}

// codec is the RFC 6381 name.
func (s h264SPS) codec() string {
	return fmt.Sprintf("avc1.%02x%02x%02x", s.profile, s.constraints, s.level)
}

// parseH264SPS reads a sequence parameter set (H.264 7.3.2.1.1) as far as its
// size.
func parseH264SPS(nal []byte) (s h264SPS, ok bool) {
	b := unescape(nal)
	if len(b) < 5 {
		return s, false
	}
	s.profile, s.constraints, s.level = b[1], b[2], b[3]
	r := bitReader{b: b[4:]}
	r.ue() // seq_parameter_set_id
	chroma := uint32(1)
	separate := false
	switch s.profile {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135:
		if chroma = r.ue(); chroma == 3 {
			separate = r.bit() == 1
		}
		r.ue() // bit_depth_luma_minus8
		r.ue() // bit_depth_chroma_minus8
		r.bit()
		if r.bit() == 1 {
			skipScalingLists(&r, chroma)
		}
	}
	r.ue() // log2_max_frame_num_minus4
	skipOrderCount(&r)
	r.ue() // max_num_ref_frames
	r.bit()
	w, h := r.ue()+1, r.ue()+1
	frames := r.bit() // frame_mbs_only_flag
	if frames == 0 {
		r.bit()
	}
	r.bit() // direct_8x8_inference_flag
	var left, right, top, bottom uint32
	if r.bit() == 1 {
		left, right, top, bottom = r.ue(), r.ue(), r.ue(), r.ue()
	}
	const limit = 1 << 16
	if r.overrun || w > limit/16 || h > limit/16 || max(left, right, top, bottom) > limit {
		return s, false
	}
	unitX, unitY := uint32(1), 2-frames
	if !separate && chroma != 0 && chroma < 3 {
		unitX = 2
	}
	if !separate && chroma == 1 {
		unitY *= 2
	}
	s.width = int(w*16) - int(unitX*(left+right))
	s.height = int((2-frames)*h*16) - int(unitY*(top+bottom))
	return s, s.width > 0 && s.height > 0
}

func skipScalingLists(r *bitReader, chroma uint32) {
	lists := 8
	if chroma == 3 {
		lists = 12
	}
	for i := range lists {
		if r.bit() == 0 {
			continue
		}
		size := 16
		if i >= 6 {
			size = 64
		}
		last, next := int32(8), int32(8)
		for range size {
			if next != 0 {
				next = (last + r.se() + 256) % 256
			}
			if next != 0 {
				last = next
			}
		}
	}
}

// skipOrderCount skips the fields of pic_order_cnt_type.
func skipOrderCount(r *bitReader) {
	switch r.ue() {
	case 0:
		r.ue()
	case 1:
		r.bit()
		r.ue()
		r.ue()
		for range min(r.ue(), 255) {
			r.ue()
		}
	}
}

// hevcCodec is the RFC 6381 name that a sequence parameter set of HEVC gives
// (ISO/IEC 14496-15 Annex E), or "".
func hevcCodec(nal []byte) string {
	b := unescape(nal)
	if len(b) < 15 {
		return ""
	}
	ptl := b[3:] // after the NAL header and 8 bits of sub-layer counts
	space := [...]string{"", "A", "B", "C"}[ptl[0]>>6]
	tier := "L"
	if ptl[0]&0x20 != 0 {
		tier = "H"
	}
	var compatible uint32 // the flags in reverse order
	for i := range 32 {
		if ptl[1+i/8]&(0x80>>(i%8)) != 0 {
			compatible |= 1 << i
		}
	}
	codec := fmt.Sprintf("hvc1.%s%d.%X.%s%d", space, ptl[0]&0x1f, compatible, tier, ptl[11])
	constraints := ptl[5:11]
	for len(constraints) > 0 && constraints[len(constraints)-1] == 0 {
		constraints = constraints[:len(constraints)-1]
	}
	for _, c := range constraints {
		codec += fmt.Sprintf(".%X", c)
	}
	return codec
}

// bitReader reads bits and Exp-Golomb numbers. Past the end it delivers zeros
// and sets overrun.
type bitReader struct {
	b       []byte
	pos     int // in bits
	overrun bool
}

func (r *bitReader) bit() uint32 {
	if r.pos >= len(r.b)*8 {
		r.overrun = true
		return 0
	}
	v := r.b[r.pos/8] >> (7 - r.pos%8) & 1
	r.pos++
	return uint32(v)
}

// ue reads ue(v), H.264 9.1.
func (r *bitReader) ue() uint32 {
	zeros := 0
	for r.bit() == 0 {
		if zeros++; zeros > 31 || r.overrun {
			r.overrun = true
			return 0
		}
	}
	v := uint32(0)
	for range zeros {
		v = v<<1 | r.bit()
	}
	return v + 1<<zeros - 1
}

// se reads se(v), H.264 9.1.1.
func (r *bitReader) se() int32 {
	v := r.ue()
	if v%2 == 1 {
		return int32(v/2) + 1
	}
	return -int32(v / 2)
}
