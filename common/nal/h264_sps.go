package nal

// maxSPSBytes bounds what is read of a sequence parameter set.
const maxSPSBytes = 1024

// H264SPS is what a sequence parameter set tells.
type H264SPS struct {
	Profile, Constraints, Level byte // profile_idc, the flags behind it, level_idc
	Width, Height               int  // pixels, 1 to 65536
}

// ParseH264SPS reads a sequence parameter set (H.264 7.3.2.1.1) as far as its
// size; false when it makes no sense.
func ParseH264SPS(unit []byte) (s H264SPS, ok bool) {
	b := Unescape(unit[:min(len(unit), maxSPSBytes)])
	if len(b) < 5 {
		return s, false
	}
	s.Profile, s.Constraints, s.Level = b[1], b[2], b[3]
	r := NewBitReader(b[4:])
	r.UE() // seq_parameter_set_id
	chroma, separate := uint32(1), false
	switch s.Profile {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135:
		chroma, separate = readChroma(r)
	}
	r.UE() // log2_max_frame_num_minus4
	skipOrderCount(r)
	r.UE() // max_num_ref_frames
	r.Flag()
	w, h := r.UE()+1, r.UE()+1
	fields := 1 - r.Bits(1) // of frame_mbs_only_flag
	if fields == 1 {
		r.Flag()
	}
	r.Flag() // direct_8x8_inference_flag
	var left, right, top, bottom uint32
	if r.Flag() {
		left, right, top, bottom = r.UE(), r.UE(), r.UE(), r.UE()
	}
	const limit = 1 << 16
	if r.Overrun() || w > limit/16 || h > limit/16 || max(left, right, top, bottom) > limit {
		return s, false
	}
	unitX, unitY := uint32(1), 1+fields
	if !separate && chroma != 0 && chroma < 3 {
		unitX = 2
	}
	if !separate && chroma == 1 {
		unitY *= 2
	}
	s.Width = int(w*16) - int(unitX*(left+right))
	s.Height = int((1+fields)*h*16) - int(unitY*(top+bottom))
	return s, s.Width > 0 && s.Height > 0 && s.Height <= limit
}

// readChroma reads what the high profiles have more.
func readChroma(r *BitReader) (chroma uint32, separate bool) {
	if chroma = r.UE(); chroma == 3 {
		separate = r.Flag()
	}
	r.UE() // bit_depth_luma_minus8
	r.UE() // bit_depth_chroma_minus8
	r.Flag()
	if r.Flag() {
		skipScalingLists(r, chroma)
	}
	return chroma, separate
}

func skipScalingLists(r *BitReader, chroma uint32) {
	lists := 8
	if chroma == 3 {
		lists = 12
	}
	for i := range lists {
		if !r.Flag() {
			continue
		}
		size := 16
		if i >= 6 {
			size = 64
		}
		last, next := int32(8), int32(8)
		for range size {
			if next != 0 {
				next = (last + r.SE() + 256) % 256
			}
			if next != 0 {
				last = next
			}
		}
	}
}

// skipOrderCount skips the fields of pic_order_cnt_type.
func skipOrderCount(r *BitReader) {
	switch r.UE() {
	case 0:
		r.UE()
	case 1:
		r.Flag()
		r.UE()
		r.UE()
		for range min(r.UE(), 255) {
			r.UE()
		}
	}
}
