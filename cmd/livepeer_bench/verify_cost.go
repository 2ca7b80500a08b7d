package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/verification"
)

// verifyCost is what a segment takes of the processor, in seconds: the mean over
// the segments, since what is decoded differs by lot.
type verifyCost struct {
	Transcode float64 `json:"transcode_cpu_s"`
	Packets   float64 `json:"inspect_packets_cpu_s"` // without decoding
	Inspect   float64 `json:"inspect_cpu_s"`         // all that a plan asks for
	Check     float64 `json:"check_cpu_s"`           // in the node
}

// measureCost transcodes and inspects segments of the benchmarks' usual source.
func (b *verifyBench) measureCost(ctx context.Context, cache string, segments int, list string) (*verifyCost, error) {
	src, err := makeSource(ctx, cache, segments*segmentSeconds)
	if err != nil {
		return nil, err
	}
	profiles, err := core.ParsePresets(list)
	if err != nil {
		return nil, err
	}
	cost := &verifyCost{}
	n := float64(len(src.segments))
	for seq, name := range src.segments {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var done *core.Transcoded
		spent, err := b.workersCPU(func() (err error) {
			done, err = b.sup.Transcode(ctx, &core.Task{
				SessionID: "cost", ManifestID: "cost", Seq: uint64(seq), Duration: segmentSeconds * time.Second,
				Source: core.NewSource(data), Profiles: profiles, OrchestratorID: "offchain",
			})
			return err
		})
		if err != nil {
			return nil, err
		}
		cost.Transcode += spent / n
		plan, err := b.planner.Plan(core.MediaInfo{Width: sourceWidth, Height: sourceHeight, FPSNum: sourceFPS, FPSDen: 1},
			segmentSeconds*time.Second, profiles)
		if err != nil {
			return nil, err
		}
		job := verification.Job{Profiles: profiles, Plan: &plan}
		if spent, err = b.workersCPU(func() error { return b.inspectAll(ctx, &job, data, done, true) }); err != nil {
			return nil, err
		}
		cost.Packets += spent / n
		if spent, err = b.workersCPU(func() error { return b.inspectAll(ctx, &job, data, done, false) }); err != nil {
			return nil, err
		}
		cost.Inspect += spent / n
		begin := time.Now()
		if err := b.policy.Check(job, nil).Err(); err != nil {
			return nil, err
		}
		cost.Check += time.Since(begin).Seconds() / n
	}
	return cost, nil
}

// inspectAll fills in the facts of a job.
func (b *verifyBench) inspectAll(ctx context.Context, job *verification.Job, source []byte, done *core.Transcoded, packetsAlone bool) error {
	look := func(l core.Look) core.Look {
		if packetsAlone {
			return core.Look{}
		}
		return l
	}
	var err error
	if job.Source, err = b.sup.Inspect(ctx, source, ".ts", look(job.Plan.Source)); err != nil {
		return err
	}
	job.Results = nil
	for i, r := range done.Renditions {
		facts, err := b.sup.Inspect(ctx, r.Data, job.Profiles[i].Format.Ext(), look(job.Plan.Renditions[i]))
		if err != nil {
			return err
		}
		job.Results = append(job.Results, verification.Result{Facts: facts, Pixels: r.Pixels})
	}
	return nil
}

// workersCPU is what f makes the workers spend, in seconds of the processor.
func (b *verifyBench) workersCPU(f func() error) (float64, error) {
	before := b.ticks()
	if err := f(); err != nil {
		return 0, err
	}
	spent := 0
	for pid, ticks := range b.ticks() {
		spent += ticks - before[pid]
	}
	return float64(spent) / ticksPerSecond, nil
}

// ticksPerSecond is the unit of /proc/pid/stat on Linux (proc(5), "utime").
const ticksPerSecond = 100

// ticks is the time that each worker has spent on a processor so far, with what its
// threads spent that have ended.
func (b *verifyBench) ticks() map[int]int {
	spent := make(map[int]int)
	for _, pid := range b.sup.PIDs() {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue // it has gone
		}
		// The name in brackets may have spaces; utime and stime are fields 14 and 15.
		fields := bytes.Fields(data[bytes.LastIndexByte(data, ')')+1:])
		for _, field := range fields[11:13] {
			n, _ := strconv.Atoi(string(field))
			spent[pid] += n
		}
	}
	return spent
}

func printCost(out io.Writer, c *verifyCost) error {
	part := func(v float64) string { return fmt.Sprintf("%.1f %%", 100*v/c.Transcode) }
	return table(out,
		[]string{"what a segment takes", "CPU", "of transcoding"},
		[]string{"transcoding", seconds(c.Transcode), ""},
		[]string{"packets of source and renditions", millis(1000 * c.Packets), part(c.Packets)},
		[]string{"all that a plan asks for", millis(1000 * c.Inspect), part(c.Inspect)},
		[]string{"the check itself", millis(1000 * c.Check), part(c.Check)})
}
