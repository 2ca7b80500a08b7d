package main

import (
	"github.com/spf13/cobra"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// fundingCommands move a broadcaster's deposit and reserve.
func (c *cli) fundingCommands() []*cobra.Command {
	return []*cobra.Command{
		c.fundCommand(),
		{
			Use: "unlock", Short: "Ask for deposit and reserve back",
			Long: `They can be withdrawn after the unlock period; then orchestrators stop working for
this account. cancel-unlock takes it back, and so does fund.`,
			Example: "  livepeer_cli unlock", Args: noArguments(),
			RunE: c.sends(func(cmd *cobra.Command, _ []string) (intent, error) {
				p, err := admin.Read[cliapi.Parameters](cmd.Context(), c.client, "protocol", nil)
				return intend("unlock", nil).note("Deposit and reserve can be withdrawn in %d rounds.", p.UnlockPeriod), err
			}),
		},
		{
			Use: "cancel-unlock", Short: "Take an unlock back",
			Example: "  livepeer_cli cancel-unlock", Args: noArguments(), RunE: c.sends(always("cancel-unlock")),
		},
		{
			Use: "withdraw", Short: "Get all of deposit and reserve, when the unlock period is over",
			Example: "  livepeer_cli withdraw", Args: noArguments(),
			RunE: c.sends(always("withdraw", "Nothing is left then for orchestrators to be paid with.")),
		},
	}
}

func (c *cli) fundCommand() *cobra.Command {
	var deposit, reserve string
	cmd := &cobra.Command{
		Use: "fund", Short: "Add ETH to the deposit and the reserve that pay for transcoding",
		Long: `The deposit pays for winning tickets. The reserve guarantees orchestrators their
share when the deposit is empty, and bounds what each works for in advance.`,
		Example: "  livepeer_cli fund --deposit 0.1ETH --reserve 0.2ETH", Args: noArguments(),
		RunE: c.sends(func(cmd *cobra.Command, _ []string) (intent, error) {
			fields := map[string]any{}
			for field, text := range map[string]string{"deposit": deposit, "reserve": reserve} {
				if text == "" {
					continue
				}
				amount, err := input.Wei(text)
				if err != nil {
					return intent{}, err
				}
				if !amount.IsZero() {
					fields[field] = amount
				}
			}
			if len(fields) == 0 {
				return intent{}, input.Errorf("give --deposit, --reserve or both, such as --deposit 0.1ETH")
			}
			i := intend("fund", fields)
			s, err := admin.Read[cliapi.Sender](cmd.Context(), c.client, "senders/self", nil)
			if err == nil && s.Unlocking {
				i = i.note("This takes back the unlock under way.")
			}
			return i.note("Now: deposit %s, reserve %s. What is added comes back only after the unlock period.", s.Deposit, s.Reserve), err
		}),
	}
	cmd.Flags().StringVar(&deposit, "deposit", "", "what to add to the deposit, such as 0.1ETH")
	cmd.Flags().StringVar(&reserve, "reserve", "", "what to add to the reserve, such as 0.2ETH")
	return cmd
}

// transferCommands move free LPT and ETH.
func (c *cli) transferCommands() []*cobra.Command {
	return []*cobra.Command{
		{
			Use: "transfer <amount> <address>", Short: "Send LPT or ETH, as the unit says, to another account",
			Example: "  livepeer_cli transfer 10LPT 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4\n  livepeer_cli transfer 0.5ETH 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4",
			Args:    arguments(2, 2, "an amount of LPT or ETH, and an address"),
			RunE: c.sends(func(_ *cobra.Command, args []string) (intent, error) {
				amount, err := input.LPTOrWei(args[0])
				if err != nil {
					return intent{}, err
				}
				to, err := input.Address(args[1])
				if err == nil && to == input.Self {
					err = input.Errorf("address self: that is the account that sends")
				}
				return intend("transfer", map[string]any{"amount": amount, "to": to}).note("Nobody can take it back."), err
			}),
		},
		{
			Use: "request-tokens", Short: "Ask a test network's faucet for LPT",
			Example: "  livepeer_cli request-tokens", Args: noArguments(), RunE: c.sends(always("request-tokens")),
		},
	}
}
