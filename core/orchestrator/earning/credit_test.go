package earning_test

import (
	"math/big"
	"testing"
	"testing/synctest"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/orchestrator/earning"
	"github.com/livepeer/streamflow/core/payment"
	"github.com/livepeer/streamflow/pm"
)

func TestNewNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	_, err := earning.New(earning.DefaultConfig())
	require.ErrorContains(t, err, "earning: Config.")
}

func TestPaidSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, testPaidSession)
}

func testPaidSession(t *testing.T) {
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	a := s.session("s1")
	require.Equal(t, pm.Price{PricePerUnit: perPixel, PixelsPerUnit: 1}, *a.Price)
	params, err := r.Params(t.Context(), a)
	require.NoError(t, err)
	require.Equal(t, pm.NewWei(2*ticketEV), params.FaceValue)
	require.Zero(t, params.Credit().Cmp(pm.CreditOf(pm.NewWei(ticketEV))))
	require.Equal(t, r.cfg.Address, params.Recipient)

	require.NoError(t, r.Credit(t.Context(), a, s.under(params, a, 3)))
	require.NoError(t, r.Flush(t.Context(), a))
	r.requireBalance(3*ticketEV, a)
	r.Debit(a, 250)
	r.requireBalance(500, a)
	requireRefusal(t, pm.LowPMBalance, r.Credit(t.Context(), a, s.under(params, a, 0)))
	require.NoError(t, r.Credit(t.Context(), a, s.under(params, a, 20)), "the same terms take more tickets")
	require.NoError(t, r.Flush(t.Context(), a))
	r.requireBalance(20_500, a)
	r.requireBalance(0, s.session("another"))

	synctest.Wait()
	require.NoError(t, r.Close())
	day := r.store.day(a.Sender)
	require.Equal(t, payment.Earned, day.Direction)
	require.EqualValues(t, 23, day.Tickets)
	require.Equal(t, "23000.000 wei", day.Value.String())
	require.EqualValues(t, 1, day.Segments)
	require.EqualValues(t, 250, day.Pixels)
	require.Equal(t, "2500.000 wei", day.Work.String())
	require.EqualValues(t, len(r.store.tickets), day.Winners)
	require.Equal(t, pm.NewWei(day.Winners*2*ticketEV), day.FaceValue)
	require.Positive(t, day.Winners)
	require.Less(t, day.Winners, uint64(23))
	history := r.store.history(a.Sender)
	require.Equal(t, [3]uint64{1, 1, 1}, [3]uint64{history.Sessions, history.Segments, history.Refused})
	require.Equal(t, []payment.Income{{
		Sender: a.Sender, Session: "s1", Price: *a.Price, Balance: pm.CreditOf(pm.NewWei(20_500)), Changed: r.store.incomes["s1"].Changed,
	}}, r.Accounts())
	require.EqualValues(t, day.Winners, r.redeemer.has())
	require.Equal(t, 23, r.seen.tickets)
	require.EqualValues(t, 250, r.seen.pixels)
	require.Equal(t, 1, r.seen.refusals[pm.LowPMBalance])
	require.Len(t, r.seen.prices, 2)
}

// The account must cover a ticket, half of the work under way, and what the
// sender owes elsewhere beyond a limit.
func TestCover(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		tickets    int
		debit      int64 // pixels, first
		work       int64
		elsewhere  int64 // pixels that another session owes
		free       bool
		need, have string // of the refusal; empty for none
	}{
		"ok_one_ticket":        {tickets: 1, work: 1},
		"ok_half_of_the_work":  {tickets: 5, work: 10 * oneTicket},
		"ok_payment_alone":     {work: 0},
		"ok_alone_in_debt":     {debit: 1000},
		"ok_free":              {work: 1e9, free: true},
		"ok_small_debt":        {tickets: 1, work: 1, elsewhere: 100 * oneTicket},
		"ok_debt_covered":      {tickets: 102, work: 1, elsewhere: 101 * oneTicket},
		"err_nothing":          {work: 1, need: "1000", have: "0"},
		"err_work":             {tickets: 4, work: 10 * oneTicket, need: "5000", have: "4000"},
		"err_in_debt":          {tickets: 2, debit: 250, work: 1, need: "1500", have: "0"},
		"err_debt_elsewhere":   {tickets: 101, work: 1, elsewhere: 101 * oneTicket, need: "102000", have: "101000"},
		"err_half_a_wei_short": {tickets: 1, debit: 1, work: 1, need: "1000", have: "990"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, nil)
			defer r.Close()
			if tc.free {
				r.prices.perPixel = new(big.Rat)
			}
			s := r.sender()
			other := s.session("other")
			r.Debit(other, tc.elsewhere)
			a := s.session("s1")
			r.Debit(a, tc.debit)
			a.Work = tc.work
			err := r.Credit(t.Context(), a, s.payment(a, tc.tickets))
			if tc.need == "" {
				require.NoError(t, err)
				return
			}
			refusal := requireRefusal(t, pm.LowPMBalance, err)
			require.Equal(t, "Insufficient balance", refusal.Text)
			require.Equal(t, [2]string{tc.need, tc.have}, [2]string{wei(refusal.Need), wei(refusal.Have)})
		})
	}
}

// Peers that count in other fractions differ by less than a wei.
func TestCoverOfAWeiLess(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	r.prices.perPixel = big.NewRat(1, 3)
	s := r.sender()
	a := s.session("s1")
	require.NoError(t, s.credit(a, 1))
	r.Debit(a, 1)
	require.NoError(t, r.Credit(t.Context(), a, nil), "a third of a wei is missing")
	r.Debit(a, 3)
	refusal := requireRefusal(t, pm.LowPMBalance, r.Credit(t.Context(), a, nil))
	require.Equal(t, "999", wei(refusal.Have), "rounded up")
}

func TestGoodTicketsOfABadPaymentCount(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	a := s.session("s1")
	p := s.payment(a, 3)
	p.Tickets[1].Sig = append([]byte(nil), p.Tickets[1].Sig...)
	p.Tickets[1].Sig[3] ^= 1
	requireRefusal(t, pm.InvalidTicketSignature, r.Credit(t.Context(), a, p))
	r.requireBalance(2*ticketEV, a)
	requireRefusal(t, pm.NonceSeen, r.Credit(t.Context(), a, &pm.Payment{
		Sender: p.Sender, Params: p.Params, Created: p.Created, ExpectedPrice: p.ExpectedPrice, Tickets: p.Tickets[:1],
	}))
	r.requireBalance(2*ticketEV, a)
}

// What is missing or does not fit is refused, and ends nothing (wire.md 16.2).
func TestNilFields(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	s := r.sender()
	a := s.session("s1")
	nobody := a
	nobody.Sender = common.Address{}
	unpriced := a
	unpriced.Price = nil
	invalid := a
	invalid.Price = &pm.Price{PricePerUnit: 1}
	for name, tc := range map[string]struct {
		account orchestrator.Account
		payment *pm.Payment
		want    pm.Code
	}{
		"no payment":          {a, nil, pm.LowPMBalance},
		"an empty payment":    {a, new(pm.Payment), pm.InvalidTicketSender},
		"of nothing":          {a, &pm.Payment{Sender: a.Sender}, pm.LowPMBalance},
		"tickets of no terms": {a, &pm.Payment{Sender: a.Sender, Tickets: make([]pm.SenderParams, 1)}, pm.MalformedPayment},
		"tickets of others":   {a, &pm.Payment{Sender: a.Sender, Params: new(pm.TicketParams), Tickets: make([]pm.SenderParams, 1)}, pm.InvalidTicketRecipient},
		"no sender":           {nobody, nil, pm.InvalidTicketSender},
		"no price":            {unpriced, &pm.Payment{Sender: a.Sender}, pm.MalformedPayment},
		"no pixels":           {invalid, &pm.Payment{Sender: a.Sender}, pm.MalformedPayment},
	} {
		requireRefusal(t, tc.want, r.Credit(t.Context(), tc.account, tc.payment))
		require.NoError(t, r.Flush(t.Context(), tc.account), name)
	}
	for _, bad := range []orchestrator.Account{unpriced, invalid} {
		r.Debit(bad, 7)
		r.requireBalance(0, bad)
		_, err := r.Params(t.Context(), bad)
		requireRefusal(t, pm.MalformedPayment, err)
	}
	require.Empty(t, r.Accounts(), "nothing is kept of them")
}

func TestFree(t *testing.T) {
	t.Parallel()
	r := start(t, nil)
	defer r.Close()
	r.prices.perPixel = new(big.Rat)
	r.chain.set(func(c *chain) { c.unknown, c.inactive = true, true })
	s := r.sender()
	r.chain.fund(s.key.Address(), pm.Funds{})
	a := s.session("s1")
	params, err := r.Params(t.Context(), a)
	require.NoError(t, err)
	require.True(t, params.FaceValue.IsZero())
	require.True(t, params.WinProb.IsZero())
	require.NoError(t, r.Credit(t.Context(), a, nil))
	r.Debit(a, 1e6)
	r.requireBalance(0, a)
	require.Zero(t, r.chain.lookups, "whatever the sender has")
	require.NoError(t, r.Close())
	require.EqualValues(t, 1e6, r.store.day(a.Sender).Pixels)
	require.Empty(t, r.store.incomes)
}
