package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/test/cluster"
)

// transcodeOptions are the flags of the benchmark.
type transcodeOptions struct {
	rounds, seconds int
	sessions        []int
	preset          string
	profiles        []core.Profile
	cache           string
	quality, json   bool
}

func parseTranscodeOptions(args []string) (*transcodeOptions, error) {
	o := &transcodeOptions{}
	fs := flag.NewFlagSet("livepeer_bench transcode", flag.ContinueOnError)
	fs.IntVar(&o.rounds, "rounds", 5, "how often both sides are measured, one after the other")
	fs.IntVar(&o.seconds, "seconds", 60, "length of the source, a multiple of 2")
	sessions := fs.String("sessions", "1,2", "numbers of streams at once that are measured")
	fs.StringVar(&o.preset, "preset", "medium", "x264 preset of both sides")
	profiles := fs.String("profiles", "P240p30fps16x9,P360p30fps16x9,P576p30fps16x9", "renditions, names of presets")
	fs.StringVar(&o.cache, "cache", os.TempDir(), "directory that keeps the generated source")
	fs.BoolVar(&o.quality, "quality", true, "compare SSIM and PSNR of what both sides made")
	fs.BoolVar(&o.json, "json", false, "print the figures as JSON instead of tables")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if o.rounds < 1 || o.seconds < segmentSeconds || o.seconds%segmentSeconds != 0 {
		return nil, fmt.Errorf("-rounds %d and -seconds %d: use at least 1 round, and a multiple of %d seconds", o.rounds, o.seconds, segmentSeconds)
	}
	for s := range strings.SplitSeq(*sessions, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-sessions %q: use numbers from 1, such as 1,2", *sessions)
		}
		o.sessions = append(o.sessions, n)
	}
	var err error
	o.profiles, err = core.ParsePresets(*profiles)
	return o, err
}

// transcodeReport is the outcome of the benchmark.
type transcodeReport struct {
	Machine machine             `json:"machine"`
	Seconds int                 `json:"source_seconds"`
	Preset  string              `json:"x264_preset"`
	Results []transcodeResult   `json:"results"`
	Quality []renditionsQuality `json:"quality,omitempty"`
}

// transcodeResult is one number of sessions, with the figures of each round.
type transcodeResult struct {
	Sessions int    `json:"sessions"`
	Ours     []cost `json:"ours"`
	CLI      []cost `json:"ffmpeg"`
	// The ratios are ours to ffmpeg's, of medians.
	WallRatio   float64 `json:"wall_ratio"`
	CPURatio    float64 `json:"cpu_ratio"`
	MemoryRatio float64 `json:"memory_ratio"`
}

func runTranscode(ctx context.Context, args []string, out io.Writer) error {
	o, err := parseTranscodeOptions(args)
	if err != nil {
		return err
	}
	src, err := makeSource(ctx, o.cache, o.seconds)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "livepeer-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	c, err := cluster.New(cluster.Config{Bin: self, Dir: dir})
	if err != nil {
		return err
	}
	defer c.Close()
	report := transcodeReport{Machine: thisMachine(), Seconds: o.seconds, Preset: o.preset}
	for _, sessions := range o.sessions {
		r, err := compare(ctx, c, o, src, self, sessions)
		if err != nil {
			return err
		}
		report.Results = append(report.Results, *r)
	}
	if o.quality {
		if report.Quality, err = compareQuality(ctx, o, src, dir); err != nil {
			return err
		}
	}
	if o.json {
		return writeJSON(out, report)
	}
	return report.print(out)
}

// compare measures both sides alternately; who goes first changes every round.
func compare(ctx context.Context, c *cluster.Cluster, o *transcodeOptions, src *source, self string, sessions int) (*transcodeResult, error) {
	r := &transcodeResult{Sessions: sessions}
	ours := [][]string{{
		self, transcodeSide, "-segments", filepath.Dir(src.file), "-out", c.Path("ours"),
		"-sessions", strconv.Itoa(sessions), "-preset", o.preset, "-profiles", names(o.profiles),
	}}
	var cli [][]string
	for n := range sessions {
		cli = append(cli, cliCommand(o, src, c.Path(fmt.Sprintf("ffmpeg-%d", n))))
	}
	for round := range o.rounds {
		for side := range 2 {
			commands, costs, name := ours, &r.Ours, "ours"
			if (round+side)%2 == 1 {
				commands, costs, name = cli, &r.CLI, "ffmpeg"
			}
			m, err := measure(ctx, c, commands...)
			if err != nil {
				return nil, err
			}
			*costs = append(*costs, m)
			fmt.Fprintf(os.Stderr, "round %d, %d at once, %s: %s, CPU %s, %s\n", round+1, sessions, name, seconds(m.Wall), seconds(m.CPU), megabytes(m.PeakRSS))
		}
	}
	a, b := medianCost(r.Ours), medianCost(r.CLI)
	r.WallRatio, r.CPURatio, r.MemoryRatio = a.Wall/b.Wall, a.CPU/b.CPU, float64(a.PeakRSS)/float64(b.PeakRSS)
	return r, nil
}

func medianCost(costs []cost) cost {
	var wall, cpu []float64
	var memory []int64
	for _, c := range costs {
		wall, cpu, memory = append(wall, c.Wall), append(cpu, c.CPU), append(memory, c.PeakRSS)
	}
	return cost{Wall: median(wall), CPU: median(cpu), PeakRSS: median(memory)}
}

func names(profiles []core.Profile) string {
	var list []string
	for _, p := range profiles {
		list = append(list, p.Name)
	}
	return strings.Join(list, ",")
}

func (r *transcodeReport) print(out io.Writer) error {
	fmt.Fprintf(out, "%d s of 720p30, x264 %s, %d cores; medians\n\n", r.Seconds, r.Preset, r.Machine.Cores)
	rows := [][]string{{"at once", "side", "wall", "CPU", "peak memory"}}
	for _, res := range r.Results {
		a, b := medianCost(res.Ours), medianCost(res.CLI)
		n := strconv.Itoa(res.Sessions)
		rows = append(rows,
			[]string{n, "ours", seconds(a.Wall), seconds(a.CPU), megabytes(a.PeakRSS)},
			[]string{n, "ffmpeg", seconds(b.Wall), seconds(b.CPU), megabytes(b.PeakRSS)},
			[]string{n, "ratio", ratio(res.WallRatio), ratio(res.CPURatio), ratio(res.MemoryRatio)})
	}
	if err := table(out, rows...); err != nil {
		return err
	}
	fmt.Fprintln(out)
	return printQuality(out, r.Quality)
}
