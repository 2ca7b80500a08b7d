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

// peers are whom a node remembers.
type peers struct {
	one, all string // what they are called; all is their part of the API's paths
	who      string // remembers them
	named    string // how
	example  string // another name than an address; empty when they have none
}

func orchestratorPeers() peers {
	return peers{"orchestrator", "orchestrators", "a broadcaster", "address, or off chain its URI", "https://orch.example.org:8935"}
}

func broadcasterPeers() peers {
	return peers{"broadcaster", "broadcasters", "an orchestrator on a chain", "address", ""}
}

// broadcastersCommand is what an orchestrator knows of its customers.
func (c *cli) broadcastersCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "broadcasters", Short: "Broadcasters that an orchestrator worked for",
		Example: "  livepeer_cli broadcasters history",
	}
	cmd.AddCommand(c.historyCommands(broadcasterPeers())...)
	return cmd
}

// historyCommands look at what the node has seen of others.
func (c *cli) historyCommands(of peers) []*cobra.Command {
	return []*cobra.Command{c.historyCommand(of), c.forgetHistoryCommand(of)}
}

func (c *cli) historyCommand(of peers) *cobra.Command {
	var f listFlags
	var export string
	base := "  livepeer_cli " + of.all + " history"
	cmd := &cobra.Command{
		Use: "history [peer]", Short: "What " + of.who + " has seen of " + of.all + ": work, failures, times, payments",
		Long:    "Those first that were seen last; with the " + of.named + ", only that one. Times are\nlatency scores: how long a segment took by its duration, 1.5s at least.",
		Example: base + "\n" + base + " 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4 --json\n" + base + " --export histories.jsonl",
		Args:    arguments(0, 1, "the "+of.named+" of one "+of.one),
		RunE: func(cmd *cobra.Command, args []string) error {
			query, err := f.query()
			if err != nil {
				return err
			}
			if len(args) > 0 {
				query.Set("peer", args[0])
			}
			if export != "" {
				return c.exportHistories(cmd.Context(), of, query, export)
			}
			return show(cmd.Context(), c, of.all+"/history", query, func(l cliapi.HistoryList) { c.showHistories(of, l, f.offset) })
		},
	}
	f.addPaging(cmd)
	cmd.Flags().StringVar(&export, "export", "", "write all to this file, a line of JSON each")
	return cmd
}

// exportHistories writes all histories to a new file.
func (c *cli) exportHistories(ctx context.Context, of peers, query url.Values, path string) error {
	var lines []byte
	total := 0
	for {
		query.Set("limit", strconv.Itoa(exportPage))
		query.Set("offset", strconv.Itoa(total))
		part, err := admin.Read[cliapi.HistoryList](ctx, c.client, of.all+"/history", query)
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

func (c *cli) showHistories(of peers, l cliapi.HistoryList, offset int) {
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
	c.rows(table.Row{strings.ToUpper(of.one[:1]) + of.one[1:], "Seen", "Segments", "Failures", "Time", "95% within", "Verdicts", "Tickets", "Worth", "URI"}, rows)
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

func (c *cli) forgetHistoryCommand(of peers) *cobra.Command {
	base := "  livepeer_cli " + of.all + " forget "
	example := base + "0x5B38Da6a701c568545dCfcB03FcB875f56beddC4"
	if of.example != "" {
		example += "\n" + base + of.example
	}
	return &cobra.Command{
		Use: "forget <peer>", Short: "Forget what was seen of one " + of.one + ": it begins anew as an unknown one",
		Example: example, Args: arguments(1, 1, "the "+of.named+" of one "+of.one),
		RunE: changes(c, func(_ context.Context, args []string) (string, string, any, error) {
			return http.MethodDelete, of.all + "/history/" + url.PathEscape(args[0]), nil, nil
		}, func(f cliapi.Forgotten) { c.printf("What was seen of %s is forgotten.\n", f.Peer) }),
	}
}
