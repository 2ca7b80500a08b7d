package chain_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
)

func TestTransactionStates(t *testing.T) {
	t.Parallel()
	for state, final := range map[chain.TxState]bool{
		chain.TxPending: false, chain.TxMined: false, chain.TxConfirmed: true,
		chain.TxReverted: true, chain.TxCancelled: true, chain.TxLost: true,
	} {
		require.Equal(t, final, state.Final(), state)
	}
}

func TestTransactionAttempts(t *testing.T) {
	t.Parallel()
	tx := chain.Transaction{Attempts: []chain.Attempt{{Hash: common.Hash{1}}}, Receipt: &chain.Receipt{OK: true}}
	require.Zero(t, tx.Replacements())
	tx.Attempts = append(tx.Attempts, chain.Attempt{Hash: common.Hash{2}}, chain.Attempt{Hash: common.Hash{3}, Cancel: true})
	require.Equal(t, 1, tx.Replacements(), "a cancellation replaces no intent")
	require.Equal(t, common.Hash{3}, tx.Last().Hash)

	clone := tx.Clone()
	clone.Attempts[0].Hash, clone.Receipt.OK = common.Hash{9}, false
	require.Equal(t, common.Hash{1}, tx.Attempts[0].Hash)
	require.True(t, tx.Receipt.OK)
}
