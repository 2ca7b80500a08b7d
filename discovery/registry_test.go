package discovery_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/discovery"
)

func TestRegistry(t *testing.T) {
	t.Parallel()
	f := register(3)
	f.listed[1].Active = false
	for i, uri := range []string{"", "ftp://x", "https://a:0", strings.Repeat("x", 1000), "https://O0.:8935", "O0:8935/"} {
		tr := stranger(100 + i)
		tr.uri = uri
		f.listed = append(f.listed, listing(tr, "1LPT"))
	}
	entries, err := discovery.NewRegistry(f).Orchestrators(t.Context())
	require.NoError(t, err)
	var got []string
	for _, e := range entries {
		require.Zero(t, e.Score)
		got = append(got, fmt.Sprint(e.URI, " ", len(e.Claims)))
	}
	require.Equal(t, []string{"https://o0:8935 2", "https://o2:8935 1", "https://o0.:8935 1"}, got)
	require.Equal(t, f.listed[0].Stake, entries[0].Claims[0].Stake)

	f.unread = true
	_, err = discovery.NewRegistry(f).Orchestrators(t.Context())
	require.ErrorIs(t, err, discovery.ErrRegistryUnread)
}

// Thousands who claim the same URI, and more entries than there is room for.
func TestRegistryIsBounded(t *testing.T) {
	t.Parallel()
	f := newFloor()
	for i := range discovery.MaxEntries + 100 {
		tr := &trader{uri: fmt.Sprintf("https://o%d:1", i), address: common.Address{1, byte(i >> 8), byte(i)}}
		f.listed = append(f.listed, listing(tr, "1LPT"))
		tr.uri, tr.address[0] = "https://o0:1", 2
		f.listed = append(f.listed, listing(tr, "1LPT"))
	}
	entries, err := discovery.NewRegistry(f).Orchestrators(t.Context())
	require.NoError(t, err)
	require.Len(t, entries, discovery.MaxEntries)
	require.Len(t, entries[0].Claims, 16)
}

// A stream that finds an empty table asks some, not all.
func TestStreamAsksSome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(100)
		table := startTable(t, f, func(c *discovery.TableConfig) {
			c.AskLimit, c.HandOut, c.TakenGap, c.MinGap, c.IdleGap = 10, 100, time.Minute, time.Minute, time.Minute
		})
		time.Sleep(2 * time.Second)
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Len(t, list, 100)
		seen := map[string]bool{}
		for range 20 {
			list, err = candidates(t.Context(), table, job())
			require.NoError(t, err)
			require.Len(t, list, 10)
			for _, uri := range urisOf(list) {
				seen[uri] = true
			}
		}
		require.Equal(t, 100+200, f.total())
		require.Greater(t, len(seen), 30, "half of them are drawn by lot")
	})
}
