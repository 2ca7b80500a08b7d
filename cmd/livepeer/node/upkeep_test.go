package node

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestUpkeep(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var often, hours atomic.Int64
		u := &upkeep{tasks: []func(context.Context){
			func(context.Context) { often.Add(1) },
			hourly(func(context.Context) { hours.Add(1) }),
		}}
		require.NoError(t, u.Start(t.Context()))
		synctest.Wait()
		require.Equal(t, []int64{1, 1}, []int64{often.Load(), hours.Load()}, "at once")
		time.Sleep(upkeepEvery)
		synctest.Wait()
		require.Equal(t, []int64{2, 1}, []int64{often.Load(), hours.Load()})
		time.Sleep(3 * time.Hour)
		synctest.Wait()
		require.EqualValues(t, 4, hours.Load())
		require.NoError(t, u.Close())
		before := often.Load()
		time.Sleep(time.Hour)
		require.Equal(t, before, often.Load(), "it has ended")
	})
}

// A task that hangs ends with the node.
func TestUpkeepIsCutOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		u := &upkeep{tasks: []func(context.Context){func(ctx context.Context) { <-ctx.Done() }}}
		require.NoError(t, u.Start(t.Context()))
		synctest.Wait()
		require.NoError(t, u.Close())
	})
}
