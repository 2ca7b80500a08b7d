package chain_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/decimal"
	"github.com/livepeer/streamflow/core/chain"
)

func TestLPT(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"100LPT": "100 LPT", "1.5 LPT": "1.5 LPT", "7 lptu": "7 LPTU", "0": "0 LPT"} {
		l, err := chain.ParseLPT(text)
		require.NoError(t, err)
		require.Equal(t, want, l.String())
	}
	_, err := chain.ParseLPT("100")
	require.ErrorIs(t, err, decimal.ErrNoUnit)
	require.EqualError(t, err, `amount "100": it has no unit; write a number and LPT or LPTU, for example "1.5 LPT"`)
	_, err = chain.ParseLPT("1 ETH")
	require.ErrorIs(t, err, decimal.ErrUnit)
	l, ok := chain.LPTFromInt(big.NewInt(1e18))
	require.True(t, ok)
	require.Equal(t, "1 LPT", l.String())
}
