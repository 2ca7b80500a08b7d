package protocol_test

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/rpc"
	"github.com/livepeer/streamflow/pm"
)

// payments is a rig in which account 0 is an active orchestrator, and account 2 a
// sender with 3 ETH of deposit and 5 ETH of reserve.
func (r *rig) payments() {
	r.Helper()
	r.orchestrate(0, "100 LPT")
	plan, err := r.client.Fund(r.Context(), r.address(2), wei(r, "3 ETH"), wei(r, "5 ETH"))
	r.do(2, plan, err)
	r.nextRound()
}

// redeemAll redeems tickets in one transaction of account i, and returns what came
// of it.
func (r *rig) redeemAll(i int, ts ...pm.WinningTicket) (hash common.Hash, paid map[common.Hash]pm.Wei) {
	r.Helper()
	plan, err := r.client.RedeemTickets(r.Context(), r.address(i), ts)
	require.NoError(r, err)
	require.Len(r, plan, 1)
	hash = r.send(i, plan[0])
	require.NoError(r, r.devnet.Mine(1))
	paid, gas, fee, err := r.client.RedeemOutcome(r.Context(), hash)
	require.NoError(r, err)
	receipt, err := r.rpc.TransactionReceipt(r.Context(), hash)
	require.NoError(r, err)
	require.Equal(r, receipt.GasUsed, gas)
	require.Equal(r, new(big.Int).Mul(receipt.EffectiveGasPrice, new(big.Int).SetUint64(gas)), fee.Int())
	return hash, paid
}

func (r *rig) used(t pm.WinningTicket) bool {
	r.Helper()
	used, err := r.client.TicketUsed(r.Context(), t.Hash())
	require.NoError(r, err)
	return used
}

// refusedTicket requires that the contract refuses a ticket for a reason.
func (r *rig) refusedTicket(want pm.RedeemFault, t pm.WinningTicket, what string) {
	r.Helper()
	err := r.client.CheckRedeem(r.Context(), r.address(0), t)
	var refusal *pm.RedeemError
	require.ErrorAs(r, err, &refusal, what)
	require.Equal(r, want, refusal.Fault, what)
}

func TestRedeem(t *testing.T) {
	variants(t, func(r *rig, _ bool) {
		r.payments()
		ctx, one := r.Context(), wei(r, "1 ETH")
		a, b, c := r.ticket(2, 0, one), r.ticket(2, 0, one), r.ticket(2, 0, wei(r, "0.5 ETH"))
		require.NoError(r, r.client.CheckRedeem(ctx, r.address(0), a))
		require.False(r, r.used(a))
		single, paid := r.redeemAll(0, a)
		require.Equal(r, map[common.Hash]pm.Wei{a.Hash(): one}, paid)
		require.True(r, r.used(a))
		r.refusedTicket(pm.RedeemUsed, a, "again")

		_, paid = r.redeemAll(0, b, a, c)
		require.Equal(r, map[common.Hash]pm.Wei{b.Hash(): one, c.Hash(): wei(r, "0.5 ETH")}, paid, "the one that was used is missing")

		// 0.5 ETH of deposit are left, and all of the reserve is account 0's.
		big, small := r.ticket(2, 0, wei(r, "2.5 ETH")), r.ticket(2, 0, wei(r, "9 ETH"))
		_, paid = r.redeemAll(0, big)
		require.Equal(r, wei(r, "2.5 ETH"), paid[big.Hash()])
		f, err := r.client.Funds(ctx, 0, r.address(2), r.address(0))
		require.NoError(r, err)
		require.Equal(r, pm.Funds{Reserve: wei(r, "3 ETH"), ReserveClaimed: wei(r, "2 ETH"), ClaimedByMe: wei(r, "2 ETH"), PoolSize: 1}, f)
		_, paid = r.redeemAll(0, small)
		require.Equal(r, wei(r, "3 ETH"), paid[small.Hash()], "in part")
		r.refusedTicket(pm.RedeemSenderEmpty, r.ticket(2, 0, one), "nothing is left")

		_, paid = r.redeemAll(0, r.ticket(2, 0, one), r.ticket(2, 0, one))
		require.Empty(r, paid)
		list, err := r.client.Redemptions(ctx, 1000, 3)
		require.NoError(r, err)
		require.Len(r, list, 3)
		require.Equal(r, []int{2, 1, 1}, []int{list[0].Tickets, list[1].Tickets, list[2].Tickets})
		receipt, err := r.rpc.TransactionReceipt(ctx, single)
		require.NoError(r, err)
		list, err = r.client.Redemptions(ctx, 1000, 10)
		require.NoError(r, err)
		require.Equal(r, protocol.Redemption{Tickets: 1, Gas: receipt.GasUsed}, list[0])
	})
}

// TestRedeemReverted: a redemption that fails as a whole has cost gas and paid
// nothing.
func TestRedeemReverted(t *testing.T) {
	t.Parallel()
	r := newRig(t, 3, func(c *rpc.Client) protocol.Chain { return c })
	r.payments()
	a := r.ticket(2, 0, wei(t, "1 ETH"))
	r.redeemAll(0, a)
	hash, paid := r.redeemAll(0, a)
	require.Empty(t, paid)
	receipt, err := r.rpc.TransactionReceipt(t.Context(), hash)
	require.NoError(t, err)
	require.Equal(t, types.ReceiptStatusFailed, receipt.Status)
	_, _, _, err = r.client.RedeemOutcome(t.Context(), common.Hash{9})
	require.ErrorIs(t, err, ethereum.NotFound)
}

// TestRedeemFaults: what our contracts say of a ticket is understood.
func TestRedeemFaults(t *testing.T) {
	t.Parallel()
	r := newRig(t, 4, func(c *rpc.Client) protocol.Chain { return c })
	r.payments()
	ctx, one := t.Context(), wei(t, "1 ETH")
	good := r.ticket(2, 0, one)
	for name, c := range map[string]struct {
		want   pm.RedeemFault
		change func(t *pm.WinningTicket)
	}{
		"no recipient":      {pm.RedeemInvalid, func(t *pm.WinningTicket) { t.Recipient = common.Address{} }},
		"no sender":         {pm.RedeemInvalid, func(t *pm.WinningTicket) { t.Sender = common.Address{} }},
		"no round":          {pm.RedeemInvalid, func(t *pm.WinningTicket) { t.Created = pm.RoundRef{} }},
		"future round":      {pm.RedeemUnknownRound, func(t *pm.WinningTicket) { t.Created.Number += 5 }},
		"hash of another":   {pm.RedeemUnknownRound, func(t *pm.WinningTicket) { t.Created.BlockHash[3]++ }},
		"other number":      {pm.RedeemInvalid, func(t *pm.WinningTicket) { t.Rand[3]++ }},
		"signed otherwise":  {pm.RedeemInvalid, func(t *pm.WinningTicket) { t.FaceValue = wei(r, "2 ETH") }},
		"short signature":   {pm.RedeemInvalid, func(t *pm.WinningTicket) { t.Sig = t.Sig[:64] }},
		"no signature":      {pm.RedeemInvalid, func(t *pm.WinningTicket) { t.Sig = make([]byte, 65) }},
		"upper half":        {pm.RedeemInvalid, func(t *pm.WinningTicket) { t.Sig = append(make([]byte, 32), append(allOnes().Bytes(), 27)...) }},
		"no such recipient": {pm.RedeemNotRegistered, func(t *pm.WinningTicket) { *t = r.ticket(2, 3, one) }},
		"sender without":    {pm.RedeemSenderEmpty, func(t *pm.WinningTicket) { *t = r.ticket(1, 0, one) }},
	} {
		bad := good
		c.change(&bad)
		r.refusedTicket(c.want, bad, name)
	}
	lost := good
	lost.WinProb = pm.WinProb{}
	r.refusedTicket(pm.RedeemInvalid, lost, "the signature is of a ticket that wins")

	plan, err := r.client.Unlock(ctx, r.address(2))
	r.do(2, plan, err)
	r.toRoundEnd()
	r.refusedTicket(pm.RedeemRound, good, "round is over")
	plan, err = r.client.InitializeRound(ctx, r.address(0))
	r.do(0, plan, err)
	require.NoError(t, r.client.CheckRedeem(ctx, r.address(0), good), "the next round")
	r.nextRound()
	r.refusedTicket(pm.RedeemExpired, good, "two rounds later")
	r.refusedTicket(pm.RedeemSenderUnlock, r.ticket(2, 0, one), "unlocked")
	r.pause()
	r.refusedTicket(pm.RedeemPaused, good, "paused")
}

// TestDeployedFaults: the same, by the words of the deployed contracts.
func TestDeployedFaults(t *testing.T) {
	t.Parallel()
	text, err := abi.NewType("string", "", nil)
	require.NoError(t, err)
	l, c := newLiar(t)
	ticket := pm.WinningTicket{Sig: make([]byte, 65)}
	check := func(data []byte) error {
		l.answer = func(ethereum.CallMsg) rpc.CallResult {
			return rpc.CallResult{Err: &rpc.RevertError{Message: "execution reverted", Data: data}}
		}
		return c.CheckRedeem(t.Context(), common.Address{1}, ticket)
	}
	for words, want := range map[string]pm.RedeemFault{
		"system is paused": pm.RedeemPaused, "current round is not initialized": pm.RedeemRound,
		"ticket recipient is null address": pm.RedeemInvalid, "ticket sender is null address": pm.RedeemInvalid,
		"invalid length for ticket auxData: must be 64 bytes":     pm.RedeemInvalid,
		"ticket creationRound does not have a block hash":         pm.RedeemUnknownRound,
		"ticket creationRoundBlockHash invalid for creationRound": pm.RedeemUnknownRound,
		"ticket is expired": pm.RedeemExpired, "recipientRand does not match recipientRandHash": pm.RedeemInvalid,
		"ticket is used": pm.RedeemUsed, "INVALID_SIGNATURE_LENGTH": pm.RedeemInvalid,
		"ECDSA: invalid signature 's' value": pm.RedeemInvalid, "invalid signature over ticket hash": pm.RedeemInvalid,
		"ticket did not win": pm.RedeemInvalid, "sender is unlocked": pm.RedeemSenderUnlock,
		"sender deposit and reserve are zero": pm.RedeemSenderEmpty, "transcoder must be registered": pm.RedeemNotRegistered,
	} {
		data, err := abi.Arguments{{Type: text}}.Pack(words)
		require.NoError(t, err)
		err = check(append(id("Error(string)").Bytes()[:4], data...))
		var refusal *pm.RedeemError
		require.ErrorAs(t, err, &refusal, words)
		require.Equal(t, want, refusal.Fault, words)
		require.ErrorContains(t, err, words)
	}
	for name, data := range map[string][]byte{
		"no reason": nil, "no words": id("Error(string)").Bytes()[:4], "of something else": pack(t, "StakeLocked", big.NewInt(1), big.NewInt(2)),
	} {
		err := check(data)
		require.Error(t, err, name)
		var refusal *pm.RedeemError
		require.NotErrorAs(t, err, &refusal, name)
	}
}

func TestRedeemKeys(t *testing.T) {
	t.Parallel()
	_, c := newLiar(t)
	plan := func(ts ...pm.WinningTicket) chain.Call {
		plan, err := c.RedeemTickets(t.Context(), common.Address{1}, ts)
		require.NoError(t, err)
		require.Len(t, plan, 1)
		return plan[0]
	}
	ticket := func(nonce uint32) pm.WinningTicket {
		return pm.WinningTicket{Ticket: pm.Ticket{SenderNonce: nonce, FaceValue: wei(t, "1 ETH")}, Sig: make([]byte, 65)}
	}
	a, b := ticket(1), ticket(2)
	require.Equal(t, "redeem/"+a.Hash().Hex(), plan(a).Key)
	require.Equal(t, plan(a, b).Key, plan(b, a).Key)
	keys := map[string]bool{}
	for _, call := range []chain.Call{plan(a), plan(b), plan(a, b), plan(a, b, ticket(3)), plan(a, a)} {
		keys[call.Key] = true
		require.LessOrEqual(t, len(call.Key), 200, "what eth/tx takes")
	}
	require.Len(t, keys, 5)
	full := make([]pm.WinningTicket, protocol.MaxRedeemBatch)
	for i := range full {
		full[i] = ticket(uint32(i))
		full[i].Created = pm.RoundRef{Number: 1}
	}
	require.Less(t, len(plan(full...).Data), 96<<10, "what eth/tx takes")
	for _, wrong := range [][]pm.WinningTicket{nil, slices.Concat(full, full[:1])} {
		_, err := c.RedeemTickets(t.Context(), common.Address{1}, wrong)
		require.ErrorIs(t, err, protocol.ErrBadInput)
	}
}

// FuzzRedeemError: whatever a contract answers to a redemption, there is an error
// that can be shown, and a fault only where there is a word for it.
func FuzzRedeemError(f *testing.F) {
	f.Add([]byte{})
	f.Add(append(id("Error(string)").Bytes()[:4], make([]byte, 96)...))
	f.Add(append(id("TicketUsed(bytes32)").Bytes()[:4], make([]byte, 32)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, c := newLiar(t)
		l.answer = func(ethereum.CallMsg) rpc.CallResult {
			return rpc.CallResult{Err: &rpc.RevertError{Message: "execution reverted", Data: data}}
		}
		err := c.CheckRedeem(t.Context(), common.Address{1}, pm.WinningTicket{Sig: make([]byte, 65)})
		require.Error(t, err)
		require.NotContains(t, err.Error(), "%!")
		if refusal := (*pm.RedeemError)(nil); errors.As(err, &refusal) {
			require.NotEmpty(t, refusal.Fault)
		}
	})
}
