package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/livepeer/streamflow/test/cluster"
)

// idleOptions are the flags of the benchmark.
type idleOptions struct {
	bin, cache     string
	logs           string
	settle, stream time.Duration
	json           bool
}

func parseIdleOptions(args []string) (*idleOptions, error) {
	bin, err := livepeerBinary()
	if err != nil {
		return nil, err
	}
	o := &idleOptions{}
	fs := flag.NewFlagSet("livepeer_bench idle", flag.ContinueOnError)
	fs.StringVar(&o.bin, "livepeer", bin, "the node's binary")
	fs.StringVar(&o.cache, "cache", os.TempDir(), "directory that keeps the generated source")
	fs.StringVar(&o.logs, "logs", "", "directory in which the nodes' logs are kept")
	fs.DurationVar(&o.settle, "settle", 45*time.Second, "how long idle nodes are left alone before they are measured")
	fs.DurationVar(&o.stream, "stream", 40*time.Second, "how long a stream runs, at most 60s; its peak counts")
	fs.BoolVar(&o.json, "json", false, "print the figures as JSON instead of a table")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if o.stream <= 0 || o.stream > idleSourceSeconds*time.Second {
		return nil, fmt.Errorf("-stream %v is not within 0 and %d s", o.stream, idleSourceSeconds)
	}
	return o, nil
}

const idleSourceSeconds = 60

// memoryResult is the resident memory of one node with its worker processes.
type memoryResult struct {
	Node  string `json:"node"`
	State string `json:"state"`
	RSS   int64  `json:"rss_bytes"`
	Limit int64  `json:"limit_bytes"` // what it must not exceed
}

func runIdle(ctx context.Context, args []string, out io.Writer) error {
	o, err := parseIdleOptions(args)
	if err != nil {
		return err
	}
	src, err := makeSource(ctx, o.cache, idleSourceSeconds)
	if err != nil {
		return err
	}
	idle, err := measureIdle(ctx, o)
	if err != nil {
		return err
	}
	busy, err := measureStreams(ctx, o, src)
	if err != nil {
		return err
	}
	results := append(idle, busy...)
	if o.json {
		return writeJSON(out, struct {
			Machine machine        `json:"machine"`
			Results []memoryResult `json:"results"`
		}{thisMachine(), results})
	}
	rows := [][]string{{"node", "state", "memory", "limit"}}
	for _, r := range results {
		rows = append(rows, []string{r.Node, r.State, megabytes(r.RSS), megabytes(r.Limit)})
	}
	return table(out, rows...)
}

// measureIdle starts every role, leaves all of them alone, and looks.
func measureIdle(ctx context.Context, o *idleOptions) (results []memoryResult, err error) {
	const limit = 60e6
	err = withCluster(o.bin, o.logs, func(c *cluster.Cluster) error {
		nodes, err := startRoles(ctx, c)
		if err != nil {
			return err
		}
		select {
		case <-time.After(o.settle):
		case <-ctx.Done():
			return ctx.Err()
		}
		for _, n := range nodes {
			results = append(results, memoryResult{n.Name, "idle", cluster.RSS(n.PID()), limit})
		}
		return nil
	})
	return results, err
}

func startRoles(ctx context.Context, c *cluster.Cluster) ([]*cluster.Node, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var nodes []*cluster.Node
	orch, err := c.Orchestrator("orchestrator")
	if err != nil {
		return nil, err
	}
	for _, start := range []func() (*cluster.Node, error){
		func() (*cluster.Node, error) { return orch, nil },
		func() (*cluster.Node, error) { return c.Transcoder("transcoder", []string{orch.ServiceAddr}) },
		func() (*cluster.Node, error) { return c.Broadcaster("broadcaster", []string{orch.ServiceAddr}) },
		func() (*cluster.Node, error) { return c.Orchestrator("orchestrator+transcoder", "-transcoder") },
		func() (*cluster.Node, error) { return c.AllInOne("all-in-one") },
	} {
		n, err := start()
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	for _, n := range nodes {
		if err := n.Healthy(ctx); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

// measureStreams takes the peak of a broadcaster whose stream is transcoded
// elsewhere, and of an all-in-one node, with one 720p stream each.
func measureStreams(ctx context.Context, o *idleOptions, src *source) (results []memoryResult, err error) {
	for _, verify := range []string{"all", "none"} {
		err = withCluster(o.bin, o.logs, func(c *cluster.Cluster) error {
			orch, err := c.Orchestrator("orchestrator", "-transcoder")
			if err != nil {
				return err
			}
			n, err := c.Broadcaster("broadcaster", []string{orch.ServiceAddr}, "-verify", verify)
			if err != nil {
				return err
			}
			peak, err := peakWithStream(ctx, c, o, src, n)
			results = append(results, memoryResult{"broadcaster, -verify " + verify, "one 720p stream", peak, 150e6})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	err = withCluster(o.bin, o.logs, func(c *cluster.Cluster) error {
		n, err := c.AllInOne("all-in-one")
		if err != nil {
			return err
		}
		peak, err := peakWithStream(ctx, c, o, src, n)
		results = append(results, memoryResult{"all-in-one", "one 720p stream", peak, 450e6})
		return err
	})
	return results, err
}

func peakWithStream(ctx context.Context, c *cluster.Cluster, o *idleOptions, src *source, n *cluster.Node) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, o.stream+2*time.Minute)
	defer cancel()
	for _, p := range c.Nodes() {
		if err := p.Healthy(ctx); err != nil {
			return 0, err
		}
	}
	stop := cluster.PeakRSS(sampleEvery, n.PID())
	publisher, err := c.Run("publisher", "ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-re", "-i", src.file,
		"-t", fmt.Sprint(o.stream.Seconds()), "-c", "copy", "-f", "flv", n.RTMP("bench"))
	if err != nil {
		stop()
		return 0, err
	}
	code, err := publisher.Wait(ctx)
	peak := stop()
	if err == nil && code != 0 {
		err = fmt.Errorf("publisher ended with code %d: %s", code, publisher.LogTail(5))
	}
	return peak, err
}
