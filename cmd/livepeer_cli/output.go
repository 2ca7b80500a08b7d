package main

import (
	"context"
	"encoding/json"
	"math/big"
	"net/url"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/pm"
)

// show reads a resource and writes it: as it came with --json, else by render.
func show[T any](ctx context.Context, c *cli, path string, query url.Values, render func(T)) error {
	raw, err := c.client.Get(ctx, path, query)
	if err != nil {
		return err
	}
	return write(c, raw, render)
}

// write writes an answer of the API.
func write[T any](c *cli, raw json.RawMessage, render func(T)) error {
	if c.json {
		c.printf("%s\n", raw)
		return nil
	}
	var v T
	if err := admin.Decode(raw, &v); err != nil {
		return err
	}
	render(v)
	return nil
}

// pair is one fact: a name and what it is.
type pair struct {
	name  string
	value any
}

// facts writes names and values in two columns.
func (c *cli) facts(pairs ...pair) {
	t := c.table()
	for _, p := range pairs {
		t.AppendRow(table.Row{p.name, p.value})
	}
	c.printTable(t)
}

// rows writes a table with a head.
func (c *cli) rows(head table.Row, rows []table.Row) {
	t := c.table()
	t.AppendHeader(head)
	t.AppendRows(rows)
	c.printTable(t)
}

func (c *cli) table() table.Writer {
	t := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	return t
}

func (c *cli) printTable(t table.Writer) {
	for line := range strings.SplitSeq(t.Render(), "\n") {
		c.printf("%s\n", strings.TrimRight(line, " "))
	}
}

// inETH writes what is paid for gas in ETH, however little it is, so that sums
// can be compared.
func inETH(amount pm.Wei) string {
	const places = 18
	wei := new(big.Int).Exp(big.NewInt(10), big.NewInt(places), nil)
	number := new(big.Rat).SetFrac(amount.Int(), wei).FloatString(places)
	return strings.TrimSuffix(strings.TrimRight(number, "0"), ".") + " ETH"
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// orNone writes a dash for nothing.
func orNone(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
