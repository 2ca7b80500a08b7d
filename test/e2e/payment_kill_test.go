//go:build e2e

package e2e_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/test/cluster"
)

// TestPaidStreamSurvivesKills: orchestrator and broadcaster are killed at random,
// 6 times or KILLS times, while a paid stream is pushed, and start anew. Some are
// killed while they still start. KILL_SEED repeats a run's choices.
//
// Afterwards every winning ticket is redeemed, once. The orchestrator's accounts
// are what its tickets and its work say, to the bit, and so is the broadcaster's
// of the session that it used last: what a crash kept it from hearing it hears
// with the next answer. What it wrote of tickets that were taken the orchestrator
// has too, as it answers only when they are on disk.
func TestPaidStreamSurvivesKills(t *testing.T) {
	t.Parallel()
	kills := sizeOf(t, "KILLS", 6)
	seed := sizeOf(t, "KILL_SEED", int(time.Now().UnixNano()%1e9))
	t.Logf("%d kills, KILL_SEED=%d", kills, seed)
	ctx, c := newClusterFor(t, 3*time.Minute+time.Duration(kills)*15*time.Second)
	m := openMarket(ctx, t, c, startDevnet(ctx, t, c, 100*time.Millisecond, 160), marketConfig{})
	stream := m.startPushing("movie", true)
	stream.await(3)

	rng := rand.New(rand.NewPCG(uint64(seed), 0))
	for range kills {
		m.pause(time.Duration(rng.IntN(3000)) * time.Millisecond)
		victim := []**cluster.Node{&m.orchestratorNode, &m.broadcasterNode}[rng.IntN(2)]
		t.Logf("%s is killed, after %d segments", (*victim).Name, stream.count())
		m.restart(victim)
		if rng.IntN(3) > 0 { // else the next one may come while it starts
			stream.await(1)
		}
	}
	stream.await(5)
	pushed := stream.stop()
	m.redeemedAll(m.orchestrator)

	spent, earned := m.close(m.broadcasterNode), m.close(m.orchestratorNode)
	redeemed := earned.in(payment.TicketRedeemed)
	require.Len(t, earned.tickets, len(redeemed), "all winning tickets were redeemed, none is lost")
	require.Len(t, redeemed, int(earned.days.Winners), "winning tickets, by the table and by the days")
	paid := m.requireRedeemedOnce(redeemed).paid
	requireFairDraw(t, earned, paid)

	require.Equal(t, credit(earned.days.Value.Sub(earned.days.Work)), credit(earned.balance()), "what is left at the orchestrator")
	require.GreaterOrEqual(t, earned.days.Tickets, spent.days.Tickets, "tickets taken, and known to be taken")
	require.GreaterOrEqual(t, earned.days.Value.Cmp(spent.days.Value), 0, "value of tickets taken, and known to be taken")
	requireLastSessionAgrees(t, earned, spent)
	t.Logf("%d segments, %d tickets, %d redeemed, %d sessions at the orchestrator and %d at the broadcaster",
		pushed, earned.days.Tickets, len(redeemed), len(earned.incomes), len(spent.spendings))
}

// requireLastSessionAgrees compares the accounts of the session that the
// broadcaster used last.
func requireLastSessionAgrees(t *testing.T, earned, spent books) {
	t.Helper()
	require.NotEmpty(t, spent.spendings)
	last := spent.spendings[0]
	for _, s := range spent.spendings {
		if s.Changed.After(last.Changed) {
			last = s
		}
	}
	for _, i := range earned.incomes {
		if i.Session == last.Token.SessionID {
			require.Equal(t, credit(i.Balance), credit(last.Balance), "balance of session %s, at the orchestrator and at the broadcaster", i.Session)
			return
		}
	}
	require.Fail(t, "the orchestrator has no account of the broadcaster's last session")
}
