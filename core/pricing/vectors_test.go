package pricing_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/pricing"
	"github.com/livepeer/streamflow/pm"
)

// Prices as existing nodes make them of a base price and the cost of redeeming.
// Two are ours: nothing is cut after three decimals, which makes a low price
// free, and terms that cannot be made are refused elsewhere.
func TestPriceVectors(t *testing.T) {
	t.Parallel()
	type price struct {
		PricePerUnit, PixelsPerUnit int64
		Error                       string
	}
	var vectors struct {
		Prices []struct {
			Name, BasePrice, EV, MaxFloat string
			AutoAdjust                    bool
			GasPrice, RedeemGas           uint64
			WithCapabilities              price
		}
	}
	raw, err := os.ReadFile("testdata/payments.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &vectors))
	require.Len(t, vectors.Prices, 9)
	for _, v := range vectors.Prices {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			base := rat(t, v.BasePrice)
			cost := pm.NewWei(v.GasPrice * v.RedeemGas)
			float, ok := pm.WeiFromInt(rat(t, v.MaxFloat).Num())
			require.True(t, ok)
			face, ok := cost.Mul(100)
			require.True(t, ok)
			if ev := rat(t, v.EV).Num(); face.Int().Cmp(ev) < 0 {
				face, ok = pm.WeiFromInt(new(big.Int).Mul(ev, big.NewInt(100)))
				require.True(t, ok)
			}
			if face.Cmp(float) > 0 {
				face = float
			}
			if v.WithCapabilities.Error != "" {
				require.True(t, face.IsZero(), "refused when terms are made")
				return
			}
			if v.AutoAdjust {
				base = pricing.WithOverhead(base, cost, face)
			}
			got, err := pricing.ToPrice(base)
			require.NoError(t, err)
			want := pm.Price{PricePerUnit: v.WithCapabilities.PricePerUnit, PixelsPerUnit: v.WithCapabilities.PixelsPerUnit}
			switch v.Name {
			case "adjusted below 0.001 truncates to 0":
				want = pm.Price{PricePerUnit: 101, PixelsPerUnit: 200_000}
			case "adjusted, fractional base":
				want = pm.Price{PricePerUnit: 101, PixelsPerUnit: 30} // 3.366666 rather than 3.366
			}
			require.Equal(t, want, got)
		})
	}
}
