package redemption

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

// Config has a redeemer's settings and collaborators.
type Config struct {
	// Account sends the transactions, Recipient is whom the tickets pay: the
	// orchestrator. They are the same but for a redeemer that serves another.
	Account, Recipient common.Address
	Policy             pm.RedeemPolicy
	// StepTimeout bounds the work that follows one block.
	StepTimeout time.Duration

	Store        Store
	Broker       Broker
	Transactions Transactions
	Chain        Chain
	Verifier     signing.Verifier
	Observer     Observer         // NopObserver when nil
	Log          *slog.Logger     // discarded when nil
	Now          func() time.Time // time.Now when nil
}

// DefaultConfig has the settings that an operator rarely changes.
func DefaultConfig() Config {
	return Config{
		Policy:      pm.RedeemPolicy{Patient: true, Margin: 50, MaxBatch: 10},
		StepTimeout: 2 * time.Minute,
	}
}

func (c *Config) complete() error {
	for name, missing := range map[string]bool{
		"Store": c.Store == nil, "Broker": c.Broker == nil, "Transactions": c.Transactions == nil,
		"Chain": c.Chain == nil, "Verifier": c.Verifier == nil,
		"Account": c.Account == (common.Address{}), "Recipient": c.Recipient == (common.Address{}),
	} {
		if missing {
			return fmt.Errorf("redemption: Config.%s is missing", name)
		}
	}
	if c.StepTimeout <= 0 {
		return fmt.Errorf("redemption: StepTimeout %v is not above 0", c.StepTimeout)
	}
	if c.Observer == nil {
		c.Observer = NopObserver{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return nil
}

// Redeemer redeems the winning tickets of one recipient. See the package comment.
type Redeemer struct {
	cfg  Config
	log  *slog.Logger
	open *openTickets
	wake chan struct{} // has room for one
	// asked are requests to redeem what only waits for cheaper gas; the answer is
	// the number of tickets. Each has room for its answer.
	asked chan chan int

	// The loop's own.
	unsettled map[common.Hash]payment.Ticket // redeemed, but a reorganisation may undo it
	problem   string                         // the last step's error

	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// New returns a redeemer that is not started. Its error names what is missing.
func New(cfg Config) (*Redeemer, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	return &Redeemer{
		cfg: cfg, log: cfg.Log, open: newOpenTickets(), wake: make(chan struct{}, 1), asked: make(chan chan int),
		unsettled: make(map[common.Hash]payment.Ticket), cancel: func() {},
	}, nil
}

// settleTime is how long ago a redemption may lie that is looked at again at the
// start: a node that was down for longer knows it as it was.
const settleTime = 30 * 24 * time.Hour

// Start reads the tickets that are open and begins to work on them, under ctx.
func (r *Redeemer) Start(ctx context.Context) error {
	open, err := r.cfg.Store.Tickets(ctx, payment.TicketQuery{States: []payment.TicketState{payment.TicketWaiting, payment.TicketSent}})
	if err != nil {
		return fmt.Errorf("read winning tickets: %w", err)
	}
	r.open.add(open...)
	redeemed, err := r.cfg.Store.Tickets(ctx, payment.TicketQuery{
		States: []payment.TicketState{payment.TicketRedeemed}, Since: r.cfg.Now().Add(-settleTime),
	})
	if err != nil {
		return fmt.Errorf("read redeemed tickets: %w", err)
	}
	for _, t := range redeemed {
		if t.Intent != "" { // else it is settled
			r.unsettled[t.Hash()] = t
		}
	}
	if len(open) > 0 {
		r.log.Info("Winning tickets to redeem", "tickets", len(open))
	}
	own, cancel := context.WithCancel(ctx)
	r.cancel = cancel
	r.wg.Go(func() { r.run(own) })
	return nil
}

// Close ends the loop and waits for it. It may be called again.
func (r *Redeemer) Close() error {
	r.cancel()
	r.wg.Wait()
	return nil
}

// run works on the tickets: on each new block, and when a ticket was queued.
func (r *Redeemer) run(ctx context.Context) {
	moments := r.cfg.Chain.Moments(ctx)
	for {
		policy, answer := r.cfg.Policy, make(chan int, 1) // nobody waits for it
		select {
		case <-ctx.Done():
			return
		case _, ok := <-moments:
			if !ok {
				return
			}
		case <-r.wake:
		case answer = <-r.asked:
			policy.Patient = false
		}
		sent := 0
		if now, err := r.cfg.Chain.Moment(); err == nil { // else the next block is another chance
			sent, err = r.step(ctx, now, policy)
			if ctx.Err() == nil {
				r.report(err)
			}
		}
		answer <- sent
		r.open.publish()
	}
}

// RedeemNow redeems the tickets that only wait for cheaper gas, and returns how
// many were sent. It does not wait for their transactions. The error is that of
// ctx.
func (r *Redeemer) RedeemNow(ctx context.Context) (tickets int, err error) {
	answer := make(chan int, 1)
	select {
	case r.asked <- answer:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	select {
	case tickets = <-answer:
		return tickets, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// report tells of a step's error, of one that repeats itself once.
func (r *Redeemer) report(err error) {
	problem := ""
	if err != nil {
		problem = err.Error()
		r.cfg.Observer.RedemptionFailed(err)
	}
	if problem != r.problem && err != nil {
		r.log.Warn("Winning tickets could not all be looked after, each block is another chance", "err", err)
	}
	r.problem = problem
}

// Queue takes a winning ticket. It is stored when Queue returns without an error,
// and was checked completely: a ticket that can never be paid is a
// *pm.RedeemError. A ticket that is there already is taken again.
func (r *Redeemer) Queue(ctx context.Context, t pm.WinningTicket) error {
	if err := r.check(t); err != nil {
		return err
	}
	record := payment.Ticket{WinningTicket: t, State: payment.TicketWaiting, Received: r.cfg.Now().UTC(), Changed: r.cfg.Now().UTC()}
	if _, err := r.cfg.Store.AddTicket(ctx, record); err != nil {
		return fmt.Errorf("keep winning ticket %s: %w", t.Hash(), err)
	}
	if r.open.add(record) {
		r.cfg.Observer.TicketQueued(t)
		r.log.Info("ticket won", "ticket", t.Hash(), "sender", t.Sender, "facevalue", t.FaceValue, "round", t.Created.Number)
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return nil
}

// check refuses what the contract would never pay.
func (r *Redeemer) check(t pm.WinningTicket) error {
	fault := ""
	switch {
	case t.Recipient != r.cfg.Recipient:
		fault = fmt.Sprintf("invalid ticket recipient %s, expected %s", t.Recipient, r.cfg.Recipient)
	case t.Sender == (common.Address{}):
		fault = "the sender is the zero address"
	case t.Created.IsZero():
		fault = "it has no creation round"
	case t.Rand.Hash() != t.RecipientRandHash:
		fault = "recipientRand does not match recipientRandHash"
	case !t.Wins(t.Sig, t.Rand):
		fault = "it did not win"
	case !r.cfg.Verifier.Verify(t.Sender, t.Packed(), t.Sig):
		fault = "not the sender signed"
	default:
		return nil
	}
	return &pm.RedeemError{Fault: pm.RedeemInvalid, Err: fmt.Errorf("ticket %s: %s", t.Hash(), fault)}
}

// Pending is what tickets that won and are not redeemed claim of a sender.
func (r *Redeemer) Pending(sender common.Address) pm.Wei { return r.open.pending(sender) }

// MaxFloat is the largest face value of a ticket that a sender's reserve covers,
// beside those that are pending.
func (r *Redeemer) MaxFloat(ctx context.Context, sender common.Address) (pm.Wei, error) {
	funds, err := r.cfg.Chain.Funds(ctx, sender)
	if err != nil {
		return pm.Wei{}, fmt.Errorf("max float of %s: %w", sender, err)
	}
	return funds.MaxFloat(r.Pending(sender)), nil
}

// Watch tells when a sender's max float may have changed, until ctx ends.
func (r *Redeemer) Watch(ctx context.Context) <-chan struct{} { return r.open.watch(ctx) }

// Health is an error when a ticket is about to expire.
func (r *Redeemer) Health() error { return r.open.alert() }
