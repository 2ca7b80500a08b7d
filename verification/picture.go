package verification

import "math"

// picture is brightness, one byte a pixel, row by row.
type picture struct {
	w, h int
	luma []byte
}

func (p picture) ok() bool { return p.w > 0 && p.h > 0 && len(p.luma) == p.w*p.h }

// The windows of SSIM: 8x8 pixels, every 4 pixels.
const (
	ssimWindow = 8
	ssimStep   = 4
)

// similarity is the mean structural similarity of two pictures of one size, from
// -1 to 1; 1 is equal. Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality
// assessment: from error visibility to structural similarity", 2004.
func similarity(a, b picture) float64 {
	var sum float64
	n := 0
	win := min(ssimWindow, a.w, a.h)
	for y := 0; y+win <= a.h; y += ssimStep {
		for x := 0; x+win <= a.w; x += ssimStep {
			sum += windowSimilarity(a, b, x, y, win)
			n++
		}
	}
	return sum / float64(max(n, 1))
}

func windowSimilarity(a, b picture, x, y, win int) float64 {
	const c1, c2 = (0.01 * 255) * (0.01 * 255), (0.03 * 255) * (0.03 * 255)
	var sa, sb, saa, sbb, sab int
	for i := range win {
		off := (y+i)*a.w + x
		rowA, rowB := a.luma[off:off+win], b.luma[off:off+win]
		for j, va := range rowA {
			p, q := int(va), int(rowB[j])
			sa += p
			sb += q
			saa += p * p
			sbb += q * q
			sab += p * q
		}
	}
	n := float64(win * win)
	ma, mb := float64(sa)/n, float64(sb)/n
	va, vb, cov := float64(saa)/n-ma*ma, float64(sbb)/n-mb*mb, float64(sab)/n-ma*mb
	return (2*ma*mb + c1) * (2*cov + c2) / ((ma*ma + mb*mb + c1) * (va + vb + c2))
}

// changeBlock is the side of the blocks whose mean brightness tells of motion:
// what is smaller may be grain.
const changeBlock = 8

// change is by how many levels of brightness a picture differs from another, on
// the mean over its blocks.
func change(a, b picture) float64 {
	total, n := 0, 0
	for y := 0; y+changeBlock <= a.h; y += changeBlock {
		for x := 0; x+changeBlock <= a.w; x += changeBlock {
			d := blockDifference(a, b, x, y, changeBlock)
			total += max(d, -d)
			n++
		}
	}
	return float64(total) / float64(max(n, 1)*changeBlock*changeBlock)
}

func blockDifference(a, b picture, x, y, side int) int {
	sum := 0
	for i := range side {
		off := (y+i)*a.w + x
		for j, v := range a.luma[off : off+side] {
			sum += int(v) - int(b.luma[off+j])
		}
	}
	return sum
}

// alteredBlock is the side of the blocks whose mean brightness is compared.
const alteredBlock = 8

// largestAlteration is by how many levels the mean brightness differs in the block
// where it differs most. Encoders keep it, whatever else they lose.
func largestAlteration(a, b picture) float64 {
	most := 0.0
	for y := 0; y+alteredBlock <= a.h; y += alteredBlock / 2 {
		for x := 0; x+alteredBlock <= a.w; x += alteredBlock / 2 {
			sum := blockDifference(a, b, x, y, alteredBlock)
			most = max(most, math.Abs(float64(sum))/(alteredBlock*alteredBlock))
		}
	}
	return most
}

// reduced is the picture as a quarter of its width and height can show it.
func reduced(p picture) picture {
	const by = 4
	w, h := (p.w+by-1)/by, (p.h+by-1)/by
	small := make([]float64, w*h)
	for y := range h {
		for x := range w {
			sum, n := 0, 0
			for i := y * by; i < min((y+1)*by, p.h); i++ {
				for _, v := range p.luma[i*p.w+x*by : i*p.w+min((x+1)*by, p.w)] {
					sum += int(v)
					n++
				}
			}
			small[y*w+x] = float64(sum) / float64(n)
		}
	}
	out := picture{p.w, p.h, make([]byte, len(p.luma))}
	for y := range p.h {
		y0, y1, fy := between(y, by, h)
		for x := range p.w {
			x0, x1, fx := between(x, by, w)
			top := small[y0*w+x0]*(1-fx) + small[y0*w+x1]*fx
			bottom := small[y1*w+x0]*(1-fx) + small[y1*w+x1]*fx
			out.luma[y*p.w+x] = byte(top*(1-fy) + bottom*fy + 0.5)
		}
	}
	return out
}

// between finds the two of n centres, by pixels apart, that pixel i lies between.
func between(i, by, n int) (lo, hi int, part float64) {
	at := (float64(i)+0.5)/float64(by) - 0.5
	floor := math.Floor(at)
	lo = min(max(int(floor), 0), n-1)
	return lo, min(max(int(floor)+1, 0), n-1), at - floor
}
