package main

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// marketReads look at what a broadcaster knows of orchestrators, and these of
// broadcasters.
func (c *cli) marketReads() []*cobra.Command {
	return []*cobra.Command{c.streamsCommand(), c.marketCommand(), c.policiesCommand(), c.evidenceCommand(), c.broadcastersCommand()}
}

// offerFilter says which offers are shown, and in what order.
type offerFilter struct {
	service, region, sort string
	all                   bool
}

func (c *cli) marketCommand() *cobra.Command {
	var f offerFilter
	cmd := &cobra.Command{
		Use: "market", Short: "What orchestrators offer a broadcaster now: price, time, room, services, stake",
		Long: `The broadcaster's table of orchestrators, in the order in which streams meet them, and
the prices among them. Those that it leaves out are shown with --all, and why.`,
		Example: "  livepeer_cli market\n  livepeer_cli market --region eu-west --sort price\n  livepeer_cli market --all --json",
		Args:    noArguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			m, err := admin.Read[cliapi.Market](cmd.Context(), c.client, "market", nil)
			if err != nil {
				return err
			}
			m.Offers = f.choose(m.Offers)
			return c.showValue(m, func() { c.showMarket(m) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.service, "service", "", "only those with this service: its name or id")
	flags.StringVar(&f.region, "region", "", "only those in this region")
	flags.StringVar(&f.sort, "sort", "", "by price, rtt or stake, the best first")
	flags.BoolVar(&f.all, "all", false, "those too that are left out")
	return cmd
}

func (f *offerFilter) check() error {
	if !slices.Contains([]string{"", "price", "rtt", "stake"}, f.sort) {
		return input.Errorf("--sort %q: expected price, rtt or stake", f.sort)
	}
	return nil
}

// choose returns the offers to show, in order.
func (f *offerFilter) choose(offers []cliapi.Offer) []cliapi.Offer {
	list := []cliapi.Offer{}
	for _, o := range offers {
		service := f.service == "" || slices.ContainsFunc(o.Services, func(s cliapi.Service) bool {
			return strings.EqualFold(s.Name, f.service) || strings.EqualFold(s.ID.Hex(), f.service)
		})
		region := f.region == "" || slices.ContainsFunc(o.Regions, func(r string) bool { return strings.EqualFold(r, f.region) })
		if service && region && (f.all || o.Excluded == "") {
			list = append(list, o)
		}
	}
	switch f.sort {
	case "price":
		slices.SortStableFunc(list, func(a, b cliapi.Offer) int {
			return unknownLast(a.Price != nil, b.Price != nil, func() int { return comparePrices(*a.Price, *b.Price) })
		})
	case "rtt":
		slices.SortStableFunc(list, func(a, b cliapi.Offer) int {
			return unknownLast(a.RTT > 0, b.RTT > 0, func() int { return cmp.Compare(a.RTT, b.RTT) })
		})
	case "stake":
		slices.SortStableFunc(list, func(a, b cliapi.Offer) int { return b.Stake.Cmp(a.Stake) })
	}
	return list
}

// unknownLast compares by compare what is known of both.
func unknownLast(a, b bool, compare func() int) int {
	switch {
	case a && b:
		return compare()
	case a:
		return -1
	case b:
		return 1
	}
	return 0
}

func comparePrices(a, b cliapi.Price) int { return perPixel(a).Cmp(perPixel(b)) }

func perPixel(p cliapi.Price) *big.Rat {
	return new(big.Rat).SetFrac(p.PricePerUnit.Int(), big.NewInt(max(p.PixelsPerUnit, 1)))
}

func (c *cli) showMarket(m cliapi.Market) {
	if q := m.Prices; q != nil {
		c.facts(
			pair{"Prices known", q.Count}, pair{"Lowest", q.Min}, pair{"A tenth is at most", q.P10}, pair{"A quarter", q.P25}, pair{"A half", q.P50},
			pair{"Three quarters", q.P75}, pair{"Nine tenths", q.P90}, pair{"Highest", q.Max},
		)
		c.printf("\n")
	}
	var rows []table.Row
	for _, o := range m.Offers {
		price, rtt := "-", "-"
		if o.Price != nil {
			price = o.Price.String()
		}
		if o.RTT > 0 {
			rtt = time.Duration(o.RTT).Round(100 * time.Microsecond).String()
		}
		rows = append(rows, table.Row{o.URI, price, rtt, o.Stake, orNone(serviceNames(o.Services)), orNone(regionNames(o)), orNone(offerState(o))})
	}
	c.rows(table.Row{"Orchestrator", "Price", "Round trip", "Stake", "Services", "Regions", "State"}, rows)
}

func serviceNames(list []cliapi.Service) string {
	var names []string
	for _, s := range list {
		names = append(names, cmp.Or(s.Name, s.ID.Hex()[:10]))
	}
	return strings.Join(names, ", ")
}

// regionNames marks the regions that measured times speak against.
func regionNames(o cliapi.Offer) string {
	var names []string
	for _, r := range o.Regions {
		if slices.Contains(o.Contradicted, r) {
			r += " (too slow for it)"
		}
		names = append(names, r)
	}
	return strings.Join(names, ", ")
}

// offerState says what is to be known of an offer before it is used.
func offerState(o cliapi.Offer) string {
	var words []string
	for _, w := range []struct {
		on   bool
		text string
	}{
		{o.Excluded != "", "left out: " + o.Excluded}, {o.Ready, "ready"}, {o.Capped, "full"}, {o.Stale, "stale"}, {o.Problem != "", o.Problem},
	} {
		if w.on {
			words = append(words, w.text)
		}
	}
	return strings.Join(words, "; ")
}

func (c *cli) policiesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "policies [name]", Short: "By what rules a broadcaster chooses orchestrators, with all values",
		Long: `Each named policy with its values, in the form of the file of -selectionPolicies. With --json
that file itself: change it, and start the node with it.`,
		Example: "  livepeer_cli policies\n  livepeer_cli policies premium\n  livepeer_cli policies --json > policies.json",
		Args:    arguments(0, 1, "the name of a policy"),
		RunE: func(cmd *cobra.Command, args []string) error {
			list, err := admin.Read[policyList](cmd.Context(), c.client, "policies", nil)
			if err != nil {
				return err
			}
			return c.showPolicies(list, args)
		},
	}
}
