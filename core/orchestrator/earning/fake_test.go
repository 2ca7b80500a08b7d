package earning_test

import (
	"context"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// chain is a chain in memory; mu guards all of it.
type chain struct {
	mu       sync.Mutex
	moment   pm.Moment
	funds    map[common.Address]pm.Funds
	gas      pm.RedeemGas
	unknown  bool // what gas costs
	inactive bool
	outage   error
	lookups  int
}

func newChain() *chain {
	return &chain{
		moment: pm.Moment{
			Block: 1000, Round: pm.RoundRef{Number: 10, BlockHash: common.Hash{10}}, Current: 10, RoundEnds: 1100, Validity: 2,
		},
		funds: make(map[common.Address]pm.Funds),
		gas:   pm.RedeemGas{Single: 1}, // every other ticket wins
	}
}

func (c *chain) set(change func(c *chain)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(c)
}

func (c *chain) fund(sender common.Address, f pm.Funds) {
	c.set(func(c *chain) { c.funds[sender] = f })
}

func (c *chain) Moment() (pm.Moment, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.moment, c.outage
}

func (c *chain) Funds(_ context.Context, sender common.Address) (pm.Funds, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lookups++
	return c.funds[sender], c.outage
}

func (c *chain) Gas() (pm.RedeemGas, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gas, !c.unknown
}

func (c *chain) Active(common.Address) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.inactive
}

// redeemer is a Redeemer that redeems nothing; mu guards its state.
type redeemer struct {
	chain *chain

	mu     sync.Mutex
	fail   func(t pm.WinningTicket) error
	queued map[common.Hash]pm.WinningTicket
	claims map[common.Address]pm.Wei
	floats int // how often MaxFloat was asked
	down   error
	hangs  bool // MaxFloat does, until its caller gives up
}

func newRedeemer(c *chain) *redeemer {
	return &redeemer{chain: c, queued: make(map[common.Hash]pm.WinningTicket), claims: make(map[common.Address]pm.Wei)}
}

func (r *redeemer) set(change func(r *redeemer)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(r)
}

func (r *redeemer) Queue(_ context.Context, t pm.WinningTicket) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.down != nil {
		return r.down
	}
	if r.fail != nil {
		if err := r.fail(t); err != nil {
			return err
		}
	}
	if _, known := r.queued[t.Hash()]; !known {
		r.queued[t.Hash()] = t
		r.claims[t.Sender], _ = r.claims[t.Sender].Add(t.FaceValue)
	}
	return nil
}

func (r *redeemer) MaxFloat(ctx context.Context, sender common.Address) (pm.Wei, error) {
	funds, err := r.chain.Funds(ctx, sender)
	if err != nil {
		return pm.Wei{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.floats++
	if r.hangs {
		r.mu.Unlock()
		<-ctx.Done()
		r.mu.Lock()
		return pm.Wei{}, ctx.Err()
	}
	return funds.MaxFloat(r.claims[sender]), r.down
}

func (r *redeemer) pending(sender common.Address) pm.Wei {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.claims[sender]
}

// has counts the tickets that were taken.
func (r *redeemer) has() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.queued)
}

// observer counts; mu guards its state.
type observer struct {
	mu       sync.Mutex
	tickets  int
	value    pm.Credit
	winners  int
	refusals map[pm.Code]int
	prices   []pm.Price
	pixels   int64
	failures int
}

func newObserver() *observer { return &observer{refusals: make(map[pm.Code]int)} }

func (o *observer) TicketsReceived(_ common.Address, tickets int, value pm.Credit, winners int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tickets, o.value, o.winners = o.tickets+tickets, o.value.Add(value), o.winners+winners
}

func (o *observer) PaymentRefused(_ common.Address, code pm.Code) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refusals[code]++
}

func (o *observer) PriceQuoted(_ common.Address, p pm.Price) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.prices = append(o.prices, p)
}

func (o *observer) WorkCharged(_ common.Address, pixels int64, _ pm.Credit) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pixels += pixels
}

func (o *observer) BookingFailed(error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failures++
}

func (o *observer) failed() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.failures
}

func (o *observer) refused(code pm.Code) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.refusals[code]
}
