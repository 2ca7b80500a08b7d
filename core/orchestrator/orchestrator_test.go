package orchestrator_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
)

func TestNewNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	_, err := orchestrator.New(orchestrator.Config{})
	require.ErrorContains(t, err, "is missing")
}

func TestQuote(t *testing.T) {
	t.Parallel()
	price := &pm.Price{PricePerUnit: 3, PixelsPerUnit: 2}
	params := &pm.TicketParams{Recipient: common.Address{1}}
	var asked orchestrator.Account
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Nodes = []string{"https://n:1"}
		cfg.Payments = payments{
			price:  func(common.Address) (*pm.Price, error) { return price, nil },
			params: func(a orchestrator.Account) (*pm.TicketParams, error) { asked = a; return params, nil },
		}
	})
	defer f.Close()
	info := f.quote(t)
	require.Equal(t, "https://o:8935", info.URI)
	require.Equal(t, price, info.Price)
	require.Equal(t, params, info.TicketParams)
	require.Equal(t, orchestrator.Account{Session: info.Token.SessionID, Price: price}, asked)
	require.Equal(t, []string{"https://n:1"}, info.Nodes)
	require.True(t, info.Capabilities.Bits.Has(core.CapAuthToken))
	require.Regexp(t, "^[0-9a-f]{8}$", info.Token.SessionID)
	require.Len(t, info.Token.Token, 32)
	require.NotEqual(t, info.Token.SessionID, f.quote(t).Token.SessionID)
}

func TestQuoteRefusals(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Verifier = signing.Accounts{}
		cfg.Authorizer = authorizer(func(addr common.Address) error {
			if addr == (common.Address{1}) {
				return errors.New("not you")
			}
			return nil
		})
	})
	defer f.Close()
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	signer := signing.NewKey(key)
	sig, err := signer.Sign(signing.DiscoveryMessage(signer.Address()))
	require.NoError(t, err)
	_, err = f.Quote(t.Context(), orchestrator.QuoteRequest{Address: signer.Address(), Sig: sig})
	require.NoError(t, err)
	_, err = f.Quote(t.Context(), orchestrator.QuoteRequest{Address: common.Address{2}, Sig: sig})
	require.ErrorIs(t, err, orchestrator.ErrRequestSignature)

	refusing := start(t, func(cfg *orchestrator.Config) {
		cfg.Authorizer = authorizer(func(common.Address) error { return errors.New("not you") })
	})
	defer refusing.Close()
	_, err = refusing.Quote(t.Context(), orchestrator.QuoteRequest{})
	var auth *orchestrator.AuthenticationError
	require.ErrorAs(t, err, &auth)
	require.Equal(t, "authentication failed: not you", err.Error())

	poor := start(t, func(cfg *orchestrator.Config) {
		cfg.Payments = payments{price: func(common.Address) (*pm.Price, error) {
			return nil, errors.New("insufficient sender reserve")
		}}
	})
	defer poor.Close()
	_, err = poor.Quote(t.Context(), orchestrator.QuoteRequest{})
	require.ErrorContains(t, err, "insufficient sender reserve")
}

func TestTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		secret := orchestrator.NewSecret()
		f := start(t, func(cfg *orchestrator.Config) { cfg.Secret = secret })
		defer f.Close()
		token := f.quote(t).Token
		admit := func(f fixture, token *core.AuthToken, sender common.Address) error {
			a, err := f.Admit(t.Context(), segment(token, 0), &pm.Payment{Sender: sender})
			if err == nil {
				a.Release()
			}
			return err
		}
		change := func(change func(t *core.AuthToken)) *core.AuthToken {
			c := *token
			c.Token = append([]byte(nil), token.Token...)
			change(&c)
			return &c
		}
		require.NoError(t, admit(f, token, common.Address{}))
		require.NoError(t, admit(f, token, common.Address{1}), "off chain an address proves nothing")
		require.ErrorIs(t, admit(f, nil, common.Address{}), core.ErrTokenMissing)
		for name, bad := range map[string]*core.AuthToken{
			"beginning":  change(func(t *core.AuthToken) { t.Token[0] ^= 1 }),
			"middle":     change(func(t *core.AuthToken) { t.Token[12] ^= 1 }),
			"short":      change(func(t *core.AuthToken) { t.Token = t.Token[:31] }),
			"empty":      change(func(t *core.AuthToken) { t.Token = nil }),
			"session":    change(func(t *core.AuthToken) { t.SessionID = "00000000" }),
			"expiration": change(func(t *core.AuthToken) { t.Expiration = t.Expiration.Add(time.Second) }),
		} {
			require.ErrorIs(t, admit(f, bad, common.Address{}), core.ErrTokenInvalid, name)
		}

		restarted := start(t, func(cfg *orchestrator.Config) { cfg.Secret = secret })
		defer restarted.Close()
		require.NoError(t, admit(restarted, token, common.Address{}), "a token survives a restart")
		other := start(t, nil)
		defer other.Close()
		require.ErrorIs(t, admit(other, token, common.Address{}), core.ErrTokenInvalid)

		bound := start(t, func(cfg *orchestrator.Config) { cfg.BindTokens = true })
		defer bound.Close()
		info, err := bound.Quote(t.Context(), orchestrator.QuoteRequest{Address: common.Address{1}})
		require.NoError(t, err)
		require.NoError(t, admit(bound, info.Token, common.Address{1}))
		require.ErrorIs(t, admit(bound, info.Token, common.Address{2}), core.ErrTokenInvalid)
		require.NoError(t, bound.EndSession(info.Token), "which does not say who sends it")

		time.Sleep(orchestrator.TokenValidity - 2*time.Second)
		require.NoError(t, admit(f, token, common.Address{}))
		time.Sleep(2 * time.Second)
		require.ErrorIs(t, admit(f, token, common.Address{}), core.ErrTokenExpired)
		require.NoError(t, f.EndSession(token), "an expired one still ends its session")
		require.ErrorIs(t, f.EndSession(change(func(t *core.AuthToken) { t.Token[1] ^= 1 })), core.ErrTokenInvalid)
		require.ErrorIs(t, f.EndSession(nil), core.ErrTokenMissing)
	})
}

func TestLoadSecret(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	first, err := orchestrator.LoadSecret(path)
	require.NoError(t, err)
	require.NotEqual(t, orchestrator.Secret{}, first)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	again, err := orchestrator.LoadSecret(path)
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.NoError(t, os.WriteFile(path, []byte("short"), 0o600))
	_, err = orchestrator.LoadSecret(path)
	require.ErrorContains(t, err, "5 bytes")
	_, err = orchestrator.LoadSecret(filepath.Join(path, "no", "dir"))
	require.Error(t, err)
}

func TestCapacity(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *orchestrator.Config) { cfg.MaxSessions = 2 })
	defer f.Close()
	tokens := []*core.AuthToken{f.quote(t).Token, f.quote(t).Token, f.quote(t).Token}
	work := func(i int) error {
		a, err := f.Admit(t.Context(), segment(tokens[i], 0), nil)
		if err != nil {
			return err
		}
		defer a.Release()
		return a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{Inline: true}).Err
	}
	require.NoError(t, work(0))
	require.NoError(t, work(1))
	require.ErrorIs(t, work(2), core.ErrOrchestratorCapped)
	require.NoError(t, work(0), "an existing session always passes")
	_, err := f.Quote(t.Context(), orchestrator.QuoteRequest{})
	require.ErrorIs(t, err, core.ErrOrchestratorCapped)
	_, err = f.Quote(t.Context(), orchestrator.QuoteRequest{IgnoreCapacity: true})
	require.NoError(t, err)
	f.SetMaxSessions(3)
	require.NoError(t, work(2), "the limit can be raised while running")
	f.SetMaxSessions(1)
	require.NoError(t, work(2), "and lowered without ending anything")
	live, limit := f.Sessions()
	require.Equal(t, [2]int{3, 1}, [2]int{live, limit})
}

// A session that never brought a whole segment must not hold a place.
func TestUnprovenSessionGoes(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *orchestrator.Config) { cfg.MaxSessions = 1 })
	defer f.Close()
	a, err := f.Admit(t.Context(), segment(f.quote(t).Token, 0), nil)
	require.NoError(t, err)
	live, _ := f.Sessions()
	require.Equal(t, 1, live)
	a.Release()
	a.Release()
	live, _ = f.Sessions()
	require.Zero(t, live)
}

func TestIdleSessionEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := start(t, nil)
		defer f.Close()
		token := f.quote(t).Token
		work := func() {
			a, err := f.Admit(t.Context(), segment(token, 0), nil)
			require.NoError(t, err)
			require.NoError(t, a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{}).Err)
			a.Release()
		}
		work()
		time.Sleep(orchestrator.SessionIdle - 5*time.Second)
		work()
		time.Sleep(orchestrator.SessionIdle - 5*time.Second)
		live, _ := f.Sessions()
		require.Equal(t, 1, live, "each segment keeps it alive")
		require.NotEmpty(t, f.results.of(token.SessionID))
		time.Sleep(7 * time.Second)
		live, _ = f.Sessions()
		require.Zero(t, live)
		require.Equal(t, []core.SessionID{token.SessionID}, f.pool.endedSessions())
		require.Empty(t, f.results.of(token.SessionID), "the media goes with it")
		work()
		live, _ = f.Sessions()
		require.Equal(t, 1, live, "a segment with a valid token starts it anew")
	})
}

func TestEndSessionKeepsTheLastRenditionsAwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := start(t, nil)
		defer f.Close()
		token := f.quote(t).Token
		a, err := f.Admit(t.Context(), segment(token, 0), nil)
		require.NoError(t, err)
		require.NoError(t, f.EndSession(token))
		live, _ := f.Sessions()
		require.Equal(t, 1, live, "not while a segment is in work")
		require.NoError(t, a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{}).Err)
		a.Release()
		live, _ = f.Sessions()
		require.Zero(t, live)
		require.Len(t, f.pool.endedSessions(), 1)
		time.Sleep(10 * time.Second)
		require.NotEmpty(t, f.results.of(token.SessionID), "the broadcaster is still fetching")
		time.Sleep(10 * time.Second)
		require.Empty(t, f.results.of(token.SessionID))
		require.NoError(t, f.EndSession(token), "again")
		require.Len(t, f.pool.endedSessions(), 1)
	})
}

func TestDrain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := start(t, nil)
		defer f.Close()
		token := f.quote(t).Token
		late := f.quote(t).Token
		work := func(token *core.AuthToken) error {
			a, err := f.Admit(t.Context(), segment(token, 0), nil)
			if err != nil {
				return err
			}
			defer a.Release()
			return a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{Inline: true}).Err
		}
		require.NoError(t, work(token))
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, f.Drain(short), context.DeadlineExceeded)
		require.True(t, f.Draining())
		require.NoError(t, work(token), "running sessions go on")
		require.ErrorIs(t, work(late), core.ErrOrchestratorCapped)
		_, err := f.Quote(t.Context(), orchestrator.QuoteRequest{IgnoreCapacity: true})
		require.ErrorIs(t, err, core.ErrOrchestratorCapped)
		drained := make(chan error, 1)
		go func() { drained <- f.Drain(t.Context()) }()
		synctest.Wait()
		require.Empty(t, drained)
		require.NoError(t, f.EndSession(token))
		require.NoError(t, <-drained)
		f.SetDraining(false)
		require.NoError(t, work(late), "back in service")
	})
}
