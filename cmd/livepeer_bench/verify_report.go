package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/livepeer/streamflow/verification"
)

// kindSummary sums the verdicts on one kind of rendition up.
type kindSummary struct {
	name               string
	content            bool
	n, rejected, thin  int
	codes              map[verification.Code]int
	similarity, worst  float64 // lowest
	altered, loss      float64 // highest
	measured           bool
	rejectedUnderScale []int
}

func summarize(all []*judged, attack bool) []*kindSummary {
	var list []*kindSummary
	byName := make(map[string]*kindSummary)
	for _, j := range all {
		if j.Attack != attack {
			continue
		}
		s := byName[j.Kind]
		if s == nil {
			s = &kindSummary{
				name: j.Kind, content: j.content, codes: make(map[verification.Code]int), similarity: 1, worst: 1,
				rejectedUnderScale: make([]int, len(scales())),
			}
			byName[j.Kind] = s
			list = append(list, s)
		}
		s.add(j)
	}
	return list
}

func (s *kindSummary) add(j *judged) {
	s.n++
	if j.Thin {
		s.thin++
	}
	if !j.Verdict.OK() {
		s.rejected++
	}
	var seen []verification.Code
	for _, f := range j.Verdict.Faults {
		if !slices.Contains(seen, f.Code) {
			seen = append(seen, f.Code)
			s.codes[f.Code]++
		}
	}
	for i, rejected := range j.Rejected {
		if rejected {
			s.rejectedUnderScale[i]++
		}
	}
	for _, m := range j.Verdict.Measures {
		s.measured = true
		s.similarity, s.worst = min(s.similarity, m.Similarity), min(s.worst, m.Worst)
		s.altered, s.loss = max(s.altered, m.Altered), max(s.loss, m.Loss)
	}
}

func printVerdicts(out io.Writer, all []*judged) error {
	honest, attacks := summarize(all, false), summarize(all, true)
	rows := [][]string{{"honest renditions by", "number", "thin", "rejected", "least similar", "worst frame", "most altered", "most loss"}}
	for _, s := range honest {
		rows = append(rows, []string{
			s.name, fmt.Sprint(s.n), fmt.Sprint(s.thin), fmt.Sprint(s.rejected), fmt.Sprintf("%.3f", s.similarity), fmt.Sprintf("%.3f", s.worst),
			fmt.Sprintf("%.1f", s.altered), fmt.Sprintf("%.2f", s.loss),
		})
	}
	if err := table(out, rows...); err != nil {
		return err
	}
	fmt.Fprintln(out)
	rows = [][]string{{"attack", "number", "thin", "found", "by"}}
	for _, s := range attacks {
		rows = append(rows, []string{s.name, fmt.Sprint(s.n), fmt.Sprint(s.thin), fmt.Sprint(s.rejected), codeList(s.codes)})
	}
	if err := table(out, rows...); err != nil {
		return err
	}
	fmt.Fprintln(out)
	rows = [][]string{{"limits on the content times", "honest rejected", "attacks on the content found"}}
	for i, by := range scales() {
		rows = append(rows, []string{
			fmt.Sprint(by), rejectedShare(honest, i, func(*kindSummary) bool { return true }),
			rejectedShare(attacks, i, func(s *kindSummary) bool { return s.content }),
		})
	}
	if err := table(out, rows...); err != nil {
		return err
	}
	return printFalseAlarms(out, all)
}

// codeList are codes, the most frequent first.
func codeList(codes map[verification.Code]int) string {
	names := make([]verification.Code, 0, len(codes))
	for c := range codes {
		names = append(names, c)
	}
	slices.SortFunc(names, func(a, b verification.Code) int {
		if codes[a] != codes[b] {
			return codes[b] - codes[a]
		}
		return strings.Compare(string(a), string(b))
	})
	var list []string
	for _, c := range names {
		list = append(list, fmt.Sprintf("%s %d", c, codes[c]))
	}
	return strings.Join(list, ", ")
}

func rejectedShare(list []*kindSummary, scale int, counts func(*kindSummary) bool) string {
	n, rejected := 0, 0
	for _, s := range list {
		if counts(s) {
			n += s.n
			rejected += s.rejectedUnderScale[scale]
		}
	}
	return fmt.Sprintf("%d of %d (%.1f %%)", rejected, n, 100*float64(rejected)/float64(max(n, 1)))
}

func printFalseAlarms(out io.Writer, all []*judged) error {
	for _, j := range all {
		if !j.Attack && !j.Verdict.OK() {
			if _, err := fmt.Fprintf(out, "\nfalse alarm: %s: %v", j.Case, j.Verdict.Faults); err != nil {
				return err
			}
		}
	}
	return nil
}
