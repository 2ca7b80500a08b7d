package protocol

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/pm"
)

// Receipts reads what became of transactions, with the meanings and errors of
// rpc.Client: ethereum.NotFound for one that is in no block.
type Receipts interface {
	TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error)
}

// Redemption is a transaction that redeemed tickets.
type Redemption struct {
	Tickets int    // 1 or more
	Gas     uint64 // of all of it
}

// RedeemOutcome reads from a transaction that is in a block what the broker paid
// for each ticket, by the tickets' hashes: 0 for one that was used up for nothing.
// A ticket that failed, alone or in a batch, is missing. fee is what gas cost. The
// error is ethereum.NotFound while the transaction is in no block.
func (c *Client) RedeemOutcome(ctx context.Context, tx common.Hash) (paid map[common.Hash]pm.Wei, gas uint64, fee pm.Wei, err error) {
	receipt, err := c.receipt(ctx, tx)
	if err == nil {
		paid, err = c.paidIn(receipt)
	}
	if err != nil {
		return nil, 0, pm.Wei{}, fmt.Errorf("outcome of redemption %s: %w", tx, err)
	}
	price := receipt.EffectiveGasPrice
	if price == nil {
		price = new(big.Int)
	}
	fee, ok := pm.WeiFromInt(new(big.Int).Mul(price, number(receipt.GasUsed)))
	if !ok {
		return nil, 0, pm.Wei{}, fmt.Errorf("outcome of redemption %s: %w: %s for gas", tx, errRange, price)
	}
	return paid, receipt.GasUsed, fee, nil
}

var errNoReceipts = errors.New("protocol has no Receipts to read")

func (c *Client) receipt(ctx context.Context, tx common.Hash) (*types.Receipt, error) {
	if c.cfg.Receipts == nil {
		return nil, errNoReceipts
	}
	return c.cfg.Receipts.TransactionReceipt(ctx, tx)
}

// paidIn is what was paid for each ticket. A transfer comes right before the
// ticket that it is for; there is none where nothing was paid.
func (c *Client) paidIn(receipt *types.Receipt) (map[common.Hash]pm.Wei, error) {
	paid := map[common.Hash]pm.Wei{}
	broker := c.at(nameBroker)
	var last PaymentEvent
	for _, log := range receipt.Logs {
		if log == nil || log.Address != broker {
			continue
		}
		event, err := c.events.Decode(*log)
		switch e := event.(type) {
		case PaymentEvent:
			last = e
		case TicketEvent:
			if last.Sender != e.Sender || last.Recipient != e.Recipient {
				last.Amount = pm.Wei{}
			}
			paid[e.Hash], last = last.Amount, PaymentEvent{}
		default:
			if err != nil && !errors.Is(err, ErrUnknownEvent) {
				return nil, err
			}
		}
	}
	return paid, nil
}

// Redemptions returns the newest transactions that redeemed tickets, of anybody,
// in the last so many blocks: at most limit of them, the oldest first.
func (c *Client) Redemptions(ctx context.Context, blocks uint64, limit int) ([]Redemption, error) {
	list, err := c.redemptions(ctx, blocks, limit)
	if err != nil {
		return nil, fmt.Errorf("read past redemptions: %w", err)
	}
	return list, nil
}

func (c *Client) redemptions(ctx context.Context, blocks uint64, limit int) ([]Redemption, error) {
	head, _, err := c.now(ctx)
	if err != nil {
		return nil, err
	}
	logs, _, err := c.search(ctx, logSearch{
		first: head.Number - min(head.Number, blocks), enough: limit * MaxRedeemBatch,
		address: c.at(nameBroker), topics: topics(eventTicketRedeemed),
	})
	if err != nil {
		return nil, err
	}
	var hashes []common.Hash
	for _, log := range logs {
		if len(hashes) == 0 || hashes[len(hashes)-1] != log.TxHash {
			hashes = append(hashes, log.TxHash)
		}
	}
	var list []Redemption
	for _, hash := range hashes[len(hashes)-min(len(hashes), limit):] {
		receipt, err := c.receipt(ctx, hash)
		if err != nil {
			return nil, fmt.Errorf("receipt of %s: %w", hash, err)
		}
		paid, err := c.paidIn(receipt)
		if err != nil {
			return nil, err
		}
		if len(paid) > 0 {
			list = append(list, Redemption{Tickets: len(paid), Gas: receipt.GasUsed})
		}
	}
	return list, nil
}
