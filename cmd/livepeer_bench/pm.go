package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"
)

// pmOptions are the flags of the benchmark.
type pmOptions struct {
	simulate bool
	tickets  int
	svg      string

	rounds   int
	each     time.Duration
	control  time.Duration
	sessions int
	profile  string
	json     bool
}

func parsePMOptions(args []string) (*pmOptions, error) {
	o := &pmOptions{}
	fs := flag.NewFlagSet("livepeer_bench pm", flag.ContinueOnError)
	fs.BoolVar(&o.simulate, "simulate", false, "draw tickets over many prices, probabilities and gas prices instead of measuring speed")
	fs.IntVar(&o.tickets, "tickets", 10_000_000, "with -simulate: tickets to draw over all settings, and half as many while the price of gas walks")
	fs.StringVar(&o.svg, "svg", "", "with -simulate: file for a picture of how income varies from day to day")
	fs.IntVar(&o.rounds, "rounds", 15, "rounds of each comparison, both sides in turn; medians count")
	fs.DurationVar(&o.each, "each", 300*time.Millisecond, "time for each side in a round")
	fs.DurationVar(&o.control, "control", 10*time.Second, "how long segments are sent over the control path; 0 leaves it out")
	fs.IntVar(&o.sessions, "sessions", 10_000, "sessions whose memory is measured; 0 leaves it out")
	fs.StringVar(&o.profile, "cpuprofile", "", "file for a CPU profile of the control path")
	fs.BoolVar(&o.json, "json", false, "print the figures as JSON instead of tables")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if o.tickets < 1000 || o.rounds < 1 || o.each <= 0 || o.sessions < 0 {
		return nil, fmt.Errorf("-tickets is at least 1000, -rounds 1, -each above 0 and -sessions not below it")
	}
	return o, nil
}

func runPM(ctx context.Context, args []string, out io.Writer) error {
	o, err := parsePMOptions(args)
	if err != nil {
		return err
	}
	if o.simulate {
		return simulatePM(ctx, o, out)
	}
	return measurePM(ctx, o, out)
}
