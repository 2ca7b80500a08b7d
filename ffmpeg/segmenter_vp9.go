package ffmpeg

// vp9Format reads the size and pixel format of a VP9 keyframe from its
// uncompressed header (VP9 bitstream specification 0.6, 6.2).
func vp9Format(data []byte) (packetFormat, error) {
	r := &bitReader{data: data}
	marker := r.read(2)
	profile := r.read(1) | r.read(1)<<1
	if profile == 3 {
		r.read(1)
	}
	existing, interFrame := r.read(1), r.read(1)
	r.read(2) // show_frame, error_resilient_mode
	if marker != 2 || existing == 1 || interFrame == 1 || r.read(24) != 0x498342 {
		return packetFormat{}, malformed("VP9 keyframe has no keyframe's header")
	}
	depth := 8
	if profile >= 2 {
		depth = 10 + 2*r.read(1)
	}
	subX, subY := 1, 1
	const sRGB = 7
	if r.read(3) == sRGB {
		subX, subY = 0, 0
		r.read(profile & 1)
	} else {
		r.read(1) // color_range
		if profile&1 == 1 {
			subX, subY = r.read(1), r.read(1)
			r.read(1)
		}
	}
	f := packetFormat{Width: r.read(16) + 1, Height: r.read(16) + 1}
	if r.over {
		return packetFormat{}, malformed("VP9 keyframe of %d bytes ends in its header", len(data))
	}
	f.PixelFormat, f.pixFmt = vp9PixelFormat(depth, subX, subY)
	return f, nil
}

// bitReader reads numbers of some bits, highest first. Behind the end it reads
// zeros, and says so.
type bitReader struct {
	data []byte
	pos  int // bits
	over bool
}

func (r *bitReader) read(n int) (v int) {
	for range n {
		v <<= 1
		if r.pos/8 >= len(r.data) {
			r.over = true
			continue
		}
		v |= int(r.data[r.pos/8]>>(7-r.pos%8)) & 1
		r.pos++
	}
	return v
}
