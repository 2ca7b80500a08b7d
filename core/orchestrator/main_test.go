package orchestrator_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pool is a core.Transcoder that makes renditions of the source's bytes.
type pool struct {
	transcode func(ctx context.Context, task *core.Task) (*core.Transcoded, error)

	mu    sync.Mutex
	ended []core.SessionID // guarded by mu
}

func (p *pool) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	if p.transcode != nil {
		return p.transcode(ctx, task)
	}
	return renditions(ctx, task)
}

func (p *pool) EndSession(id core.SessionID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = append(p.ended, id)
}

func (p *pool) endedSessions() []core.SessionID {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]core.SessionID(nil), p.ended...)
}

func renditions(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	source, err := task.Source.Bytes(ctx)
	if err != nil {
		return nil, err
	}
	done := &core.Transcoded{DecodedPixels: 1}
	for _, p := range task.Profiles {
		r := core.Rendition{Data: append([]byte(p.Name+":"), source...), Pixels: 100}
		if task.PerceptualHash {
			r.PerceptualHash = []byte("hash of " + p.Name)
		}
		done.Renditions = append(done.Renditions, r)
	}
	return done, nil
}

// results is an in-memory orchestrator.Results.
type results struct {
	fail error

	mu    sync.Mutex
	saved map[core.SessionID]map[string]string // guarded by mu
}

func (r *results) Save(_ context.Context, id core.SessionID, name, contentType string, data []byte) (string, error) {
	if r.fail != nil {
		return "", r.fail
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.saved == nil {
		r.saved = make(map[core.SessionID]map[string]string)
	}
	if r.saved[id] == nil {
		r.saved[id] = make(map[string]string)
	}
	r.saved[id][name] = contentType + " " + string(data)
	return "https://o/stream/" + string(id) + "/" + name, nil
}

func (r *results) RemoveSession(id core.SessionID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.saved, id)
}

func (r *results) of(id core.SessionID) map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.saved[id]
}

// payments is a Payments with functions for its methods; unset ones are free.
type payments struct {
	orchestrator.Free
	price   func(sender common.Address) (*pm.Price, error)
	params  func(a orchestrator.Account) (*pm.TicketParams, error)
	credit  func(a orchestrator.Account, p *pm.Payment) error
	flush   func(a orchestrator.Account) error
	debit   func(a orchestrator.Account, pixels int64)
	balance func(a orchestrator.Account) *pm.Credit
}

func (p payments) Price(_ context.Context, sender common.Address, _ *core.Capabilities) (*pm.Price, error) {
	if p.price == nil {
		return nil, nil
	}
	return p.price(sender)
}

func (p payments) Params(_ context.Context, a orchestrator.Account) (*pm.TicketParams, error) {
	if p.params == nil {
		return nil, nil
	}
	return p.params(a)
}

func (p payments) Credit(_ context.Context, a orchestrator.Account, payment *pm.Payment) error {
	if p.credit == nil {
		return nil
	}
	return p.credit(a, payment)
}

func (p payments) Flush(_ context.Context, a orchestrator.Account) error {
	if p.flush == nil {
		return nil
	}
	return p.flush(a)
}

func (p payments) Debit(a orchestrator.Account, pixels int64) {
	if p.debit != nil {
		p.debit(a, pixels)
	}
}

func (p payments) Balance(a orchestrator.Account) *pm.Credit {
	if p.balance == nil {
		return nil
	}
	return p.balance(a)
}

type authorizer func(addr common.Address) error

func (a authorizer) Authorize(_ context.Context, addr common.Address) error { return a(addr) }

// fixture is an orchestrator with its fakes.
type fixture struct {
	*orchestrator.Orchestrator
	pool    *pool
	results *results
}

// start returns a running off-chain orchestrator; change may be nil. The caller
// closes it.
func start(t *testing.T, change func(cfg *orchestrator.Config)) fixture {
	t.Helper()
	f := fixture{pool: &pool{}, results: &results{}}
	cfg := orchestrator.Config{
		ServiceURI: "https://o:8935", Secret: orchestrator.NewSecret(), Transcoder: f.pool, Results: f.results,
		Signer: signing.Offchain{}, Verifier: signing.Offchain{}, Payments: orchestrator.Free{}, Authorizer: orchestrator.AllowAll{},
		Capabilities: func() *core.Capabilities {
			return core.NewCapabilities("0.9.1", core.DefaultCapabilities()...)
		},
	}
	if change != nil {
		change(&cfg)
	}
	if p, ok := cfg.Transcoder.(*pool); ok {
		f.pool = p
	}
	var err error
	f.Orchestrator, err = orchestrator.New(cfg)
	require.NoError(t, err)
	require.NoError(t, f.Start(t.Context()))
	return f
}

func (f fixture) quote(t *testing.T) *core.OrchestratorInfo {
	t.Helper()
	info, err := f.Quote(t.Context(), orchestrator.QuoteRequest{})
	require.NoError(t, err)
	return info
}

func segment(token *core.AuthToken, seq uint64) *core.SegmentHeader {
	return &core.SegmentHeader{
		ManifestID: "movie", Seq: seq, Duration: 2 * time.Second, Token: token,
		Profiles: []core.Profile{{Name: "P240p", Width: 426, Height: 240}, {Name: "P360p", Width: 640, Height: 360}},
		Required: &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapMPEGTS, core.CapAuthToken)},
	}
}
