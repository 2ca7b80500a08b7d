package choosing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/pm"
)

// The lower one of the policy's limit and the node's counts.
func TestNodesOwnLimit(t *testing.T) {
	t.Parallel()
	wei := func(n int64) *pm.Price { return &pm.Price{PricePerUnit: n, PixelsPerUnit: 1} }
	for name, tc := range map[string]struct {
		node   *pm.Price
		policy choosing.Price
		want   string
	}{
		"none":            {nil, choosing.Price{}, uri(0)},
		"policy_alone":    {nil, choosing.Price{PerUnit: 150, PixelsPerUnit: 1}, uri(1)},
		"node_alone":      {wei(150), choosing.Price{}, uri(1)},
		"node_is_lower":   {wei(50), choosing.Price{PerUnit: 150, PixelsPerUnit: 1}, uri(2)},
		"policy_is_lower": {wei(150), choosing.Price{PerUnit: 50, PixelsPerUnit: 1}, uri(2)},
		"nothing":         {wei(0), choosing.Price{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *choosing.Config) {
				c.MaxPrice = func() *pm.Price { return tc.node }
				policy(func(p *choosing.Policy) { p.MaxPrice, p.Weights = tc.policy, choosing.Weights{Failure: 1} })(c)
			})
			for i := range 3 { // the dearer, the better
				r.remember(i, 300-100*i, 10*i, .5)
			}
			l := r.open("s", "")
			for i, price := range []int64{200, 100, 50} {
				l.meet(i, price, nil)
			}
			got, _ := l.choose()
			require.Equal(t, tc.want, got)
		})
	}
}

func TestHas(t *testing.T) {
	t.Parallel()
	c := newRig(t, nil).chooser
	require.NoError(t, c.Has(""))
	require.NoError(t, c.Has(choosing.Premium))
	var bad *choosing.PolicyError
	require.ErrorAs(t, c.Has("premum"), &bad)
	require.Equal(t, "premum", bad.Policy)
	require.ErrorContains(t, bad, "cheap, live, premium, trusted")
}
