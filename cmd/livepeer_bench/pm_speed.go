package main

import (
	"context"
	"fmt"
	"io"
)

// What is asked of payments on two cores.
const (
	leastRatio       = 0.9 // of the bare operation
	leastControl     = 2000.0
	mostSessionBytes = 20 << 10
)

// pmReport is the outcome of the benchmark.
type pmReport struct {
	Machine machine       `json:"machine"`
	Checked []speed       `json:"tickets_checked"`
	Made    []speed       `json:"tickets_made"`
	Control *controlSpeed `json:"control_path,omitempty"`
	Memory  *sessionBytes `json:"memory,omitempty"`
}

func measurePM(ctx context.Context, o *pmOptions, out io.Writer) error {
	report := pmReport{Machine: thisMachine()}
	var err error
	if report.Checked, report.Made, err = measureTickets(ctx, o); err != nil {
		return err
	}
	if o.control > 0 {
		if report.Control, err = measureControl(ctx, o); err != nil {
			return fmt.Errorf("control path: %w", err)
		}
	}
	if o.sessions > 0 {
		if report.Memory, err = measureSessions(ctx, o.sessions); err != nil {
			return fmt.Errorf("memory of sessions: %w", err)
		}
	}
	if o.json {
		return writeJSON(out, report)
	}
	return report.print(out)
}

func (r *pmReport) print(out io.Writer) error {
	for _, list := range [][]speed{r.Checked, r.Made} {
		if err := printSpeeds(out, list); err != nil {
			return err
		}
	}
	rows := [][]string{{"", "", "limit"}}
	if c := r.Control; c != nil {
		rows = append(rows,
			[]string{"segments through the control path", fmt.Sprintf("%.0f per second", c.Rate), limitText(leastControl, c.Rate >= leastControl)},
			[]string{"their processor time, both ends", fmt.Sprintf("%.0f µs", c.CPU), ""},
			[]string{"their round trip, median and p95", fmt.Sprintf("%.1f ms, %.1f ms", c.Trip, c.P95), ""})
	}
	if m := r.Memory; m != nil {
		rows = append(rows, []string{
			fmt.Sprintf("memory of each of %d sessions", m.Sessions), fmt.Sprintf("%d bytes", m.Each), limitText(mostSessionBytes, m.Each <= mostSessionBytes),
		})
	}
	if len(rows) == 1 {
		return nil
	}
	return table(out, rows...)
}
