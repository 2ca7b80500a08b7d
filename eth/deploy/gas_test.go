package deploy_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/contracts/ticketbroker"
)

// gasLimits are what receipts may say at most: 0.6 of what the deployed
// contracts take for redemptions, 0.8 for the rest (chain.md 6).
func gasLimits() map[string]uint64 {
	return map[string]uint64{
		"redeemWinningTicket after reward":            182_529 * 6 / 10,
		"redeemWinningTicket first in round":          202_311 * 6 / 10,
		"redeemWinningTicket deposit and reserve":     261_570 * 6 / 10,
		"batchRedeemWinningTickets of 5":              512_905 * 6 / 10,
		"bond, new orchestrator at the end with hint": 598_974 * 8 / 10,
		"reward with hint":                            524_956 * 8 / 10,
		"initializeRound":                             233_286 * 8 / 10,
		"fundDepositAndReserve again":                 73_704 * 8 / 10,
	}
}

// TestGas takes the figures from receipts of a real chain, once with a small
// pool and once with a larger one: with the right hints they are the same.
func TestGas(t *testing.T) {
	t.Parallel()
	few, many := measureGas(t, 2), measureGas(t, 12)
	for name, limit := range gasLimits() {
		t.Logf("%-46s %7d of %7d, with a larger pool %7d", name, few[name], limit, many[name])
		require.NotZero(t, few[name], name)
		require.LessOrEqual(t, few[name], limit, name)
		// Nothing grows but for a place that is the only one, and zeros in calldata.
		require.LessOrEqual(t, many[name], max(limit, few[name]), name)
		require.InDelta(t, few[name], many[name], 15_000, name)
	}
}

const (
	broadcaster = 19
	newcomer    = 18
)

// measureGas goes through the protocol with n orchestrators of falling stake.
func measureGas(t *testing.T, n int) map[string]uint64 {
	t.Helper()
	l := newLedger(t, 100)
	gas := map[string]uint64{}
	for i := range n {
		l.bond(i, ether(int64(1000-10*i)), l.address(i))
	}
	l.send(n-1, "BondingManager", nil, l.bonding.PackTranscoder(big.NewInt(100_000), big.NewInt(500_000)))
	fund := l.broker.PackFundDepositAndReserve(ether(3), ether(5))
	l.send(broadcaster, "TicketBroker", ether(8), fund)
	gas["fundDepositAndReserve again"] = l.send(broadcaster, "TicketBroker", ether(8), fund)
	for range 2 {
		l.nextRound()
		for i := range n {
			l.reward(i, n)
		}
		l.redeem(broadcaster, n-1, big.NewInt(1e16+7))
	}
	gas["initializeRound"] = l.nextRound()
	for i := range n - 1 {
		l.reward(i, n)
	}
	gas["reward with hint"] = l.reward(n-1, n)
	gas["redeemWinningTicket first in round"] = l.redeem(broadcaster, n-1, big.NewInt(1e16+8))
	gas["redeemWinningTicket after reward"] = l.redeem(broadcaster, n-1, big.NewInt(1e16+9))
	gas["batchRedeemWinningTickets of 5"] = l.redeemBatch(broadcaster, n-1, 5)
	gas["bond, new orchestrator at the end with hint"] = l.send(newcomer, "BondingManager", nil, l.bonding.PackBondWithHint(
		ether(500), l.address(newcomer), common.Address{}, common.Address{}, l.address(n-1), common.Address{}))
	gas["redeemWinningTicket deposit and reserve"] = l.redeem(broadcaster, n-1, new(big.Int).Add(ether(6), big.NewInt(1e17)))
	return gas
}

// reward calls reward() with the hint that is right for orchestrator i of n,
// which keep their order.
func (l *ledger) reward(i, n int) uint64 {
	l.Helper()
	var prev, next common.Address
	if i > 0 {
		prev = l.address(i - 1)
	}
	if i < n-1 {
		next = l.address(i + 1)
	}
	return l.send(i, "BondingManager", nil, l.bonding.PackRewardWithHint(prev, next))
}

func (l *ledger) redeemBatch(sender, recipient, n int) uint64 {
	l.Helper()
	var tickets []ticketbroker.ITicketBrokerTicket
	var sigs [][]byte
	var rands []*big.Int
	for i := range n {
		t, sig, rand := l.ticket(sender, recipient, big.NewInt(1e15+int64(i)))
		tickets, sigs, rands = append(tickets, t), append(sigs, sig), append(rands, rand)
	}
	gas := l.send(recipient, "TicketBroker", nil, l.broker.PackBatchRedeemWinningTickets(tickets, sigs, rands))
	for i, ticket := range tickets {
		hash, err := l.chain.Client().CallContract(l.Context(), l.view("TicketBroker", l.broker.PackGetTicketHash(ticket)), nil)
		require.NoError(l, err)
		used, err := l.chain.Client().CallContract(l.Context(), l.view("TicketBroker", l.broker.PackUsedTickets([32]byte(hash))), nil)
		require.NoError(l, err)
		require.Equal(l, common.BigToHash(big.NewInt(1)).Bytes(), used, fmt.Sprint("ticket ", i))
	}
	return gas
}

func ether(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e18)) }
