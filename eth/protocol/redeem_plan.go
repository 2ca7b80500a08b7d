package protocol

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
	"github.com/livepeer/streamflow/pm"
)

// MaxRedeemBatch is how many tickets fit into one transaction.
const MaxRedeemBatch = 100

// RedeemTickets plans one transaction for 1 to MaxRedeemBatch tickets: a batch
// when they are several. Errors: ErrBadInput, or a *pm.RedeemError of a ticket that
// is none.
//
// Other than plans are, it is made without a look at the chain, so that after a
// crash the same plan finds the transaction that is under way, by its Key. So
// check each ticket before: what the contract would not pay of a batch fails
// silently, and keeps none of the others from being paid.
//
// The Key names the tickets, whatever their order: the account sends the same
// tickets in the same company once, unless that transaction failed as a whole. A
// batch that is in a block counts as done even for a ticket of it that was not
// paid. To put the same tickets into a new transaction, give it another Key.
func (c *Client) RedeemTickets(_ context.Context, _ common.Address, ts []pm.WinningTicket) (chain.Plan, error) {
	if len(ts) == 0 || len(ts) > MaxRedeemBatch {
		return nil, refused(ErrBadInput, "%d tickets are to be redeemed at once; expected 1 to %d", len(ts), MaxRedeemBatch)
	}
	for _, t := range ts {
		if err := checkTicket(t); err != nil {
			return nil, err
		}
	}
	return chain.Plan{c.redeemCall(ts)}, nil
}

// CheckRedeem says whether the contract would take the ticket from an account
// now: nil, or a *pm.RedeemError. Other errors say that the chain could not be
// asked, or have a *ContractError for a refusal that has nothing to do with the
// ticket. A ticket that passes may still be paid in part, or not at all, when the
// sender has too little (chain.md 4, "Claim").
func (c *Client) CheckRedeem(ctx context.Context, from common.Address, t pm.WinningTicket) error {
	if err := checkTicket(t); err != nil {
		return err
	}
	call := c.redeemCall([]pm.WinningTicket{t})
	results, err := c.chain.CallBatch(ctx, []ethereum.CallMsg{{From: from, To: &call.To, Data: call.Data}}, nil)
	if err == nil && len(results) != 1 {
		err = fmt.Errorf("%d answers to 1 call", len(results))
	}
	if err == nil {
		err = redeemError(results[0].Err)
	}
	if err != nil {
		return fmt.Errorf("redeem ticket %s: %w", t.Hash(), err)
	}
	return nil
}

// TicketUsed says whether a ticket was redeemed as of the newest block.
func (c *Client) TicketUsed(ctx context.Context, hash common.Hash) (used bool, err error) {
	err = c.ask(ctx, nil, ask(c.at(nameBroker), c.broker.PackUsedTickets(hash), c.broker.UnpackUsedTickets, &used))
	if err != nil {
		return false, fmt.Errorf("look whether ticket %s is used: %w", hash, err)
	}
	return used, nil
}

// checkTicket refuses what cannot be a ticket, before the chain is asked.
func checkTicket(t pm.WinningTicket) error {
	if len(t.Sig) == signatureLength {
		return nil
	}
	return &pm.RedeemError{Fault: pm.RedeemInvalid, Err: refused(ErrBadInput,
		"the signature of ticket %s has %d bytes; expected %d", t.Hash(), len(t.Sig), signatureLength)}
}

const signatureLength = 65

// redeemCall redeems one ticket, or several as a batch.
func (c *Client) redeemCall(ts []pm.WinningTicket) chain.Call {
	var (
		call    chain.Call
		tickets = make([]ticketbroker.ITicketBrokerTicket, len(ts))
		sigs    = make([][]byte, len(ts))
		rands   = make([]*big.Int, len(ts))
	)
	for i, t := range ts {
		tickets[i] = ticketbroker.ITicketBrokerTicket{
			Recipient: t.Recipient, Sender: t.Sender, FaceValue: t.FaceValue.Int(), WinProb: t.WinProb.Int(),
			SenderNonce: number(uint64(t.SenderNonce)), RecipientRandHash: t.RecipientRandHash, AuxData: t.AuxData(),
		}
		sigs[i], rands[i] = t.Sig, new(big.Int).SetBytes(t.Rand[:])
	}
	if len(ts) == 1 {
		call = c.call(nameBroker, fmt.Sprintf("redeem a ticket of %s from %s", ts[0].FaceValue, ts[0].Sender),
			c.broker.PackRedeemWinningTicket(tickets[0], sigs[0], rands[0]))
	} else {
		call = c.call(nameBroker, fmt.Sprintf("redeem %d tickets", len(ts)), c.broker.PackBatchRedeemWinningTickets(tickets, sigs, rands))
	}
	call.Key = redeemKey(ts)
	return call
}

// redeemKey names tickets, whatever their order.
func redeemKey(ts []pm.WinningTicket) string {
	hashes := make([]common.Hash, len(ts))
	for i, t := range ts {
		hashes[i] = t.Hash()
	}
	if len(hashes) == 1 {
		return "redeem/" + hashes[0].Hex()
	}
	slices.SortFunc(hashes, common.Hash.Cmp)
	all := make([]byte, 0, len(hashes)*common.HashLength)
	for _, h := range hashes {
		all = append(all, h[:]...)
	}
	return "redeem/" + crypto.Keccak256Hash(all).Hex()
}
