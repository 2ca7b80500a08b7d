package broadcaster_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/pm"
)

// orch is an orchestrator of the in-memory network. Its fields may be changed
// under network.mu while streams run.
type orch struct {
	uri    string
	score  float64
	down   bool          // refuses connections
	answer time.Duration // to Info
	took   time.Duration // to transcode
	caps   *core.Capabilities
	life   time.Duration // of its tokens
	epoch  int           // tokens of other epochs are invalid
	full   bool          // refuses new tokens: OrchestratorCapped
	refuse error         // of new tokens, if not nil
	price  *pm.Price     // it quotes
	block  uint64        // at which its terms expire; 0 gives none
	// fail is asked for each submission, by its count from 1; nil to succeed.
	fail func(n int, sub *core.Submission) error
	// fewer leaves renditions out of the answer.
	fewer int

	infos     int
	tokens    int
	submitted []core.Submission
	segments  []core.Segment
	flying    int
	mostFlies int
	ended     []core.SessionID
	endedBusy bool // a session ended while segments were in flight
}

// network is an in-memory twin of the ports Orchestrators and Finder.
type network struct {
	mu    sync.Mutex
	orchs []*orch
	finds []core.JobRequest
}

func newNetwork(orchs ...*orch) *network {
	for i, o := range orchs {
		if o.uri == "" {
			o.uri = fmt.Sprintf("https://%c:8935", 'a'+i)
		}
		if o.caps == nil {
			o.caps = core.NewCapabilities("0.9.1", core.DefaultCapabilities()...)
		}
		if o.life == 0 {
			o.life = 30 * time.Minute
		}
	}
	return &network{orchs: orchs}
}

// refused is what a dial to a dead process gives.
func refused() error {
	return fmt.Errorf("post segment: %w", &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED})
}

func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (n *network) at(uri string) *orch {
	i := slices.IndexFunc(n.orchs, func(o *orch) bool { return o.uri == uri })
	if i < 0 {
		return nil
	}
	return n.orchs[i]
}

// change runs f with the network's lock.
func (n *network) change(f func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	f()
}

func (n *network) Info(ctx context.Context, uri string, req core.JobRequest) (*core.OrchestratorInfo, error) {
	n.mu.Lock()
	o := n.at(uri)
	if o == nil || o.down {
		n.mu.Unlock()
		return nil, errors.New("connection refused")
	}
	o.infos++
	delay := o.answer
	n.mu.Unlock()
	if err := wait(ctx, delay); err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if o.down {
		return nil, errors.New("connection reset")
	}
	if o.full {
		return nil, core.ErrOrchestratorCapped
	}
	if o.refuse != nil {
		return nil, o.refuse
	}
	return n.info(o), nil
}

// info issues a token; mu is held.
func (n *network) info(o *orch) *core.OrchestratorInfo {
	o.tokens++
	var params *pm.TicketParams
	if o.block != 0 {
		params = &pm.TicketParams{ExpirationBlock: o.block}
	}
	return &core.OrchestratorInfo{
		URI: o.uri, Capabilities: o.caps, Price: o.price, TicketParams: params,
		Token: &core.AuthToken{
			Token: []byte{byte(o.epoch)}, SessionID: core.SessionID(fmt.Sprintf("%s#%d", o.uri, o.tokens)),
			Expiration: time.Now().Add(o.life),
		},
	}
}

func (n *network) Find(ctx context.Context, req core.JobRequest, found func(broadcaster.Candidate)) error {
	n.mu.Lock()
	n.finds = append(n.finds, req)
	list := slices.Clone(n.orchs)
	n.mu.Unlock()
	slices.SortStableFunc(list, func(a, b *orch) int { return int(a.answer - b.answer) })
	begin, one, last := time.Now(), false, errors.New("nobody answered")
	for _, o := range list {
		if one && o.answer > 500*time.Millisecond {
			break
		}
		if err := wait(ctx, o.answer-time.Since(begin)); err != nil {
			return err
		}
		n.mu.Lock()
		if o.refuse != nil {
			last = o.refuse
		}
		usable := !o.down && !o.full && o.refuse == nil && req.Capabilities.SuppliedBy(o.caps)
		var info *core.OrchestratorInfo
		if usable {
			o.infos++
			info = n.info(o)
		}
		n.mu.Unlock()
		if usable {
			one = true
			found(broadcaster.Candidate{URI: o.uri, Score: o.score, Latency: o.answer, Info: info})
		}
	}
	if !one {
		return fmt.Errorf("no orchestrator found: %w", last)
	}
	return nil
}

func (n *network) Orchestrators() []broadcaster.PoolEntry {
	n.mu.Lock()
	defer n.mu.Unlock()
	var pool []broadcaster.PoolEntry
	for _, o := range n.orchs {
		pool = append(pool, broadcaster.PoolEntry{URI: o.uri, Score: o.score, Latency: o.answer})
	}
	return pool
}

func (n *network) Submit(ctx context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	n.mu.Lock()
	o := n.at(sub.Info.URI)
	if o == nil || o.down {
		n.mu.Unlock()
		return nil, refused()
	}
	o.submitted = append(o.submitted, *sub)
	o.segments = append(o.segments, *sub.Segment)
	count := len(o.submitted)
	if token := sub.Info.Token; int(token.Token[0]) != o.epoch {
		n.mu.Unlock()
		return nil, core.ErrTokenInvalid
	} else if time.Now().After(token.Expiration) {
		n.mu.Unlock()
		return nil, core.ErrTokenExpired
	}
	o.flying++
	o.mostFlies = max(o.mostFlies, o.flying)
	fail, took := o.fail, o.took
	n.mu.Unlock()
	var err error
	if fail != nil {
		err = fail(count, sub)
	}
	if err == nil {
		err = wait(ctx, took)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	o.flying--
	if err != nil {
		return nil, err
	}
	if o.down || int(sub.Info.Token.Token[0]) != o.epoch {
		return nil, errors.New("connection reset by peer")
	}
	res := &core.SubmissionResult{Info: &core.OrchestratorInfo{URI: o.uri, Capabilities: o.caps, Token: sub.Info.Token}}
	for _, p := range sub.Profiles[:len(sub.Profiles)-o.fewer] {
		res.Renditions = append(res.Renditions, core.Rendition{Pixels: 1000, Data: fmt.Appendf(nil, "%s/%s/%d", o.uri, p.Name, sub.Segment.Seq)})
	}
	return res, nil
}

func (n *network) EndSession(_ context.Context, info *core.OrchestratorInfo) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	o := n.at(info.URI)
	if o == nil || o.down {
		return refused()
	}
	o.ended = append(o.ended, info.Token.SessionID)
	o.endedBusy = o.endedBusy || o.flying > 0
	return nil
}

// used are the sessions that got segments, in order of first use.
func (o *orch) used() []core.SessionID {
	var ids []core.SessionID
	for _, s := range o.submitted {
		if !slices.Contains(ids, s.Info.Token.SessionID) {
			ids = append(ids, s.Info.Token.SessionID)
		}
	}
	return ids
}

// clockless is a network whose orchestrators do not look at the expiry of their
// own tokens: their clock is another.
type clockless struct{ *network }

func (c clockless) Submit(ctx context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	own, info, token := *sub, *sub.Info, *sub.Info.Token
	token.Expiration = time.Now().Add(time.Hour)
	own.Info, info.Token = &info, &token
	return c.network.Submit(ctx, &own)
}

// terms is a network whose results carry nothing but new ticket parameters.
type terms struct{ *network }

func (n terms) Submit(ctx context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	res, err := n.network.Submit(ctx, sub)
	if err == nil {
		res.Info = &core.OrchestratorInfo{TicketParams: newest(), Token: &core.AuthToken{SessionID: "another"}}
	}
	return res, err
}

// newest are the parameters of terms.
func newest() *pm.TicketParams { return &pm.TicketParams{ExpirationBlock: 77} }
