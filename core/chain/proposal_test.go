package chain_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
)

func TestParseProposalID(t *testing.T) {
	t.Parallel()
	most := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
	for text, want := range map[string]*big.Int{
		"0": new(big.Int), "07": big.NewInt(7), "0x1F": big.NewInt(31), "0x" + strings.Repeat("0", 63) + "a": big.NewInt(10),
		most.String(): most, "0x" + strings.Repeat("f", 64): most,
	} {
		id, err := chain.ParseProposalID(text)
		require.NoError(t, err, text)
		require.Zero(t, want.Cmp(id.Int()), text)
		require.Equal(t, want.String(), id.String())
	}
	for _, text := range []string{
		"", "0x", "0X1", "-1", "+1", "1_0", "0x-1", " 1", "1.5", "1e3", "0b1", "f", "0xg", "١",
		new(big.Int).Add(most, big.NewInt(1)).String(), "0x1" + strings.Repeat("0", 64), strings.Repeat("1", 1<<20),
	} {
		_, err := chain.ParseProposalID(text)
		require.ErrorIs(t, err, chain.ErrProposalID, "%.40s", text)
		require.Less(t, len(err.Error()), 600)
	}
}

func TestProposalIDRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := chain.ProposalID(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "id"))
		for _, text := range []string{want.String(), "0x" + want.Int().Text(16)} {
			got, err := chain.ParseProposalID(text)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	})
}

func FuzzParseProposalID(f *testing.F) {
	for _, text := range []string{"0", "0x1f", "115792089237316195423570985008687907853269984665640564039457584007913129639936", "-1", "0x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := chain.ParseProposalID(text)
		if err != nil {
			require.ErrorIs(t, err, chain.ErrProposalID)
			return
		}
		want, ok := new(big.Int).SetString(text, 10)
		if !ok {
			want, ok = new(big.Int).SetString(strings.TrimPrefix(text, "0x"), 16)
		}
		require.True(t, ok)
		require.Zero(t, want.Cmp(id.Int()))
	})
}

func TestSupport(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]chain.Support{"against": 0, "for": 1, "abstain": 2} {
		got, err := chain.ParseSupport(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Equal(t, text, got.String())
	}
	for _, text := range []string{"", "yes", "For", "1"} {
		_, err := chain.ParseSupport(text)
		require.ErrorIs(t, err, chain.ErrSupport, text)
	}
	require.Empty(t, chain.Support(3).String())
}

func TestProposalState(t *testing.T) {
	t.Parallel()
	require.Equal(t, "active", chain.ProposalActive.String())
	require.Equal(t, "executed", chain.ProposalExecuted.String())
	require.Equal(t, "state 8", chain.ProposalState(8).String())
}
