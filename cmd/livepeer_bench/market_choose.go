package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
)

// stallPrice is what a stall counts in the combined measure, in typical prices of
// a segment.
const stallPrice = 20

// errChoice says that the default rule is not the best.
var errChoice = errors.New("the default rule is not the best by the combined measure")

// chooseOptions are the flags of the benchmark.
type chooseOptions struct {
	orchestrators, streams, worlds, heldOut int
	seed                                    uint64
	span                                    time.Duration
	json                                    bool
}

func parseChooseOptions(args []string) (*chooseOptions, error) {
	o := &chooseOptions{}
	fs := flag.NewFlagSet("livepeer_bench choose", flag.ContinueOnError)
	fs.IntVar(&o.orchestrators, "orchestrators", 300, "orchestrators in each world")
	fs.IntVar(&o.streams, "streams", 10, "streams that run at a time")
	fs.IntVar(&o.worlds, "worlds", 3, "worlds to play, each with other orchestrators")
	fs.IntVar(&o.heldOut, "heldout", 1, "worlds to play of each kind that no policy was tuned on; 0 leaves them out")
	fs.Uint64Var(&o.seed, "seed", 1, "of the first world; the same seed gives the same table")
	fs.DurationVar(&o.span, "span", 3*time.Hour, "how long each world lasts, in its own time")
	fs.BoolVar(&o.json, "json", false, "print the figures as JSON instead of a table")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if o.orchestrators < 20 || o.orchestrators > 1<<16 || o.streams < 1 || o.worlds < 1 || o.heldOut < 0 || o.span < simLongest {
		return nil, fmt.Errorf("-orchestrators is 20 to 65536, -streams and -worlds at least 1, -heldout not below 0, -span at least %v", simLongest)
	}
	return o, nil
}

// choice is what livepeer_bench choose found.
type choice struct {
	Machine machine      `json:"machine"`
	Seed    uint64       `json:"seed"`
	Rules   []*chosenFor `json:"rules"`
	// HeldOut are kinds of worlds that are not like those by which the policies got
	// their values.
	HeldOut []heldOut `json:"held_out,omitempty"`
}

// heldOut is what the rules have done in worlds of one kind.
type heldOut struct {
	Climate string       `json:"climate"`
	Rules   []*chosenFor `json:"rules"`
}

func runChoose(ctx context.Context, args []string, out io.Writer) error {
	o, err := parseChooseOptions(args)
	if err != nil {
		return err
	}
	c, err := compareRules(ctx, o)
	if err != nil {
		return err
	}
	if o.json {
		err = writeJSON(out, c)
	} else {
		err = c.print(out)
	}
	return errors.Join(err, c.judge())
}

// compareRules plays all worlds to all rules.
func compareRules(ctx context.Context, o *chooseOptions) (*choice, error) {
	c := &choice{Machine: thisMachine(), Seed: o.seed}
	var err error
	c.Rules, err = playAll(ctx, o.worlds, func(n int) *world { return newWorld(o.seed+uint64(n), o.orchestrators, o.span) }, o)
	if err != nil || o.heldOut == 0 {
		return c, err
	}
	for i, kind := range climates() {
		first := o.seed + heldOutSeed + uint64(i*1000)
		rules, err := playAll(ctx, o.heldOut, func(n int) *world { return kind.world(first+uint64(n), o.orchestrators, o.span) }, o)
		if err != nil {
			return nil, err
		}
		c.HeldOut = append(c.HeldOut, heldOut{kind.name, rules})
	}
	return c, nil
}

// playAll plays the same worlds to each rule.
func playAll(ctx context.Context, worlds int, open func(n int) *world, o *chooseOptions) (list []*chosenFor, err error) {
	for _, r := range simRules() {
		sum := &chosenFor{Rule: r.name}
		for n := range worlds {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := play(open(n), o, r, sum); err != nil {
				return nil, err
			}
		}
		sum.sum()
		list = append(list, sum)
	}
	return list, nil
}

// play plays one world to a rule.
func play(w *world, o *chooseOptions, r namedRule, sum *chosenFor) error {
	s := &simulator{world: w, random: rand.New(rand.NewPCG(w.seed, 2)), out: sum}
	begin := time.Unix(1_700_000_000, 0)
	rule, err := r.make(rand.New(rand.NewPCG(w.seed, 3)), func() time.Time { return begin.Add(s.now) })
	if err != nil {
		return err
	}
	s.rule = rule
	s.run(o.streams)
	return nil
}

// namedRule is one to compare.
type namedRule struct {
	name string
	make func(random *rand.Rand, now func() time.Time) (simRule, error)
}

func simRules() []namedRule {
	of := func(name string, selector func(*rand.Rand) broadcaster.Selector) namedRule {
		return namedRule{name, func(random *rand.Rand, _ func() time.Time) (simRule, error) { return plainRule{selector(random)}, nil }}
	}
	policy := func(name string) namedRule {
		return namedRule{"policy " + name, func(random *rand.Rand, now func() time.Time) (simRule, error) {
			return newPolicyRule(name, random, now)
		}}
	}
	return []namedRule{
		policy(choosing.Live),
		of("random", func(r *rand.Rand) broadcaster.Selector { return byRandom{r} }),
		of("cheapest", func(*rand.Rand) broadcaster.Selector { return byPrice{} }),
		of("fastest", func(*rand.Rand) broadcaster.Selector { return byLatency{} }),
		of("by stake", func(r *rand.Rand) broadcaster.Selector { return byStake{r} }),
		of("go-livepeer", func(r *rand.Rand) broadcaster.Selector { return livepeer{r, .3, .7, 0, 100} }),
		of("go-livepeer, price", func(r *rand.Rand) broadcaster.Selector { return livepeer{r, .1, .2, .7, 100} }),
		of("first to answer", func(*rand.Rand) broadcaster.Selector { return broadcaster.FastestFirst{} }),
		policy(choosing.Premium),
		policy(choosing.Cheap),
	}
}

// sum makes the means.
func (c *chosenFor) sum() {
	n := float64(max(1, c.Segments))
	c.Cost, c.Stalls, c.Lost = c.cost/n, float64(c.stalls)/n, float64(c.lost)/n
	c.Swaps, c.Score = float64(c.swaps)/max(c.hours, 1e-9), median(c.scores)
	c.Combined = c.Cost + stallPrice*c.Stalls
}

// judge says whether the first rule is better than those that are no policies, in
// worlds of every kind.
func (c *choice) judge() error {
	errs := []error{judge("the worlds of the policies", c.Rules)}
	for _, h := range c.HeldOut {
		errs = append(errs, judge(h.Climate, h.Rules))
	}
	return errors.Join(errs...)
}

func judge(where string, rules []*chosenFor) (err error) {
	own := rules[0]
	for _, other := range rules[1:] {
		if !isPolicy(other.Rule) && own.Combined >= other.Combined {
			err = errors.Join(err, fmt.Errorf("%w in %s: %.3f, and %.3f of %s", errChoice, where, own.Combined, other.Combined, other.Rule))
		}
	}
	return err
}

func isPolicy(name string) bool { return len(name) > 7 && name[:7] == "policy " }

func (c *choice) print(out io.Writer) error {
	rows := [][]string{{"rule", "segments", "cost", "stalls", "lost", "score", "swaps per hour", "combined"}}
	for _, r := range c.Rules {
		rows = append(rows, []string{
			r.Rule, fmt.Sprint(r.Segments), ratio(r.Cost), percent(r.Stalls), percent(r.Lost), fmt.Sprintf("%.2f", r.Score),
			fmt.Sprintf("%.1f", r.Swaps), ratio(r.Combined),
		})
	}
	if err := table(out, rows...); err != nil {
		return err
	}
	fmt.Fprintf(out, "combined: cost in typical prices + %d x stalls; %s is compared with the rules below it\n", stallPrice, c.Rules[0].Rule)
	if len(c.HeldOut) == 0 {
		return nil
	}
	fmt.Fprintln(out, "\ncombined (share of stalls) in worlds of other kinds, on which no policy was tuned:")
	return c.printHeldOut(out)
}

func (c *choice) printHeldOut(out io.Writer) error {
	head := []string{"rule"}
	for _, h := range c.HeldOut {
		head = append(head, h.Climate)
	}
	rows := [][]string{head}
	for i, r := range c.Rules {
		row := []string{r.Rule}
		for _, h := range c.HeldOut {
			row = append(row, fmt.Sprintf("%.3f (%.2f %%)", h.Rules[i].Combined, 100*h.Rules[i].Stalls))
		}
		rows = append(rows, row)
	}
	return table(out, rows...)
}
