package main

import (
	"fmt"
	"math"
	"strings"
)

// The picture's size and the ranges of its axes, as powers of ten.
const (
	pictureWidth, pictureHeight = 760, 440
	pictureLeft, pictureRight   = 80, 30
	pictureTop, pictureBottom   = 30, 60
	winsLow, winsHigh           = -3, 4
	deviationLow, deviationHigh = -2, 2
)

// incomePicture draws how much a day's income deviates by how many wins a day
// has, with the settings of the table on the line, as SVG.
func incomePicture(days []incomeDay) string {
	p := new(drawing)
	p.add(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`, pictureWidth, pictureHeight)
	p.add(`<rect width="%d" height="%d" fill="white"/>`, pictureWidth, pictureHeight)
	p.axes()
	x0, x1 := math.Pow10(winsLow), math.Pow10(winsHigh)
	p.add(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#0a7" stroke-width="2"/>`,
		p.x(x0), p.y(1/math.Sqrt(x0)), p.x(x1), p.y(1/math.Sqrt(x1)))
	for _, d := range days {
		p.add(`<circle cx="%.1f" cy="%.1f" r="4" fill="#0a7" fill-opacity="0.7"><title>%s</title></circle>`, p.x(d.Wins), p.y(d.Deviation), d)
	}
	for _, d := range days {
		if d.Streams == 10 {
			p.label(p.x(d.Wins), p.y(d.Deviation), d.String())
		}
	}
	p.add(`</svg>`)
	return p.String()
}

// String names the setting.
func (d incomeDay) String() string {
	return fmt.Sprintf("%d streams, %s per pixel, gas at %s", d.Streams, d.Price, d.GasPrice)
}

// drawing is an SVG in the making.
type drawing struct{ strings.Builder }

func (p *drawing) add(format string, args ...any) { fmt.Fprintf(&p.Builder, format+"\n", args...) }

// label writes beside a point on the side where there is more room: the line falls
// from left to right.
func (p *drawing) label(x, y float64, text string) {
	if x < pictureWidth/2 {
		p.add(`<text x="%.1f" y="%.1f" font-size="11">%s</text>`, x+8, y-6, text)
		return
	}
	p.add(`<text x="%.1f" y="%.1f" font-size="11" text-anchor="end">%s</text>`, x-8, y+14, text)
}

func (p *drawing) axes() {
	const bottom, right = pictureHeight - pictureBottom, pictureWidth - pictureRight
	for e := winsLow; e <= winsHigh; e++ {
		x := p.x(math.Pow10(e))
		p.add(`<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#ddd"/>`, x, pictureTop, x, bottom)
		p.add(`<text x="%.1f" y="%d" text-anchor="middle">%g</text>`, x, bottom+18, math.Pow10(e))
	}
	for e := deviationLow; e <= deviationHigh; e++ {
		y := p.y(math.Pow10(e))
		p.add(`<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#ddd"/>`, pictureLeft, y, right, y)
		p.add(`<text x="%d" y="%.1f" text-anchor="end">%g %%</text>`, pictureLeft-6, y+4, 100*math.Pow10(e))
	}
	p.add(`<text x="%d" y="%d" text-anchor="middle">winning tickets in a day</text>`, (pictureLeft+right)/2, pictureHeight-18)
	p.add(`<text transform="rotate(-90 18 %d)" x="18" y="%d" text-anchor="middle">standard deviation of a day&#8217;s income</text>`, (pictureTop+bottom)/2, (pictureTop+bottom)/2)
}

func (*drawing) x(wins float64) float64 {
	return pictureLeft + (math.Log10(wins)-winsLow)/(winsHigh-winsLow)*(pictureWidth-pictureRight-pictureLeft)
}

func (*drawing) y(deviation float64) float64 {
	const bottom = pictureHeight - pictureBottom
	return bottom - (math.Log10(deviation)-deviationLow)/(deviationHigh-deviationLow)*(bottom-pictureTop)
}
