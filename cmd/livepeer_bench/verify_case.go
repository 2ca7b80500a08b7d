package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
	"github.com/livepeer/streamflow/verification"
)

// verifyCase is one rendition to judge.
type verifyCase struct {
	source  verifySource
	encoder honestEncoder
	profile core.Profile
	attack  *attack // nil for an honest one
}

func (c verifyCase) kind() string {
	if c.attack == nil {
		return c.encoder.name
	}
	return c.attack.name
}

func (c verifyCase) String() string {
	return fmt.Sprintf("%s of %s at %s by %s", c.kind(), c.source.name, c.profile.Name, c.encoder.name)
}

// verifyBench makes and judges renditions.
type verifyBench struct {
	dir     string
	sup     *worker.Supervisor
	planner verification.Planner
	policy  verification.Policy
}

// rendition makes the case's rendition, or takes it from the cache.
func (b *verifyBench) rendition(ctx context.Context, c verifyCase) ([]byte, error) {
	name := strings.NewReplacer(" ", "_", "%", "", ".", "").Replace(strings.Join([]string{c.source.name, c.kind(), c.profile.Name, c.encoder.name}, "-"))
	file := filepath.Join(b.dir, name+c.profile.Format.Ext())
	if data, err := os.ReadFile(file); err == nil {
		return data, nil
	}
	temp := file + ".part" + c.profile.Format.Ext()
	defer os.Remove(temp)
	if err := b.encode(ctx, c, temp); err != nil {
		return nil, fmt.Errorf("%s: %w", c, err)
	}
	if err := os.Rename(temp, file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

func (b *verifyBench) encode(ctx context.Context, c verifyCase, file string) error {
	if c.encoder.ours && c.attack == nil {
		data, err := os.ReadFile(c.source.segment(b.dir, 1))
		if err != nil {
			return err
		}
		done, err := b.sup.Transcode(ctx, &core.Task{
			SessionID: "verify", ManifestID: "verify", Duration: segmentSeconds * time.Second,
			Source: core.NewSource(data), Profiles: []core.Profile{c.profile}, OrchestratorID: "offchain",
		})
		if err != nil {
			return err
		}
		return os.WriteFile(file, done.Renditions[0].Data, 0o644)
	}
	_, err := runFFmpeg(ctx, c.args(b.dir, file)...)
	return err
}

// args are those of the ffmpeg program that makes the rendition.
func (c verifyCase) args(dir, file string) []string {
	w, h := core.OutputSize(c.source.width, c.source.height, c.profile)
	a := c.attack
	if a == nil {
		a = &attack{}
	}
	args := []string{"-loglevel", "error", "-threads", "1", "-copyts"}
	pictures := "1:v"
	switch {
	case a.older:
		args = append(args, "-i", c.source.segment(dir, 1), "-itsoffset", strconv.Itoa(segmentSeconds), "-i", c.source.segment(dir, 0))
	case a.other:
		args = append(args, "-i", c.source.segment(dir, 1), "-i", c.otherSource().segment(dir, 1))
	default:
		args = append(args, "-i", c.source.segment(dir, 1))
		pictures = "0:v"
	}
	var chain []string
	if a.other {
		chain = append(chain, "fps="+c.source.rate(), fmt.Sprintf("trim=end_frame=%d", c.source.frames()))
	}
	if a.before != nil {
		chain = append(chain, a.before(c.source, w, h))
	}
	if num, den := c.profile.Rate(); num > 0 {
		chain = append(chain, fmt.Sprintf("fps=%d/%d", num, den))
	}
	chain = append(chain, c.encoder.scale(w, h))
	if a.after != nil {
		chain = append(chain, a.after(c.source, w, h))
	}
	p := c.profile
	if a.rate > 0 {
		p.Bitrate = int64(float64(p.Bitrate) * a.rate)
	}
	args = append(args, "-filter_complex", "["+pictures+"]"+strings.Join(chain, ",")+"[v]", "-map", "[v]", "-map", "0:a", "-c:a", "copy")
	if a.rate < 0 {
		args = append(args, c.encoder.args...)
	} else {
		args = append(args, c.encoder.encodeArgs(p)...)
	}
	args = append(args, a.args...)
	if p.Format == core.MPEGTS {
		args = append(args, "-f", "mpegts", "-mpegts_copyts", "1", "-muxdelay", "0", "-muxpreload", "0")
	}
	return append(args, file)
}

// otherSource has the same shape, and shows something else.
func (c verifyCase) otherSource() verifySource {
	all := verifySources()
	for i, s := range all {
		if s.name == c.source.name {
			return all[(i+5)%len(all)]
		}
	}
	return all[0]
}

// judged is the outcome of a case.
type judged struct {
	Case    string               `json:"case"`
	Kind    string               `json:"kind"`
	Attack  bool                 `json:"attack"`
	Verdict verification.Verdict `json:"verdict"`
	// Rejected says for each of scales whether the verdict is against the rendition under
	// limits on the content that are wider by that factor.
	Rejected []bool `json:"rejected"`
	// Thin says that it was looked at as a whole because it has so few bits.
	Thin    bool `json:"thin"`
	content bool // an attack that only a look at the pictures finds
}

// scales of the limits for the table that shows what others would do.
func scales() []float64 { return []float64{0.5, 0.7, 0.85, 1, 1.2, 1.5, 2} }

// scaled widens a policy's limits on the content.
func scaled(p verification.Policy, by float64) verification.Policy {
	p.MinSimilarity = max(1-by*(1-p.MinSimilarity), 0)
	p.MinWorst = max(1-by*(1-p.MinWorst), 0)
	p.MaxAltered *= by
	p.MaxLoss *= by
	p.MaxStill = min(by*p.MaxStill, 1)
	p.MaxShifted = min(by*p.MaxShifted, 1)
	return p
}

// judge makes and judges the rendition of a case.
func (b *verifyBench) judge(ctx context.Context, c verifyCase, planner verification.Planner) (*judged, error) {
	data, err := b.rendition(ctx, c)
	if err != nil {
		return nil, err
	}
	job, err := b.look(ctx, c, data, planner)
	if err != nil {
		return nil, err
	}
	if !planner.Whole && verification.Thin(job.Source, job.Results[0].Facts, c.profile) { // as a node does
		planner.Whole = true
		if job, err = b.look(ctx, c, data, planner); err != nil {
			return nil, err
		}
	}
	if c.attack != nil && c.attack.tamper != nil {
		c.attack.tamper(job)
	}
	j := &judged{Case: c.String(), Kind: c.kind(), Attack: c.attack != nil, Verdict: b.policy.Check(*job, nil)}
	j.Thin = planner.Whole && !b.planner.Whole
	j.content = c.attack != nil && c.attack.content
	for _, by := range scales() {
		j.Rejected = append(j.Rejected, !scaled(b.policy, by).Check(*job, nil).OK())
	}
	return j, nil
}

// look inspects a rendition and its source where the planner says.
func (b *verifyBench) look(ctx context.Context, c verifyCase, data []byte, planner verification.Planner) (*verification.Job, error) {
	src, err := os.ReadFile(c.source.segment(b.dir, 1))
	if err != nil {
		return nil, err
	}
	info := core.MediaInfo{Width: c.source.width, Height: c.source.height, FPSNum: c.source.fps, FPSDen: 1}
	profiles := []core.Profile{c.profile}
	plan, err := planner.Plan(info, segmentSeconds*time.Second, profiles)
	if err != nil {
		return nil, err
	}
	job := &verification.Job{Profiles: profiles, Plan: &plan}
	if job.Source, err = b.sup.Inspect(ctx, src, ".ts", plan.Source); err != nil {
		return nil, fmt.Errorf("%s: source: %w", c, err)
	}
	facts, err := b.sup.Inspect(ctx, data, c.profile.Format.Ext(), plan.Renditions[0])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c, err)
	}
	job.Results = []verification.Result{{Facts: facts, Pixels: facts.Video.Pixels}}
	return job, nil
}
