package chain_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
)

func TestParts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]chain.Parts{
		"0%": 0, "100%": chain.Whole, "12.5%": 125_000, " 0.0001 % ": 1, "99.9999%": 999_999, "05%": 50_000,
	} {
		got, err := chain.ParseParts(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "%", "5", "0.5", "100.0001%", "-1%", "1e1%", "1/2%", "0.00001%", "+5%", "0x5%", "5%%", "1_0%", "NaN%"} {
		_, err := chain.ParseParts(text)
		require.ErrorIs(t, err, chain.ErrParts, text)
	}
}

func TestPartsRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := chain.Parts(rapid.Uint32Range(0, uint32(chain.Whole)).Draw(t, "parts"))
		got, err := chain.ParseParts(p.String())
		require.NoError(t, err)
		require.Equal(t, p, got)
	})
}
