package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/server/cliapi"
)

// stakeCommands move bonded LPT.
func (c *cli) stakeCommands() []*cobra.Command {
	return []*cobra.Command{
		{
			Use: "bond <amount> [address]", Short: "Bond LPT to an orchestrator",
			Long: `Bond LPT of the account to an orchestrator, or to yourself ("self"), which makes
you one. Without an address: to whom you are bonded already. All your stake is
with one orchestrator: bonding to another moves what is bonded too.`,
			Example: "  livepeer_cli bond 100LPT 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4\n  livepeer_cli bond 1000LPT self",
			Args:    arguments(1, 2, "an amount of LPT and an orchestrator's address"),
			RunE:    c.sends(c.bond),
		},
		{
			Use: "unbond <amount | all>", Short: "Take LPT out of the stake",
			Long: `The amount earns nothing any more and waits in an unbonding lock, which
"livepeer_cli delegator" lists. When its round has come, withdraw-stake pays it out.`,
			Example: "  livepeer_cli unbond 50LPT\n  livepeer_cli unbond all",
			Args:    arguments(1, 1, "an amount of LPT, or all"),
			RunE:    c.sends(c.unbond),
		},
		{
			Use: "rebond <lock> [address]", Short: "Put an unbonding lock back into the stake",
			Long: `Without an address: to whom you are bonded. When nothing is bonded any more,
say to whom.`,
			Example: "  livepeer_cli rebond 0\n  livepeer_cli rebond 0 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4",
			Args:    arguments(1, 2, "the number of a lock and perhaps an orchestrator's address"),
			RunE:    c.sends(c.rebond),
		},
		{
			Use: "withdraw-stake <lock>", Short: "Get the LPT of an unbonding lock whose round has come",
			Example: "  livepeer_cli withdraw-stake 0",
			Args:    arguments(1, 1, "the number of a lock, as livepeer_cli delegator lists it"),
			RunE:    c.sends(c.withdrawStake),
		},
		{
			Use: "transfer-bond <amount> <address>", Short: "Give bonded LPT to another account, still bonded",
			Example: "  livepeer_cli transfer-bond 10LPT 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4",
			Args:    arguments(2, 2, "an amount of LPT and the address of who gets it"),
			RunE:    c.sends(c.transferBond),
		},
	}
}

func (c *cli) bond(cmd *cobra.Command, args []string) (intent, error) {
	amount, err := input.LPT(args[0])
	if err != nil {
		return intent{}, err
	}
	to, err := input.AddressOr(args, 1, "")
	if err != nil {
		return intent{}, err
	}
	own, err := admin.Read[cliapi.Delegator](cmd.Context(), c.client, "delegators/self", nil)
	if err != nil {
		return intent{}, err
	}
	bonded := own.Delegate != cliapi.Address{}
	if to == "" && !bonded {
		return intent{}, input.Errorf("say to whom: nothing is bonded yet; an orchestrator's address (see livepeer_cli orchestrators), or self to become one")
	}
	if to == "" {
		to = own.Delegate.String()
	}
	i := intend("bond", map[string]any{"amount": amount, "to": to})
	toSelf, stays := to == input.Self || to == own.Address.String(), to == own.Delegate.String()
	if toSelf && own.Delegate == own.Address {
		stays = true
	} else if toSelf {
		i = i.note("Stake with yourself makes you an orchestrator: set-cuts and register (or activate instead of all) say for what terms and where.")
	}
	if bonded && !stays {
		i = i.note("All of your stake moves from %s: %s besides the new amount.", own.Delegate, own.Stake)
	}
	return i.note("Bonded LPT comes back only after the unbonding period."), nil
}

func (c *cli) unbond(cmd *cobra.Command, args []string) (intent, error) {
	amount, err := c.allOr(cmd.Context(), args[0])
	if err != nil {
		return intent{}, err
	}
	p, err := admin.Read[cliapi.Parameters](cmd.Context(), c.client, "protocol", nil)
	if err != nil {
		return intent{}, err
	}
	return intend("unbond", map[string]any{"amount": amount}).
		note("It earns nothing from now on and can be withdrawn in %d rounds.", p.UnbondingPeriod), nil
}

// allOr reads an amount of LPT, or takes the whole stake.
func (c *cli) allOr(ctx context.Context, text string) (chain.LPT, error) {
	if text != "all" {
		return input.LPT(text)
	}
	own, err := admin.Read[cliapi.Delegator](ctx, c.client, "delegators/self", nil)
	if err == nil && own.Stake.IsZero() {
		err = input.Errorf("there is no stake to unbond")
	}
	return own.Stake, err
}

func (c *cli) rebond(_ *cobra.Command, args []string) (intent, error) {
	lock, err := input.Number("lock", args[0])
	if err != nil {
		return intent{}, err
	}
	fields := map[string]any{"lock": lock}
	if len(args) > 1 {
		if fields["to"], err = input.Address(args[1]); err != nil {
			return intent{}, err
		}
	}
	return intend("rebond", fields), nil
}

func (c *cli) withdrawStake(_ *cobra.Command, args []string) (intent, error) {
	lock, err := input.Number("lock", args[0])
	return intend("withdraw-stake", map[string]any{"lock": lock}), err
}

func (c *cli) transferBond(_ *cobra.Command, args []string) (intent, error) {
	amount, err := input.LPT(args[0])
	if err != nil {
		return intent{}, err
	}
	to, err := input.Address(args[1])
	return intend("transfer-bond", map[string]any{"amount": amount, "to": to}).
		note("The stake belongs to %s then.", to), err
}
