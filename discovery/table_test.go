package discovery_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
)

// A stream starts with what the table has: nobody is asked, each token is given
// once, and the answers that were taken are replaced.
func TestStreamsStartWithoutAsking(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(200)
		table := startTable(t, f, nil)
		time.Sleep(2 * time.Second)
		require.Equal(t, 200, f.total())
		require.Equal(t, 200, ready(table))
		seen := map[core.SessionID]bool{}
		for range 20 {
			begin := time.Now()
			list, err := candidates(t.Context(), table, job())
			require.NoError(t, err)
			require.Zero(t, time.Since(begin))
			require.Len(t, list, 8)
			for _, c := range list {
				require.False(t, seen[c.Info.Token.SessionID], "a token is for one stream")
				seen[c.Info.Token.SessionID] = true
				require.NotNil(t, c.Info.Price)
				require.NotNil(t, c.Info.TicketParams)
				require.Positive(t, c.Latency)
			}
		}
		require.Zero(t, liveQuestions(f), "nobody was asked for it")
		require.Equal(t, 40, ready(table))
		time.Sleep(6 * time.Second)
		require.Equal(t, 200, ready(table))
		require.Equal(t, 360, f.total())
	})
}

func TestNearAndCheapComeFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(50)
		own := &trader{uri: "https://own:1", delay: 400 * time.Millisecond, price: 9000, params: 40, address: common.Address{9}}
		best := f.traders["https://o7:8935"]
		f.traders[own.uri] = own
		best.delay, best.price = time.Millisecond, 10
		table := startTable(t, f, func(c *discovery.TableConfig) {
			static, err := discovery.ParseList(own.uri)
			require.NoError(t, err)
			c.Sources = append(c.Sources, static)
		})
		time.Sleep(3 * time.Second)
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, []string{own.uri, best.uri}, urisOf(list)[:2], "the operator's own, then the best of the others")
		require.Equal(t, 1.0, list[0].Score)
		require.Equal(t, own.uri, table.Orchestrators()[0].URI)
	})
}

// The unknown get a chance: all of them come up sooner or later.
func TestExploration(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(40)
		table := startTable(t, f, nil)
		time.Sleep(3 * time.Second)
		counts := map[string]int{}
		for range 400 {
			list, err := candidates(t.Context(), table, job())
			require.NoError(t, err)
			for _, uri := range urisOf(list) {
				counts[uri]++
			}
			time.Sleep(6 * time.Second)
		}
		require.Len(t, counts, 40)
		least := 400
		for _, n := range counts {
			least = min(least, n)
		}
		require.Greater(t, least, 0)
		require.Equal(t, 400, counts[table.Orchestrators()[0].URI])
	})
}

// While there is nothing in the table, streams ask themselves, as many at a time
// as need to.
func TestStreamsAskWhenTheTableIsEmpty(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(&trader{uri: "https://a:1", delay: 30 * time.Millisecond}, &trader{uri: "https://b:1", delay: 700 * time.Millisecond})
		rec := &recorder{}
		table := startTable(t, f, func(c *discovery.TableConfig) {
			offchain(t, "a:1,b:1")(c)
			c.Observer = rec
		})
		begin := time.Now()
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, []string{"https://a:1"}, urisOf(list))
		require.Equal(t, 500*time.Millisecond, time.Since(begin), "slow ones are left behind")
		require.Equal(t, []int{1}, rec.found)
		time.Sleep(time.Second)
		list, err = candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, []string{"https://a:1", "https://b:1"}, urisOf(list), "the background has asked them meanwhile")
		list, err = candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, []string{"https://a:1"}, urisOf(list), "and a third stream asks again")
	})
}

func TestNobodyCanBeUsed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(&trader{uri: "https://a:1", err: core.ErrOrchestratorCapped})
		table := startTable(t, f, offchain(t, "a:1,b:1"))
		_, err := candidates(t.Context(), table, job())
		require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
		time.Sleep(10 * time.Second)
		all := offers(table)
		require.True(t, all["https://a:1"].Capped)
		require.False(t, all["https://b:1"].Capped)
		require.Contains(t, all["https://b:1"].Problem, "refused")
		require.Positive(t, all["https://b:1"].Failures)
		require.Nil(t, all["https://a:1"].Price)

		f.change(func() { f.traders["https://a:1"].err = nil })
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, []string{"https://a:1"}, urisOf(list))
		time.Sleep(6 * time.Second)
		require.True(t, offers(table)["https://a:1"].Ready, "it is ready for the next stream")
	})
}

func TestNoSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(3)
		f.unread = true
		table := startTable(t, f, nil)
		_, err := candidates(t.Context(), table, job())
		require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
		require.Empty(t, table.Orchestrators())
		f.change(func() { f.unread = false })
		time.Sleep(1500 * time.Millisecond)
		require.Len(t, table.Orchestrators(), 3, "a source that was never read is asked again soon")
		f.change(func() { f.unread = true })
		time.Sleep(time.Minute)
		require.Len(t, table.Orchestrators(), 3, "one that fails keeps its last list")
		f.change(func() { f.unread, f.listed = false, f.listed[:1] })
		time.Sleep(time.Minute)
		require.Len(t, table.Orchestrators(), 1)
		asked := len(f.questions("https://o1:8935"))
		time.Sleep(time.Hour)
		require.Len(t, f.questions("https://o1:8935"), asked, "nobody else is asked any more")
		require.Greater(t, len(f.questions("https://o0:8935")), asked)
	})
}

func TestStreamWaitsForTheFirstList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(&trader{uri: "https://a:1"})
		slow := sourceFunc(func() ([]discovery.Entry, error) {
			time.Sleep(time.Second)
			return []discovery.Entry{{URI: "https://a:1"}}, nil
		})
		table := startTable(t, f, func(c *discovery.TableConfig) { c.Sources, c.Chain = []discovery.Source{slow}, nil })
		begin := time.Now()
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, time.Second, time.Since(begin))
	})
}

// One that wants no more, such as a check of health, takes no more.
func TestSearchStopsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		table := startTable(t, register(20), nil)
		time.Sleep(2 * time.Second)
		n := 0
		err := table.Find(t.Context(), core.JobRequest{}, func(broadcaster.Candidate) { n++ })
		require.NoError(t, err)
		require.Equal(t, 8, n)
		time.Sleep(time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		n = 0
		require.NoError(t, table.Find(ctx, core.JobRequest{}, func(broadcaster.Candidate) { n++; cancel() }))
		require.Equal(t, 1, n)
		require.Equal(t, 19, ready(table))
	})
}

func TestAnswersThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*core.OrchestratorInfo)
		want   error
	}{
		"no_token":         {func(i *core.OrchestratorInfo) { i.Token = nil }, discovery.ErrNoToken},
		"no_uri":           {func(i *core.OrchestratorInfo) { i.URI = "" }, discovery.ErrNotWorking},
		"no_price":         {func(i *core.OrchestratorInfo) { i.Price = nil }, discovery.ErrNoTerms},
		"price_per_0":      {func(i *core.OrchestratorInfo) { i.Price.PixelsPerUnit = 0 }, discovery.ErrNoTerms},
		"price_negative":   {func(i *core.OrchestratorInfo) { i.Price.PricePerUnit = -1 }, discovery.ErrNoTerms},
		"no_params":        {func(i *core.OrchestratorInfo) { i.TicketParams = nil }, discovery.ErrNoTerms},
		"no_address":       {func(i *core.OrchestratorInfo) { i.Address = common.Address{} }, discovery.ErrNoTerms},
		"other_address":    {func(i *core.OrchestratorInfo) { i.Address[0]++ }, discovery.ErrOtherAddress},
		"params_expired":   {func(i *core.OrchestratorInfo) { i.TicketParams.ExpirationBlock = 3 }, discovery.ErrTermsExpired},
		"params_no_expiry": {func(i *core.OrchestratorInfo) { i.TicketParams.ExpirationBlock = 0 }, discovery.ErrTermsExpired},
		"token_too_large":  {func(i *core.OrchestratorInfo) { i.Token.Token = make([]byte, 1<<20) }, discovery.ErrTooLarge},
		"caps_too_large": {func(i *core.OrchestratorInfo) {
			i.Capabilities.Bits = slices.Repeat(core.CapabilitySet{^uint64(0)}, 1<<14)
		}, discovery.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				rec := &recorder{}
				f := register(1)
				tr := f.traders["https://o0:8935"]
				tr.change = c.change
				table := startTable(t, f, func(c *discovery.TableConfig) { c.Observer = rec })
				time.Sleep(1500 * time.Millisecond) // the block is known
				require.Zero(t, ready(table))
				_, err := candidates(t.Context(), table, job())
				require.ErrorIs(t, err, discovery.ErrNoOrchestrators)
				require.ErrorIs(t, err, c.want)
				require.ErrorIs(t, rec.failed[tr.uri], c.want)
				begin := f.total()
				time.Sleep(time.Hour)
				require.Less(t, f.total()-begin, 12, "it is asked less and less often")
			})
		})
	}
}

func TestJobsThatFewCanDo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(30)
		hevc := f.traders["https://o11:8935"]
		hevc.change = func(i *core.OrchestratorInfo) {
			i.Capabilities = core.NewCapabilities("0.9.1", append(core.DefaultCapabilities(), core.CapHEVCDecode)...)
		}
		table := startTable(t, f, nil)
		time.Sleep(2 * time.Second)
		req := job()
		req.Capabilities.Bits = req.Capabilities.Bits.Add(core.CapHEVCDecode)
		list, err := candidates(t.Context(), table, req)
		require.NoError(t, err)
		require.Equal(t, []string{hevc.uri}, urisOf(list))
		require.Equal(t, 29, ready(table), "nobody else's answer was used up")
	})
}

// Two addresses of one owner are one orchestrator: a stream gets the nearer.
func TestOneOwnerComesOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		far := &trader{uri: "https://far:1", address: common.Address{7}, delay: 90 * time.Millisecond, price: 5, params: 40}
		near := &trader{uri: "https://near:1", address: common.Address{7}, delay: 9 * time.Millisecond, price: 5, params: 40}
		f := newFloor(far, near)
		f.listed = append(f.listed, listing(far, "3LPT"))
		table := startTable(t, f, func(c *discovery.TableConfig) {
			hook := sourceFunc(func() ([]discovery.Entry, error) { return []discovery.Entry{{URI: near.uri}, {URI: far.uri}}, nil })
			c.Sources = append(c.Sources, hook)
		})
		time.Sleep(2 * time.Second)
		require.Len(t, table.Market().Offers, 2, "one entry for each URI, in spite of two sources")
		list, err := candidates(t.Context(), table, job())
		require.NoError(t, err)
		require.Equal(t, []string{near.uri}, urisOf(list))
		require.Equal(t, 1, table.Market().Prices.Count)
		require.True(t, offers(table)[far.uri].Registered)
		require.False(t, offers(table)[near.uri].Registered)
	})
}

// Two who are registered with one URI: the one that answers has what it has
// registered, and the other has nothing of it.
func TestOneURITwoOwners(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tr := stranger(1)
		f := newFloor(tr)
		other := *tr
		other.address = common.Address{66}
		f.listed = append(f.listed, listing(&other, "900LPT", "eu"), listing(tr, "3LPT", "us"))
		table := startTable(t, f, nil)
		time.Sleep(2 * time.Second)
		o := offers(table)[tr.uri]
		require.Equal(t, tr.address, o.Address)
		require.Equal(t, []string{"us"}, o.Regions)
		require.Equal(t, f.listed[1].Stake, o.Stake)
		require.NoError(t, table.SetFilter(discovery.Filter{MinStake: f.listed[0].Stake}))
		require.Contains(t, offers(table)[tr.uri].Excluded, discovery.ErrStake.Error())
	})
}

func TestMarketPrices(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := register(100)
		for i := range 100 {
			f.traders[fmt.Sprintf("https://o%d:8935", i)].price = int64(i + 1)
		}
		table := startTable(t, f, nil)
		time.Sleep(3 * time.Second)
		m := table.Market()
		per := func(n int64) pm.Price { return pm.Price{PricePerUnit: n, PixelsPerUnit: 1} }
		require.Equal(t, &discovery.Quantiles{
			Min: per(1), P10: per(10), P25: per(25), P50: per(50), P75: per(75), P90: per(90), Max: per(100), Count: 100,
		}, m.Prices)
		require.EqualValues(t, 1000, m.Block)
		require.Positive(t, m.RTT)
		require.Nil(t, startTable(t, newFloor(), offchain(t, "a:1")).Market().Prices)
	})
}
