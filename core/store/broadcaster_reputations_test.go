package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

var _ reputation.Store = store.Reputations{}

// Those of broadcasters outlive a restart, beside those of orchestrators.
func TestBroadcasterHistories(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := openAt(dir)
	require.NoError(t, err)
	paid, old := reputation.Record{Peer: "0x1", First: at(1), Last: at(9), Tickets: 2, Paid: pm.NewWei(7)}, reputation.Record{Peer: "0x2", First: at(1), Last: at(2)}
	paid.Attempts[reputation.Done] = 4
	paid.Recent.Scores.Add(0.5)
	h := s.BroadcasterReputations()
	require.NoError(t, h.SaveRecords(t.Context(), []reputation.Record{old, paid}))
	other := reputation.Record{Peer: "0x1", URI: "https://o:1", First: at(3), Last: at(3)}
	require.NoError(t, s.OrchestratorReputations().SaveRecords(t.Context(), []reputation.Record{other}))
	require.NoError(t, s.Close())

	s, err = openAt(dir)
	require.NoError(t, err)
	defer s.Close()
	h = s.BroadcasterReputations()
	list, err := h.Records(t.Context())
	require.NoError(t, err)
	require.Equal(t, []reputation.Record{paid, old}, list)
	require.NoError(t, h.ForgetRecords(t.Context(), at(2).Add(time.Second), 10))
	list, err = h.Records(t.Context())
	require.NoError(t, err)
	require.Equal(t, []reputation.Record{paid}, list)
	require.NoError(t, h.ForgetRecords(t.Context(), at(0), 0))
	list, err = h.Records(t.Context())
	require.NoError(t, err)
	require.Empty(t, list)
	list, err = s.OrchestratorReputations().Records(t.Context())
	require.NoError(t, err)
	require.Equal(t, []reputation.Record{other}, list)
}
