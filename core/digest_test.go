package core_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
)

func TestDigest(t *testing.T) {
	t.Parallel()
	require.Equal(t, crypto.Keccak256Hash([]byte("x")), core.DigestOf([]byte("x")).Sum())
	d, made := core.PendingDigest()
	got := make(chan common.Hash)
	go func() { got <- d.Sum() }()
	made(common.Hash{1})
	made(common.Hash{2})
	require.Equal(t, common.Hash{1}, <-got)
	require.Equal(t, common.Hash{1}, d.Sum())
}
