package node

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/core/store"
	"github.com/livepeer/streamflow/pm"
)

var _ orchestrator.History = broadcasterHistory{}

// What is remembered is what the admin API shows, and is there again after a restart.
func TestBroadcasterHistoriesOfANode(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "node.sqlite"))
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	sender := common.Address{9}
	for run := range 2 {
		n := &node{log: slog.New(slog.DiscardHandler), chain: &chainStack{store: db}}
		require.NoError(t, n.startBroadcasterHistories(t.Context(), t.Context()))
		broadcasterHistory{n.money.broadcasters}.Attempted(sender, reputation.Outcome{Kind: reputation.Done})
		records := n.admin.Broadcasters.Records()
		require.Len(t, records, 1)
		require.Equal(t, uint64(run+1), records[0].Attempts[reputation.Done])
		require.NoError(t, n.parts.Close())
	}
}

func TestBroadcasterHistory(t *testing.T) {
	t.Parallel()
	book, err := reputation.New(reputation.DefaultConfig())
	require.NoError(t, err)
	sender := common.Address{9}
	o := earningObserver{earning.NopObserver{}, book}
	o.TicketsReceived(sender, 2, pm.CreditOf(pm.NewWei(14)), 1)
	o.TicketsReceived(sender, 0, pm.Credit{}, 0)
	broadcasterHistory{book}.Attempted(sender, reputation.Outcome{Kind: reputation.Done, Took: time.Second, Unit: 2 * time.Second, Media: 2 * time.Second})
	broadcasterHistory{book}.Attempted(sender, reputation.Outcome{Kind: reputation.Incomplete})

	records := book.Records()
	require.Len(t, records, 1)
	r := records[0].Export()
	require.Equal(t, reputation.PeerOf(sender, ""), r.Peer)
	require.Equal(t, map[string]uint64{"done": 1, "incomplete": 1}, r.Attempts)
	require.Equal(t, uint64(2), r.Tickets)
	require.Equal(t, pm.NewWei(14), r.Paid)
	require.InDelta(t, 2, r.Media, 0)
	require.InDelta(t, 0.5, r.Recent.Median, 0.1)
}
