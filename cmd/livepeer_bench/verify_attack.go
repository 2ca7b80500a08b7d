package main

import (
	"fmt"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

// attack is a way to return something else than what was asked for.
type attack struct {
	name string
	// filter of the pictures ahead of the scaler and behind it; nil for none.
	before, after func(s verifySource, w, h int) string
	// extra arguments of the encoder.
	args []string
	// other takes the pictures of another source, older those of the segment before.
	other, older bool
	// rate is the part of the bitrate that is used, 0 for all of it.
	rate float64
	// needs says where the attack shows something.
	needs func(s verifySource) bool
	// tamper changes what is judged.
	tamper func(job *verification.Job)
	// content says that only a look at the pictures finds it.
	content bool
}

func filter(format string) func(verifySource, int, int) string {
	return func(verifySource, int, int) string { return format }
}

func moving(s verifySource) bool   { return s.moving }
func detailed(s verifySource) bool { return s.detailed }
func both(s verifySource) bool     { return s.moving && s.detailed }

// contentAttacks are those that only a look at the pictures finds.
func contentAttacks() []attack {
	held := func(part int) func(verifySource, int, int) string {
		return func(s verifySource, _, _ int) string {
			n := max(s.frames()*part/100, 1)
			return fmt.Sprintf("trim=end_frame=%d,tpad=stop=%d:stop_mode=clone", n, s.frames()-n)
		}
	}
	late := func(ms int) func(verifySource, int, int) string {
		return func(s verifySource, _, _ int) string {
			return fmt.Sprintf("setpts=PTS-STARTPTS,tpad=start=%d:start_mode=clone,trim=end_frame=%d,setpts=PTS+%d/TB", ms*s.fps/1000, s.frames(), segmentSeconds)
		}
	}
	smaller := func(by int) func(verifySource, int, int) string {
		return func(_ verifySource, w, h int) string {
			return fmt.Sprintf("scale=%d:%d", max(w/by/2*2, 16), max(h/by/2*2, 16))
		}
	}
	return []attack{
		{name: "black", before: filter("lutyuv=y=16:u=128:v=128")},
		{name: "gray", before: filter("lutyuv=y=120:u=128:v=128")},
		{name: "frozen", before: held(0), needs: moving},
		{name: "frozen from 40 %", before: held(40), needs: moving},
		{name: "other video", other: true},
		{name: "older segment", older: true, needs: moving},
		{name: "late by 0.5 s", before: late(500), needs: moving},
		{name: "late by 0.2 s", before: late(200), needs: moving},
		{name: "cropped by 10 %", before: filter("crop=iw*0.9:ih*0.9")},
		{name: "cropped by 4 %", before: filter("crop=iw*0.96:ih*0.96"), needs: detailed},
		{name: "mirrored", before: filter("hflip")},
		{name: "letterbox", after: func(_ verifySource, w, h int) string {
			return fmt.Sprintf("scale=%d:%d,pad=%d:%d:-1:-1", w, h*8/10/2*2, w, h)
		}},
		{name: "large logo", before: filter("drawbox=x=iw*0.7:y=ih*0.05:w=iw*0.25:h=ih*0.15:color=white@0.8:t=fill")},
		{name: "small logo", before: filter("drawbox=x=iw*0.85:y=ih*0.05:w=iw*0.1:h=ih*0.1:color=white@0.6:t=fill")},
		{name: "darker", before: filter("lutyuv=y=16+(val-16)*0.7")},
		{name: "least quality", args: []string{"-crf", "51"}, rate: -1, needs: detailed},
		{name: "a tenth of the bits", rate: 0.1, needs: both},
		{name: "from an eighth of the size", before: smaller(8), needs: detailed},
		{name: "from a quarter of the size", before: smaller(4), needs: detailed},
		{name: "blurred", after: filter("boxblur=4:2"), needs: detailed},
		{name: "stutter", before: func(s verifySource, _, _ int) string {
			return fmt.Sprintf("fps=%d/4,fps=%d,tpad=stop=9:stop_mode=clone,trim=end_frame=%d", s.fps, s.fps, s.frames())
		}, needs: moving},
	}
}

// plainAttacks are those that the packets tell of.
func plainAttacks() []attack {
	result := func(f func(r *verification.Result)) func(*verification.Job) {
		return func(job *verification.Job) { f(&job.Results[0]) }
	}
	return []attack{
		{name: "half of the frames", before: func(s verifySource, _, _ int) string { return fmt.Sprintf("fps=%d/2", s.fps) }},
		{name: "half of the time", before: func(s verifySource, _, _ int) string { return fmt.Sprintf("trim=end_frame=%d", s.frames()/2) }},
		{name: "wrong size", after: func(_ verifySource, w, h int) string { return fmt.Sprintf("scale=%d:%d", w-16, h-8) }},
		{name: "no sound", args: []string{"-an"}},
		{name: "short sound", args: []string{"-af", "atrim=duration=1", "-c:a", "aac"}},
		{name: "wrong codec", args: []string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"}},
		{name: "too many bits", rate: 4, args: []string{"-x264-params", "nal-hrd=cbr"}},
		{name: "too many pixels", tamper: result(func(r *verification.Result) { r.Pixels += r.Pixels / 20 })},
		{name: "no rendition", tamper: func(job *verification.Job) { job.Results = nil }},
		{name: "garbage", tamper: result(func(r *verification.Result) { r.Facts, r.Unreadable = nil, fmt.Errorf("no media") })},
	}
}

// attacksEach is how many renditions there are of each attack.
const attacksEach = 20

// attackCases spreads each attack over the sources and sizes that it applies to.
func attackCases() []verifyCase {
	var cases []verifyCase
	encoders := honestEncoders()[1:4]
	pictures := contentAttacks()
	for i := range pictures {
		pictures[i].content = true
	}
	for i, a := range append(pictures, plainAttacks()...) {
		var sources []verifySource
		for _, s := range verifySources() {
			if a.needs == nil || a.needs(s) {
				sources = append(sources, s)
			}
		}
		for n := range attacksEach {
			p := verifyProfiles()[(i+n)%3]
			p.Encoder = core.H264
			cases = append(cases, verifyCase{source: sources[(i+n)%len(sources)], encoder: encoders[n%len(encoders)], profile: p, attack: &a})
		}
	}
	return cases
}
