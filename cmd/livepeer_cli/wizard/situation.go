package wizard

import (
	"context"
	"fmt"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/server/cliapi"
)

// showSituation says what one should know before choosing. What cannot be read
// is said, and the menus go on: some entries may still work.
func (cfg Config) showSituation(ctx context.Context, node cliapi.Node) {
	fmt.Fprintln(cfg.Out)
	if node.ChainID == 0 {
		fmt.Fprintln(cfg.Out, "The node is off chain: there is no account to work for. Start it with -network for more.")
		return
	}
	fmt.Fprintf(cfg.Out, "Account %s on %s\n", node.Address, node.Network)
	for _, part := range []func(context.Context) error{cfg.showRound, cfg.showBalances, cfg.showStake, cfg.showFunds} {
		if err := part(ctx); err != nil {
			fmt.Fprintln(cfg.Out, err)
			return
		}
	}
	fmt.Fprintln(cfg.Out)
}

func (cfg Config) showRound(ctx context.Context) error {
	r, err := admin.Read[cliapi.Round](ctx, cfg.Client, "round", nil)
	if err != nil {
		return err
	}
	state := "is not initialized"
	if r.Initialized {
		state = "is initialized"
	}
	cuts := fmt.Sprintf("cuts can be set before block %d", r.LockedFrom)
	if r.Locked {
		cuts = "cuts cannot be set any more"
	}
	fmt.Fprintf(cfg.Out, "Round %d %s, ends before block %d, now %d; %s\n", r.Number, state, r.EndBlock, r.Block, cuts)
	return nil
}

func (cfg Config) showBalances(ctx context.Context) error {
	b, err := admin.Read[cliapi.Balances](ctx, cfg.Client, "balances/self", nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(cfg.Out, "Free: %s and %s\n", b.ETH, b.LPT)
	return nil
}

func (cfg Config) showStake(ctx context.Context) error {
	d, err := admin.Read[cliapi.Delegator](ctx, cfg.Client, "delegators/self", nil)
	if err != nil {
		return err
	}
	where := ""
	if d.Delegate != (cliapi.Address{}) {
		where = " with " + d.Delegate.String()
	}
	fmt.Fprintf(cfg.Out, "Stake: %s%s (%s); fees to withdraw: %s\n", d.Stake, where, d.Status, d.Fees)
	for _, l := range d.Locks {
		fmt.Fprintf(cfg.Out, "Lock %d: %s, to be withdrawn from round %d on\n", l.ID, l.Amount, l.WithdrawRound)
	}
	return nil
}

func (cfg Config) showFunds(ctx context.Context) error {
	s, err := admin.Read[cliapi.Sender](ctx, cfg.Client, "senders/self", nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(cfg.Out, "Deposit: %s; reserve: %s\n", s.Deposit, s.Reserve)
	if s.Unlocking {
		fmt.Fprintf(cfg.Out, "Unlocking: deposit and reserve can be withdrawn from round %d on\n", s.WithdrawRound)
	}
	return nil
}
