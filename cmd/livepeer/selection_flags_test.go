package main

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/discovery"
)

func TestSelectionFlags(t *testing.T) {
	t.Parallel()
	load := func(args ...string) node.Config {
		s, fs, err := load(append([]string{"-broadcaster"}, args...), nil)
		require.NoError(t, err)
		c, err := s.config(fs)
		require.NoError(t, err)
		return c
	}
	c := load("-orchAddr", "a:1")
	require.Equal(t, choosing.Live, c.SelectionPolicy)
	require.Equal(t, choosing.DefaultFlags(), c.Selection)
	require.False(t, c.SelectionDraw, "nothing is drawn unless somebody says so")

	c = load("-orchAddr", "a:1", "-selectRandFreq", "1", "-selectStakeWeight", "0", "-minPerfScore", "0.5", "-ignoreMaxPriceIfNeeded",
		"-orchBlocklist", "0x0161e041aad467a890839d5b08b138c1e6373072,b:1", "-orchAllowlist", "c:1")
	require.True(t, c.SelectionDraw)
	require.Equal(t, choosing.Flags{SelectRandFreq: 1, SelectPriceExpFactor: 100, IgnoreMaxPriceIfNeeded: true, MinPerfScore: 0.5}, c.Selection)
	blocked := common.HexToAddress("0x0161e041aad467a890839d5b08b138c1e6373072")
	require.Equal(t, discovery.Peers{Addresses: []common.Address{blocked}, URIs: []string{"https://b:1"}}, c.OrchBlocklist)
	require.Equal(t, discovery.Peers{URIs: []string{"https://c:1"}}, c.OrchAllowlist)

	c = load("-network", "devnet", "-orchAddr", "a:1", "-orchRegistry", "-region", "eu-west")
	require.True(t, c.OrchRegistry)
	require.Equal(t, []string{"eu-west"}, c.Regions, "filters are for the registry's, beside a list too")
}
