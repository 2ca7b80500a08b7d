package discovery_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/discovery"
	"github.com/livepeer/streamflow/pm"
)

// trader is an orchestrator of a fake market.
type trader struct {
	uri     string
	address common.Address
	delay   time.Duration
	price   int64  // wei per pixel; 0 is off chain
	params  uint64 // blocks that terms last
	err     error
	nodes   []string
	version string
	change  func(*core.OrchestratorInfo) // the last word on an answer
}

// question is one that a trader was asked. Streams' jobs name a least version.
type question struct {
	at      time.Time
	session core.SessionID // of the answer
	failed  bool
	live    bool // for a stream
}

// floor is a fake market: it is the Client, the Chain and the Directory.
type floor struct {
	mu      sync.Mutex // guards what follows
	traders map[string]*trader
	asked   map[string][]question
	now     int // questions under way
	most    int
	tokens  int
	block   uint64 // 0 for none
	listed  []chain.Orchestrator
	unread  bool
}

func newFloor(traders ...*trader) *floor {
	f := &floor{traders: map[string]*trader{}, asked: map[string][]question{}, block: 1000}
	for _, tr := range traders {
		f.traders[tr.uri] = tr
	}
	return f
}

func (f *floor) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
}

func (f *floor) Info(ctx context.Context, uri string, req core.JobRequest) (*core.OrchestratorInfo, error) {
	f.mu.Lock()
	f.now++
	f.most = max(f.most, f.now)
	tr, ok := f.traders[uri]
	var own trader
	if ok {
		own = *tr
	}
	f.tokens++
	session := core.SessionID(fmt.Sprintf("%08x", f.tokens))
	f.asked[uri] = append(f.asked[uri], question{time.Now(), session, own.fails(), req.Capabilities != nil && req.Capabilities.MinVersion != ""})
	info := own.answer(session, f.block)
	f.mu.Unlock()
	defer f.change(func() { f.now-- })
	if !ok {
		return nil, errors.New("connection refused")
	}
	if own.delay > 0 {
		select {
		case <-time.After(own.delay):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return info, own.err
}

func (tr *trader) answer(session core.SessionID, block uint64) *core.OrchestratorInfo {
	version := tr.version
	if version == "" {
		version = "0.9.1"
	}
	info := &core.OrchestratorInfo{
		URI: tr.uri, Address: tr.address, Nodes: tr.nodes,
		Token:        &core.AuthToken{Token: make([]byte, 32), SessionID: session, Expiration: time.Now().Add(30 * time.Minute)},
		Capabilities: core.NewCapabilities(version, core.DefaultCapabilities()...),
	}
	if tr.price > 0 {
		info.Price = &pm.Price{PricePerUnit: tr.price, PixelsPerUnit: 1}
		info.TicketParams = &pm.TicketParams{
			Recipient: tr.address, FaceValue: pm.NewWei(1e15), WinProb: pm.WinProbFor(pm.NewWei(8e9), pm.NewWei(1e15)),
			ExpirationBlock: block + tr.params,
		}
	}
	if tr.change != nil {
		tr.change(info)
	}
	return info
}

func (f *floor) Moment() (pm.Moment, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.block == 0 {
		return pm.Moment{}, errors.New("no block yet")
	}
	return pm.Moment{Block: f.block}, nil
}

func (f *floor) Orchestrators() ([]chain.Orchestrator, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]chain.Orchestrator(nil), f.listed...), !f.unread
}

func (f *floor) questions(uri string) []question {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]question(nil), f.asked[uri]...)
}

// known lists who was asked.
func (f *floor) known() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Collect(maps.Keys(f.asked))
}

// total counts all questions so far.
func (f *floor) total() (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, q := range f.asked {
		n += len(q)
	}
	return n
}

// mine makes blocks until the test ends.
func (f *floor) mine(t *testing.T, every time.Duration) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				f.change(func() { f.block++ })
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
}

// stranger number i is on the chain with i+1 LPT.
func stranger(i int) *trader {
	return &trader{
		uri: fmt.Sprintf("https://o%d:8935", i), address: common.Address{1, byte(i >> 8), byte(i)},
		delay: time.Duration(20+i%50) * time.Millisecond, price: int64(1000 + i%200), params: 40,
	}
}

func listing(tr *trader, stake string, regions ...string) chain.Orchestrator {
	amount, err := chain.ParseLPT(stake)
	if err != nil {
		panic(err)
	}
	return chain.Orchestrator{
		Address: tr.address, Active: true, InPool: true, Stake: amount,
		Entry: chain.RegistryEntry{ServiceURI: tr.uri, Regions: regions},
	}
}

// register puts n strangers on the floor and its chain.
func register(n int) *floor {
	var traders []*trader
	for i := range n {
		traders = append(traders, stranger(i))
	}
	f := newFloor(traders...)
	for i, tr := range traders {
		f.listed = append(f.listed, listing(tr, fmt.Sprintf("%dLPT", i+1)))
	}
	return f
}

// startTable starts a table over the floor's chain; change may say otherwise.
func startTable(t testing.TB, f *floor, change func(*discovery.TableConfig)) *discovery.Table {
	cfg := discovery.DefaultTableConfig()
	cfg.Client, cfg.Chain, cfg.Sources = f, f, []discovery.Source{discovery.NewRegistry(f)}
	if change != nil {
		change(&cfg)
	}
	table, err := discovery.NewTable(cfg)
	require.NoError(t, err)
	require.NoError(t, table.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, table.Close()) })
	return table
}

// offchain has a static list alone.
func offchain(t testing.TB, list string) func(*discovery.TableConfig) {
	static, err := discovery.ParseList(list)
	require.NoError(t, err)
	return func(c *discovery.TableConfig) { c.Sources, c.Chain = []discovery.Source{static}, nil }
}

func job() core.JobRequest {
	bits := core.NewCapabilitySet(core.CapH264, core.CapMPEGTS, core.CapAuthToken)
	return core.JobRequest{Capabilities: &core.Capabilities{Bits: bits, MinVersion: "0.1.0"}}
}

func candidates(ctx context.Context, table *discovery.Table, req core.JobRequest) (list []broadcaster.Candidate, err error) {
	err = table.Find(ctx, req, func(c broadcaster.Candidate) { list = append(list, c) })
	return list, err
}

func urisOf(list []broadcaster.Candidate) (uris []string) {
	for _, c := range list {
		uris = append(uris, c.URI)
	}
	return uris
}

// offers are the table's, by URI.
func offers(table *discovery.Table) map[string]discovery.Offer {
	all := map[string]discovery.Offer{}
	for _, o := range table.Market().Offers {
		all[o.URI] = o
	}
	return all
}

func ready(table *discovery.Table) (n int) {
	for _, o := range table.Market().Offers {
		if o.Ready {
			n++
		}
	}
	return n
}

// fails says whether an answer may come too late, or with terms that have ended.
func (tr *trader) fails() bool {
	return tr.err != nil || tr.delay >= 2500*time.Millisecond || tr.price > 0 && tr.params < 8
}
