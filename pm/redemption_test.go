package pm_test

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/pm"
)

// winner is a waiting ticket for the policy, which looks at no signature.
func winner(n byte, sender common.Address, faceValue uint64, round pm.Round, from uint64) pm.Waiting {
	return pm.Waiting{
		WinningTicket: pm.WinningTicket{
			Ticket:       pm.Ticket{Sender: sender, FaceValue: pm.NewWei(faceValue), Created: pm.RoundRef{Number: round, BlockHash: common.Hash{1}}},
			ParamsExpire: from,
		},
		Hash: common.Hash{n},
	}
}

func TestRedeemPolicy(t *testing.T) {
	t.Parallel()
	alice := common.HexToAddress("0xa1")
	now := pm.Moment{Block: 1050, Current: 10, RoundEnds: 1100, Validity: 2}
	late := pm.Moment{Block: 1085, Current: 10, RoundEnds: 1100, Validity: 2}
	rich := pm.Funds{Deposit: pm.NewWei(1e18), PoolSize: 1}
	calm := pm.RedeemGas{Single: 100_000, InBatch: 60_000, Price: pm.NewWei(1e9), Rolling: pm.NewWei(1e9)}
	dear := calm
	dear.Price = pm.NewWei(20e9)
	patient := pm.RedeemPolicy{Patient: true, Margin: 20, MaxBatch: 10}
	atOnce := pm.RedeemPolicy{Margin: 20}
	for _, tt := range []struct {
		name   string
		policy pm.RedeemPolicy
		ticket pm.Waiting
		now    pm.Moment
		gas    pm.RedeemGas
		funds  pm.Funds
		action pm.RedeemAction
		alert  bool
	}{
		{"ok", patient, winner(1, alice, 1e16, 10, 1050), now, calm, rich, pm.RedeemNow, false},
		{"ok_last_round", patient, winner(1, alice, 1e16, 9, 1050), now, calm, rich, pm.RedeemNow, false},
		{"expired", patient, winner(1, alice, 1e16, 8, 1050), now, calm, rich, pm.RedeemGiveUp, false},
		{"params_live", patient, winner(1, alice, 1e16, 10, 1051), now, calm, rich, pm.RedeemWait, false},
		{"gas_dear", patient, winner(1, alice, 1e16, 10, 1050), now, dear, rich, pm.RedeemWait, false},
		{"gas_dear_and_impatient", atOnce, winner(1, alice, 1e16, 10, 1050), now, dear, rich, pm.RedeemNow, false},
		{"gas_dear_and_urgent", patient, winner(1, alice, 1e16, 9, 1050), late, dear, rich, pm.RedeemNow, false},
		{"gas_beyond_value_and_urgent", patient, winner(1, alice, 1e15, 9, 1050), late, dear, rich, pm.RedeemWait, true},
		{"round_ends", patient, winner(1, alice, 1e16, 10, 1050), pm.Moment{Block: 1098, Current: 10, RoundEnds: 1100, Validity: 2}, calm, rich, pm.RedeemWait, false},
		{"last_round_ends", patient, winner(1, alice, 1e16, 9, 1050), pm.Moment{Block: 1098, Current: 10, RoundEnds: 1100, Validity: 2}, calm, rich, pm.RedeemNow, false},
		{"gas_dear_and_sender_thin", patient, winner(1, alice, 1e16, 10, 1050), now, dear, pm.Funds{Deposit: pm.NewWei(2e16)}, pm.RedeemNow, false},
		{"gas_dear_and_sender_unlocks", patient, winner(1, alice, 1e16, 10, 1050), now, dear, pm.Funds{Deposit: pm.NewWei(1e18), WithdrawRound: 11}, pm.RedeemNow, false},
		{"sender_empty", patient, winner(1, alice, 1e16, 10, 1050), now, calm, pm.Funds{}, pm.RedeemWait, false},
		{"reserve_pays", patient, winner(1, alice, 1e16, 10, 1050), now, calm, pm.Funds{Reserve: pm.NewWei(1e18), PoolSize: 10}, pm.RedeemNow, false},
		{"rest_of_deposit_is_too_little", patient, winner(1, alice, 1e16, 10, 1050), now, calm, pm.Funds{Deposit: pm.NewWei(1e14)}, pm.RedeemWait, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.policy.Decide([]pm.Waiting{tt.ticket}, tt.now, tt.gas, map[common.Address]pm.Funds{alice: tt.funds})
			require.Len(t, got, 1)
			require.Equal(t, tt.action, got[0].Action, got[0].Reason)
			require.Equal(t, tt.alert, got[0].Alert)
			require.Equal(t, tt.action != pm.RedeemNow, got[0].Reason != "", "every wait has its reason")
		})
	}
}

func TestRedemptionOrder(t *testing.T) {
	t.Parallel()
	alice := common.HexToAddress("0xa1")
	now := pm.Moment{Block: 1050, Current: 10, RoundEnds: 1100, Validity: 2}
	gas := pm.RedeemGas{Single: 100_000, InBatch: 60_000, Price: pm.NewWei(1e9), Rolling: pm.NewWei(1e9)}
	tickets := []pm.Waiting{
		winner(1, alice, 1e16, 10, 0), winner(2, alice, 1e16, 9, 0), winner(3, alice, 5e16, 10, 0), winner(4, alice, 5e16, 9, 0),
	}
	policy := pm.RedeemPolicy{MaxBatch: 3}
	decisions := policy.Decide(tickets, now, gas, nil)
	var order []byte
	for _, d := range decisions {
		order = append(order, d.Hash[0])
	}
	require.Equal(t, []byte{4, 2, 3, 1}, order, "those that expire first, then those of the highest value")
	batches := policy.Batches(decisions, gas)
	require.Len(t, batches, 2)
	require.Len(t, batches[0], 3)
	gas.InBatch = gas.Single
	require.Len(t, policy.Batches(decisions, gas), 4, "a batch that saves nothing is none")
}

// Nothing is redeemed at a loss, too early or too late, and nothing that is due is
// left out.
func TestRedeemPolicyProperties(t *testing.T) {
	t.Parallel()
	senders := []common.Address{{1}, {2}, {3}}
	rapid.Check(t, func(t *rapid.T) {
		now := pm.Moment{Block: rapid.Uint64Range(1000, 1099).Draw(t, "block"), Current: 10, RoundEnds: 1100, Validity: 2}
		gas := pm.RedeemGas{
			Single: 100_000, InBatch: 60_000, Price: pm.NewWei(rapid.Uint64Range(0, 100e9).Draw(t, "price")), Rolling: pm.NewWei(5e9),
		}
		funds := make(map[common.Address]pm.Funds)
		for _, s := range senders {
			funds[s] = pm.Funds{Deposit: pm.NewWei(rapid.Uint64Range(0, 1e17).Draw(t, "deposit")), PoolSize: 1}
		}
		var tickets []pm.Waiting
		for n := range rapid.IntRange(1, 20).Draw(t, "tickets") {
			tickets = append(tickets, winner(byte(n), rapid.SampledFrom(senders).Draw(t, "sender"), rapid.Uint64Range(0, 1e17).Draw(t, "face value"),
				pm.Round(rapid.Uint64Range(7, 10).Draw(t, "round")), rapid.Uint64Range(990, 1110).Draw(t, "params expire")))
		}
		policy := pm.RedeemPolicy{Patient: rapid.Bool().Draw(t, "patient"), Margin: 20, MaxBatch: rapid.IntRange(1, 10).Draw(t, "batch")}
		decisions := policy.Decide(tickets, now, gas, funds)
		require.Len(t, decisions, len(tickets))
		due, cost := 0, new(big.Int).Mul(gas.Price.Int(), big.NewInt(100_000))
		for _, d := range decisions {
			if d.Action != pm.RedeemNow {
				continue
			}
			due++
			require.True(t, now.Redeemable(d.Created.Number))
			require.GreaterOrEqual(t, now.Block, d.ParamsExpire)
			require.Positive(t, d.FaceValue.Int().Cmp(cost), "it costs more than it pays")
		}
		sent := 0
		for _, batch := range policy.Batches(decisions, gas) {
			require.LessOrEqual(t, len(batch), policy.MaxBatch)
			sent += len(batch)
		}
		require.Equal(t, due, sent)
	})
}
