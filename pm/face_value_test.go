package pm_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/pm"
)

func TestFaceValue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		policy         pm.FaceValuePolicy
		cost, maxFloat uint64
		want           uint64
		refuse         pm.Code
		need, have     uint64
	}{
		{name: "ok_1_percent", policy: pm.FaceValuePolicy{EV: pm.NewWei(10)}, cost: 1000, maxFloat: 1e9, want: 100_000},
		{name: "ok_5_percent", policy: pm.FaceValuePolicy{EV: pm.NewWei(10), Overhead: big.NewRat(1, 20)}, cost: 1000, maxFloat: 1e9, want: 20_000},
		{name: "ok_rounded_up", policy: pm.FaceValuePolicy{EV: pm.NewWei(10), Overhead: big.NewRat(3, 100)}, cost: 1000, maxFloat: 1e9, want: 33_334},
		{name: "ok_overhead_0_is_the_default", policy: pm.FaceValuePolicy{EV: pm.NewWei(10), Overhead: new(big.Rat)}, cost: 1000, maxFloat: 1e9, want: 100_000},
		{name: "ok_two_expected_values", policy: pm.FaceValuePolicy{EV: pm.NewWei(1e6)}, cost: 1000, maxFloat: 1e9, want: 2e6},
		{name: "ok_worth_nothing", cost: 1000},
		{name: "ok_float_is_less", policy: pm.FaceValuePolicy{EV: pm.NewWei(10)}, cost: 1000, maxFloat: 4000, want: 4000},
		{name: "ok_limit_is_less", policy: pm.FaceValuePolicy{EV: pm.NewWei(10), MaxFaceValue: pm.NewWei(3000)}, cost: 1000, maxFloat: 4000, want: 3000},
		{name: "ok_float_is_cost", policy: pm.FaceValuePolicy{EV: pm.NewWei(10)}, cost: 1000, maxFloat: 1000, want: 1000},
		{name: "err_float_below_cost", policy: pm.FaceValuePolicy{EV: pm.NewWei(10)}, cost: 1000, maxFloat: 999, refuse: pm.InsufficientReserve, need: 1000, have: 999},
		{name: "err_float_below_ev", policy: pm.FaceValuePolicy{EV: pm.NewWei(10)}, maxFloat: 9, refuse: pm.InsufficientReserve, need: 10, have: 9},
		{name: "err_limit_below_cost", policy: pm.FaceValuePolicy{EV: pm.NewWei(10), MaxFaceValue: pm.NewWei(999)}, cost: 1000, refuse: pm.FaceValueTooLow, need: 1000, have: 999},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			face, err := tt.policy.FaceValue(pm.NewWei(tt.cost), pm.NewWei(tt.maxFloat))
			if tt.refuse == "" {
				require.NoError(t, err)
				require.Equal(t, pm.NewWei(tt.want), face)
				return
			}
			var refusal *pm.Refusal
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, tt.refuse, refusal.Code)
			require.Equal(t, pm.NewWei(tt.need), *refusal.Need)
			require.Equal(t, pm.NewWei(tt.have), *refusal.Have)
		})
	}
}

// Whatever gas costs, a redemption takes no more than the target where the
// sender's reserve allows that, and never more than a ticket pays.
func TestFaceValueKeepsOverhead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := func(name string) pm.Wei { return pm.NewWei(rapid.Uint64().Draw(t, name)) }
		parts := rapid.Int64Range(1, 1000).Draw(t, "overhead")
		policy := pm.FaceValuePolicy{EV: amount("ev"), Overhead: big.NewRat(parts, 1000)}
		cost, maxFloat := amount("cost"), amount("max float")
		if policy.EV.IsZero() {
			return
		}
		face, err := policy.FaceValue(cost, maxFloat)
		if err != nil {
			require.True(t, maxFloat.Cmp(cost) < 0 || maxFloat.Cmp(policy.EV) < 0)
			return
		}
		require.LessOrEqual(t, face.Cmp(maxFloat), 0)
		require.GreaterOrEqual(t, face.Cmp(cost), 0)
		require.GreaterOrEqual(t, face.Cmp(policy.EV), 0)
		share := new(big.Rat).SetFrac(new(big.Int).Mul(cost.Int(), big.NewInt(1000)), new(big.Int).Mul(face.Int(), big.NewInt(parts)))
		require.True(t, share.Cmp(big.NewRat(1, 1)) <= 0 || face == maxFloat)
		// The probability makes up for it.
		ev := pm.ExpectedValue(face, pm.WinProbFor(policy.EV, face))
		over := ev.Sub(ev, new(big.Rat).SetInt(policy.EV.Int()))
		require.GreaterOrEqual(t, over.Sign(), 0)
		require.Negative(t, over.Cmp(new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 128))))
	})
}
