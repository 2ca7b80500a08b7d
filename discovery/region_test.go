package discovery_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/discovery"
)

// globe has so many strangers that truly are in each region, as far away as
// these times.
func globe(each int, regions map[string]time.Duration) *floor {
	f := register(each * len(regions))
	i := 0
	for _, name := range []string{"asia", "eu", "us"} {
		delay, ok := regions[name]
		if !ok {
			continue
		}
		for range each {
			f.traders[f.listed[i].Entry.ServiceURI].delay = delay + time.Duration(i)*time.Millisecond
			f.listed[i].Entry.Regions = []string{name}
			i++
		}
	}
	return f
}

func TestRegionClaimsThatLatencyContradicts(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	regions := map[string]time.Duration{"eu": 20 * ms, "us": 110 * ms, "asia": 260 * ms}
	for name, c := range map[string]struct {
		delay   time.Duration
		regions []string
		want    []string
		change  func(f *floor, tr *trader, cfg *discovery.TableConfig)
	}{
		"true":                {25 * ms, []string{"eu"}, nil, nil},
		"slow_machine":        {90 * ms, []string{"eu"}, nil, nil},
		"far_from_its_region": {300 * ms, []string{"eu"}, []string{"eu"}, nil},
		"nearer_than_it_says": {25 * ms, []string{"asia"}, []string{"asia"}, nil},
		"everywhere":          {25 * ms, []string{"eu", "us", "asia"}, []string{"asia", "us"}, nil},
		"named_twice":         {300 * ms, []string{"eu", "eu"}, []string{"eu"}, nil},
		"nobody_else_there":   {300 * ms, []string{"moon"}, nil, nil},
		"a_node_in_each": {25 * ms, []string{"eu", "us"}, nil, func(f *floor, tr *trader, cfg *discovery.TableConfig) {
			cfg.ExtraNodes = 1
			tr.nodes = []string{"https://us-node:1"}
			node := *tr
			node.uri, node.delay, node.nodes = "https://us-node:1", 120*ms, nil
			f.traders[node.uri] = &node
		}},
		"nodes_that_were_not_asked": {25 * ms, []string{"eu", "us"}, nil, func(_ *floor, tr *trader, _ *discovery.TableConfig) {
			tr.nodes = []string{"https://us-node:1"}
		}},
		"nodes_do_not_bring_it_nearer": {300 * ms, []string{"eu"}, []string{"eu"}, func(_ *floor, tr *trader, _ *discovery.TableConfig) {
			tr.nodes = []string{"https://eu-node:1"}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := globe(7, regions)
				suspect := stranger(500)
				suspect.delay = c.delay
				f.traders[suspect.uri] = suspect
				f.listed = append(f.listed, listing(suspect, "1LPT", c.regions...))
				table := startTable(t, f, func(cfg *discovery.TableConfig) {
					if c.change != nil {
						c.change(f, suspect, cfg)
					}
				})
				time.Sleep(3 * time.Second)
				all := offers(table)
				require.Equal(t, c.want, all[suspect.uri].Contradicted)
				for uri, o := range all {
					require.True(t, uri == suspect.uri || o.Contradicted == nil, "the honest are not touched")
				}
				marked := 0
				for _, r := range table.Market().Regions {
					marked += r.Contradicted
				}
				require.Equal(t, len(c.want), marked)
			})
		})
	}
}

// Few claimants prove nothing.
func TestRegionOfFew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := globe(3, map[string]time.Duration{"eu": 20 * time.Millisecond})
		liar := f.traders[f.listed[2].Entry.ServiceURI]
		liar.delay = 400 * time.Millisecond
		table := startTable(t, f, nil)
		time.Sleep(3 * time.Second)
		require.Nil(t, offers(table)[liar.uri].Contradicted)
		require.Equal(t, []discovery.Region{{Name: "eu", Claimants: 3, Measured: 3, RTT: 21 * time.Millisecond}}, table.Market().Regions)
	})
}

// A contradiction weighs against its owner: of two at the same price and
// distance the honest one comes first.
func TestContradictionsWeigh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := globe(8, map[string]time.Duration{"us": 110 * time.Millisecond})
		honest, liar := stranger(900), stranger(100) // the liar's URI sorts first
		for _, tr := range []*trader{honest, liar} {
			tr.delay, tr.price = 20*time.Millisecond, 1000
			f.traders[tr.uri] = tr
		}
		f.listed = append(f.listed, listing(honest, "5LPT", "eu"), listing(liar, "5LPT", "eu", "us"))
		table := startTable(t, f, nil)
		time.Sleep(3 * time.Second)
		require.Equal(t, []string{"us"}, offers(table)[liar.uri].Contradicted)
		require.Equal(t, honest.uri, table.Orchestrators()[0].URI)
		rank := map[string]int{}
		for i, o := range table.Orchestrators() {
			rank[o.URI] = i
		}
		require.Greater(t, rank[liar.uri], rank[honest.uri])
	})
}

func TestNearestNode(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const ms = time.Millisecond
		f := register(1)
		home := f.traders["https://o0:8935"]
		home.delay = 200 * ms
		clone := func(uri string, delay time.Duration, change func(*trader)) {
			tr := *home
			tr.uri, tr.delay, tr.nodes = uri, delay, nil
			change(&tr)
			f.traders[uri] = &tr
		}
		same := func(*trader) {}
		clone("https://near:1", 15*ms, same)
		clone("https://middle:1", 60*ms, same)
		clone("https://beyond:1", 1*ms, same)
		clone("https://stolen:1", 5*ms, func(tr *trader) { tr.address[3] = 77 })
		home.nodes = []string{"ftp://no", "https://o0:8935", "https://stolen:1", "dead:1", "middle:1", "near:1", "beyond:1"}
		table := startTable(t, f, func(c *discovery.TableConfig) { c.ExtraNodes = 6 })
		take := func() string {
			time.Sleep(6 * time.Second)
			list, err := candidates(t.Context(), table, job())
			require.NoError(t, err)
			require.Len(t, list, 1)
			require.Equal(t, "https://"+list[0].URI[8:], list[0].Info.URI)
			return list[0].URI
		}
		require.Equal(t, "https://near:1", take())
		require.Equal(t, "https://near:1", take())
		require.Len(t, f.questions("https://o0:8935"), 1, "the others are left alone")
		require.Empty(t, f.questions("https://beyond:1"), "it is beyond the limit")
		require.Equal(t, 15*ms, offers(table)[home.uri].RTT)
		f.change(func() { delete(f.traders, "https://near:1") })
		take() // it may have answered just before
		require.Equal(t, "https://middle:1", take())
		f.change(func() { f.traders["https://middle:1"].delay = 900 * ms })
		time.Sleep(2 * time.Hour)
		require.Equal(t, home.uri, take(), "once in a while all are tried again")
	})
}

// Lists of nodes have no end, and name anything.
func TestHostileNodes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(1)
		tr := f.traders["https://o0:8935"]
		for i := range 100_000 {
			tr.nodes = append(tr.nodes, fmt.Sprintf("https://victim:%d", i+1))
		}
		table := startTable(t, f, func(c *discovery.TableConfig) { c.ExtraNodes = 3 })
		time.Sleep(2 * time.Second)
		require.Equal(t, 4, f.total())
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, []string{tr.uri}, urisOf(list))
		require.Empty(t, list[0].Info.Nodes)
		time.Sleep(55 * time.Minute)
		require.Len(t, f.questions("https://victim:1"), 1, "and not again for an hour")
	})
}
