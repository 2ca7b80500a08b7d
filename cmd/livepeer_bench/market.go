package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/livepeer/streamflow/discovery"
)

// What is asked of a broadcaster's market with 2,000 orchestrators on two cores.
const (
	mostFill       = 3.0  // seconds until all have answered
	mostRefresh    = 0.1  // of a core
	mostEntryBytes = 32e3 // of memory for each orchestrator
	mostChoice     = 50.0 // µs
)

// marketOptions are the flags of the benchmark.
type marketOptions struct {
	n, searches            int
	steady, age            time.Duration
	rules                  bool
	cpuProfile, memProfile string
	json                   bool
}

func parseMarketOptions(args []string) (*marketOptions, error) {
	o := &marketOptions{}
	fs := flag.NewFlagSet("livepeer_bench market", flag.ContinueOnError)
	fs.IntVar(&o.n, "n", 2000, "orchestrators, each with a port and a certificate of its own")
	fs.IntVar(&o.searches, "searches", 50, "streams that start from the full table, at most one for eight of -n, which is what each takes")
	fs.DurationVar(&o.steady, "steady", 2*time.Minute, "how long the full table is watched")
	fs.DurationVar(&o.age, "age", time.Minute, "how old answers get; a node's get 10m, so that it asks more seldom")
	fs.BoolVar(&o.rules, "rules", true, "compare the rules that choose, too, as livepeer_bench choose does")
	fs.StringVar(&o.cpuProfile, "cpuprofile", "", "file for a CPU profile of the broadcaster, until the full table was watched")
	fs.StringVar(&o.memProfile, "memprofile", "", "file for a profile of its memory when the table is full")
	fs.BoolVar(&o.json, "json", false, "print the figures as JSON instead of tables")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if o.n < 20 || o.n > 8000 || o.searches < 1 || o.steady <= 0 || o.age < 10*time.Second || o.age > 10*time.Minute {
		return nil, fmt.Errorf("-n is 20 to 8000, -searches at least 1, -steady above 0, -age 10s to 10m")
	}
	o.searches = min(o.searches, o.n/discovery.DefaultTableConfig().HandOut)
	return o, nil
}

// marketReport is the outcome of the benchmark. Its processor times are those of
// the broadcaster's side alone, unless they say otherwise.
type marketReport struct {
	Machine       machine        `json:"machine"`
	Load          [2]float64     `json:"load"` // of the machine, before and after
	Orchestrators int            `json:"orchestrators"`
	Fill          marketFill     `json:"first_full_table"`
	Find          marketFind     `json:"streams_from_the_full_table"`
	Steady        marketSteady   `json:"steady_refresh"`
	Memory        marketMemory   `json:"memory"`
	Choices       []marketChoice `json:"choices"`
	Restart       marketRestart  `json:"restart"`
	Rules         *choice        `json:"rules,omitempty"`
}

func runMarket(ctx context.Context, args []string, out io.Writer) error {
	o, err := parseMarketOptions(args)
	if err != nil {
		return err
	}
	report := &marketReport{Machine: thisMachine(), Orchestrators: o.n}
	report.Load[0] = loadAverage()
	if err := measureMarket(ctx, o, report); err != nil {
		return err
	}
	if o.rules {
		rules, err := parseChooseOptions(nil)
		if err != nil {
			return err
		}
		if report.Rules, err = compareRules(ctx, rules); err != nil {
			return err
		}
	}
	report.Load[1] = loadAverage()
	if o.json {
		err = writeJSON(out, report)
	} else {
		err = report.print(out)
	}
	if err == nil && report.Rules != nil {
		err = report.Rules.judge()
	}
	return err
}

func (r *marketReport) print(out io.Writer) error {
	bytes := func(v int64) string { return fmt.Sprintf("%.1f KB", float64(v)/1e3) }
	micros := func(v float64) string { return fmt.Sprintf("%.1f µs", v) }
	kept := func(v, limit float64, text string) string {
		if v <= limit {
			return text
		}
		return text + ", missed"
	}
	f, s, m := &r.Fill, &r.Steady, &r.Memory
	rows := [][]string{
		{fmt.Sprintf("%d orchestrators", r.Orchestrators), "", "limit"},
		{"first full table", seconds(f.Wall), kept(f.Wall, mostFill, "3 s")},
		{"  its processor time; the orchestrators'", seconds(f.CPU) + "; " + seconds(f.SideCPU), ""},
		{"  times of answer as measured, median and p95", millis(f.RTT) + ", " + millis(f.RTTP95), ""},
		{"  questions that failed", fmt.Sprint(f.Failed), ""},
		{"refresh, share of a core", percent(s.Core), kept(s.Core, mostRefresh, "10 %")},
		{"  answers at most so old; questions per second", fmt.Sprintf("%.0f s; %.1f", s.Age, s.Rate), ""},
		{"  processor time of a question; the orchestrators'", micros(s.Question) + "; " + micros(s.SideQuestion), ""},
		{"memory of an orchestrator, resident at the most", bytes(m.PeakEach), kept(float64(m.PeakEach), mostEntryBytes, "32 KB")},
		{"  resident when the table was watched", bytes(m.RSSEach), kept(float64(m.RSSEach), mostEntryBytes, "32 KB")},
		{"  in use of the heap; at the fullest table", bytes(m.HeapEach) + "; " + bytes(m.FullEach), ""},
		{"a stream's search in the full table, median and p95", micros(r.Find.Median) + ", " + micros(r.Find.P95), ""},
		{"  GetOrchestrators that the orchestrators saw meanwhile", fmt.Sprint(r.Find.Seen), kept(float64(r.Find.Seen), 0, "0")},
	}
	for _, c := range r.Choices {
		rows = append(rows, []string{
			fmt.Sprintf("a choice among %d, median and p95", c.Among), micros(c.Median) + ", " + micros(c.P95), kept(c.Median, mostChoice, "50 µs"),
		})
	}
	rows = append(rows,
		[]string{"restart: prices of all are known again after", millis(r.Restart.Known), ""},
		[]string{"  a stream that begins then has its first after", fmt.Sprintf("%s; %d found in the end, %d asked", millis(r.Restart.First), r.Restart.Found, r.Restart.Asked), ""},
		[]string{"load of the machine before and after", fmt.Sprintf("%.1f, %.1f", r.Load[0], r.Load[1]), ""},
	)
	if err := table(out, rows...); err != nil || r.Rules == nil {
		return err
	}
	fmt.Fprintln(out)
	return r.Rules.print(out)
}
