package node

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

func TestPayingObserver_tellsTheHistory(t *testing.T) {
	t.Parallel()
	book, err := reputation.New(reputation.DefaultConfig())
	require.NoError(t, err)
	o := payingObserver{paying.NopObserver{}, book}
	peer := common.Address{7}
	o.TicketsSent(paying.TicketsEvent{Orchestrator: peer, Tickets: 3, Value: pm.CreditOf(pm.NewWei(30))})
	o.TicketsSent(paying.TicketsEvent{Orchestrator: peer, Tickets: 2, Value: pm.CreditOf(pm.NewWei(20))})
	o.TicketsSent(paying.TicketsEvent{Orchestrator: peer})
	o.TicketsSent(paying.TicketsEvent{Tickets: 1, Value: pm.CreditOf(pm.NewWei(1))}) // whose?

	records := book.Records()
	require.Len(t, records, 1)
	require.Equal(t, reputation.PeerOf(peer, "https://anywhere:1"), records[0].Peer)
	require.Equal(t, uint64(5), records[0].Tickets)
	require.Equal(t, pm.NewWei(50), records[0].Paid)
}
