package main

import (
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// orchestratorActions are those of an orchestrator.
func (c *cli) orchestratorActions() []*cobra.Command {
	return []*cobra.Command{
		c.activateCommand(), c.setCutsCommand(), c.registerCommand(),
		{
			Use: "reward", Short: "Mint this round's LPT for the node's stake, once a round",
			Long: `The node does it by itself unless it runs with -reward=false. Rewards of a round
that ends without it are lost.`,
			Example: "  livepeer_cli reward", Args: noArguments(), RunE: c.sends(always("reward")),
		},
		{
			Use: "enter-pool [address]", Short: "Put an orchestrator with enough stake into a free place of the active set",
			Example: "  livepeer_cli enter-pool",
			Args:    arguments(0, 1, "an orchestrator's address, or nothing for the node's account"),
			RunE: c.sends(func(_ *cobra.Command, args []string) (intent, error) {
				addr, err := input.AddressOr(args, 0, input.Self)
				return intend("enter-pool", map[string]any{"orchestrator": addr}), err
			}),
		},
	}
}

// roundActions are what anybody may do for the protocol to go on.
func (c *cli) roundActions() []*cobra.Command {
	return []*cobra.Command{{
		Use: "initialize-round", Short: "Begin the present round, which somebody has to do once",
		Example: "  livepeer_cli initialize-round", Args: noArguments(), RunE: c.sends(always("initialize-round")),
	}}
}

// cutFlags are the terms of an orchestrator.
type cutFlags struct{ rewardCut, feeShare string }

func (f *cutFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.rewardCut, "reward-cut", "", "what you keep of LPT rewards before they are shared, such as 10%")
	cmd.Flags().StringVar(&f.feeShare, "fee-share", "", "what your delegators get of ETH fees, such as 50%")
}

// read adds those that are given.
func (f *cutFlags) read(fields map[string]any) error {
	for field, text := range map[string]string{"rewardCut": f.rewardCut, "feeShare": f.feeShare} {
		if text == "" {
			continue
		}
		parts, err := input.Parts(text)
		if err != nil {
			return err
		}
		fields[field] = parts
	}
	return nil
}

func (c *cli) setCutsCommand() *cobra.Command {
	var cuts cutFlags
	cmd := &cobra.Command{
		Use: "set-cuts", Short: "Set what you keep of rewards and give of fees",
		Long: `One that is left out stays as it is. Where the contracts have a notice period, a
change that is worse for delegators counts only after it.`,
		Example: "  livepeer_cli set-cuts --reward-cut 10% --fee-share 50%", Args: noArguments(),
		RunE: c.sends(func(cmd *cobra.Command, _ []string) (intent, error) {
			fields := map[string]any{}
			if err := cuts.read(fields); err != nil {
				return intent{}, err
			}
			switch len(fields) {
			case 0:
				return intent{}, input.Errorf("give --reward-cut, --fee-share or both, such as --reward-cut 10%%")
			case 1:
				own, err := admin.Read[cliapi.Orchestrator](cmd.Context(), c.client, "orchestrators/self", nil)
				if err != nil {
					return intent{}, err
				}
				if fields["rewardCut"] == nil {
					fields["rewardCut"] = own.RewardCut
				} else {
					fields["feeShare"] = own.FeeShare
				}
			}
			return cutNote(intend("set-cuts", fields)), nil
		}),
	}
	cuts.add(cmd)
	return cmd
}

// cutNote says in words what the cuts of an intent mean, since they run in
// opposite directions.
func cutNote(i intent) intent {
	return i.note("You keep %v of LPT rewards and share the rest; your delegators get %v of ETH fees and you the rest.",
		i.Fields["rewardCut"], i.Fields["feeShare"])
}

func (c *cli) activateCommand() *cobra.Command {
	var cuts cutFlags
	var entry entryFlags
	var stake, lock string
	cmd := &cobra.Command{
		Use: "activate", Short: "Become an orchestrator: stake, cuts and registry in one go",
		Long: `Bonds LPT to the node's own account (--stake, --lock or both; neither when it has
stake already), sets the cuts, and registers where the node is. It is active from
the next round on if its stake is among the highest.`,
		Example: "  livepeer_cli activate --stake 1000LPT --reward-cut 10% --fee-share 50% --service-uri https://orch.example.org:8935",
		Args:    noArguments(),
		RunE: c.sends(func(*cobra.Command, []string) (intent, error) {
			fields := map[string]any{}
			if err := cuts.read(fields); err != nil {
				return intent{}, err
			}
			warnings, err := entry.read(fields)
			if err != nil {
				return intent{}, err
			}
			if fields["rewardCut"] == nil || fields["feeShare"] == nil || fields["serviceURI"] == nil {
				return intent{}, input.Errorf("--reward-cut, --fee-share and --service-uri are needed; see livepeer_cli activate --help")
			}
			if stake != "" {
				if fields["amount"], err = input.LPT(stake); err != nil {
					return intent{}, err
				}
			}
			if lock != "" {
				if fields["lock"], err = input.Number("lock", lock); err != nil {
					return intent{}, err
				}
			}
			i := cutNote(intend("activate", fields))
			i.notes = append(i.notes, warnings...)
			return i, nil
		}),
	}
	cmd.Flags().StringVar(&stake, "stake", "", "LPT to bond to yourself, such as 1000LPT")
	cmd.Flags().StringVar(&lock, "lock", "", "number of an unbonding lock to put back")
	cuts.add(cmd)
	entry.add(cmd)
	return cmd
}
