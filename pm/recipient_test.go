package pm_test

import (
	"fmt"
	"log/slog"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

// Terms of which every ticket wins but one in 2^256.
func winningTerms(r *pm.Recipient) *pm.TicketParams {
	return r.Params(broadcaster.addr, price, faceValue, pm.Always(), moment())
}

// A memory of 65 bytes and more is needed only past nonce 64. This test is not
// parallel: it measures the heap.
func TestMemoryOfCommitments(t *testing.T) {
	const commitments = 50_000
	r := newRecipient()
	before := heap()
	for i := range commitments {
		r.Restore(common.Hash{byte(i), byte(i >> 8), byte(i >> 16), 1}, []byte{0b111}, 1000)
	}
	each := float64(heap()-before) / commitments
	t.Logf("%.0f bytes for each commitment", each)
	require.Less(t, each, 140.0)
	require.Equal(t, commitments, r.Expire(moment()))
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestParams(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	params := terms(r)
	require.Equal(t, orchestrator, params.Recipient)
	require.Equal(t, faceValue, params.FaceValue)
	require.Equal(t, half, params.WinProb)
	require.Equal(t, uint64(1040), params.ExpirationBlock)
	require.Equal(t, moment().Round, params.Created)
	require.NotEqual(t, params.RecipientRandHash, terms(r).RecipientRandHash, "a commitment for each answer")
	require.NotEqual(t, params.Seed, terms(r).Seed)
	free := r.Params(broadcaster.addr, pm.Price{PixelsPerUnit: 1}, faceValue, half, moment())
	require.Zero(t, free.FaceValue)
	require.Zero(t, free.WinProb)
	require.Panics(t, func() { pm.NewRecipient(pm.RecipientConfig{Address: orchestrator}) })
}

// Terms leave time to redeem what they win.
func TestParamsExpiration(t *testing.T) {
	t.Parallel()
	lag := func(m *pm.Moment) { m.Current = m.Round.Number + 1 }
	tests := []struct {
		name string
		now  func(*pm.Moment)
		life uint64
		want uint64
	}{
		{"another_round_follows", func(m *pm.Moment) { m.RoundEnds = 1001 }, 0, 1040},
		{"life_of_ten_blocks", func(*pm.Moment) {}, 10, 1010},
		{"last_round_is_long", func(m *pm.Moment) { lag(m) }, 0, 1040},
		{"last_round_ends_soon", func(m *pm.Moment) { lag(m); m.RoundEnds = 1030 }, 0, 1020},
		{"too_late", func(m *pm.Moment) { lag(m); m.RoundEnds = 1005 }, 0, 1000},
		{"one_round_of_validity", func(m *pm.Moment) { m.Validity, m.RoundEnds = 1, 1030 }, 0, 1020},
		{"end_unknown", func(m *pm.Moment) { lag(m); m.RoundEnds = 0 }, 0, 1000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := moment()
			tt.now(&now)
			r := pm.NewRecipient(pm.RecipientConfig{Address: orchestrator, Secret: secret, Verifier: &signing.KeyRing{}, ParamsLife: tt.life})
			params := r.Params(broadcaster.addr, price, faceValue, half, now)
			require.Equal(t, tt.want, params.ExpirationBlock)
			// A lagging endpoint does not make terms that have ended before they began.
			now.Block -= 50
			require.GreaterOrEqual(t, r.Params(broadcaster.addr, price, faceValue, half, now).ExpirationBlock, min(tt.want, 1000))
		})
	}
}

func TestReceive(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	params := winningTerms(r)
	pay := broadcaster.pay(t, params, 70, moment())
	// Nonces may come in any order (wire.md 7).
	late := *pay
	pay.Tickets, late.Tickets = pay.Tickets[60:], pay.Tickets[:60]
	got, err := r.Receive(pay, price, moment())
	require.NoError(t, err)
	require.Equal(t, 10, got.Tickets)
	require.Equal(t, pm.CreditOf(pm.NewWei(10_000)), got.Credit)
	require.Equal(t, params.RecipientRandHash, got.Commitment)
	require.Equal(t, params.ExpirationBlock, got.Expires)
	require.Equal(t, []byte{0, 0, 0, 0, 0, 0, 0, 0b1111_0000, 0b0011_1111}, got.Seen)
	require.Len(t, got.Winners, 10)
	for i, w := range got.Winners {
		require.Equal(t, pay.Ticket(i), w.Ticket)
		require.Equal(t, pay.Tickets[i].Sig, w.Sig)
		require.Equal(t, params.RecipientRandHash, w.Rand.Hash())
		require.Equal(t, params.ExpirationBlock, w.ParamsExpire)
		require.True(t, w.Wins(w.Sig, w.Rand))
	}
	got, err = r.Receive(&late, price, moment())
	require.NoError(t, err)
	require.Equal(t, 60, got.Tickets)
	require.Equal(t, []byte{255, 255, 255, 255, 255, 255, 255, 255, 0b0011_1111}, got.Seen)
}

// Good tickets beside bad ones count, winners too, and the answer is what the
// last bad one lacks (wire.md 7).
func TestReceiveGoodBesideBad(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	params := winningTerms(r)
	pay := broadcaster.pay(t, params, 5, moment())
	pay.Tickets[1].Sig[5] ^= 1
	pay.Tickets[3].Nonce = 1
	got, err := r.Receive(pay, price, moment())
	require.ErrorIs(t, err, &pm.Refusal{Code: pm.NonceSeen})
	require.Equal(t, 3, got.Tickets)
	require.Len(t, got.Winners, 3)
	require.Equal(t, []byte{0b10101}, got.Seen)
	// The ticket whose signature was bad was not used up by that.
	again := broadcaster.pay(t, params, 2, moment())
	again.Tickets = again.Tickets[1:]
	got, err = r.Receive(again, price, moment())
	require.NoError(t, err)
	require.Equal(t, []byte{0b10111}, got.Seen)
}

func TestReceiveAtTheEndOfTerms(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	params := terms(r)
	pay := broadcaster.pay(t, params, 2, moment())
	now := moment()
	now.Block = params.ExpirationBlock - 1
	one := *pay
	one.Tickets = pay.Tickets[:1]
	_, err := r.Receive(&one, price, now)
	require.NoError(t, err)
	now.Block++
	one.Tickets = pay.Tickets[1:]
	got, err := r.Receive(&one, price, now)
	refused(t, pm.TicketParamsExpired, got, err)
	require.EqualError(t, err, "TicketParams expired")
}

func TestExpire(t *testing.T) {
	t.Parallel()
	r := newRecipient()
	_, err := r.Receive(broadcaster.pay(t, terms(r), 1, moment()), price, moment())
	require.NoError(t, err)
	now := moment()
	now.Block = 1039
	require.Zero(t, r.Expire(now))
	now.Block = 1040
	require.Equal(t, 1, r.Expire(now))
	require.Zero(t, r.Expire(now))
}

func TestMergeSeen(t *testing.T) {
	t.Parallel()
	require.Equal(t, []byte{3, 0, 128}, pm.MergeSeen([]byte{1}, []byte{2, 0, 128, 0, 0}))
	require.Empty(t, pm.MergeSeen(nil, []byte{0}))
	long := make([]byte, 200)
	long[75] = 1 // nonce 601
	require.Empty(t, pm.MergeSeen(long, nil))
	long[74] = 128 // nonce 600
	require.Len(t, pm.MergeSeen(long, nil), 75)
}

// Numbers and secrets are not printed.
func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	number := pm.RecipientRand(secret)
	won := pm.WinningTicket{Rand: number}
	var log strings.Builder
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&log, nil), slog.NewTextHandler(&log, nil)} {
		slog.New(handler).Info("", "secret", secret, "number", number)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		log.WriteString(fmt.Sprintf(verb, secret) + fmt.Sprintf(verb, number) + fmt.Sprintf(verb, won))
	}
	log.WriteString(secret.String() + number.String() + secret.GoString() + number.GoString())
	require.NotContains(t, log.String(), fmt.Sprintf("%x", secret[:4]))
	require.NotContains(t, log.String(), fmt.Sprintf("%d, %d", secret[0], secret[1]))
	require.NotContains(t, log.String(), fmt.Sprintf("%d %d", secret[0], secret[1]))
	require.NotContains(t, log.String(), fmt.Sprintf("%d,%d", secret[0], secret[1]))
	require.Contains(t, log.String(), "(secret)")
	require.NotEqual(t, pm.NewSecret(), pm.NewSecret())
}

func TestMomentRedeemable(t *testing.T) {
	t.Parallel()
	now := moment()
	for created, want := range map[pm.Round]bool{8: false, 9: true, 10: true, math.MaxUint64: true} {
		require.Equal(t, want, now.Redeemable(created), created)
	}
}
