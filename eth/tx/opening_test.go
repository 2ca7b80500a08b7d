package tx_test

import (
	"context"
	"sync"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/tx"
)

// opening is a store that tells when a manager begins its first check.
type opening struct {
	tx.Store
	once  sync.Once
	begun chan struct{}
}

func newOpening(s tx.Store) *opening { return &opening{Store: s, begun: make(chan struct{})} }

func (o *opening) Transactions(ctx context.Context, q chain.TransactionQuery) ([]chain.Transaction, error) {
	if q.Unsettled {
		o.once.Do(func() { close(o.begun) })
	}
	return o.Store.Transactions(ctx, q)
}

// wait returns when the check that a manager makes as it starts is over. Else
// that check might come between two steps of a test, as one step too many.
func (o *opening) wait(t testingT, m *tx.Manager) {
	t.Helper()
	<-o.begun
	_, err := m.SpeedUp(context.Background(), 0) // of nothing: it only waits for its turn
	require.ErrorIs(t, err, tx.ErrNotFound)
}
