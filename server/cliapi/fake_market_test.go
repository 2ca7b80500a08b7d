package cliapi_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/cliapi"
)

const listedURI = "https://o.example:8935"

// fakeMarket is all ports of the market in memory.
type fakeMarket struct {
	err     error // of histories and evidence
	records []reputation.Record
	bundles map[string]io.Reader

	customers *fakeMarket // of whose ports only the histories are there

	mu        sync.Mutex
	forgotten []reputation.Peer // guarded by mu
	opened    []string          // guarded by mu
}

func newMarket() *fakeMarket {
	known := reputation.Record{
		Peer: reputation.PeerOf(common.HexToAddress(other), ""), URI: listedURI, First: noon().Add(-time.Hour), Last: noon(),
		Media: 20 * time.Second, Tickets: 3, Paid: eth("1 gwei"),
	}
	known.Attempts[reputation.Done], known.Attempts[reputation.TimedOut], known.Verdicts[reputation.Rejected] = 10, 1, 1
	known.Lasting.Bad = 12
	known.Lasting.Scores.Add(0.5)
	customer := reputation.Record{Peer: me, First: noon().Add(-time.Hour), Last: noon(), Media: 8 * time.Second}
	customer.Attempts[reputation.Done] = 4
	return &fakeMarket{
		customers: &fakeMarket{records: []reputation.Record{customer, {Peer: reputation.Peer(other), First: noon(), Last: noon()}}},
		records:   []reputation.Record{known, {Peer: "http://127.0.0.1:8935", URI: "http://127.0.0.1:8935", First: noon(), Last: noon()}},
		bundles:   map[string]io.Reader{"movie-12.evidence": bytes.NewReader(make([]byte, 600<<10)), "cut.evidence": io.MultiReader(bytes.NewReader(make([]byte, 600<<10)), brokenReader{})},
	}
}

// brokenReader is a disk that fails.
type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, codedError{"internal", "the disk fails"} }

func (f *fakeMarket) config() cliapi.MarketConfig {
	return cliapi.MarketConfig{Streams: f.streams, Chooser: f, Histories: f, Table: f.table, Evidence: f}
}

// serveMarket starts a node that is broadcaster and orchestrator on a chain.
func serveMarket(t testing.TB) (*client, *fakeMarket, *fakeChain) {
	t.Helper()
	f, payments, chain := newMarket(), newPayments(big.NewRat(2500, 1)), newFake()
	cfg := config()
	cfg.Roles, cfg.Chain, cfg.Market = []string{"orchestrator", "broadcaster"}, chain.config(), f.config()
	cfg.Chain.Payments, cfg.Broadcasters = payments.config(), f.customers
	return serveConfig(t, cfg), f, chain
}

func (f *fakeMarket) streams() []cliapi.Stream {
	return []cliapi.Stream{
		{
			Name: "movie", Policy: "live", Started: noon(), Orchestrator: listedURI, Renditions: []string{"P240p30fps16x9"},
			Segments: 12, Done: 10, Failed: 1, Attempts: 13, Swaps: 2, Redundant: 1, Hedged: 3, Accepted: 9, Rejected: 1, Unverified: 2, SourceBytes: 1000, TranscodedBytes: 500,
		},
		{Name: "over", Started: noon().Add(-time.Hour), Ended: noon()},
	}
}

func (f *fakeMarket) Explain(id core.ManifestID) ([]choosing.Explanation, bool) {
	if id != "movie" && id != "a/b" {
		return nil, false
	}
	shown := choosing.Shown{
		URI: listedURI, Peer: reputation.Peer(other), Tier: "listed", Total: 1.5, Parts: choosing.Parts{Price: 1, Late: 0.5},
		Expect: reputation.Estimate{Failure: 0.04, Late: 0.025, Score: 0.6, Samples: 3}, Home: true, InFlight: 1,
	}
	late := choosing.Shown{URI: "https://late.example:8935", Total: 9, Unfit: "too slow"}
	return []choosing.Explanation{
		{ManifestID: id, Seq: 12, Try: 1, At: noon(), Policy: "live", Chosen: listedURI, Reason: choosing.Stays, Candidates: 2, Shown: []choosing.Shown{shown, late}},
		{ManifestID: id, Seq: 11, At: noon(), Policy: "live", Reason: choosing.Nobody, Shown: []choosing.Shown{}},
	}, true
}

func (f *fakeMarket) Policies() (choosing.Policies, string) {
	all := choosing.DefaultPolicies()
	all["own"] = &choosing.Policy{
		Tiers:    []choosing.Tier{{Name: "mine", Peers: []string{other}, Listed: true, Capacity: 3}},
		MaxPrice: choosing.Price{PerUnit: 1200, PixelsPerUnit: 1}, IgnoreMaxPriceIfNeeded: true, MinReliability: 0.5,
		Draw: &choosing.Draw{Random: 1, PriceExp: 100}, Redundancy: 1,
	}
	return all, choosing.Live
}

func (f *fakeMarket) Records() []reputation.Record { return slices.Clone(f.records) }

func (f *fakeMarket) Forget(_ context.Context, p reputation.Peer) (bool, error) {
	if f.err != nil {
		return false, f.err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	known := slices.ContainsFunc(f.records, func(r reputation.Record) bool { return r.Peer == p })
	if known {
		f.forgotten = append(f.forgotten, p)
	}
	return known, nil
}

func (f *fakeMarket) table() cliapi.Market {
	price := func(n int64) cliapi.Price { return cliapi.PriceOf(pm.Price{PricePerUnit: n, PixelsPerUnit: 1}) }
	one := price(1200)
	return cliapi.Market{
		Time: noon(), Block: 12, RTT: cliapi.Duration(20 * time.Millisecond),
		Prices: &cliapi.PriceQuantiles{Min: price(1), P10: price(1), P25: price(1), P50: one, P75: one, P90: one, Max: price(3000), Count: 3},
		Offers: []cliapi.Offer{
			{
				URI: listedURI, Node: "https://near.example:8935", Score: 1, Address: cliapi.Address(common.HexToAddress(other)), Registered: true, Stake: lpt("5 LPT"),
				Services: cliapi.ServicesOf([]chain.Service{{Name: "CPUTranscoding", ID: common.Hash{1}}}), Regions: []string{"eu-west"}, Contradicted: []string{"eu-west"},
				Price: &one, FaceValue: eth("0.01 ETH"), Version: "0.1.0", RTT: cliapi.Duration(20 * time.Millisecond), Ready: true,
				Asked: noon(), Answered: noon(),
			},
			{URI: "https://none.example:8935", Stale: true, Capped: true, Failures: 2, Problem: "connection refused", Excluded: "its stake is too low"},
		},
	}
}

func (f *fakeMarket) List(offset, limit int) ([]cliapi.Evidence, int, error) {
	all := []cliapi.Evidence{
		{
			Name: "movie-12.evidence", Bytes: 600 << 10, Made: noon(), Orchestrator: cliapi.Address(common.HexToAddress(other)), Stream: "movie", Seq: 12,
			Signed: true, Faults: []string{"frozen of rendition 0 (P240p30fps16x9): it stands still, expected motion"},
		},
		{Name: "cut.evidence", Bytes: 1, Made: noon().Add(-time.Hour), Stream: "over", Seq: 3},
	}
	first := min(offset, len(all))
	return all[first:min(first+limit, len(all))], len(all), f.err
}

func (f *fakeMarket) Open(name string) (io.ReadCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, name)
	if f.err != nil {
		return nil, f.err
	}
	if b := f.bundles[name]; b != nil {
		return io.NopCloser(b), nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
