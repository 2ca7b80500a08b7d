package orchestrator_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
)

// sender is a broadcaster on chain.
type sender struct{ *signing.Key }

func newSender(t *testing.T) sender {
	t.Helper()
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	return sender{signing.NewKey(key)}
}

func (s sender) quote(t *testing.T, f fixture) *core.OrchestratorInfo {
	t.Helper()
	sig, err := s.Sign(signing.DiscoveryMessage(s.Address()))
	require.NoError(t, err)
	info, err := f.Quote(t.Context(), orchestrator.QuoteRequest{Address: s.Address(), Sig: sig})
	require.NoError(t, err)
	return info
}

// segment is one under a token, signed by the sender.
func (s sender) segment(t *testing.T, token *core.AuthToken) *core.SegmentHeader {
	t.Helper()
	h := segment(token, 1)
	var err error
	h.Sig, err = s.Sign(signing.Segment{ManifestID: []byte(h.ManifestID), Seq: int64(h.Seq), Hash: h.Hash, Profiles: h.Profiles}.Message())
	require.NoError(t, err)
	return h
}

// priced starts an orchestrator on chain that asks 1200 wei per pixel. It fails
// the test when a payment gets as far as being booked.
func priced(t *testing.T) fixture {
	t.Helper()
	price := pm.Price{PricePerUnit: 1200, PixelsPerUnit: 1}
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Verifier, cfg.BindTokens = signing.Accounts{}, true
		cfg.Payments = payments{
			price:  func(common.Address) (*pm.Price, error) { return &price, nil },
			credit: func(orchestrator.Account, *pm.Payment) error { t.Error("the payment was booked"); return nil },
		}
	})
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

// refused sends a segment and returns why it was refused.
func refused(t *testing.T, f fixture, h *core.SegmentHeader, p *pm.Payment) error {
	t.Helper()
	_, err := f.Admit(t.Context(), h, p)
	require.Error(t, err)
	_, again := f.Pay(t.Context(), h, p)
	require.Equal(t, err.Error(), again.Error(), "a payment alone is refused alike")
	return err
}

// A sender that names another price than it was quoted has no token for it
// (wire.md 16.1).
func TestForgedPrice(t *testing.T) {
	t.Parallel()
	f, s := priced(t), newSender(t)
	info := s.quote(t, f)
	for name, price := range map[string]pm.Price{
		"a wei less":      {PricePerUnit: 1199, PixelsPerUnit: 1},
		"per more pixels": {PricePerUnit: 1200, PixelsPerUnit: 2},
		"below nothing":   {PricePerUnit: -1200, PixelsPerUnit: 1},
		"not a number":    {PricePerUnit: 1200},
		"swapped":         {PricePerUnit: 1, PixelsPerUnit: 1200},
	} {
		h := s.segment(t, info.Token)
		err := refused(t, f, h, &pm.Payment{Sender: s.Address(), ExpectedPrice: &price})
		require.ErrorIs(t, err, &pm.Refusal{Code: pm.PriceChanged}, name)
	}
}

// The payment of nothing at no price gets no work done (wire.md 16.1, 17).
func TestNoTicketsWithZeroPrice(t *testing.T) {
	t.Parallel()
	f, s := priced(t), newSender(t)
	h := s.segment(t, s.quote(t, f).Token)
	free := &pm.Payment{Sender: s.Address(), ExpectedPrice: &pm.Price{PixelsPerUnit: 1}}
	var paid *orchestrator.PaymentError
	require.ErrorAs(t, refused(t, f, h, free), &paid)
	require.ErrorIs(t, paid, &pm.Refusal{Code: pm.PriceChanged})
}

// Another sender's token opens nothing, whoever signs.
func TestForeignToken(t *testing.T) {
	t.Parallel()
	f, owner, thief := priced(t), newSender(t), newSender(t)
	info := owner.quote(t, f)
	h := thief.segment(t, info.Token)
	require.ErrorIs(t, refused(t, f, h, &pm.Payment{Sender: thief.Address(), ExpectedPrice: info.Price}), core.ErrTokenInvalid)
	require.ErrorIs(t, refused(t, f, h, &pm.Payment{Sender: owner.Address(), ExpectedPrice: info.Price}), orchestrator.ErrSegmentSignature)
}

// A token opens the session alone that it was issued for.
func TestForeignSession(t *testing.T) {
	t.Parallel()
	f, s := priced(t), newSender(t)
	info, other := s.quote(t, f), s.quote(t, f)
	forged := *info.Token
	forged.SessionID = other.Token.SessionID
	h := s.segment(t, &forged)
	require.ErrorIs(t, refused(t, f, h, &pm.Payment{Sender: s.Address(), ExpectedPrice: info.Price}), core.ErrTokenInvalid)
}

// What may be missing is missed, and ends nothing (wire.md 16.2).
func TestNilFields(t *testing.T) {
	t.Parallel()
	f, s := priced(t), newSender(t)
	info := s.quote(t, f)
	for name, tc := range map[string]struct {
		payment *pm.Payment
		want    error
	}{
		"no payment":          {nil, core.ErrTokenInvalid},
		"an empty payment":    {new(pm.Payment), core.ErrTokenInvalid},
		"no price":            {&pm.Payment{Sender: s.Address()}, &pm.Refusal{Code: pm.PriceChanged}},
		"an empty price":      {&pm.Payment{Sender: s.Address(), ExpectedPrice: new(pm.Price)}, &pm.Refusal{Code: pm.PriceChanged}},
		"tickets of no terms": {&pm.Payment{Sender: s.Address(), Tickets: make([]pm.SenderParams, 1)}, &pm.Refusal{Code: pm.PriceChanged}},
		"no sender":           {&pm.Payment{ExpectedPrice: info.Price}, core.ErrTokenInvalid},
	} {
		require.ErrorIs(t, refused(t, f, s.segment(t, info.Token), tc.payment), tc.want, name)
	}
	_, err := f.Admit(t.Context(), new(core.SegmentHeader), &pm.Payment{Sender: s.Address(), ExpectedPrice: info.Price})
	require.ErrorIs(t, err, core.ErrTokenMissing)
	_, err = f.Admit(t.Context(), &core.SegmentHeader{Token: new(core.AuthToken)}, nil)
	require.ErrorIs(t, err, core.ErrTokenInvalid)
}
