package earning_test

import (
	"context"
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	errOutage = errors.New("no endpoint answers")
	errFull   = errors.New("disk is full")
)

const (
	ticketEV  = 1000 // wei
	perPixel  = 10   // wei
	oneTicket = ticketEV / perPixel
)

// list is a price list with one price.
type list struct{ perPixel *big.Rat }

func (l *list) Price(common.Address, *core.Capabilities) (*big.Rat, error) { return l.perPixel, nil }

// rig is an Earner with all that is around it. What outlives a process is in it
// too, so that restart can be called.
type rig struct {
	t        testing.TB
	cfg      earning.Config
	secret   pm.Secret
	chain    *chain
	redeemer *redeemer
	store    *database
	prices   *list
	seen     *observer
	*earning.Earner
}

// start returns a running Earner; change may be nil. The caller closes it.
func start(t testing.TB, change func(cfg *earning.Config)) *rig {
	t.Helper()
	r := &rig{
		t: t, secret: pm.NewSecret(), chain: newChain(), store: newDatabase(), prices: &list{big.NewRat(perPixel, 1)}, seen: newObserver(),
	}
	r.redeemer = newRedeemer(r.chain)
	r.cfg = earning.DefaultConfig()
	r.cfg.Address = common.Address{0xaa}
	r.cfg.TicketEV, r.cfg.AutoAdjust = pm.NewWei(ticketEV), false
	r.cfg.Prices, r.cfg.Chain, r.cfg.Redeemer, r.cfg.Store, r.cfg.Records = r.prices, r.chain, r.redeemer, r.store, r.store
	r.cfg.Observer, r.cfg.Pending = r.seen, r.redeemer.pending
	if change != nil {
		change(&r.cfg)
	}
	r.restart()
	return r
}

// restart makes a new process of what is on disk. The old one was closed, or is
// as good as dead.
func (r *rig) restart() {
	r.t.Helper()
	r.cfg.Recipient = pm.NewRecipient(pm.RecipientConfig{Address: r.cfg.Address, Secret: r.secret, Verifier: &signing.KeyRing{}})
	var err error
	r.Earner, err = earning.New(r.cfg)
	require.NoError(r.t, err)
	require.NoError(r.t, r.Start(r.t.Context()))
}

// sender is a broadcaster with money on the chain.
type sender struct {
	rig  *rig
	key  *signing.Key
	pays *pm.Sender
}

func (r *rig) sender() *sender {
	r.t.Helper()
	key, err := crypto.GenerateKey()
	require.NoError(r.t, err)
	s := &sender{rig: r, key: signing.NewKey(key)}
	s.pays = pm.NewSender(s.key.Address(), s.key)
	r.chain.fund(s.key.Address(), rich())
	return s
}

// rich are funds that cover everything.
func rich() pm.Funds {
	return pm.Funds{Deposit: pm.NewWei(1e18), Reserve: pm.NewWei(1e18), PoolSize: 1}
}

// session is an account of a sender's, as its quote left it.
func (s *sender) session(id core.SessionID) orchestrator.Account {
	s.rig.t.Helper()
	price, err := s.rig.Price(s.rig.t.Context(), s.key.Address(), nil)
	require.NoError(s.rig.t, err)
	return orchestrator.Account{Sender: s.key.Address(), Session: id, Price: price, Work: 1}
}

// payment makes tickets under fresh terms.
func (s *sender) payment(a orchestrator.Account, tickets int) *pm.Payment {
	s.rig.t.Helper()
	params, err := s.rig.Params(s.rig.t.Context(), a)
	require.NoError(s.rig.t, err)
	return s.under(params, a, tickets)
}

// under makes tickets under these terms.
func (s *sender) under(params *pm.TicketParams, a orchestrator.Account, tickets int) *pm.Payment {
	s.rig.t.Helper()
	now, err := s.rig.chain.Moment()
	require.NoError(s.rig.t, err)
	p, err := s.pays.Pay(params, a.Price, tickets, now)
	require.NoError(s.rig.t, err)
	return p
}

// credit takes a payment of so many tickets, and waits until it is on disk.
func (s *sender) credit(a orchestrator.Account, tickets int) error {
	if err := s.rig.Credit(s.rig.t.Context(), a, s.payment(a, tickets)); err != nil {
		return err
	}
	return s.rig.Flush(s.rig.t.Context(), a)
}

// requireBalance compares a balance with whole wei.
func (r *rig) requireBalance(wei int64, a orchestrator.Account) {
	r.t.Helper()
	require.Equal(r.t, pm.CreditOf(pm.NewWei(1)).Mul(wei).String(), r.Balance(a).String())
}

// requireRefusal asserts a code and returns the refusal.
func requireRefusal(t testing.TB, code pm.Code, err error) *pm.Refusal {
	t.Helper()
	var refusal *pm.Refusal
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, code, refusal.Code, err.Error())
	return refusal
}

// wei is what a refusal says of an amount.
func wei(w *pm.Wei) string {
	if w == nil {
		return ""
	}
	return w.Int().String()
}

func soon(t testing.TB) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), time.Second)
}
