package verification

import (
	"fmt"

	"github.com/livepeer/streamflow/core"
)

// Check judges a job. The content is compared where both sides have samples.
// signatures may be nil when the job has none.
func (p Policy) Check(job Job, signatures Signatures) Verdict {
	var v Verdict
	c := &checker{policy: p, plan: job.Plan, verdict: &v, rendition: -1}
	if n := len(job.Profiles); len(job.Results) != n {
		c.fault(RenditionCount, fmt.Sprint(n), fmt.Sprint(len(job.Results)), float64(len(job.Results)))
	}
	if s := job.Signature; s != nil && (signatures == nil || !signatures.Verify(s.By, s.Message, s.Sig)) {
		c.fault(BadSignature, "that of "+s.By.Hex()+" over the renditions", fmt.Sprintf("%d bytes that are not", len(s.Sig)), 0)
	}
	for i := range min(len(job.Profiles), len(job.Results)) {
		c.rendition, c.profile, c.result = i, job.Profiles[i], job.Results[i]
		c.check(job.Source)
	}
	return v
}

// checker judges one rendition after the other.
type checker struct {
	policy  Policy
	plan    *Plan // nil when the content is not checked
	verdict *Verdict

	// of the rendition that is judged:
	rendition int
	profile   core.Profile
	result    Result
}

func (c *checker) fault(code Code, want, got string, measure float64) {
	if c.policy.ignores(code) {
		return
	}
	c.verdict.Faults = append(c.verdict.Faults, Fault{
		Code: code, Rendition: c.rendition, Profile: c.profile.Name, Want: want, Got: got, Measure: measure,
	})
}

func (c *checker) check(source *core.MediaFacts) {
	facts := c.result.Facts
	if facts == nil {
		got := "bytes that nobody looked into"
		if c.result.Unreadable != nil {
			got = c.result.Unreadable.Error()
		}
		c.fault(Unreadable, "media", got, 0)
		return
	}
	c.audio(source, facts)
	if source.Video == nil {
		return // there is nothing to transcode, and the source is handed on
	}
	if facts.Video == nil {
		c.fault(NoVideo, fmt.Sprintf("%d frames", len(source.Video.Frames)), "no video", 0)
		return
	}
	c.format(facts)
	c.size(source.Video, facts.Video)
	c.frames(source.Video, facts)
	c.times(source.Video, facts.Video)
	c.offset(source.Video, facts)
	c.gop(facts.Video)
	c.bitrate(facts.Video)
	c.pixels(facts.Video)
	if c.plan != nil && c.rendition < len(c.plan.Renditions) && len(c.plan.Renditions[c.rendition].Times) > 0 {
		c.content(source.Video, facts.Video)
	}
}
