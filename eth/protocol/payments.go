package protocol

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/eth/watch"
	"github.com/livepeer/streamflow/pm"
)

// Present is the state that all payments of a recipient depend on.
type Present struct {
	Block  uint64 // of the chain, not of round arithmetic, as of which it was read
	Moment pm.Moment
	// Active says that the recipient is in the active set.
	Active bool
}

// Present returns it as of a block, the newest for 0 or when no endpoint has that
// block's state any longer. A zero recipient is not active.
func (c *Client) Present(ctx context.Context, block uint64, recipient common.Address) (p Present, err error) {
	err = c.asOf(ctx, block, func(at *big.Int) (err error) {
		p, err = c.presentAt(ctx, at, recipient)
		return err
	})
	if err != nil {
		return Present{}, fmt.Errorf("read the state of payments: %w", err)
	}
	return p, nil
}

func (c *Client) presentAt(ctx context.Context, at *big.Int, recipient common.Address) (Present, error) {
	info, err := c.roundAt(ctx, at)
	if err != nil {
		return Present{}, err
	}
	p := Present{Block: at.Uint64(), Moment: pm.Moment{Block: info.Block, Current: info.Number, RoundEnds: info.EndBlock()}}
	broker, bonding := c.at(nameBroker), c.at(nameBonding)
	queries := []query{convert(broker, c.broker.PackTicketValidityPeriod(), c.broker.UnpackTicketValidityPeriod, toUint64, &p.Moment.Validity)}
	if recipient != (common.Address{}) {
		queries = append(queries, ask(bonding, c.bonding.PackIsActiveTranscoder(recipient), c.bonding.UnpackIsActiveTranscoder, &p.Active))
	}
	var before [32]byte
	if info.Hash == (common.Hash{}) && info.LastInitialized > 0 {
		queries = append(queries, ask(c.at(nameRounds), c.rounds.PackBlockHashForRound(number(uint64(info.LastInitialized-1))),
			c.rounds.UnpackBlockHashForRound, &before))
	}
	if err := c.ask(ctx, at, queries...); err != nil {
		return Present{}, err
	}
	// SPEC chain.md "5. Block numbers": "If it is 0 the orchestrator advertises the previous round and hash"
	switch {
	case info.Hash != common.Hash{}:
		p.Moment.Round = pm.RoundRef{Number: info.LastInitialized, BlockHash: info.Hash}
	case before != [32]byte{}:
		p.Moment.Round = pm.RoundRef{Number: info.LastInitialized - 1, BlockHash: before}
	}
	return p, nil
}

// Funds returns what a sender has for a recipient, as of a block, the newest for 0
// or when no endpoint has that block's state any longer. A zero recipient is none,
// to whom nothing of the reserve was paid.
func (c *Client) Funds(ctx context.Context, block uint64, sender, recipient common.Address) (f pm.Funds, err error) {
	err = c.asOf(ctx, block, func(at *big.Int) (err error) {
		f, err = c.fundsAt(ctx, at, sender, recipient)
		return err
	})
	if err != nil {
		return pm.Funds{}, fmt.Errorf("read funds of %s: %w", sender, err)
	}
	return f, nil
}

func (c *Client) fundsAt(ctx context.Context, at *big.Int, sender, recipient common.Address) (pm.Funds, error) {
	info := chain.Sender{Address: sender}
	var f pm.Funds
	var claimable pm.Wei
	broker, bonding := c.at(nameBroker), c.at(nameBonding)
	queries := []query{
		c.senderQuery(&info),
		convert(bonding, c.bonding.PackGetTranscoderPoolSize(), c.bonding.UnpackGetTranscoderPoolSize, toUint64, &f.PoolSize),
	}
	if recipient != (common.Address{}) {
		queries = append(queries,
			convert(broker, c.broker.PackClaimedReserve(sender, recipient), c.broker.UnpackClaimedReserve, toWei, &f.ClaimedByMe),
			convert(broker, c.broker.PackClaimableReserve(sender, recipient), c.broker.UnpackClaimableReserve, toWei, &claimable))
	}
	if err := c.ask(ctx, at, queries...); err != nil {
		return pm.Funds{}, err
	}
	f.Deposit, f.Reserve, f.ReserveClaimed, f.WithdrawRound = info.Deposit, info.Reserve, info.ReserveClaimed, info.WithdrawRound
	f.PoolSize = sharers(f, claimable)
	return f, nil
}

// sharers is the number of orchestrators by which the contract divides a reserve.
// The deployed contracts count those of the next round, who change within a round,
// and ours those of the round (chain.md 3); what the recipient can claim tells.
func sharers(f pm.Funds, claimable pm.Wei) uint64 {
	if claimable.IsZero() {
		return f.PoolSize // nothing to tell by
	}
	all := new(big.Int).Add(f.Reserve.Int(), f.ReserveClaimed.Int())
	share := new(big.Int).Add(f.ClaimedByMe.Int(), claimable.Int())
	if f.PoolSize != 0 && new(big.Int).Quo(all, number(f.PoolSize)).Cmp(share) == 0 {
		return f.PoolSize
	}
	// Of all numbers with that share it is the largest.
	n, ok := toUint64(all.Quo(all, share))
	if !ok || n == 0 {
		return f.PoolSize
	}
	return n
}

// asOf reads the state of a block, the newest for 0. Where no provider has that
// any longer, the state of the head is read, if that is not before the block.
func (c *Client) asOf(ctx context.Context, block uint64, from func(at *big.Int) error) error {
	if block != 0 {
		err := from(number(block))
		if !errors.Is(err, rpc.ErrNoState) {
			return err
		}
		head, at, headErr := c.now(ctx)
		if headErr != nil || head.Number < block {
			return err
		}
		return from(at)
	}
	_, at, err := c.now(ctx)
	if err != nil {
		return err
	}
	return from(at)
}

// PaymentFilter chooses the logs of all events that change what Present and Funds
// return. More changes with a round's last block, without an event.
func (c *Client) PaymentFilter() watch.Filter {
	return watch.Filter{
		Addresses: []common.Address{c.at(nameBroker), c.at(nameBonding), c.at(nameRounds)},
		Topics: topics(eventDepositFunded, eventReserveFunded, eventWithdrawal, eventUnlock, eventUnlockCancelled,
			eventTicketTransfer, eventTranscoderActivated, eventTranscoderDeactivated, eventNewRound, eventParameterUpdate),
	}
}

// TicketFilter chooses the logs of TicketEvent for tickets of a sender.
func (c *Client) TicketFilter(sender common.Address) watch.Filter {
	return watch.Filter{
		Addresses: []common.Address{c.at(nameBroker)},
		Topics:    append(topics(eventTicketRedeemed), wordOf(sender)),
	}
}
