package store_test

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/payment"
)

func TestDeleteTransactions(t *testing.T) {
	t.Parallel()
	s := openNew(t)
	before := time.Now().Add(-time.Second)
	const settled, pending, redeemed, unsettled = 1, 2, 3, 4
	ids := map[uint64]chain.TransactionID{}
	for _, nonce := range []uint64{settled, pending, redeemed, unsettled} {
		tx := transaction(nonce)
		var err error
		tx.ID, err = s.AddTransaction(t.Context(), tx)
		require.NoError(t, err)
		ids[nonce] = tx.ID
		if nonce == pending {
			continue
		}
		tx.State, tx.Settled = chain.TxConfirmed, nonce != unsettled
		require.NoError(t, s.UpdateTransaction(t.Context(), tx))
	}
	ticket := waiting(1, common.Address{1})
	ticket.State, ticket.TxID = payment.TicketRedeemed, int64(ids[redeemed])
	_, err := s.AddTicket(t.Context(), ticket)
	require.NoError(t, err)

	nonces := func() (list []uint64) {
		all, err := s.Transactions(t.Context(), chain.TransactionQuery{})
		require.NoError(t, err)
		for _, tx := range all {
			require.Len(t, tx.Attempts, 1)
			list = append(list, tx.Nonce)
		}
		return list
	}
	require.NoError(t, s.DeleteTransactions(t.Context(), before))
	require.Equal(t, []uint64{unsettled, redeemed, pending, settled}, nonces(), "none was settled so long ago")
	require.NoError(t, s.DeleteTransactions(t.Context(), time.Now().Add(time.Hour)))
	require.Equal(t, []uint64{unsettled, redeemed, pending}, nonces())

	id, err := s.AddTransaction(t.Context(), transaction(9))
	require.NoError(t, err)
	require.Greater(t, id, ids[unsettled], "no id is given twice")
}
