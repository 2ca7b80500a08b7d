package core

// sizeLimits are what an encoder can make: the smallest and largest width and
// height that peers of the network clamp a profile to (wire.md 17, note on 9).
type sizeLimits struct{ minW, maxW, minH, maxH int }

func limitsOf(c Codec) sizeLimits {
	if c == HEVC {
		return sizeLimits{132, 8192, 40, 8192}
	}
	return sizeLimits{146, 4096, 50, 4096}
}

// OutputSize is the size in pixels of the rendition that profile p makes of a
// source of srcW x srcH pixels. Source: wire.md 9 with its correction in 17.
//
// Only the larger of the profile's two numbers counts. It goes to the longer
// side of the source; the other side follows the source's ratio. Both are
// even, and a side that would fall under the encoder's minimum is set to it
// and the longer side computed anew.
func OutputSize(srcW, srcH int, p Profile) (w, h int) {
	if srcW <= 0 || srcH <= 0 {
		return 0, 0
	}
	lim := limitsOf(p.Encoder)
	long := max(clamp(p.Width, lim.minW, lim.maxW), clamp(p.Height, lim.minH, lim.maxH)) &^ 1
	srcLong, srcShort, minShort := srcW, srcH, lim.minH
	if srcH > srcW {
		srcLong, srcShort, minShort = srcH, srcW, lim.minW
	}
	short := scaleEven(long, srcShort, srcLong)
	if short < minShort {
		short = minShort
		long = scaleEven(short, srcLong, srcShort)
	}
	if srcH > srcW {
		return short, long
	}
	return long, short
}

// scaleEven is x*num/den as the nearest even number, halves up.
func scaleEven(x, num, den int) int {
	return int((int64(x)*int64(num) + int64(den)) / (2 * int64(den)) * 2)
}

func clamp(v, lo, hi int) int { return min(max(v, lo), hi) }
