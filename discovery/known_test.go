package discovery_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/discovery"
)

// A stream that looks for more gets others than it has, and costs those that it has
// no answer.
func TestKnownAreLeftAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(&trader{uri: "https://a:1"}, &trader{uri: "https://b:1"}, &trader{uri: "https://c:1", delay: time.Millisecond})
		table := startTable(t, f, offchain(t, "a:1,b:1,c:1"))
		time.Sleep(time.Second)
		req := job()
		req.Known = []string{"https://a:1", "https://b:1"}
		list, err := candidates(t.Context(), table, req)
		require.NoError(t, err)
		require.Equal(t, []string{"https://c:1"}, urisOf(list))
		require.Equal(t, 2, ready(table))

		list, err = candidates(t.Context(), table, req)
		require.NoError(t, err)
		require.Equal(t, []string{"https://c:1"}, urisOf(list))
		require.Equal(t, 1, liveQuestions(f), "only others are asked, too")

		req.Known = append(req.Known, "https://c:1")
		before := f.total()
		list, err = candidates(t.Context(), table, req)
		require.NoError(t, err, "there are some, though no others")
		require.Empty(t, list)
		require.Equal(t, before, f.total())
		require.GreaterOrEqual(t, ready(table), 2)
	})
}

// A node of an orchestrator is known as well as the address where it is listed.
func TestKnownByItsNode(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		home := &trader{uri: "https://a:1", delay: 40 * time.Millisecond, nodes: []string{"a:2"}}
		f := newFloor(home, &trader{uri: "https://a:2", delay: 5 * time.Millisecond})
		table := startTable(t, f, func(c *discovery.TableConfig) {
			offchain(t, "a:1")(c)
			c.ExtraNodes = 1
		})
		time.Sleep(time.Second)
		for _, uri := range []string{"https://a:1", "https://a:2"} {
			req := job()
			req.Known = []string{uri}
			list, err := candidates(t.Context(), table, req)
			require.NoError(t, err)
			require.Empty(t, list)
		}
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, []string{"https://a:2"}, urisOf(list))
	})
}
