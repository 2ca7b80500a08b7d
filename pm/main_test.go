package pm_test

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// account is a sender with its key.
type account struct {
	addr common.Address
	key  *signing.Key
}

func newAccount(name string) account {
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte(name)))
	if err != nil {
		panic(err)
	}
	s := signing.NewKey(key)
	return account{s.Address(), s}
}

// pay makes a payment as a new Sender does, with nonces from 1 on.
func (a account) pay(t testing.TB, params *pm.TicketParams, n int, now pm.Moment) *pm.Payment {
	t.Helper()
	pay, err := pm.NewSender(a.addr, a.key).Pay(params, nil, n, now)
	require.NoError(t, err)
	return pay
}

// forge signs a payment anew, as its sender would after it changed something.
func (a account) forge(t testing.TB, pay *pm.Payment) *pm.Payment {
	t.Helper()
	for i := range pay.Tickets {
		sig, err := a.key.Sign(pay.Ticket(i).Packed())
		require.NoError(t, err)
		pay.Tickets[i].Sig = sig
	}
	return pay
}

var (
	broadcaster  = newAccount("broadcaster")
	other        = newAccount("other")
	orchestrator = newAccount("orchestrator").addr
	secret       = pm.Secret(crypto.Keccak256Hash([]byte("secret")))
	price        = pm.Price{PricePerUnit: 1200, PixelsPerUnit: 1}
	// A ticket that wins as good as always, and one that wins half the time.
	faceValue = pm.NewWei(1000)
	half      = pm.WinProbFor(pm.NewWei(500), faceValue)
)

// newRecipient has the same secret whenever it is called.
func newRecipient() *pm.Recipient {
	return pm.NewRecipient(pm.RecipientConfig{Address: orchestrator, Secret: secret, Verifier: &signing.KeyRing{}})
}

// moment is block 1000, in the middle of round 10.
func moment() pm.Moment {
	return pm.Moment{
		Block: 1000, Round: pm.RoundRef{Number: 10, BlockHash: common.Hash{10}}, Current: 10, RoundEnds: 1100, Validity: 2,
	}
}

// terms are a recipient's for the broadcaster.
func terms(r *pm.Recipient) *pm.TicketParams {
	return r.Params(broadcaster.addr, price, faceValue, half, moment())
}

// copyOf lets a test change a payment and its terms.
func copyOf(pay *pm.Payment) *pm.Payment {
	out, params := *pay, *pay.Params
	out.Params, out.Tickets = &params, nil
	for _, t := range pay.Tickets {
		out.Tickets = append(out.Tickets, pm.SenderParams{Nonce: t.Nonce, Sig: bytes.Clone(t.Sig)})
	}
	return &out
}

// refused requires a *Refusal of that code, and that nothing was credited.
func refused(t testing.TB, code pm.Code, got pm.Received, err error) {
	t.Helper()
	require.ErrorIs(t, err, &pm.Refusal{Code: code})
	require.Zero(t, got.Tickets)
	require.Zero(t, got.Credit.Sign())
	require.Empty(t, got.Winners)
	require.Empty(t, got.Seen)
}
