package main

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/server/cliapi"
)

func (c *cli) streamsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "streams", Short: "Streams of a broadcaster: segments, and who transcodes them",
		Long:    "Those that run, then those that ended last.",
		Example: "  livepeer_cli streams\n  livepeer_cli streams explain movie",
		Args:    noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(cmd.Context(), c, "streams", nil, c.showStreams)
		},
	}
	cmd.AddCommand(c.explainCommand())
	return cmd
}

func (c *cli) showStreams(l cliapi.StreamList) {
	var rows []table.Row
	for _, s := range l.Streams {
		state := "runs"
		if !s.Ended.IsZero() {
			state = "ended " + instant(s.Ended)
		}
		rows = append(rows, table.Row{
			s.Name, orNone(s.Policy), state, s.Segments, s.Done, s.Failed, s.Attempts, s.Swaps, s.Redundant, s.Hedged,
			s.Accepted, s.Rejected, s.Unverified, orNone(s.Orchestrator),
			orNone(strings.Join(s.Renditions, ", ")),
		})
	}
	c.rows(table.Row{"Stream", "Policy", "State", "Segments", "Done", "Failed", "Attempts", "Swaps", "Redundant", "Hedged", "Accepted", "Rejected", "Unverified", "Orchestrator", "Renditions"}, rows)
}

func (c *cli) explainCommand() *cobra.Command {
	last := 1
	cmd := &cobra.Command{
		Use: "explain <stream>", Short: "Why a stream went to these orchestrators: candidates, and what each was expected to cost",
		Long: `The last choices of a stream, and of each the candidates. Costs are for one segment, in
prices of a typical candidate; the lowest total is the best.`,
		Example: "  livepeer_cli streams explain movie\n  livepeer_cli streams explain movie --last 10",
		Args:    arguments(1, 1, "a stream's name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if last < 1 || last > 1000 {
				return input.Errorf("--last %d: expected a number from 1 to 1000", last)
			}
			query := url.Values{"limit": {strconv.Itoa(last)}}
			return show(cmd.Context(), c, "streams/"+url.PathEscape(args[0])+"/choices", query, c.showChoices)
		},
	}
	cmd.Flags().IntVar(&last, "last", last, "how many choices, the last one first")
	return cmd
}

func (c *cli) showChoices(l cliapi.Choices) {
	var rows []table.Row
	for _, x := range l.Choices {
		rows = append(rows, table.Row{x.Seq, x.Try, instant(x.At), x.Policy, orNone(x.Chosen), x.Reason})
	}
	c.rows(table.Row{"Segment", "Try", "At", "Policy", "Chosen", "Reason"}, rows)
	for _, x := range l.Choices {
		c.printf("\nSegment %d, try %d; candidates: %d\n", x.Seq, x.Try, x.Candidates)
		c.showCandidates(x)
	}
}

func (c *cli) showCandidates(x choosing.Explanation) {
	var rows []table.Row
	for _, s := range x.Shown {
		chosen := ""
		if s.URI == x.Chosen {
			chosen = "*"
		}
		p := s.Parts
		rows = append(rows, table.Row{
			chosen, s.URI, orNone(s.Tier), cost(s.Total), cost(p.Price), cost(p.Late), cost(p.Failure), cost(p.Latency), cost(p.Stake), cost(p.Payment), cost(p.Region),
			percent(s.Expect.Failure), percent(s.Expect.Late), cost(s.Expect.Score), fmt.Sprintf("%.1f", s.Expect.Samples), orNone(candidateNotes(s)),
		})
	}
	c.rows(table.Row{"", "Candidate", "Tier", "Total", "Price", "Late", "Failure", "Latency", "Stake", "Payment", "Region", "Fails", "Is late", "Score", "Known", "Notes"}, rows)
}

func candidateNotes(s choosing.Shown) string {
	var notes []string
	if s.Home {
		notes = append(notes, "was there before")
	}
	if s.InFlight > 0 {
		notes = append(notes, fmt.Sprintf("works on %d", s.InFlight))
	}
	if s.Unfit != "" {
		notes = append(notes, s.Unfit)
	}
	return strings.Join(notes, "; ")
}

func cost(v float64) string    { return fmt.Sprintf("%.3f", v) }
func percent(v float64) string { return fmt.Sprintf("%.1f%%", 100*v) }
