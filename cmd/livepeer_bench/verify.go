package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/livepeer/streamflow/ffmpeg/worker"
	"github.com/livepeer/streamflow/verification"
)

// verifyOptions are the flags of the benchmark.
type verifyOptions struct {
	every    int
	parallel int
	rounds   int
	cost     bool
	whole    bool
	budget   float64
	profiles string
	seed     uint64
	cache    string
	json     bool
}

func runVerify(ctx context.Context, args []string, out io.Writer) error {
	o := verifyOptions{}
	fs := flag.NewFlagSet("livepeer_bench verify", flag.ContinueOnError)
	fs.IntVar(&o.every, "every", 1, "judge one of this many renditions only")
	fs.IntVar(&o.parallel, "parallel", 2, "renditions that are made at once")
	fs.IntVar(&o.rounds, "rounds", 1, "how often each rendition is judged, each time at other places")
	fs.Uint64Var(&o.seed, "seed", 1, "of the places that are looked at")
	fs.BoolVar(&o.whole, "whole", false, "look at whole segments, as at those that are drawn for it")
	fs.Float64Var(&o.budget, "budget", 0, "part of the work that looking at more than the first frame may take: 1 does so always, 1e-9 never (default 0.02 with -cost, else 1)")
	fs.BoolVar(&o.cost, "cost", false, "measure what verification costs instead")
	fs.StringVar(&o.profiles, "profiles", "P240p30fps16x9,P360p30fps16x9,P576p30fps16x9,P720p30fps16x9", "renditions of -cost")
	fs.StringVar(&o.cache, "cache", os.TempDir(), "directory that keeps the generated media")
	fs.BoolVar(&o.json, "json", false, "print every verdict as JSON instead of tables")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if o.every < 1 || o.parallel < 1 || o.rounds < 1 {
		return fmt.Errorf("-every %d, -parallel %d and -rounds %d: use at least 1", o.every, o.parallel, o.rounds)
	}
	switch {
	case o.budget < 0 || o.budget > 1:
		return fmt.Errorf("-budget %v: use more than 0 and at most 1", o.budget)
	case o.budget == 0 && o.cost:
		o.budget = verification.DefaultBudget
	case o.budget == 0:
		o.budget = 1
	}
	sup, err := worker.New(worker.DefaultConfig())
	if err != nil {
		return err
	}
	if err := sup.Start(ctx); err != nil {
		return err
	}
	defer sup.Close()
	b := &verifyBench{
		planner: verification.Planner{Budget: o.budget, Whole: o.whole}, dir: filepath.Join(o.cache, "livepeer-bench-verify-"+verifySourceVersion), sup: sup,
		policy: verification.DefaultPolicy(),
	}
	if o.cost {
		return b.reportCost(ctx, &o, out)
	}
	all, err := b.judgeAll(ctx, &o)
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(out, all)
	}
	return printVerdicts(out, all)
}

func (b *verifyBench) reportCost(ctx context.Context, o *verifyOptions, out io.Writer) error {
	const costSegments = 10
	b.planner.Draw = newSeededDraw(o.seed, 0)
	c, err := b.measureCost(ctx, o.cache, costSegments, o.profiles)
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(out, c)
	}
	return printCost(out, c)
}

// seededDraw is a draw that can be repeated, which one that counts must not be.
type seededDraw struct{ *rand.Rand }

func newSeededDraw(seed, n uint64) seededDraw { return seededDraw{rand.New(rand.NewPCG(seed, n))} }

func (d seededDraw) Float64() (float64, error) { return d.Rand.Float64(), nil }

func (b *verifyBench) judgeAll(ctx context.Context, o *verifyOptions) ([]*judged, error) {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return nil, err
	}
	for _, s := range verifySources() {
		if err := s.make(ctx, b.dir); err != nil {
			return nil, fmt.Errorf("source %s: %w", s.name, err)
		}
	}
	cases := append(honestCases(), attackCases()...)
	fmt.Fprintf(os.Stderr, "making and judging %d renditions in %s\n", (len(cases)+o.every-1)/o.every, b.dir)
	done := make([]*judged, len(cases)*o.rounds)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(o.parallel)
	for i := 0; i < len(cases); i += o.every {
		group.Go(func() error {
			for round := range o.rounds {
				planner := b.planner
				planner.Draw = newSeededDraw(o.seed+uint64(round), uint64(i))
				j, err := b.judge(ctx, cases[i], planner)
				if err != nil {
					return err
				}
				done[round*len(cases)+i] = j
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var all []*judged
	for _, j := range done {
		if j != nil {
			all = append(all, j)
		}
	}
	return all, nil
}
