package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// exportPage is how many histories an export asks for at a time.
const exportPage = 1000

// historyCommands look at what a broadcaster has seen of orchestrators.
func (c *cli) historyCommands() []*cobra.Command {
	return []*cobra.Command{c.historyCommand(), c.forgetHistoryCommand()}
}

func (c *cli) historyCommand() *cobra.Command {
	var f listFlags
	var export string
	cmd := &cobra.Command{
		Use: "history [peer]", Short: "What a broadcaster has seen of orchestrators: work, failures, times, verdicts, payments",
		Long: `Those first that were seen last; with an address, or off chain a URI, only that one. Times are
latency scores: the round trip by the segment's duration, 1.5s at least.`,
		Example: "  livepeer_cli orchestrators history\n  livepeer_cli orchestrators history 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4 --json\n  livepeer_cli orchestrators history --export histories.jsonl",
		Args:    arguments(0, 1, "an orchestrator's address or URI"),
		RunE: func(cmd *cobra.Command, args []string) error {
			query, err := f.query()
			if err != nil {
				return err
			}
			if len(args) > 0 {
				query.Set("peer", args[0])
			}
			if export != "" {
				return c.exportHistories(cmd.Context(), query, export)
			}
			return show(cmd.Context(), c, "orchestrators/history", query, func(l cliapi.HistoryList) { c.showHistories(l, f.offset) })
		},
	}
	f.addPaging(cmd)
	cmd.Flags().StringVar(&export, "export", "", "write all to this file, a line of JSON each")
	return cmd
}

// exportHistories writes all histories to a new file.
func (c *cli) exportHistories(ctx context.Context, query url.Values, path string) error {
	var lines []byte
	total := 0
	for {
		query.Set("limit", strconv.Itoa(exportPage))
		query.Set("offset", strconv.Itoa(total))
		part, err := admin.Read[cliapi.HistoryList](ctx, c.client, "orchestrators/history", query)
		if err != nil {
			return err
		}
		for _, h := range part.Histories {
			line, err := json.Marshal(h)
			if err != nil {
				return fmt.Errorf("write a history: %w", err)
			}
			lines = append(append(lines, line...), '\n')
		}
		total += len(part.Histories)
		if total >= part.Total || len(part.Histories) == 0 {
			break
		}
	}
	if err := os.WriteFile(path, lines, 0o600); err != nil {
		return input.Errorf("--export: %v", err)
	}
	written := struct {
		File      string `json:"file"`
		Histories int    `json:"histories"`
	}{path, total}
	return c.showValue(written, func() { c.printf("Histories in %s: %d\n", path, total) })
}

func (c *cli) showHistories(l cliapi.HistoryList, offset int) {
	var rows []table.Row
	for _, h := range l.Histories {
		uri := h.URI
		if uri == string(h.Peer) {
			uri = ""
		}
		rows = append(rows, table.Row{
			h.Peer, instant(h.Last), h.Attempts["done"], orNone(counts(h.Attempts, "done")), cost(h.Lasting.Median), cost(h.Lasting.P95), orNone(counts(h.Verdicts, "")),
			h.Tickets, h.Paid, orNone(uri),
		})
	}
	c.rows(table.Row{"Orchestrator", "Seen", "Segments", "Failures", "Time", "95% within", "Verdicts", "Tickets", "Worth", "URI"}, rows)
	c.more(len(rows), offset, l.Total)
}

// counts writes numbers by name, but for one.
func counts(numbers map[string]uint64, but string) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		if name != but {
			words = append(words, fmt.Sprintf("%d %s", numbers[name], name))
		}
	}
	return strings.Join(words, ", ")
}

func (c *cli) forgetHistoryCommand() *cobra.Command {
	return &cobra.Command{
		Use: "forget <peer>", Short: "Forget what was seen of an orchestrator: it begins anew as an unknown one",
		Example: "  livepeer_cli orchestrators forget 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4\n  livepeer_cli orchestrators forget https://orch.example.org:8935",
		Args:    arguments(1, 1, "an orchestrator's address, or off chain its URI"),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			return http.MethodDelete, "orchestrators/history/" + url.PathEscape(args[0]), nil, nil
		}, func(f cliapi.Forgotten) { c.printf("What was seen of %s is forgotten.\n", f.Peer) }),
	}
}
