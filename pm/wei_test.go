package pm_test

import (
	"flag"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/common/decimal"
	"github.com/livepeer/streamflow/pm"
)

func TestWei(t *testing.T) {
	t.Parallel()
	for text, wei := range map[string]uint64{"0.5 ETH": 5e17, "20 gwei": 20e9, "100 wei": 100, "0 ETH": 0} {
		w, err := pm.ParseWei(text)
		require.NoError(t, err)
		require.Equal(t, pm.NewWei(wei), w)
		require.Equal(t, text, w.String())
	}
	_, err := pm.ParseWei("100")
	require.ErrorIs(t, err, decimal.ErrNoUnit)
	require.EqualError(t, err, `amount "100": it has no unit; write a number and ETH, gwei or wei, for example "1.5 ETH"`)
	_, err = pm.ParseWei("100 LPT")
	require.ErrorIs(t, err, decimal.ErrUnit)
	w, ok := pm.WeiFromInt(big.NewInt(3))
	require.True(t, ok)
	require.Equal(t, pm.NewWei(3), w)
	_, ok = pm.WeiFromInt(big.NewInt(-3))
	require.False(t, ok)
}

func TestWeiAsFlag(t *testing.T) {
	t.Parallel()
	var w pm.Wei
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.TextVar(&w, "max", pm.NewWei(1e9), "")
	require.NoError(t, flags.Parse([]string{"-max", "30gwei"}))
	require.Equal(t, pm.NewWei(30e9), w)
}
