package paying_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

var (
	me   = common.Address{0xB0}
	they = common.Address{0x0C}
)

// signer signs nothing, fast.
type signer struct{}

func (signer) Sign([]byte) ([]byte, error) { return make([]byte, 65), nil }

// fakeChain is a chain at a moment.
type fakeChain struct {
	mu     sync.Mutex
	moment pm.Moment
	funds  pm.Funds
	err    error
}

func newChain() *fakeChain {
	return &fakeChain{
		moment: pm.Moment{Block: 1000, Round: pm.RoundRef{Number: 3, BlockHash: common.Hash{1}}, Current: 3, Validity: 2},
		funds:  pm.Funds{Deposit: pm.NewWei(1e18), Reserve: pm.NewWei(1e18), PoolSize: 1},
	}
}

func (c *fakeChain) change(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

func (c *fakeChain) Moment() (pm.Moment, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.moment, c.err
}

func (c *fakeChain) Funds(context.Context, common.Address) (pm.Funds, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.funds, c.err
}

// fakeLedger is an in-memory twin of core/store.
type fakeLedger struct {
	mu      sync.Mutex
	rows    map[core.SessionID]payment.Spending
	days    []payment.DayTotal
	saves   int
	deleted time.Time
	err     error
}

func (l *fakeLedger) SaveSpendings(_ context.Context, list []payment.Spending, days []payment.DayTotal) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.saves++
	if l.err != nil {
		return l.err
	}
	if l.rows == nil {
		l.rows = make(map[core.SessionID]payment.Spending)
	}
	for _, s := range list {
		l.rows[s.Token.SessionID] = s
	}
	l.days = append(l.days, days...)
	return nil
}

func (l *fakeLedger) Spendings(context.Context) ([]payment.Spending, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Values(l.rows)), l.err
}

func (l *fakeLedger) DeleteSpendings(_ context.Context, before time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deleted = before
	return nil
}

// total adds the days up.
func (l *fakeLedger) total() (sum payment.DayTotal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, d := range l.days {
		sum.Segments += d.Segments
		sum.Pixels += d.Pixels
		sum.Tickets += d.Tickets
		sum.Work, sum.Value = sum.Work.Add(d.Work), sum.Value.Add(d.Value)
	}
	return sum
}

// observer records.
type observer struct {
	paying.NopObserver
	mu     sync.Mutex
	sent   []paying.TicketsEvent
	lost   []paying.LossEvent
	failed []error
	alerts []error
}

func (o *observer) TicketsSent(e paying.TicketsEvent) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = append(o.sent, e)
}

func (o *observer) CreditLost(e paying.LossEvent) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lost = append(o.lost, e)
}

func (o *observer) PaymentFailed(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failed = append(o.failed, err)
}

func (o *observer) FundsAlert(_ paying.Alert, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.alerts = append(o.alerts, err)
}

// losses adds up what was lost for a cause.
func (o *observer) losses(cause paying.LossCause) (sum pm.Credit) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, e := range o.lost {
		if e.Cause == cause {
			sum = sum.Add(e.Amount)
		}
	}
	return sum
}

// rig is a Payer among fakes.
type rig struct {
	*paying.Payer
	chain  *fakeChain
	ledger *fakeLedger
	seen   *observer
}

// newRig returns one that is not started.
func newRig(t require.TestingT, change func(*paying.Config)) *rig {
	r := &rig{chain: newChain(), ledger: &fakeLedger{}, seen: &observer{}}
	cfg := paying.DefaultConfig()
	cfg.Account, cfg.Tickets, cfg.Chain, cfg.Ledger, cfg.Observer = me, pm.NewSender(me, signer{}), r.chain, r.ledger, r.seen
	if change != nil {
		change(&cfg)
	}
	p, err := paying.New(cfg)
	require.NoError(t, err)
	r.Payer = p
	return r
}

// terms are those of a session with they: tickets of 1e16 wei face value that
// are worth ev each.
func terms(session core.SessionID, price pm.Price, ev pm.Wei) *core.OrchestratorInfo {
	face := pm.NewWei(1e16)
	return &core.OrchestratorInfo{
		URI: "https://o:8935", Address: they, Price: &price,
		Token: &core.AuthToken{Token: []byte(session), SessionID: session, Expiration: time.Now().Add(30 * time.Minute)},
		TicketParams: &pm.TicketParams{
			Recipient: they, FaceValue: face, WinProb: pm.WinProbFor(ev, face), RecipientRandHash: common.BytesToHash([]byte(session)),
			ExpirationBlock: 1040,
		},
	}
}

// job is a submission of 2 s of video in one profile of 1000 pixels at 30 fps.
func job(info *core.OrchestratorInfo) *core.Submission {
	return &core.Submission{
		Info: info, Segment: &core.Segment{Duration: 2 * time.Second},
		Profiles: []core.Profile{{Name: "low", Width: 50, Height: 20, FPS: 30}},
	}
}

// pixels of a job, its fee at 1000 wei a pixel without and with the margin.
const (
	pixels = 60000
	fee    = 60e6
)

func gwei(n uint64) pm.Wei { return pm.NewWei(n * 1e9) }

func credit(w pm.Wei) pm.Credit { return pm.CreditOf(w) }

// pay pays for a job and puts the payment into it.
func (r *rig) pay(t require.TestingT, sub *core.Submission) {
	var err error
	sub.Payment, err = r.Pay(context.Background(), sub)
	require.NoError(t, err)
}

// worth is the value of a payment's tickets.
func worth(p *pm.Payment) pm.Credit {
	if p.Params == nil {
		return pm.Credit{}
	}
	return p.Params.Credit().Mul(int64(len(p.Tickets)))
}

// till is an honest orchestrator's account of one session.
type till struct {
	balance pm.Credit
}

var errGate = errors.New("the account does not cover the segment")

// take books a payment, for a segment of at most so many pixels.
func (l *till) take(p *pm.Payment) error {
	l.balance = l.balance.Add(worth(p))
	if p.Params != nil && l.balance.Cmp(p.Params.Credit()) < 0 {
		return fmt.Errorf("%w: %v", errGate, l.balance)
	}
	return nil
}

// charge returns the answer to a segment.
func (l *till) charge(price pm.Price, n int64) broadcaster.Settlement {
	l.balance = l.balance.Sub(price.Cost(n))
	said := l.balance
	return broadcaster.Settlement{Answered: true, Pixels: n, Balance: &said}
}
