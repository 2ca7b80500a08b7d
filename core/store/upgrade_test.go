package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

// TestUpgradeKeepsTransactions opens a database as version 1 of the program left
// it: one transaction under way, and one that was settled long ago.
func TestUpgradeKeepsTransactions(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "test.sqlite3")
	script, err := os.ReadFile("migrations/0001_chain.sql")
	require.NoError(t, err)
	execAt(t, path, string(script)+`
		PRAGMA application_id = 0x4c505354; PRAGMA user_version = 1;
		INSERT INTO transactions VALUES (1, 1337, zeroblob(20), 4, zeroblob(20), '12', x'01', 21000, 'bond', 'bond 1',
			1700006400000000000, 'confirmed', 1, '', zeroblob(32), 5, zeroblob(32), 1, 20000, '3', x'');
		INSERT INTO transactions VALUES (2, 1337, zeroblob(20), 5, zeroblob(20), '0', x'', 22000, 'reward', '',
			1700006401000000000, 'pending', 0, 'waits', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
		INSERT INTO attempts VALUES (1, 0, zeroblob(32), x'02', '9', '1', 0, 1700006400000000000, 0);
		INSERT INTO attempts VALUES (2, 0, zeroblob(32), x'03', '9', '1', 1, 1700006401000000000, 1700006402000000000);
		INSERT INTO key_values VALUES ('k', x'05');
		INSERT INTO blocks VALUES (9, zeroblob(32), zeroblob(32), 3, 1700006400);`)
	s := open(t, path)
	list, err := s.Transactions(t.Context(), chain.TransactionQuery{})
	require.NoError(t, err)
	require.Equal(t, []chain.Transaction{
		{
			ID: 2, ChainID: 1337, Nonce: 5, GasLimit: 22000, Label: "reward", Created: at(1), State: chain.TxPending, Problem: "waits",
			Attempts: []chain.Attempt{{Raw: []byte{3}, FeeCap: pm.NewWei(9), TipCap: pm.NewWei(1), Cancel: true, Signed: at(1), Sent: at(2)}},
		},
		{
			ID: 1, ChainID: 1337, Nonce: 4, Value: pm.NewWei(12), Data: []byte{1}, GasLimit: 21000, Label: "bond", Key: "bond 1",
			Created: at(0), State: chain.TxConfirmed, Settled: true,
			Attempts: []chain.Attempt{{Raw: []byte{2}, FeeCap: pm.NewWei(9), TipCap: pm.NewWei(1), Signed: at(0)}},
			Receipt:  &chain.Receipt{BlockNumber: 5, OK: true, GasUsed: 20000, GasPrice: pm.NewWei(3)},
		},
	}, list)
	value, err := s.Get(t.Context(), "k")
	require.NoError(t, err)
	require.Equal(t, []byte{5}, value)
	blocks, err := s.Blocks(t.Context())
	require.NoError(t, err)
	require.Len(t, blocks, 1)

	added, err := s.AddTicket(t.Context(), waiting(1, common.Address{1}))
	require.NoError(t, err)
	require.True(t, added)
	tickets, err := s.Tickets(t.Context(), payment.TicketQuery{})
	require.NoError(t, err)
	require.Len(t, tickets, 1)

	require.NoError(t, s.DeleteTransactions(t.Context(), at(1)), "it counts as settled when it was made")
	require.Equal(t, chain.TransactionID(2), only(t, s, chain.TransactionQuery{}).ID)
}
