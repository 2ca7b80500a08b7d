package pm_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/livepeer/streamflow/pm"
)

func TestPay(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	s := pm.NewSender(broadcaster.addr, broadcaster.key)
	params := terms(r)
	require.Equal(t, pm.MaxTickets, s.Left(params))
	for i, n := range []int{2, 0, 1, 597} {
		pay, err := s.Pay(params, &price, n, moment())
		require.NoError(t, err)
		require.Equal(t, broadcaster.addr, pay.Sender)
		require.Equal(t, &price, pay.ExpectedPrice)
		require.Len(t, pay.Tickets, n)
		if n == 0 {
			require.Nil(t, pay.Params)
			require.Zero(t, pay.Created)
			continue
		}
		require.Equal(t, params, pay.Params)
		require.Equal(t, params.Created, pay.Created)
		got, err := r.Receive(pay, price, moment())
		require.NoError(t, err, i)
		require.Equal(t, n, got.Tickets)
	}
	require.Zero(t, s.Left(params))
	_, err := s.Pay(params, &price, 1, moment())
	require.ErrorIs(t, err, &pm.Refusal{Code: pm.TooManyTickets})
	require.EqualError(t, err, "1 tickets are more than the 0 that are left under these terms")
	// New terms begin anew.
	pay, err := s.Pay(terms(r), &price, 1, moment())
	require.NoError(t, err)
	require.Equal(t, uint32(1), pay.Tickets[0].Nonce)
}

// An orchestrator that names no round leaves it to the sender (wire.md 7).
func TestPayWithoutRound(t *testing.T) {
	t.Parallel()
	params := terms(newRecipient())
	params.Created = pm.RoundRef{}
	require.Equal(t, moment().Round, broadcaster.pay(t, params, 1, moment()).Created)
	require.Zero(t, params.Created)
}

func TestPayRefuses(t *testing.T) {
	t.Parallel()
	s := pm.NewSender(broadcaster.addr, broadcaster.key)
	params := terms(newRecipient())
	_, err := s.Pay(nil, &price, 1, moment())
	require.ErrorIs(t, err, &pm.TermsError{Code: pm.TermsMissing})
	require.Zero(t, s.Left(nil))
	now := moment()
	now.Block = params.ExpirationBlock - 1
	_, err = s.Pay(params, &price, 1, now)
	require.ErrorIs(t, err, &pm.Refusal{Code: pm.TicketParamsExpired})
	_, err = s.Pay(params, &price, math.MaxInt, moment())
	require.ErrorIs(t, err, &pm.Refusal{Code: pm.TooManyTickets})
	require.Equal(t, pm.MaxTickets, s.Left(params))

	locked := errors.New("the keystore is locked")
	broken := pm.NewSender(broadcaster.addr, signerFunc(func([]byte) ([]byte, error) { return nil, locked }))
	_, err = broken.Pay(params, &price, 3, moment())
	require.ErrorIs(t, err, locked)
	require.ErrorContains(t, err, "sign ticket 1 for 0x")
	require.Equal(t, pm.MaxTickets-3, broken.Left(params))
}

// What an orchestrator sends does not fill the sender's memory: commitments are
// forgotten, however long terms claim to live.
func TestSenderForgets(t *testing.T) {
	t.Parallel()
	signed := 0
	s := pm.NewSender(broadcaster.addr, signerFunc(func([]byte) ([]byte, error) { signed++; return nil, nil }))
	first := terms(newRecipient())
	first.ExpirationBlock = math.MaxUint64
	_, err := s.Pay(first, &price, 600, moment())
	require.NoError(t, err)
	now := moment()
	for i := range 5000 {
		now.Block++
		params := *first
		params.RecipientRandHash = common.Hash{1, byte(i), byte(i >> 8)}
		_, err := s.Pay(&params, &price, 1, now)
		require.NoError(t, err)
	}
	require.Equal(t, 5600, signed)
	require.Equal(t, pm.MaxTickets, s.Left(first), "the first commitment is forgotten")
	last := *first
	last.RecipientRandHash = common.Hash{1, 0x87, 0x13}
	require.Equal(t, pm.MaxTickets-1, s.Left(&last))
}

// However many pay at the same time, no nonce is used twice.
func TestPayConcurrently(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	s := pm.NewSender(broadcaster.addr, broadcaster.key)
	params := terms(r)
	results := make(chan *pm.Payment)
	for range 8 {
		go func() {
			pay, _ := s.Pay(params, &price, 5, moment())
			results <- pay
		}()
	}
	for range 8 {
		pay := <-results
		require.NotNil(t, pay)
		got, err := r.Receive(pay, price, moment())
		require.NoError(t, err)
		require.Equal(t, 5, got.Tickets)
	}
	require.Equal(t, pm.MaxTickets-40, s.Left(params))
}

func TestAcceptance(t *testing.T) {
	t.Parallel()
	own := pm.Funds{Deposit: pm.NewWei(1e18), Reserve: pm.NewWei(1e18)}
	tests := []struct {
		name  string
		limit func(*pm.Acceptance)
		terms func(*pm.TicketParams) *pm.TicketParams
		price *pm.Price
		want  error
	}{
		{"ok", nil, nil, &price, nil},
		{"ok_price_at_limit", func(a *pm.Acceptance) { a.MaxPrice = &pm.Price{PricePerUnit: 2400, PixelsPerUnit: 2} }, nil, &price, nil},
		{"err_price", func(a *pm.Acceptance) { a.MaxPrice = &pm.Price{PricePerUnit: 1199, PixelsPerUnit: 1} }, nil, &price, &pm.TermsError{Code: pm.TermsPrice}},
		{"err_no_price", nil, nil, nil, &pm.TermsError{Code: pm.TermsMissing}},
		{"err_invalid_price", nil, nil, &pm.Price{PricePerUnit: 1}, &pm.TermsError{Code: pm.TermsMissing}},
		{"err_no_terms", nil, func(*pm.TicketParams) *pm.TicketParams { return nil }, &price, &pm.TermsError{Code: pm.TermsMissing}},
		{"err_multiplier", func(a *pm.Acceptance) { a.DepositMultiplier = 2e15 }, nil, &price, &pm.TermsError{Code: pm.TermsFaceValue}},
		{"ok_multiplier_0", func(a *pm.Acceptance) { a.DepositMultiplier = 0 }, nil, &price, nil},
		{"err_nothing_accepted", func(a *pm.Acceptance) { *a = pm.Acceptance{} }, nil, &price, &pm.TermsError{Code: pm.TermsTicketEV}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			limits, params := pm.DefaultAcceptance(), terms(newRecipient())
			if tt.limit != nil {
				tt.limit(&limits)
			}
			if tt.terms != nil {
				params = tt.terms(params)
			}
			err := limits.Check(params, tt.price, 3, own, moment())
			require.ErrorIs(t, err, tt.want)
			if tt.want == nil {
				require.NoError(t, err)
			}
		})
	}

	limits := pm.DefaultAcceptance()
	limits.MaxTicketEV = pm.NewWei(499)
	err := limits.Check(terms(newRecipient()), &price, 3, own, moment())
	var tooDear *pm.TermsError
	require.ErrorAs(t, err, &tooDear)
	require.Equal(t, "500.000", tooDear.Value.FloatString(3))
	require.Equal(t, "499.000", tooDear.Limit.FloatString(3))
	require.NotErrorIs(t, err, &pm.TermsError{Code: pm.TermsTotalEV})
}

func TestTicketsFor(t *testing.T) {
	t.Parallel()
	huge := pm.CreditOf(pm.NewWei(math.MaxUint64))
	unit := pm.CreditFloor(new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 64)))
	_, ok := pm.TicketsFor(huge, unit, pm.Credit{})
	require.False(t, ok)
	rapid.Check(t, func(t *rapid.T) {
		credit := func(name string, lo int64) pm.Credit {
			return pm.CreditOf(pm.NewWei(1)).Mul(rapid.Int64Range(lo, 1e15).Draw(t, name)).Sub(unit.Mul(rapid.Int64Range(0, 9).Draw(t, name)))
		}
		fee, ev, have := credit("fee", 0), credit("ev", 1), credit("have", -1e15)
		n, ok := pm.TicketsFor(fee, ev, have)
		require.True(t, ok)
		after := have.Add(ev.Mul(n))
		require.GreaterOrEqual(t, after.Cmp(fee), 0, "the fee is covered")
		require.GreaterOrEqual(t, after.Cmp(ev), 0, "one expected value is there")
		if n > 0 {
			before := after.Sub(ev)
			require.True(t, before.Cmp(fee) < 0 || before.Cmp(ev) < 0, "not one ticket too many")
		}
	})
}

type signerFunc func([]byte) ([]byte, error)

func (f signerFunc) Sign(msg []byte) ([]byte, error) { return f(msg) }
