package store_test

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/store"
)

// tail returns n blocks from number first on; the branch makes their hashes.
func tail(first uint64, n int, branch byte) []chain.BlockRef {
	list := make([]chain.BlockRef, n)
	for i := range list {
		number := first + uint64(i)
		hash := func(number uint64) common.Hash {
			return common.BytesToHash([]byte{branch, byte(number >> 8), byte(number)})
		}
		list[i] = chain.BlockRef{
			Number: number, Hash: hash(number), ParentHash: hash(number - 1), L1Number: number / 2,
			Time: time.Unix(1_700_000_000+int64(number), 0).UTC(),
		}
	}
	return list
}

func TestBlocksReplaceEachOther(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	got, err := s.Blocks(t.Context())
	require.NoError(t, err)
	require.Empty(t, got)
	rapid.Check(t, func(rt *rapid.T) {
		want := tail(rapid.Uint64Range(1, 400).Draw(rt, "first"), rapid.IntRange(0, store.MaxBlocks).Draw(rt, "n"),
			rapid.Byte().Draw(rt, "branch"))
		if len(want) > 2 && rapid.Bool().Draw(rt, "with a gap") {
			want = append(want[:1], want[2:]...)
		}
		require.NoError(rt, s.SaveBlocks(t.Context(), want))
		got, err := s.Blocks(t.Context())
		require.NoError(rt, err)
		require.ElementsMatch(rt, want, got)
		for i := 1; i < len(got); i++ {
			require.Less(rt, got[i-1].Number, got[i].Number)
		}
	})
}

func TestBlocksRefuses(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	kept := tail(1, 3, 0)
	require.NoError(t, s.SaveBlocks(t.Context(), kept))
	for name, bad := range map[string][]chain.BlockRef{
		"too long":      tail(1, store.MaxBlocks+1, 0),
		"twice":         {kept[0], kept[0]},
		"not ascending": {kept[1], kept[0]},
	} {
		require.ErrorIs(t, s.SaveBlocks(t.Context(), bad), store.ErrTail, name)
	}
	got, err := s.Blocks(t.Context())
	require.NoError(t, err)
	require.Equal(t, kept, got)
}
