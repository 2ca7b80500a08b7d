package choosing_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster/choosing"
)

func TestDefaultPoliciesAreValid(t *testing.T) {
	t.Parallel()
	for name, p := range choosing.DefaultPolicies() {
		require.NoError(t, p.Validate(), name)
	}
}

func TestParsePolicies(t *testing.T) {
	t.Parallel()
	got, err := choosing.ParsePolicies([]byte(`{
		"live": {"max_price": {"wei_per_unit": 1200, "pixels_per_unit": 1}},
		"a sport": {"base": "z base", "weights": {"price": 0.5}},
		"z base": {"base": "premium", "redundancy": 3, "stay": {"rest": "1m30s"}},
		"own": {"tiers": [{"name": "own", "peers": ["https://o:1"], "capacity": 4}], "tiers_only": true}
	}`))
	require.NoError(t, err)
	want := choosing.DefaultPolicies()
	require.Equal(t, want[choosing.Cheap], got[choosing.Cheap])
	require.Equal(t, choosing.Price{PerUnit: 1200, PixelsPerUnit: 1}, got["own"].MaxPrice, "it is live as the file has it")
	require.Equal(t, []choosing.Tier{{Name: "own", Peers: []string{"https://o:1"}, Capacity: 4}}, got["own"].Tiers)
	sport := want[choosing.Premium]
	sport.Weights.Price, sport.Redundancy, sport.Stay.Rest = .5, 3, choosing.Duration(90*time.Second)
	require.Equal(t, sport, got["a sport"])
}

func TestParsePoliciesSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		json, says string
		typed      bool
	}{
		"err_unknown_key":      {`{"live": {"wieghts": {}}}`, `unknown field "wieghts"`, false},
		"err_unknown_base":     {`{"x": {"base": "y"}}`, `its base "y" does not exist; there are cheap, live, premium, trusted`, true},
		"err_circle":           {`{"x": {"base": "y"}, "y": {"base": "x"}}`, "itself as a base", true},
		"err_own_base":         {`{"x": {"base": "x"}}`, "its own base", true},
		"err_range":            {`{"x": {"explore": {"share": 1.1}}}`, "explore.share is 1.1; expected 0 to 1", true},
		"err_duration":         {`{"x": {"stay": {"for": "10"}}}`, "write it as 10s", false},
		"err_tiers_only":       {`{"x": {"tiers_only": true}}`, "nobody could be chosen", true},
		"err_same_tier":        {`{"x": {"tiers": [{"name": "a", "listed": true}, {"name": "a", "listed": true}]}}`, "two tiers", true},
		"err_empty_tier":       {`{"x": {"tiers": [{"name": "a"}]}}`, "is empty", true},
		"err_draw":             {`{"x": {"draw": {"random": 0.3, "stake": 0.3, "price_exp": 100}}}`, "add up to 0.6", true},
		"err_price":            {`{"x": {"max_price": {"wei_per_unit": 1}}}`, "max_price", true},
		"err_no_name":          {`{"": {}}`, "a name has", true},
		"err_something_behind": {`{} {}`, "behind the end", false},
		"err_redundancy":       {`{"x": {"redundancy": 6}}`, "redundancy is 6; expected 1 to 5", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := choosing.ParsePolicies([]byte(tc.json))
			require.ErrorContains(t, err, tc.says)
			require.Equal(t, tc.typed, errors.As(err, new(*choosing.PolicyError)))
		})
	}
}

// FuzzParsePolicies reads again what it has read.
func FuzzParsePolicies(f *testing.F) {
	f.Add([]byte(`{"x": {"base": "cheap", "late": 3, "draw": {"random": 1, "price_exp": 5}}, "y": {"tiers": [{"name": "a", "listed": true}]}}`))
	f.Add([]byte(`{"live": {"stay": {"for": "1h"}}, "": {}, "z": null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := choosing.ParsePolicies(data)
		if err != nil {
			return
		}
		for name, p := range got {
			require.NoError(t, p.Validate(), name)
		}
		text, err := json.Marshal(got)
		require.NoError(t, err)
		again, err := choosing.ParsePolicies(text)
		require.NoError(t, err)
		for name, p := range got {
			a, err := json.Marshal(p)
			require.NoError(t, err)
			b, err := json.Marshal(again[name])
			require.NoError(t, err)
			require.JSONEq(t, string(a), string(b))
		}
	})
}

func TestFlags(t *testing.T) {
	t.Parallel()
	live := choosing.DefaultPolicies()[choosing.Live]
	f := choosing.DefaultFlags()
	same, err := f.Apply(live, false)
	require.NoError(t, err)
	require.Equal(t, live, same)

	f.IgnoreMaxPriceIfNeeded, f.MinPerfScore = true, .9
	got, err := f.Apply(live, true)
	require.NoError(t, err)
	require.Equal(t, &choosing.Draw{Random: .3, Stake: .7, PriceExp: 100}, got.Draw)
	require.True(t, got.IgnoreMaxPriceIfNeeded)
	require.InDelta(t, .9, got.MinReliability, 0)
	require.Nil(t, live.Draw, "the policy itself stays")

	f.SelectPriceWeight = .1
	_, err = f.Apply(live, true)
	require.ErrorContains(t, err, "add up to 1.1")
}
