package pm_test

import (
	"math"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

func TestReplayedTicket(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	pay := broadcaster.pay(t, terms(r), 3, moment())
	first, err := r.Receive(pay, price, moment())
	require.NoError(t, err)
	require.Equal(t, 3, first.Tickets)
	got, err := r.Receive(pay, price, moment())
	refused(t, pm.NonceSeen, got, err)
	require.ErrorContains(t, err, "invalid ticket senderNonce: already seen")

	// Neither a restart nor the end of the terms opens the door again.
	restarted := newRecipient()
	restarted.Restore(first.Commitment, first.Seen, first.Expires)
	got, err = restarted.Receive(pay, price, moment())
	refused(t, pm.NonceSeen, got, err)
	late := moment()
	late.Block = first.Expires
	require.Equal(t, 1, restarted.Expire(late))
	got, err = restarted.Receive(pay, price, late)
	refused(t, pm.TicketParamsExpired, got, err)
	// Nor does a reorganisation, or an endpoint that lags behind.
	got, err = restarted.Receive(pay, price, moment())
	refused(t, pm.TicketParamsExpired, got, err)
}

func TestReplayedNonce(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	params := terms(r)
	pay := broadcaster.pay(t, params, 1, moment())
	pay.Tickets = append(pay.Tickets, pay.Tickets[0])
	got, err := r.Receive(pay, price, moment())
	require.ErrorIs(t, err, &pm.Refusal{Code: pm.NonceSeen})
	require.Equal(t, 1, got.Tickets, "the first of the two counts")
	require.Equal(t, params.Credit(), got.Credit)

	// A second signature of the same ticket is no other ticket: neither the one
	// with the upper S, nor one that the sender makes with another number k.
	again := copyOf(pay)
	again.Tickets = again.Tickets[:1]
	again.Tickets[0].Sig[0] ^= 1
	got, err = r.Receive(again, price, moment())
	refused(t, pm.NonceSeen, got, err)
}

// With the other V the contract takes a signature for somebody else's. A sender whose
// tickets all have it is known by then, and pays as if they had the right one: those
// that win do so in a form that can be redeemed.
func TestOtherV(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	_, err := r.Receive(broadcaster.pay(t, terms(r), 1, moment()), price, moment())
	require.NoError(t, err)
	won, lost := 0, 0
	for range 20 {
		right := broadcaster.pay(t, terms(r), 10, moment())
		wrong := copyOf(right)
		for i := range wrong.Tickets {
			wrong.Tickets[i].Sig[64] ^= 27 ^ 28
		}
		got, err := r.Receive(wrong, price, moment())
		require.NoError(t, err)
		require.Equal(t, 10, got.Tickets)
		winners := make(map[uint32]bool)
		for _, w := range got.Winners {
			require.True(t, signing.Accounts{}.Verify(broadcaster.addr, w.Packed(), w.Sig), "cannot be redeemed")
			require.True(t, w.Wins(w.Sig, w.Rand))
			require.False(t, winners[w.SenderNonce])
			winners[w.SenderNonce] = true
		}
		honest := newRecipient() // has the same secret
		want, err := honest.Receive(right, price, moment())
		require.NoError(t, err)
		require.Equal(t, want, got, "it is as if they had been right")
		won, lost = won+len(winners), lost+10-len(winners)
	}
	require.Positive(t, won)
	require.Positive(t, lost)
}

func TestWrongRecipient(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	pay := broadcaster.pay(t, terms(r), 1, moment())
	pay.Params.Recipient = other.addr
	got, err := r.Receive(broadcaster.forge(t, pay), price, moment())
	refused(t, pm.InvalidTicketRecipient, got, err)
	require.EqualError(t, err, "invalid ticket recipient")

	// Another orchestrator has another secret, and with it other commitments.
	r2 := pm.NewRecipient(pm.RecipientConfig{Address: orchestrator, Secret: pm.NewSecret(), Verifier: &signing.KeyRing{}})
	got, err = r2.Receive(broadcaster.pay(t, terms(r), 1, moment()), price, moment())
	refused(t, pm.InvalidRecipientRand, got, err)
}

func TestWrongSender(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	pay := broadcaster.pay(t, terms(r), 1, moment())
	stolen := copyOf(pay)
	stolen.Sender = other.addr
	got, err := r.Receive(other.forge(t, stolen), price, moment())
	refused(t, pm.InvalidRecipientRand, got, err)

	nobody := copyOf(pay)
	nobody.Sender = common.Address{}
	got, err = r.Receive(nobody, price, moment())
	refused(t, pm.InvalidTicketSender, got, err)
	require.EqualError(t, err, "invalid ticket sender")

	// Somebody else signs in the sender's name.
	got, err = r.Receive(other.forge(t, copyOf(pay)), price, moment())
	refused(t, pm.InvalidTicketSignature, got, err)
	require.EqualError(t, err, "invalid ticket signature")
}

// Every term is bound to the commitment: a sender that changes one, in its favour
// or not, has terms that nobody made.
func TestForgedPrice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		forge  func(*pm.Payment)
		price  pm.Price
		refuse pm.Code
	}{
		{"err_face_value", func(p *pm.Payment) { p.Params.FaceValue = pm.NewWei(1e18) }, price, pm.InvalidRecipientRand},
		{"err_win_prob", func(p *pm.Payment) { p.Params.WinProb = pm.Always() }, price, pm.InvalidRecipientRand},
		{"err_no_win_prob", func(p *pm.Payment) { p.Params.WinProb = pm.WinProb{} }, price, pm.InvalidRecipientRand},
		{"err_expiration", func(p *pm.Payment) { p.Params.ExpirationBlock++ }, price, pm.InvalidRecipientRand},
		{"err_seed", func(p *pm.Payment) { p.Params.Seed[31]++ }, price, pm.InvalidRecipientRand},
		{"err_commitment", func(p *pm.Payment) { p.Params.RecipientRandHash[0]++ }, price, pm.InvalidRecipientRand},
		{"err_earlier_round", func(p *pm.Payment) { p.Created.Number-- }, price, pm.InvalidRecipientRand},
		{"err_price_of_another_session", func(*pm.Payment) {}, pm.Price{PricePerUnit: 1, PixelsPerUnit: 1}, pm.InvalidRecipientRand},
		{"err_price_claimed", func(p *pm.Payment) { p.ExpectedPrice = &pm.Price{PixelsPerUnit: 1} }, price, pm.PriceChanged},
		{"err_price_claimed_invalid", func(p *pm.Payment) { p.ExpectedPrice = &pm.Price{PricePerUnit: 1200} }, price, pm.PriceChanged},
		{"err_price_claimed_0_of_0", func(p *pm.Payment) { p.ExpectedPrice = &pm.Price{} }, price, pm.PriceChanged},
		{"ok_equal_price", func(p *pm.Payment) { p.ExpectedPrice = &pm.Price{PricePerUnit: 2400, PixelsPerUnit: 2} }, price, ""},
		{"ok_unchanged", func(*pm.Payment) {}, price, ""},
		// Existing senders do not give the round inside of the terms back.
		{"ok_round_beside_terms", func(p *pm.Payment) { p.Params.Created = pm.RoundRef{} }, price, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRecipient()
			pay := copyOf(broadcaster.pay(t, terms(r), 1, moment()))
			tt.forge(pay)
			got, err := r.Receive(broadcaster.forge(t, pay), tt.price, moment())
			if tt.refuse == "" {
				require.NoError(t, err)
				require.Equal(t, 1, got.Tickets)
				return
			}
			refused(t, tt.refuse, got, err)
		})
	}
}

// A message of plain numbers one after another, as existing nodes have it, is the
// same for some different terms (wire.md 7). Widths are fixed here.
func TestForgedByShiftingDigits(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	pay := broadcaster.pay(t, r.Params(broadcaster.addr, pm.Price{PricePerUnit: 0x0102, PixelsPerUnit: 0x03}, faceValue, half, moment()), 1, moment())
	got, err := r.Receive(pay, pm.Price{PricePerUnit: 0x01, PixelsPerUnit: 0x0203}, moment())
	refused(t, pm.InvalidRecipientRand, got, err)
}

func TestExpiredRound(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	pay := broadcaster.pay(t, terms(r), 1, moment())
	next := moment()
	next.Current, next.Round = 11, pm.RoundRef{Number: 11, BlockHash: common.Hash{11}}
	over := next
	over.Current = 12
	got, err := r.Receive(pay, price, over)
	refused(t, pm.InvalidTicketRound, got, err)
	got, err = r.Receive(pay, price, next)
	require.NoError(t, err, "a new round in the middle of a segment")
	require.Equal(t, 1, got.Tickets)
}

func TestFutureRound(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	for _, created := range []pm.RoundRef{
		{Number: 11, BlockHash: common.Hash{11}},
		{Number: math.MaxUint64, BlockHash: common.Hash{1}},
		{Number: math.MaxUint64 - 1, BlockHash: common.Hash{1}},
	} {
		pay := copyOf(broadcaster.pay(t, terms(r), 1, moment()))
		pay.Created, pay.Params.Created = created, created
		got, err := r.Receive(broadcaster.forge(t, pay), price, moment())
		refused(t, pm.InvalidTicketRound, got, err)
	}

	// A reorganisation takes back the round that terms were made in.
	next := moment()
	next.Current, next.Round = 11, pm.RoundRef{Number: 11, BlockHash: common.Hash{11}}
	params := r.Params(broadcaster.addr, price, faceValue, half, next)
	got, err := r.Receive(broadcaster.pay(t, params, 1, next), price, moment())
	refused(t, pm.InvalidTicketRound, got, err)
	// When it begins again, it has another block hash: the contract would not pay.
	next.Round.BlockHash = common.Hash{12}
	got, err = r.Receive(broadcaster.pay(t, params, 1, next), price, next)
	refused(t, pm.InvalidTicketRound, got, err)
}

func TestNilFields(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	good := broadcaster.pay(t, terms(r), 1, moment())
	tests := []struct {
		name   string
		pay    *pm.Payment
		refuse pm.Code
	}{
		{"ok_no_payment", nil, ""},
		{"ok_empty", &pm.Payment{}, ""},
		{"ok_terms_without_tickets", &pm.Payment{Sender: broadcaster.addr, Params: good.Params}, ""},
		{"err_no_terms", &pm.Payment{Sender: broadcaster.addr, Tickets: good.Tickets}, pm.MalformedPayment},
		{"err_empty_terms", &pm.Payment{Sender: broadcaster.addr, Params: &pm.TicketParams{}, Tickets: good.Tickets}, pm.InvalidTicketRecipient},
		{"err_terms_of_recipient_alone", &pm.Payment{Sender: broadcaster.addr, Params: &pm.TicketParams{Recipient: orchestrator}, Tickets: good.Tickets}, pm.TicketParamsExpired},
		{"err_no_round", &pm.Payment{Sender: broadcaster.addr, Params: good.Params, Tickets: good.Tickets}, pm.InvalidTicketRound},
		{"err_no_block_hash", &pm.Payment{Sender: broadcaster.addr, Params: good.Params, Created: pm.RoundRef{Number: 10}, Tickets: good.Tickets}, pm.InvalidTicketRound},
		{"err_no_sender", &pm.Payment{Params: good.Params, Created: good.Created, Tickets: good.Tickets}, pm.InvalidTicketSender},
		{"err_no_signature", &pm.Payment{Sender: broadcaster.addr, Params: good.Params, Created: good.Created, Tickets: []pm.SenderParams{{Nonce: 1}}}, pm.InvalidTicketSignature},
		{"err_no_nonce", &pm.Payment{Sender: broadcaster.addr, Params: good.Params, Created: good.Created, Tickets: []pm.SenderParams{{}}}, pm.MalformedPayment},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := r.Receive(tt.pay, price, moment())
			if tt.refuse == "" {
				require.NoError(t, err)
				require.Zero(t, got.Tickets)
				return
			}
			refused(t, tt.refuse, got, err)
		})
	}
}

func TestTenThousandTickets(t *testing.T) {
	t.Parallel()
	checked := 0
	r := pm.NewRecipient(pm.RecipientConfig{Address: orchestrator, Secret: secret, Verifier: verifierFunc(func() bool {
		checked++
		return true
	})})
	pay := broadcaster.pay(t, terms(r), 1, moment())
	for n := range uint32(9_999) {
		pay.Tickets = append(pay.Tickets, pm.SenderParams{Nonce: n + 2, Sig: make([]byte, 65)})
	}
	got, err := r.Receive(pay, price, moment())
	refused(t, pm.TooManyTickets, got, err)
	require.Zero(t, checked, "signatures that were looked at")

	// One more than a commitment takes, in two payments.
	rest := *pay
	pay.Tickets, rest.Tickets = pay.Tickets[:pm.MaxTickets], pay.Tickets[pm.MaxTickets:pm.MaxTickets+1]
	got, err = r.Receive(pay, price, moment())
	require.NoError(t, err)
	require.Equal(t, pm.MaxTickets, got.Tickets)
	got, err = r.Receive(&rest, price, moment())
	refused(t, pm.TicketParamsExpired, got, err)
}

// Bad signatures cost the recipient time, and the sender none.
func TestForgedSignatures(t *testing.T) {
	t.Parallel()
	checked := 0
	r := pm.NewRecipient(pm.RecipientConfig{Address: orchestrator, Secret: secret, Verifier: verifierFunc(func() bool {
		checked++
		return false
	})})
	got, err := r.Receive(broadcaster.pay(t, terms(r), 100, moment()), price, moment())
	refused(t, pm.InvalidTicketSignature, got, err)
	require.LessOrEqual(t, checked, 4)
}

// verifierFunc is a Verifier that looks at nothing.
type verifierFunc func() bool

func (f verifierFunc) Verify(common.Address, []byte, []byte) bool { return f() }
func (f verifierFunc) Signed(common.Address, []byte, []byte) bool { return f() }
