package broadcaster_test

import (
	"errors"
	"net"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/pm"
)

// refusal is an orchestrator's, in the answer to a segment, with terms if there
// are any.
func refusal(code pm.Code, terms *pm.TicketParams) error {
	err := &core.AnsweredError{Err: pm.Refuse(code, "it says so")}
	if terms != nil {
		err.Info = &core.OrchestratorInfo{TicketParams: terms}
	}
	return err
}

func price(wei int64) *pm.Price { return &pm.Price{PricePerUnit: wei, PixelsPerUnit: 1} }

// onlyAt refuses payments to one orchestrator.
func onlyAt(uri string, err error) func(int, *core.Submission) error {
	return func(_ int, sub *core.Submission) error {
		if sub.Info.URI == uri {
			return err
		}
		return nil
	}
}

const atA = "https://a:8935"

// A payment that is refused costs neither the segment nor an attempt: there is
// only one.
func TestRefusedPayments(t *testing.T) {
	t.Parallel()
	needHave := pm.RefuseAmount(pm.InsufficientReserve, pm.NewWei(5e15), pm.NewWei(1e15), "insufficient sender reserve")
	for name, tc := range map[string]struct {
		orchs    []*orch
		refuse   func(int, *core.Submission) error // of the payer
		is       error
		by       string
		tries    []int // submissions that each got
		infos    []int // times that each was asked for terms; -1 if that is left open
		sessions int   // of the one that did it
		took     time.Duration
	}{
		"expired_terms_are_renewed": {
			orchs: []*orch{{fail: once(refusal(pm.TicketParamsExpired, nil))}}, by: "a", tries: []int{2}, infos: []int{2}, sessions: 1,
		},
		"round_changed": {
			orchs: []*orch{{fail: once(refusal(pm.InvalidTicketRound, nil))}}, by: "a", tries: []int{2}, infos: []int{2}, sessions: 1,
		},
		"terms_come_with_the_refusal": {
			orchs: []*orch{{fail: once(refusal(pm.LowPMBalance, newest()))}}, by: "a", tries: []int{2}, infos: []int{1}, sessions: 1,
		},
		"seen_nonces": {
			orchs: []*orch{{fail: once(refusal(pm.NonceSeen, nil))}}, by: "a", tries: []int{2}, infos: []int{2}, sessions: 1,
		},
		"token_then_terms": {
			orchs: []*orch{{fail: func(n int, _ *core.Submission) error {
				return []error{core.ErrTokenExpired, refusal(pm.LowPMBalance, nil), nil}[n-1]
			}}}, by: "a", tries: []int{3}, infos: []int{3}, sessions: 2,
		},
		"terms_that_expired_here_are_not_sent": {
			orchs:  []*orch{{}},
			refuse: once(pm.Refuse(pm.TicketParamsExpired, "TicketParams expired")), by: "a", tries: []int{1}, infos: []int{2}, sessions: 1,
		},
		"second_time_is_its_fault": {
			orchs: []*orch{{fail: always(refusal(pm.TicketParamsExpired, nil))}, {answer: time.Millisecond}},
			is:    pm.Refuse(pm.TicketParamsExpired, ""), tries: []int{2, 0}, infos: []int{2, -1},
		},
		"too_dear_here": {
			orchs:  []*orch{{}, {answer: time.Millisecond}},
			refuse: onlyAt(atA, &pm.TermsError{Code: pm.TermsPrice}), by: "b", tries: []int{0, 1}, infos: []int{1, 1}, sessions: 1,
		},
		"cannot_sign": {
			orchs:  []*orch{{}, {answer: time.Millisecond}},
			refuse: onlyAt(atA, errors.New("keystore is away")), by: "b", tries: []int{0, 1}, infos: []int{1, 1}, sessions: 1,
		},
		"denied_there": {
			orchs: []*orch{{fail: always(refusal(pm.SenderDenied, nil))}, {answer: time.Millisecond}}, by: "b", tries: []int{1, 1}, infos: []int{1, 1}, sessions: 1,
		},
		"reserve_too_small_for_one": {
			orchs: []*orch{{fail: always(&core.AnsweredError{Err: needHave})}, {answer: time.Millisecond}}, by: "b", tries: []int{1, 1}, infos: []int{1, 1}, sessions: 1,
		},
		"reserve_too_small_when_asked_again": {
			orchs: []*orch{{fail: func(int, *core.Submission) error { return refusal(pm.TicketParamsExpired, nil) }}, {answer: time.Millisecond}},
			by:    "b", tries: []int{1, 1}, infos: []int{2, 1}, sessions: 1,
		},
		"its_chain_is_away": {
			orchs: []*orch{{fail: once(refusal(pm.ChainUnavailable, nil))}}, by: "a", tries: []int{2}, infos: []int{-1}, sessions: 1, took: 2 * time.Second,
		},
		"malformed": {
			orchs: []*orch{{fail: always(refusal(pm.MalformedPayment, nil))}}, is: pm.Refuse(pm.MalformedPayment, ""), tries: []int{1}, infos: []int{1},
		},
		"malformed_here": {
			orchs: []*orch{{}}, refuse: onlyAt(atA, pm.Refuse(pm.MalformedPayment, "odd")), is: pm.Refuse(pm.MalformedPayment, ""),
			tries: []int{0}, infos: []int{-1}, took: 8 * time.Second,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := &payer{refuse: tc.refuse}
				n := newNetwork(tc.orchs...)
				if name == "reserve_too_small_when_asked_again" {
					fail := tc.orchs[0].fail
					tc.orchs[0].fail = func(i int, sub *core.Submission) error {
						n.change(func() { tc.orchs[0].refuse = needHave })
						return fail(i, sub)
					}
				}
				d := startNode(t, n, func(c *broadcaster.Config) { c.Payer, c.MaxAttempts = p, 1 })
				s := d.open(t, "movie")
				begin := time.Now()
				res, err := s.Submit(t.Context(), segment(0))
				took := time.Since(begin)
				require.NoError(t, s.Close())
				for i, o := range tc.orchs {
					require.Len(t, o.submitted, tc.tries[i], o.uri)
					if tc.infos[i] >= 0 {
						require.Equal(t, tc.infos[i], o.infos, o.uri)
					}
				}
				p.inOrder(t)
				require.InDelta(t, tc.took.Seconds(), took.Seconds(), 0.2)
				if tc.is != nil {
					require.ErrorIs(t, err, tc.is)
					return
				}
				require.NoError(t, err)
				require.Equal(t, "https://"+tc.by+":8935", res.Orchestrator)
				require.Len(t, n.at(res.Orchestrator).used(), tc.sessions)
				require.True(t, p.settled[len(p.settled)-1].Answered)
				require.EqualValues(t, 2000, p.settled[len(p.settled)-1].Pixels)
			})
		})
	}
}

// inOrder says that each payment was settled once, and each session that was
// entered was left once.
func (p *payer) inOrder(t *testing.T) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, times := range p.paid {
		require.Equal(t, 1, times)
	}
	require.Equal(t, p.entered, p.left)
}

// The own deposit does not do for anybody: the error says so, with what is needed.
func TestOwnFundsAreTheReason(t *testing.T) {
	t.Parallel()
	needHave := pm.RefuseAmount(pm.InsufficientReserve, pm.NewWei(5e15), pm.NewWei(1e15), "insufficient sender reserve")
	for name, tc := range map[string]struct {
		orchs  []*orch
		refuse error // of the payer
		funds  bool
	}{
		"refused_with_the_segment": {orchs: []*orch{{fail: always(&core.AnsweredError{Err: needHave})}, {fail: always(needHave)}}, funds: true},
		"refused_with_the_terms":   {orchs: []*orch{{refuse: needHave}}, funds: true},
		"known_here":               {orchs: []*orch{{}}, refuse: needHave, funds: true},
		"one_has_another_reason":   {orchs: []*orch{{fail: always(needHave)}, {fail: always(refusal(pm.SenderDenied, nil))}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := &payer{refuse: func(int, *core.Submission) error { return tc.refuse }}
				d := startNode(t, newNetwork(tc.orchs...), func(c *broadcaster.Config) { c.Payer = p })
				_, err := d.open(t, "movie").Submit(t.Context(), segment(0))
				require.ErrorIs(t, err, broadcaster.ErrNoSessions)
				var fe *broadcaster.FundsError
				require.Equal(t, tc.funds, errors.As(err, &fe))
				if tc.funds {
					require.ErrorIs(t, err, needHave)
					require.ErrorContains(t, err, "need 0.005 ETH, have 0.001 ETH")
				}
				require.NoError(t, d.Close())
				p.inOrder(t)
			})
		})
	}
}

// A price above the quoted one is not paid in the session: another one is opened
// at the new price.
func TestPriceChanges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{price: price(10)}
		n := newNetwork(o)
		p := &payer{}
		p.refuse = func(i int, sub *core.Submission) error {
			if i == 2 {
				n.change(func() { o.price = price(20) })
				return pm.Refuse(pm.PriceChanged, "dearer")
			}
			return nil
		}
		s := startNode(t, n, func(c *broadcaster.Config) { c.Payer = p }).open(t, "movie")
		submit(t, s, 0)
		submit(t, s, 1)
		require.NoError(t, s.Close())
		require.Len(t, o.used(), 2)
		require.Equal(t, price(10), o.submitted[0].Payment.ExpectedPrice)
		require.Equal(t, price(20), o.submitted[1].Payment.ExpectedPrice)
		p.inOrder(t)
	})
}

// Terms that are about to expire are renewed while segments go on under them.
func TestExpiringTermsAreRenewedInTheBackground(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{block: 10}
		n := newNetwork(o)
		p := &payer{expiring: func(info *core.OrchestratorInfo) bool { return info.TicketParams.ExpirationBlock == 10 }}
		s := startNode(t, n, func(c *broadcaster.Config) { c.Payer = p }).open(t, "movie")
		submit(t, s, 0)
		synctest.Wait()
		require.Equal(t, 2, o.infos)
		n.change(func() { o.block, o.answer = 50, time.Second })
		begin := time.Now()
		submit(t, s, 1)
		require.Zero(t, time.Since(begin), "nobody waits for it")
		time.Sleep(2 * time.Second)
		submit(t, s, 2)
		var blocks []uint64
		for _, sub := range o.submitted {
			blocks = append(blocks, sub.Info.TicketParams.ExpirationBlock)
		}
		require.Equal(t, []uint64{10, 10, 50}, blocks)
		require.Len(t, o.used(), 1, "in the same session")
	})
}

// What the Payer puts in place of a token is what segments go under.
func TestEarlierSessionIsTakenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := &orch{}
		p := &payer{enter: func(info *core.OrchestratorInfo) *core.OrchestratorInfo {
			own, token := *info, *info.Token
			token.SessionID = "earlier"
			own.Token = &token
			return &own
		}}
		s := startNode(t, newNetwork(o), func(c *broadcaster.Config) { c.Payer = p }).open(t, "movie")
		submit(t, s, 0)
		require.Equal(t, core.SessionID("earlier"), o.used()[0])
		require.NoError(t, s.Close())
		p.inOrder(t)
		require.Equal(t, []core.SessionID{"earlier"}, o.ended)
	})
}

func TestSettlements(t *testing.T) {
	t.Parallel()
	balance := pm.CreditOf(pm.NewWei(7))
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	failed := errors.New("out of memory")
	for name, tc := range map[string]struct {
		orch     orch
		answered bool
		pixels   int64
		balance  *pm.Credit
		is       error
	}{
		"ok":             {answered: true, pixels: 2000},
		"no_answer":      {orch: orch{fail: once(dial)}, is: dial},
		"failed_there":   {orch: orch{fail: once(&core.AnsweredError{Err: failed, Info: &core.OrchestratorInfo{Balance: &balance}})}, answered: true, balance: &balance, is: failed},
		"lacks_one":      {orch: orch{fewer: 1}, answered: true, pixels: 1000, is: &broadcaster.ResultError{Want: 2, Got: 1}},
		"says_no_more":   {orch: orch{fail: once(&core.AnsweredError{Err: failed})}, answered: true, is: failed},
		"no_renditions":  {orch: orch{fewer: 2}, answered: true, is: &broadcaster.ResultError{Want: 2}},
		"refused_ticket": {orch: orch{fail: once(refusal(pm.LowPMBalance, nil))}, answered: true, is: pm.Refuse(pm.LowPMBalance, "")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := &payer{}
				s := startNode(t, newNetwork(&tc.orch), func(c *broadcaster.Config) { c.Payer = p }).open(t, "movie")
				_, _ = s.Submit(t.Context(), segment(0))
				got := p.settled[0]
				require.Equal(t, tc.answered, got.Answered)
				require.Equal(t, tc.pixels, got.Pixels)
				require.Equal(t, tc.balance, got.Balance)
				var re *broadcaster.ResultError
				if errors.As(tc.is, &re) {
					require.Equal(t, tc.is, got.Err)
					return
				}
				require.ErrorIs(t, got.Err, tc.is)
			})
		})
	}
}
