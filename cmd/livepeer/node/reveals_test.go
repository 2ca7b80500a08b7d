package node

import (
	"errors"
	"log/slog"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/devnet/keys"
	"github.com/livepeer/streamflow/eth/ethtest"
	"github.com/livepeer/streamflow/pm"
)

// A number that was shown to redeem a ticket ends its commitment: the broadcaster
// makes no more tickets under it.
func TestShownNumbersAreHeardOf(t *testing.T) {
	t.Parallel()
	r := newChainRig(t)
	account, err := keys.NewSigner(1)
	require.NoError(t, err)
	n := &node{log: slog.New(slog.DiscardHandler), chain: &chainStack{protocol: r.client, account: account}}
	n.money.sender = pm.NewSender(account.Address(), account)
	follower := ethtest.NewFollower(t, r.rpc, n.reveals())
	follower.Follow()
	left := func(commitment common.Hash) int {
		return n.money.sender.Left(&pm.TicketParams{RecipientRandHash: commitment})
	}

	mine, foreign, waiting := r.ticket(1), r.ticket(2), r.ticket(1)
	for _, ticket := range []pm.WinningTicket{mine, foreign} {
		r.do(0)(r.client.RedeemTickets(t.Context(), r.address(0), []pm.WinningTicket{ticket}))
	}
	require.Equal(t, pm.MaxTickets, left(mine.RecipientRandHash))
	follower.Follow()
	require.Zero(t, left(mine.RecipientRandHash))
	require.Equal(t, pm.MaxTickets, left(waiting.RecipientRandHash), "not shown yet")
	require.Equal(t, pm.MaxTickets, left(foreign.RecipientRandHash), "another sender's")

	moment := pm.Moment{Block: follower.Last().Block.L1Number, Round: mine.Created, Current: mine.Created.Number, Validity: 2}
	params := &pm.TicketParams{
		Recipient: r.address(0), FaceValue: mine.FaceValue, WinProb: mine.WinProb, RecipientRandHash: mine.RecipientRandHash,
		ExpirationBlock: moment.Block + pm.ParamsLife, Created: mine.Created,
	}
	_, err = n.money.sender.Pay(params, &pm.Price{PricePerUnit: 1, PixelsPerUnit: 1}, 1, moment)
	var terms *pm.TermsError
	require.True(t, errors.As(err, &terms), err)
	require.Equal(t, pm.TermsReused, terms.Code)
}

// Where rounds are short, terms of tickets and the margin of redemptions are short
// too.
func TestWithinRound(t *testing.T) {
	t.Parallel()
	r := newChainRig(t)
	n := &node{chain: &chainStack{protocol: r.client}}
	for name, tc := range map[string]struct{ blocks, part, want uint64 }{
		"as_it_is":       {3, 4, 3},
		"a_part":         {40, 4, rigRoundLength / 4},
		"at_least_one":   {40, 10 * rigRoundLength, 1},
		"never_no_block": {0, 4, 1},
	} {
		got, err := n.withinRound(t.Context(), tc.blocks, tc.part)
		require.NoError(t, err, name)
		require.Equal(t, tc.want, got, name)
	}
}
