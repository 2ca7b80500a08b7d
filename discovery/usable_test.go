package discovery_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/discovery"
)

// Whether there is an orchestrator is known without asking, and costs no stream
// its answer.
func TestUsable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &trader{uri: "https://a:1", delay: 20 * time.Millisecond}
		f := newFloor(a)
		table := startTable(t, f, offchain(t, "a:1"))
		time.Sleep(time.Second)
		require.NoError(t, table.Usable(t.Context()))
		require.Equal(t, 1, f.total(), "it has just answered")

		time.Sleep(time.Minute)
		before := f.total()
		require.NoError(t, table.Usable(t.Context()))
		require.NoError(t, table.Usable(t.Context()))
		require.Equal(t, before+1, f.total(), "what is older is asked once")
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, f.questions(a.uri)[before].session, list[0].Info.Token.SessionID, "a stream gets that answer")
		require.Equal(t, before+1, f.total())

		f.change(func() { a.err = core.ErrOrchestratorCapped })
		time.Sleep(time.Minute)
		err = table.Usable(t.Context())
		require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
		require.ErrorIs(t, err, core.ErrOrchestratorCapped)
		f.change(func() { a.err = nil })
		require.NoError(t, table.Usable(t.Context()), "one that is well again is so at once")
	})
}

func TestUsableEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(&trader{uri: "https://a:1", delay: time.Minute}, &trader{uri: "https://b:1", delay: time.Second})
		table := startTable(t, f, offchain(t, "a:1,b:1"))
		begin := time.Now()
		require.NoError(t, table.Usable(t.Context()))
		require.Equal(t, time.Second, time.Since(begin), "the first good answer is enough")

		down := startTable(t, newFloor(&trader{uri: "https://a:1", delay: time.Minute}), offchain(t, "a:1"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin = time.Now()
		require.ErrorIs(t, down.Usable(ctx), discovery.ErrNoOrchestrators)
		require.Equal(t, time.Second, time.Since(begin))
	})
}
