package ffmpeg

import "github.com/livepeer/streamflow/common/nal"

// vp9Format reads the size and pixel format of a VP9 keyframe from its
// uncompressed header (VP9 bitstream specification 0.6, 6.2).
func vp9Format(data []byte) (packetFormat, error) {
	r := nal.NewBitReader(data)
	read := func(n int) int { return int(r.Bits(n)) }
	marker := read(2)
	profile := read(1) | read(1)<<1
	if profile == 3 {
		read(1)
	}
	existing, interFrame := read(1), read(1)
	read(2) // show_frame, error_resilient_mode
	if marker != 2 || existing == 1 || interFrame == 1 || read(24) != 0x498342 {
		return packetFormat{}, malformed("VP9 keyframe has no keyframe's header")
	}
	depth := 8
	if profile >= 2 {
		depth = 10 + 2*read(1)
	}
	subX, subY := 1, 1
	const sRGB = 7
	if read(3) == sRGB {
		subX, subY = 0, 0
		read(profile & 1)
	} else {
		read(1) // color_range
		if profile&1 == 1 {
			subX, subY = read(1), read(1)
			read(1)
		}
	}
	f := packetFormat{Width: read(16) + 1, Height: read(16) + 1}
	if r.Overrun() {
		return packetFormat{}, malformed("VP9 keyframe of %d bytes ends in its header", len(data))
	}
	f.PixelFormat, f.pixFmt = vp9PixelFormat(depth, subX, subY)
	return f, nil
}
