package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/test/cluster"
)

// pushOptions are the flags of the benchmark.
type pushOptions struct {
	bin, profiles, cache string
	logs                 string
	segments, rounds     int
	variants             []string
	json                 bool
}

// Variants of where segments are transcoded.
const (
	localWorker      = "local worker"
	remoteTranscoder = "remote transcoder"
)

func parsePushOptions(args []string) (*pushOptions, error) {
	bin, err := livepeerBinary()
	if err != nil {
		return nil, err
	}
	o := &pushOptions{variants: []string{localWorker, remoteTranscoder}}
	fs := flag.NewFlagSet("livepeer_bench push", flag.ContinueOnError)
	fs.StringVar(&o.bin, "livepeer", bin, "the node's binary")
	fs.StringVar(&o.profiles, "profiles", core.DefaultPresets, "renditions, names of presets")
	fs.IntVar(&o.segments, "segments", 30, "segments that are pushed one after the other")
	fs.IntVar(&o.rounds, "rounds", 1, "how often each way is measured, with new processes")
	fs.StringVar(&o.cache, "cache", os.TempDir(), "directory that keeps the generated source")
	fs.StringVar(&o.logs, "logs", "", "directory in which the nodes' logs are kept")
	fs.BoolVar(&o.json, "json", false, "print the figures as JSON instead of a table")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if o.segments < 1 || o.rounds < 1 {
		return nil, fmt.Errorf("-segments %d and -rounds %d: both must be at least 1", o.segments, o.rounds)
	}
	return o, nil
}

// pushReport is the outcome of the benchmark, in milliseconds.
type pushReport struct {
	Machine machine      `json:"machine"`
	Results []pushResult `json:"results"`
}

// pushResult has the figures of every segment of one way, in milliseconds.
type pushResult struct {
	Way       string    `json:"way"`
	RoundTrip []float64 `json:"round_trip_ms"`
	Engine    []float64 `json:"engine_ms"`
	// Overhead is round trip less engine.
	Overhead       []float64 `json:"overhead_ms"`
	OverheadMedian float64   `json:"overhead_median_ms"`
	OverheadP95    float64   `json:"overhead_p95_ms"`
}

func runPush(ctx context.Context, args []string, out io.Writer) error {
	o, err := parsePushOptions(args)
	if err != nil {
		return err
	}
	src, err := makeSource(ctx, o.cache, o.segments*segmentSeconds)
	if err != nil {
		return err
	}
	report := pushReport{Machine: thisMachine()}
	for _, way := range o.variants {
		report.Results = append(report.Results, pushResult{Way: way})
	}
	for range o.rounds {
		for i := range report.Results {
			if err := pushRound(ctx, o, src, &report.Results[i]); err != nil {
				return fmt.Errorf("%s: %w", report.Results[i].Way, err)
			}
		}
	}
	for i := range report.Results {
		r := &report.Results[i]
		r.OverheadMedian, r.OverheadP95 = median(r.Overhead), percentile(r.Overhead, 95)
	}
	if o.json {
		return writeJSON(out, report)
	}
	rows := [][]string{{"through", "segments", "round trip", "engine", "overhead, median", "p95"}}
	for _, r := range report.Results {
		rows = append(rows, []string{
			r.Way, fmt.Sprint(len(r.Overhead)), millis(median(r.RoundTrip)), millis(median(r.Engine)), millis(r.OverheadMedian), millis(r.OverheadP95),
		})
	}
	return table(out, rows...)
}

// pushRound starts the nodes, pushes all segments and adds the figures to r.
func pushRound(ctx context.Context, o *pushOptions, src *source, r *pushResult) error {
	return withCluster(o.bin, o.logs, func(c *cluster.Cluster) error { return pushAll(ctx, c, o, src, r) })
}

func pushAll(ctx context.Context, c *cluster.Cluster, o *pushOptions, src *source, r *pushResult) error {
	broadcaster, engine, err := startPushNodes(ctx, c, o, r.Way)
	if err != nil {
		return err
	}
	pusher := cluster.NewPusher(broadcaster.HTTPAddr)
	defer pusher.Close()
	var trips []float64
	for seq, name := range src.segments {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		answer, err := pusher.Push(ctx, cluster.Push{
			Stream: "bench", Seq: seq, Data: data, Duration: segmentSeconds * time.Second, Size: fmt.Sprintf("%dx%d", sourceWidth, sourceHeight),
		})
		if err != nil {
			return fmt.Errorf("segment %d: %w", seq, err)
		}
		if len(answer.Parts) == 0 {
			return fmt.Errorf("segment %d came back without renditions", seq)
		}
		trips = append(trips, inMillis(answer.Took))
	}
	times, err := engineTimes(ctx, engine, len(trips))
	if err != nil {
		return err
	}
	for i, trip := range trips {
		r.Overhead = append(r.Overhead, trip-times[i])
	}
	r.RoundTrip, r.Engine = slices.Concat(r.RoundTrip, trips), slices.Concat(r.Engine, times)
	return nil
}

// startPushNodes returns the broadcaster, and the node whose workers transcode.
func startPushNodes(ctx context.Context, c *cluster.Cluster, o *pushOptions, way string) (broadcaster, engine *cluster.Node, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var orch *cluster.Node
	if way == localWorker {
		orch, err = c.Orchestrator("orchestrator", "-transcoder", "-v", "5")
		engine = orch
	} else {
		if orch, err = c.Orchestrator("orchestrator", "-v", "5"); err == nil {
			engine, err = c.Transcoder("transcoder", []string{orch.ServiceAddr}, "-v", "5")
		}
	}
	if err != nil {
		return nil, nil, err
	}
	broadcaster, err = c.Broadcaster("broadcaster", []string{orch.ServiceAddr}, "-httpIngest", "-transcodingOptions", o.profiles, "-v", "5")
	if err != nil {
		return nil, nil, err
	}
	for _, n := range []*cluster.Node{orch, engine, broadcaster} {
		if err := n.Healthy(ctx); err != nil {
			return nil, nil, err
		}
	}
	return broadcaster, engine, nil
}

// engineTimes reads from the node's log how long the media engine took for each
// of n segments, in milliseconds, in their order.
func engineTimes(ctx context.Context, node *cluster.Node, n int) ([]float64, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	pattern := regexp.MustCompile(`\bengine="?([0-9][0-9a-zµ.]*)`)
	var times []float64
	err := cluster.Poll(ctx, "read engine times from "+node.LogFile, func() error {
		times = nil
		for _, m := range pattern.FindAllStringSubmatch(node.Log(), -1) {
			d, err := time.ParseDuration(m[1])
			if err != nil {
				return err
			}
			times = append(times, inMillis(d))
		}
		if len(times) != n {
			return fmt.Errorf("%d of %d segments have engine=… in the log", len(times), n)
		}
		return nil
	})
	return times, err
}

func inMillis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
