package store_test

import (
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

// transaction is a record with one attempt.
func transaction(nonce uint64) chain.Transaction {
	huge, _ := pm.WeiFromInt(new(big.Int).Lsh(big.NewInt(1), 255))
	return chain.Transaction{
		ChainID: 1337, From: common.Address{1}, Nonce: nonce, To: common.Address{2}, Value: huge,
		Data: []byte{0, 1}, GasLimit: 21000, Label: "bond", Key: "bond 1",
		Created: time.Unix(1_700_000_000, 5).UTC(), State: chain.TxPending,
		Attempts: []chain.Attempt{{
			Hash: common.BigToHash(new(big.Int).SetUint64(nonce)), Raw: []byte{byte(nonce), 1}, FeeCap: pm.NewWei(9), TipCap: pm.NewWei(1),
			Signed: time.Unix(1_700_000_000, 0).UTC(),
		}},
	}
}

func only(t *testing.T, s *store.Store, q chain.TransactionQuery) chain.Transaction {
	t.Helper()
	list, err := s.Transactions(t.Context(), q)
	require.NoError(t, err)
	require.Len(t, list, 1)
	return list[0]
}

func TestTransactionRoundTrip(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	want := transaction(7)
	var err error
	want.ID, err = s.AddTransaction(t.Context(), want)
	require.NoError(t, err)
	require.Positive(t, want.ID)
	require.Equal(t, want, only(t, s, chain.TransactionQuery{ID: want.ID}))

	want.Attempts[0].Sent = time.Unix(1_700_000_001, 0).UTC()
	want.Attempts = append(want.Attempts, chain.Attempt{
		Hash: common.Hash{8}, Raw: []byte{8}, FeeCap: pm.NewWei(10), TipCap: pm.NewWei(2), Cancel: true, Signed: time.Unix(1_700_000_002, 0).UTC(),
	})
	want.State, want.Settled, want.Problem = chain.TxReverted, true, "it has a problem"
	want.Receipt = &chain.Receipt{
		Hash: common.Hash{8}, BlockNumber: 12, BlockHash: common.Hash{9}, GasUsed: 20000, GasPrice: pm.NewWei(3), RevertData: []byte{1, 2, 3, 4},
	}
	require.NoError(t, s.UpdateTransaction(t.Context(), want))
	require.Equal(t, want, only(t, s, chain.TransactionQuery{ID: want.ID}))

	want.State, want.Settled, want.Problem, want.Receipt = chain.TxPending, false, "", nil
	require.NoError(t, s.UpdateTransaction(t.Context(), want), "its block has gone")
	require.Equal(t, want, only(t, s, chain.TransactionQuery{ID: want.ID}))

	require.ErrorIs(t, s.UpdateTransaction(t.Context(), chain.Transaction{ID: 99}), store.ErrNotFound)
}

func TestTransactionNonceIsTakenOnce(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	first := transaction(7)
	var err error
	first.ID, err = s.AddTransaction(t.Context(), first)
	require.NoError(t, err)
	_, err = s.AddTransaction(t.Context(), transaction(7))
	require.ErrorIs(t, err, store.ErrNonceInUse)

	other := transaction(7)
	other.From = common.Address{3}
	_, err = s.AddTransaction(t.Context(), other)
	require.NoError(t, err, "another account")

	first.State, first.Settled = chain.TxLost, true
	require.NoError(t, s.UpdateTransaction(t.Context(), first))
	_, err = s.AddTransaction(t.Context(), transaction(7))
	require.NoError(t, err)
}

func TestTransactionQuery(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	for nonce := range uint64(5) {
		tx := transaction(nonce)
		if nonce == 1 {
			tx.State, tx.Settled = chain.TxConfirmed, true
		}
		if nonce == 2 {
			tx.State, tx.Key, tx.Data = chain.TxReverted, "", nil
		}
		if nonce == 4 {
			tx.ChainID, tx.Key = 5, "other"
		}
		_, err := s.AddTransaction(t.Context(), tx)
		require.NoError(t, err)
	}
	for _, c := range []struct {
		name string
		q    chain.TransactionQuery
		want []uint64
	}{
		{"ok_all", chain.TransactionQuery{}, []uint64{4, 3, 2, 1, 0}},
		{"ok_limit", chain.TransactionQuery{Limit: 2}, []uint64{4, 3}},
		{"ok_chain", chain.TransactionQuery{ChainID: 1337}, []uint64{3, 2, 1, 0}},
		{"ok_unsettled", chain.TransactionQuery{ChainID: 1337, From: common.Address{1}, Unsettled: true}, []uint64{3, 2, 0}},
		{"ok_states", chain.TransactionQuery{States: []chain.TxState{chain.TxConfirmed, chain.TxReverted}}, []uint64{2, 1}},
		{"ok_key", chain.TransactionQuery{Key: "other"}, []uint64{4}},
		{"ok_none", chain.TransactionQuery{From: common.Address{9}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := s.Transactions(t.Context(), c.q)
			require.NoError(t, err)
			var nonces []uint64
			for _, tx := range list {
				nonces = append(nonces, tx.Nonce)
				require.Len(t, tx.Attempts, 1)
			}
			require.Equal(t, c.want, nonces)
		})
	}
}
