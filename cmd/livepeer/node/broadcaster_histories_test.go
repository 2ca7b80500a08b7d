package node

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

var _ orchestrator.History = broadcasterHistory{}

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
