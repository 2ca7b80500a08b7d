package discovery_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/market"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
)

func TestTableSurvivesARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := register(20), &shelf{}
		f.traders["https://o3:8935"].delay = time.Hour
		kept := func(c *discovery.TableConfig) { c.Store = store }
		first := startTable(t, f, kept)
		time.Sleep(10 * time.Second)
		before := offers(first)
		require.NoError(t, first.Close())

		f.change(func() { f.unread = true }) // the chain takes its time
		second := startTable(t, f, kept)
		synctest.Wait()
		f.change(func() { f.unread = false })
		time.Sleep(1001 * time.Millisecond)
		after := offers(second)
		require.Len(t, after, 20)
		for uri, o := range after {
			old := before[uri]
			require.True(t, o.Stale)
			require.False(t, o.Ready, "tokens are not kept")
			old.Stale, old.Ready, o.Stale, o.Ready = false, false, false, false
			old.Asked, old.Answered, o.Asked, o.Answered = old.Asked.UTC(), old.Answered.UTC(), o.Asked.UTC(), o.Answered.UTC()
			require.Equal(t, old, o)
		}
		time.Sleep(3 * time.Second)
		require.Equal(t, 19, ready(second))
		require.False(t, offers(second)["https://o0:8935"].Stale)
	})
}

// Whom the operator names comes first after a start, then those who were well.
func TestFirstQuestions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(3)
		f.traders["https://own:1"] = &trader{uri: "https://own:1", price: 1, params: 40, address: [20]byte{9}}
		store := &shelf{records: map[string]market.Record{"https://o2:8935": {URI: "https://o2:8935", Asked: time.Now(), RTT: time.Second}}}
		startTable(t, f, func(c *discovery.TableConfig) {
			withOwn(t)(c)
			c.Store, c.Burst, c.Rate = store, 1, 1
		})
		time.Sleep(1500 * time.Millisecond)
		require.Len(t, f.questions("https://own:1"), 1)
		require.Len(t, f.questions("https://o2:8935"), 1)
		require.Equal(t, 2, f.total())
	})
}

func TestSavesAreBoundedAndRetried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, store := register(5), &shelf{}
		table := startTable(t, f, func(c *discovery.TableConfig) { c.Store = store })
		store.set(errors.New("disk full"), nil)
		time.Sleep(2*time.Minute + time.Second)
		store.set(nil, map[string]market.Record{"https://old:1": {URI: "https://old:1", Asked: time.Now().Add(-40 * 24 * time.Hour)}})
		time.Sleep(time.Minute)
		kept, _ := store.size()
		require.Equal(t, 6, kept, "what could not be stored was kept")
		time.Sleep(70 * time.Minute)
		kept, saves := store.size()
		require.Equal(t, 5, kept, "old ones go")
		require.Less(t, saves, 80, "once a minute")
		require.NoError(t, table.Close())
		_, last := store.size()
		require.LessOrEqual(t, last, saves+1)
	})
}

// What is read back may be anything: a record never breaks the table.
func TestForeignRecords(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(1)
		uri := "https://o0:8935"
		store := &shelf{records: map[string]market.Record{uri: {
			URI: uri, Node: "file:///etc", Price: &pm.Price{PricePerUnit: -1}, RTT: -time.Second, Failures: 1 << 63,
			Version: strings.Repeat("9", 1000), Problem: "a\x00\xffb\n" + strings.Repeat("x", 1000), Asked: time.Now().Add(time.Hour),
		}}}
		f.unread = true
		table := startTable(t, f, func(c *discovery.TableConfig) { c.Store = store })
		synctest.Wait()
		f.change(func() { f.unread, f.traders[uri].err = false, errors.New(strings.Repeat("\x1b[31m", 1000)) })
		time.Sleep(1001 * time.Millisecond)
		o := offers(table)[uri]
		require.Equal(t, uri, o.Node)
		require.Nil(t, o.Price)
		require.Zero(t, o.RTT)
		require.Len(t, o.Version, 64)
		require.Equal(t, "a b xxx", o.Problem[:7])
		time.Sleep(time.Minute)
		o = offers(table)[uri]
		require.LessOrEqual(t, len(o.Problem), 200)
		require.NotContains(t, o.Problem, "\x1b")
	})
}
