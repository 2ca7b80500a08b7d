package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// machine is what figures were taken on.
type machine struct {
	Go    string `json:"go"`
	Arch  string `json:"arch"`
	Cores int    `json:"cores"`
	Taken string `json:"taken"` // RFC 3339
}

func thisMachine() machine {
	return machine{Go: runtime.Version(), Arch: runtime.GOARCH, Cores: runtime.NumCPU(), Taken: time.Now().UTC().Format(time.RFC3339)}
}

// table writes rows of cells in columns; the first row is the head.
func table(out io.Writer, rows ...[]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}

func writeJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func seconds(v float64) string { return fmt.Sprintf("%.2f s", v) }

func millis(v float64) string { return fmt.Sprintf("%.1f ms", v) }

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }

func ratio(v float64) string { return fmt.Sprintf("%.3f", v) }
