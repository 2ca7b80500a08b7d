package discovery_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
)

func lpt(text string) chain.LPT {
	amount, err := chain.ParseLPT(text)
	if err != nil {
		panic(err)
	}
	return amount
}

func service(name string) chain.Service {
	return chain.Service{Name: name, ID: crypto.Keccak256Hash([]byte(name))}
}

// bazaar has four strangers that differ in all that a filter looks at, and one
// whom the operator names.
func bazaar() *floor {
	f := register(4)
	own := &trader{uri: "https://own:1", address: common.Address{9}, price: 5000, params: 40, version: "0.5.0"}
	f.traders[own.uri] = own
	for i, entry := range []chain.RegistryEntry{
		{Services: []chain.Service{service("CPUTranscoding")}, Regions: []string{"eu-west"}},
		{Services: []chain.Service{service("CPUTranscoding"), service("GPUTranscoding")}, Regions: []string{"us-east", "EU-West"}},
		{Services: []chain.Service{service("GPUTranscoding")}},
		{},
	} {
		entry.ServiceURI = f.listed[i].Entry.ServiceURI
		f.listed[i].Entry = entry
		tr := f.traders[entry.ServiceURI]
		tr.price, tr.version = int64(1000*(i+1)), fmt.Sprintf("0.%d.0", 6+i)
	}
	return f
}

func withOwn(t testing.TB) func(*discovery.TableConfig) {
	return func(c *discovery.TableConfig) {
		static, err := discovery.ParseList("own:1")
		require.NoError(t, err)
		c.Sources = append(c.Sources, static)
	}
}

// names are short: o0 … o3 and own.
func names(uris []string) string {
	var short []string
	for _, uri := range uris {
		short = append(short, strings.Split(strings.TrimPrefix(uri, "https://"), ":")[0])
	}
	slices.Sort(short)
	return strings.Join(short, " ")
}

func TestFilters(t *testing.T) {
	t.Parallel()
	gpu := crypto.Keccak256Hash([]byte("GPUTranscoding")).Hex()
	wei := func(n int64) *pm.Price { return &pm.Price{PricePerUnit: n, PixelsPerUnit: 1} }
	for name, c := range map[string]struct {
		filter discovery.Filter
		// asked are those that are talked to at all, used those that get streams.
		asked, used string
	}{
		"none":            {discovery.Filter{}, "o0 o1 o2 o3 own", "o0 o1 o2 o3 own"},
		"service":         {discovery.Filter{Services: []string{"GPUTranscoding"}}, "o1 o2 own", "o1 o2 own"},
		"service_by_id":   {discovery.Filter{Services: []string{gpu}}, "o1 o2 own", "o1 o2 own"},
		"services":        {discovery.Filter{Services: []string{"GPUTranscoding", "CPUTranscoding"}}, "o1 own", "o1 own"},
		"region":          {discovery.Filter{Regions: []string{"Eu-west", "moon"}}, "o0 o1 own", "o0 o1 own"},
		"stake":           {discovery.Filter{MinStake: lpt("3LPT")}, "o2 o3 own", "o2 o3 own"},
		"price":           {discovery.Filter{MaxPrice: wei(2000)}, "o0 o1 o2 o3 own", "o0 o1"},
		"price_none":      {discovery.Filter{MaxPrice: wei(9)}, "o0 o1 o2 o3 own", ""},
		"price_if_needed": {discovery.Filter{MaxPrice: wei(9), IgnoreMaxPriceIfNeeded: true}, "o0 o1 o2 o3 own", "o0 o1 o2 o3 own"},
		"price_not_needed": {
			discovery.Filter{MaxPrice: wei(1000), IgnoreMaxPriceIfNeeded: true}, "o0 o1 o2 o3 own", "o0",
		},
		"version": {discovery.Filter{MinVersion: "0.7.5"}, "o0 o1 o2 o3 own", "o2 o3"},
		"allow": {
			discovery.Filter{Allow: discovery.Peers{Addresses: []common.Address{stranger(2).address}, URIs: []string{"https://o0:8935"}}},
			"o0 o2 own", "o0 o2 own",
		},
		"block": {
			discovery.Filter{Block: discovery.Peers{Addresses: []common.Address{stranger(2).address}, URIs: []string{"https://o0:8935", "https://own:1"}}},
			"o1 o3", "o1 o3",
		},
		"all_at_once": {
			discovery.Filter{Services: []string{"CPUTranscoding"}, Regions: []string{"us-east"}, MinStake: lpt("1LPT"), MinVersion: "0.5.0"},
			"o1 own", "o1 own",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := bazaar()
				table := startTable(t, f, func(cfg *discovery.TableConfig) {
					withOwn(t)(cfg)
					cfg.Filter = c.filter
				})
				time.Sleep(3 * time.Second)
				require.Equal(t, c.asked, names(f.known()))
				list, err := candidates(t.Context(), table, job())
				require.Equal(t, c.used == "", err != nil)
				require.Equal(t, c.used, names(urisOf(list)))
				for uri, o := range offers(table) {
					used := slices.Contains(strings.Fields(c.used), names([]string{uri}))
					require.Equal(t, used && name != "price_if_needed", o.Excluded == "", uri)
				}
				// The same by asking, when the table has nothing more.
				again, err := candidates(t.Context(), table, job())
				require.Equal(t, c.used == "", err != nil)
				require.Equal(t, c.used, names(urisOf(again)))
			})
		})
	}
}

func TestFilterIsEditedLive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := bazaar()
		table := startTable(t, f, withOwn(t))
		time.Sleep(3 * time.Second)
		filter := discovery.Filter{Block: discovery.Peers{Addresses: []common.Address{stranger(1).address, {9}}}}
		require.NoError(t, table.SetFilter(filter))
		require.Len(t, table.Orchestrators(), 3)
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, "o0 o2 o3", names(urisOf(list)))
		asked := len(f.questions("https://own:1"))
		time.Sleep(time.Hour)
		require.Len(t, f.questions("https://own:1"), asked)

		require.Error(t, table.SetFilter(discovery.Filter{MinVersion: "new"}))
		require.Equal(t, filter, table.Filter(), "a bad one changes nothing")
		table.Filter().Block.Addresses[0] = common.Address{}
		require.Equal(t, filter, table.Filter(), "a caller's copy is its own")

		require.NoError(t, table.SetFilter(discovery.Filter{}))
		time.Sleep(time.Second)
		require.Equal(t, 5, ready(table), "they are asked at once")
	})
}

// An orchestrator that the operator lists by URI is blocked by the address that
// it answers with.
func TestBlockedByItsAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(&trader{uri: "https://a:1", address: common.Address{5}})
		table := startTable(t, f, func(c *discovery.TableConfig) {
			offchain(t, "a:1")(c)
			c.Filter.Block.Addresses = []common.Address{{5}}
		})
		time.Sleep(time.Hour)
		require.Equal(t, 1, f.total(), "it was asked once, to learn who it is")
		_, err := candidates(t.Context(), table, job())
		require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
		require.Equal(t, discovery.ErrBlocked.Error(), offers(table)["https://a:1"].Excluded)
	})
}

func TestFilterValidate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		filter discovery.Filter
		part   string
	}{
		"services":      {discovery.Filter{Services: make([]string, 65)}, "services"},
		"service_empty": {discovery.Filter{Services: []string{""}}, "services"},
		"regions":       {discovery.Filter{Regions: make([]string, 65)}, "regions"},
		"region_empty":  {discovery.Filter{Regions: []string{""}}, "regions"},
		"price":         {discovery.Filter{MaxPrice: &pm.Price{PricePerUnit: 1}}, "price"},
		"version":       {discovery.Filter{MinVersion: "1.x"}, "version"},
		"allow":         {discovery.Filter{Allow: discovery.Peers{URIs: make([]string, 5000)}}, "allow list"},
		"block":         {discovery.Filter{Block: discovery.Peers{URIs: make([]string, 5000)}}, "block list"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var fe *discovery.FilterError
			require.ErrorAs(t, c.filter.Validate(), &fe)
			require.Equal(t, c.part, fe.Part)
		})
	}
}

// TestFilterProperty checks who is handed out against the filter's words.
func TestFilterProperty(t *testing.T) {
	t.Parallel()
	pick := func(list []string) *rapid.Generator[[]string] {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(list), 0, 2, rapid.ID)
	}
	services, regions := []string{"a", "b", "c"}, []string{"north", "south", "east"}
	rapid.Check(t, func(rt *rapid.T) {
		f := register(12)
		for i := range f.listed {
			for _, name := range pick(services).Draw(rt, "services") {
				f.listed[i].Entry.Services = append(f.listed[i].Entry.Services, service(name))
			}
			f.listed[i].Entry.Regions = pick(regions).Draw(rt, "regions")
		}
		filter := discovery.Filter{
			Services: pick(services).Draw(rt, "wanted services"), Regions: pick(regions).Draw(rt, "wanted regions"),
			MinStake: lpt(fmt.Sprintf("%dLPT", rapid.IntRange(0, 13).Draw(rt, "stake"))),
		}
		want := map[string]bool{}
		for _, o := range f.listed {
			ok := o.Stake.Cmp(filter.MinStake) >= 0
			for _, name := range filter.Services {
				ok = ok && slices.Contains(o.Entry.Services, service(name))
			}
			ok = ok && (len(filter.Regions) == 0 || slices.ContainsFunc(o.Entry.Regions, func(r string) bool { return slices.Contains(filter.Regions, r) }))
			if ok {
				want[o.Entry.ServiceURI] = true
			}
		}
		got := map[string]bool{}
		synctest.Test(t, func(t *testing.T) {
			table := startTable(t, f, func(c *discovery.TableConfig) { c.Filter, c.HandOut = filter, 50 })
			time.Sleep(time.Second)
			list, _ := candidates(t.Context(), table, job())
			for _, uri := range urisOf(list) {
				got[uri] = true
			}
		})
		require.Equal(rt, want, got)
		require.Len(rt, f.known(), len(want), "nobody else was talked to")
	})
}

func TestParsePeers(t *testing.T) {
	t.Parallel()
	addr := common.HexToAddress("0x00000000000000000000000000000000000000b1")
	got, err := discovery.ParsePeers(" " + addr.Hex() + ",o.example:8935,, http://p:1 ")
	require.NoError(t, err)
	require.Equal(t, discovery.Peers{Addresses: []common.Address{addr}, URIs: []string{"https://o.example:8935", "http://p:1"}}, got)
	for _, bad := range []string{"0x12", "ftp://x", "a b", "https://me:secret@o:1", strings.Repeat("a:1,", 5000)} {
		_, err := discovery.ParsePeers(bad)
		var pe *discovery.PeerError
		require.ErrorAs(t, err, &pe, bad)
		require.NotContains(t, err.Error(), "secret")
	}
}

func FuzzParsePeers(f *testing.F) {
	f.Add("0x00000000000000000000000000000000000000b1,o:1")
	f.Add("https://u:p@h:1,0x")
	f.Add("[::1]:8935,,")
	f.Fuzz(func(t *testing.T, list string) {
		p, err := discovery.ParsePeers(list)
		if err != nil {
			return
		}
		for _, uri := range p.URIs {
			again, err := discovery.ParseURI(uri)
			require.NoError(t, err)
			require.Equal(t, uri, again, "a URI is as ParseURI returns it")
		}
	})
}
