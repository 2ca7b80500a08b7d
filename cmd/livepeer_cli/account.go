package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/server/cliapi"
)

// accountReads look at what belongs to one account, the node's own by default.
func (c *cli) accountReads() []*cobra.Command {
	return []*cobra.Command{
		c.accountRead("delegator", "Stake, fees and unbonding locks of an account", c.readDelegator),
		c.accountRead("sender", "Deposit and reserve of a broadcaster", func(ctx context.Context, addr string) error {
			return show(ctx, c, "senders/"+addr, nil, c.showSender)
		}),
		c.accountRead("balances", "ETH and LPT that an account has free", func(ctx context.Context, addr string) error {
			return show(ctx, c, "balances/"+addr, nil, func(b cliapi.Balances) {
				c.facts(pair{"ETH balance", b.ETH}, pair{"LPT balance", b.LPT})
			})
		}),
		c.accountRead("registry", "What a node says of itself: service URI, services, regions", func(ctx context.Context, addr string) error {
			return show(ctx, c, "registry/"+addr, nil, func(e cliapi.RegistryEntry) { c.facts(entryFacts(e)...) })
		}),
	}
}

func (c *cli) accountRead(name, short string, read func(ctx context.Context, addr string) error) *cobra.Command {
	return &cobra.Command{
		Use: name + " [address]", Short: short,
		Example: "  livepeer_cli " + name + "\n  livepeer_cli " + name + " 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4",
		Args:    arguments(0, 1, "an address, or nothing for the node's account"),
		RunE: func(cmd *cobra.Command, args []string) error {
			addr, err := input.AddressOr(args, 0, input.Self)
			if err != nil {
				return err
			}
			return read(cmd.Context(), addr)
		},
	}
}

// readDelegator says of each lock whether it can be withdrawn, which needs the
// round.
func (c *cli) readDelegator(ctx context.Context, addr string) error {
	var round cliapi.Round
	if !c.json {
		var err error
		if round, err = admin.Read[cliapi.Round](ctx, c.client, "round", nil); err != nil {
			return err
		}
	}
	return show(ctx, c, "delegators/"+addr, nil, func(d cliapi.Delegator) { c.showDelegator(d, round.Number) })
}

func (c *cli) showDelegator(d cliapi.Delegator, now chain.Round) {
	to := "-"
	if d.Delegate != (cliapi.Address{}) {
		to = d.Delegate.String()
	}
	c.facts(
		pair{"Delegator", d.Address},
		pair{"Status", d.Status},
		pair{"Bonded to", to},
		pair{"Stake with rewards", d.Stake},
		pair{"Stake at the last claim", d.Bonded},
		pair{"Fees to withdraw", d.Fees},
		pair{"Delegated to it", d.Delegated},
		pair{"Earns from round", d.StartRound},
		pair{"Last claim in round", d.LastClaimRound},
	)
	if len(d.Locks) == 0 {
		return
	}
	var rows []table.Row
	for _, l := range d.Locks {
		rows = append(rows, table.Row{l.ID, l.Amount, l.WithdrawRound, lockState(l, now)})
	}
	c.printf("\n")
	c.rows(table.Row{"Lock", "Amount", "From round", "Withdraw"}, rows)
}

func lockState(l cliapi.UnbondingLock, now chain.Round) string {
	if l.WithdrawRound <= now {
		return "now"
	}
	return fmt.Sprintf("in %d rounds", l.WithdrawRound-now)
}

func (c *cli) showSender(s cliapi.Sender) {
	state := "no"
	if s.Unlocking {
		state = fmt.Sprintf("yes: withdraw from round %d on", s.WithdrawRound)
	}
	c.facts(
		pair{"Broadcaster", s.Address},
		pair{"Deposit", s.Deposit},
		pair{"Reserve", s.Reserve},
		pair{"Claimed of the reserve in this round", s.ReserveClaimed},
		pair{"Unlocking", state},
	)
}

func entryFacts(e cliapi.RegistryEntry) []pair {
	var services []string
	for _, s := range e.Services {
		name := s.Name
		if name == "" {
			name = s.ID.Hex()
		}
		if s.Verifier != (cliapi.Address{}) {
			name += " (verified by " + s.Verifier.String() + ")"
		}
		services = append(services, name)
	}
	return []pair{
		{"Service URI", orNone(e.ServiceURI)},
		{"Services", orNone(strings.Join(services, ", "))},
		{"Regions", orNone(strings.Join(e.Regions, ", "))},
	}
}
