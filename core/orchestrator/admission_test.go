package orchestrator_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
)

func TestTranscode(t *testing.T) {
	t.Parallel()
	var debited []int64
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Payments = payments{debit: func(_ orchestrator.Account, pixels int64) { debited = append(debited, pixels) }}
	})
	defer f.Close()
	h := segment(f.quote(t).Token, 7)
	h.PerceptualHash = true
	h.Profiles[1].Format = core.MP4
	a, err := f.Admit(t.Context(), h, nil)
	require.NoError(t, err)
	defer a.Release()
	answer := a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{})
	require.NoError(t, answer.Err)
	require.Equal(t, uint64(7), answer.Seq)
	require.Equal(t, h.Token, answer.Info.Token, "the token is echoed")
	base := "https://o/stream/" + string(h.Token.SessionID)
	require.Equal(t, []core.AnsweredRendition{
		{URL: base + "/P240p/7.ts", PerceptualHashURL: base + "/P240p/7.ts.phash", Pixels: 100},
		{URL: base + "/P360p/7.mp4", PerceptualHashURL: base + "/P360p/7.mp4.phash", Pixels: 100},
	}, answer.Renditions)
	require.Equal(t, map[string]string{
		"P240p/7.ts": "video/mp2t P240p:source", "P240p/7.ts.phash": "application/octet-stream hash of P240p",
		"P360p/7.mp4": "video/mp4 P360p:source", "P360p/7.mp4.phash": "application/octet-stream hash of P360p",
	}, f.results.of(h.Token.SessionID))
	require.Equal(t, []int64{200}, debited)
}

func TestTranscodeInline(t *testing.T) {
	t.Parallel()
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Transcoder = &pool{transcode: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
			if task.OrchestratorID != "offchain" {
				return nil, errors.New("wrong id")
			}
			return renditions(ctx, task)
		}}
	})
	defer f.Close()
	h := segment(f.quote(t).Token, 0)
	a, err := f.Admit(t.Context(), h, nil)
	require.NoError(t, err)
	defer a.Release()
	answer := a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{Inline: true})
	require.NoError(t, answer.Err)
	require.Equal(t, "P240p:source", string(answer.Renditions[0].Data))
	require.Empty(t, answer.Renditions[0].URL)
	require.Empty(t, f.results.of(h.Token.SessionID))
}

func TestTranscodeFailures(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	tests := []struct {
		name   string
		pool   func(ctx context.Context, task *core.Task) (*core.Transcoded, error)
		store  error
		header func(h *core.SegmentHeader)
		want   error
		text   string
	}{
		{name: "err_pool", pool: func(context.Context, *core.Task) (*core.Transcoded, error) { return nil, boom }, want: boom},
		{name: "err_source", pool: func(context.Context, *core.Task) (*core.Transcoded, error) {
			return nil, &core.TranscodeError{Code: core.NoKeyframes}
		}, want: &core.TranscodeError{Code: core.NoKeyframes}},
		{name: "err_missing_rendition", pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
			done, err := renditions(ctx, task)
			done.Renditions = done.Renditions[:1]
			return done, err
		}, text: "1 renditions for 2 profiles"},
		{name: "err_empty_rendition", pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
			done, err := renditions(ctx, task)
			done.Renditions[1].Data = nil
			return done, err
		}, text: "empty rendition"},
		{name: "err_store", store: boom, want: boom},
		{name: "err_no_profiles", header: func(h *core.SegmentHeader) { h.Profiles = nil }, want: &core.TranscodeError{Code: core.InvalidArgument}},
		{name: "err_gop", header: func(h *core.SegmentHeader) { h.Profiles[1].GOP = -7 * time.Millisecond }, want: &core.TranscodeError{Code: core.InvalidGOP}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := start(t, func(cfg *orchestrator.Config) {
				cfg.Transcoder = &pool{transcode: tt.pool}
				cfg.Results = &results{fail: tt.store}
				cfg.Payments = payments{debit: func(orchestrator.Account, int64) { t.Error("charged for nothing") }}
			})
			defer f.Close()
			h := segment(f.quote(t).Token, 3)
			if tt.header != nil {
				tt.header(h)
			}
			a, err := f.Admit(t.Context(), h, nil)
			require.NoError(t, err)
			defer a.Release()
			answer := a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{})
			require.Error(t, answer.Err)
			if tt.want != nil {
				require.ErrorIs(t, answer.Err, tt.want)
			}
			require.ErrorContains(t, answer.Err, tt.text)
			require.Empty(t, answer.Renditions, "never data with an error")
			require.NotNil(t, answer.Info)
		})
	}
}

// Segments that share a name for their profiles must not hide each other.
func TestProfilesOfOneName(t *testing.T) {
	t.Parallel()
	f := start(t, nil)
	defer f.Close()
	h := segment(f.quote(t).Token, 0)
	h.Profiles = []core.Profile{{Name: "a"}, {Name: "a"}, {Name: "a~2"}, {Name: "a"}}
	a, err := f.Admit(t.Context(), h, nil)
	require.NoError(t, err)
	defer a.Release()
	answer := a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{})
	require.NoError(t, answer.Err)
	urls := make(map[string]bool)
	for _, r := range answer.Renditions {
		urls[r.URL] = true
	}
	require.Len(t, urls, 4)
}

func TestAdmitOrderOfChecks(t *testing.T) {
	t.Parallel()
	key, err := crypto.GenerateKey()
	require.NoError(t, err)
	signer := signing.NewKey(key)
	var credited int
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Verifier = signing.Accounts{}
		cfg.Signer = signer
		cfg.BindTokens = true
		cfg.MaxSessions = 1
		cfg.Payments = payments{credit: func(_ orchestrator.Account, p *pm.Payment) error {
			credited++
			if len(p.Tickets) == 0 {
				return errors.New("Insufficient balance")
			}
			return nil
		}}
	})
	defer f.Close()
	sig, err := signer.Sign(signing.DiscoveryMessage(signer.Address()))
	require.NoError(t, err)
	info, err := f.Quote(t.Context(), orchestrator.QuoteRequest{Address: signer.Address(), Sig: sig})
	require.NoError(t, err)
	require.Equal(t, signer.Address(), info.Address)
	sign := func(h *core.SegmentHeader) *core.SegmentHeader {
		h.Sig, err = signer.Sign(signing.Segment{ManifestID: []byte(h.ManifestID), Seq: int64(h.Seq), Hash: h.Hash, Profiles: h.Profiles}.Message())
		require.NoError(t, err)
		return h
	}
	paid := &pm.Payment{Sender: signer.Address(), Tickets: make([]pm.SenderParams, 1)}

	// A proof that follows is asked for behind the segment; a payment alone has
	// nothing that it could follow.
	h := segment(info.Token, 0)
	h.HashFollows = true
	a, err := f.Admit(t.Context(), h, paid)
	require.NoError(t, err)
	require.ErrorIs(t, a.Prove(core.SegmentProof{}), orchestrator.ErrSegmentSignature)
	signed := sign(segment(nil, 0))
	require.NoError(t, a.Prove(core.SegmentProof{Hash: signed.Hash, Sig: signed.Sig}))
	a.Release()
	_, err = f.Pay(t.Context(), segment(info.Token, 0), paid)
	require.ErrorIs(t, err, orchestrator.ErrSegmentSignature)
	require.NoError(t, f.EndSession(info.Token))
	credited = 0

	// Everything is wrong, and mended one by one.
	h = segment(nil, 0)
	h.Required.Bits = h.Required.Bits.Add(core.CapHEVCDecode)
	_, err = f.Admit(t.Context(), h, paid)
	require.ErrorIs(t, err, core.ErrIncompatible)
	h.Required = nil
	_, err = f.Admit(t.Context(), h, paid)
	require.ErrorIs(t, err, core.ErrTokenMissing)
	h.Token = info.Token
	_, err = f.Admit(t.Context(), h, nil)
	require.ErrorIs(t, err, core.ErrTokenInvalid, "bound to the sender of the payment")
	_, err = f.Admit(t.Context(), h, paid)
	require.ErrorIs(t, err, orchestrator.ErrSegmentSignature)
	sign(h)
	f.SetMaxSessions(0)
	_, err = f.Admit(t.Context(), h, paid)
	require.ErrorIs(t, err, core.ErrOrchestratorCapped)
	f.SetMaxSessions(1)
	require.Zero(t, credited, "no payment is taken before all else is well")
	_, err = f.Admit(t.Context(), h, &pm.Payment{Sender: signer.Address()})
	var pe *orchestrator.PaymentError
	require.ErrorAs(t, err, &pe)
	require.Equal(t, "Insufficient balance", err.Error())
	require.Equal(t, info.Token, pe.Info.Token, "with the terms of another try")
	live, _ := f.Sessions()
	require.Zero(t, live, "a refused payment leaves no session")
	a, err = f.Admit(t.Context(), h, paid)
	require.NoError(t, err)
	answer := a.Transcode(t.Context(), core.NewSource([]byte("source")), orchestrator.Delivery{Inline: true})
	a.Release()
	require.NoError(t, answer.Err)
	data := [][]byte{answer.Renditions[0].Data, answer.Renditions[1].Data}
	require.True(t, signing.Accounts{}.Verify(signer.Address(), signing.ResultMessage(data), answer.Sig))
}

func TestTermsFail(t *testing.T) {
	t.Parallel()
	var fail error
	credited := 0
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Payments = payments{
			params: func(orchestrator.Account) (*pm.TicketParams, error) { return nil, fail },
			credit: func(orchestrator.Account, *pm.Payment) error { credited++; return nil },
		}
	})
	defer f.Close()
	token := f.quote(t).Token
	fail = errors.New("disk is full")
	_, err := f.Admit(t.Context(), segment(token, 0), nil)
	require.ErrorIs(t, err, orchestrator.ErrTerms)
	fail = pm.Refuse(pm.SenderUnlocking, "deposit and reserve for sender 0x01 is set to unlock soon")
	_, err = f.Admit(t.Context(), segment(token, 0), nil)
	var refused *orchestrator.PaymentError
	require.ErrorAs(t, err, &refused, "a fault of the sender's")
	require.ErrorIs(t, err, &pm.Refusal{Code: pm.SenderUnlocking})
	require.Nil(t, refused.Info)
	live, _ := f.Sessions()
	require.Zero(t, live)
	require.Zero(t, credited, "nothing is taken from who is refused")
}

func TestPay(t *testing.T) {
	t.Parallel()
	var got orchestrator.Account
	var full error
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.MaxSessions = 1
		cfg.Payments = payments{
			credit:  func(a orchestrator.Account, p *pm.Payment) error { got = a; return nil },
			balance: func(orchestrator.Account) *pm.Credit { c := pm.CreditOf(pm.NewWei(7)); return &c },
			flush:   func(orchestrator.Account) error { return full },
		}
	})
	defer f.Close()
	token := f.quote(t).Token
	f.SetMaxSessions(0)
	info, err := f.Pay(t.Context(), segment(token, 0), &pm.Payment{})
	require.NoError(t, err, "needs no room")
	require.Equal(t, token, info.Token)
	require.Equal(t, "7.000 wei", info.Balance.String())
	require.Equal(t, orchestrator.Account{Session: token.SessionID}, got, "no work is to be covered")
	_, err = f.Pay(t.Context(), segment(nil, 0), nil)
	require.ErrorIs(t, err, core.ErrTokenMissing)
	full = errors.New("disk is full")
	_, err = f.Pay(t.Context(), segment(token, 0), &pm.Payment{})
	require.ErrorIs(t, err, orchestrator.ErrNotBooked)
}

// A payment must cover what its session has under way, not the one segment.
func TestWorkUnderWay(t *testing.T) {
	t.Parallel()
	var work []int64
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Payments = payments{credit: func(a orchestrator.Account, _ *pm.Payment) error { work = append(work, a.Work); return nil }}
	})
	defer f.Close()
	token := f.quote(t).Token
	admit := func(change func(h *core.SegmentHeader)) *orchestrator.Admission {
		h := segment(token, 0)
		h.Profiles = h.Profiles[:1]
		change(h)
		a, err := f.Admit(t.Context(), h, nil)
		require.NoError(t, err)
		return a
	}
	const area = 426 * 240
	first := admit(func(h *core.SegmentHeader) { h.Profiles[0].FPS = 30 })
	second := admit(func(h *core.SegmentHeader) { h.Profiles[0].FPS, h.Profiles[0].FPSDen = 30000, 1001 })
	require.Equal(t, []int64{area * 60, area * (60 + 59)}, work)
	require.NoError(t, first.Transcode(t.Context(), core.NewSource([]byte("s")), orchestrator.Delivery{Inline: true}).Err)
	third := admit(func(*core.SegmentHeader) {})
	require.EqualValues(t, area*(59+120), work[2], "what is charged is no more expected; a rate that is left open counts as 60")
	first.Release()
	second.Release()
	third.Release()
	fourth := admit(func(h *core.SegmentHeader) { h.Profiles = nil })
	require.EqualValues(t, 1, work[3], "told from a payment without a segment")
	fourth.Release()
	fifth := admit(func(h *core.SegmentHeader) {
		h.Duration = core.MaxSegmentDuration
		h.Profiles = []core.Profile{{Width: 1 << 30, Height: 1 << 30, FPS: 1 << 31}, {Width: 1 << 30, Height: 1 << 30, FPS: 1 << 31}}
	})
	require.Positive(t, work[4])
	require.Greater(t, work[4], int64(1)<<60, "and no number overflows")
	fifth.Release()
}

func TestQueueOfASession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turn := make(chan uint64)
		var mu sync.Mutex
		running, most := 0, 0
		f := start(t, func(cfg *orchestrator.Config) {
			cfg.Transcoder = &pool{transcode: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
				mu.Lock()
				running++
				most = max(most, running)
				mu.Unlock()
				turn <- task.Seq
				mu.Lock()
				running--
				mu.Unlock()
				return renditions(ctx, task)
			}}
		})
		defer f.Close()
		token := f.quote(t).Token
		var wg sync.WaitGroup
		for seq := range uint64(5) {
			a, err := f.Admit(t.Context(), segment(token, seq), nil)
			require.NoError(t, err)
			wg.Go(func() {
				defer a.Release()
				require.NoError(t, a.Transcode(t.Context(), core.NewSource([]byte("s")), orchestrator.Delivery{Inline: true}).Err)
			})
			synctest.Wait()
		}
		_, err := f.Admit(t.Context(), segment(token, 5), nil)
		require.ErrorIs(t, err, core.ErrOrchestratorBusy, "one in work, four waiting")
		other, err := f.Admit(t.Context(), segment(f.quote(t).Token, 0), nil)
		require.NoError(t, err, "another session is not held up")
		other.Release()
		for seq := range uint64(5) {
			require.Equal(t, seq, <-turn, "in the order they came")
		}
		wg.Wait()
		require.Equal(t, 1, most)
	})
}

func TestCloseCancelsWork(t *testing.T) {
	t.Parallel()
	started := make(chan struct{})
	f := start(t, func(cfg *orchestrator.Config) {
		cfg.Transcoder = &pool{transcode: func(ctx context.Context, _ *core.Task) (*core.Transcoded, error) {
			close(started)
			<-ctx.Done()
			return nil, ctx.Err()
		}}
	})
	token := f.quote(t).Token
	first, err := f.Admit(t.Context(), segment(token, 0), nil)
	require.NoError(t, err)
	second, err := f.Admit(t.Context(), segment(token, 1), nil)
	require.NoError(t, err)
	answers := make(chan error, 2)
	go func() {
		answers <- first.Transcode(context.Background(), core.NewSource(nil), orchestrator.Delivery{Inline: true}).Err
	}()
	<-started
	go func() {
		answers <- second.Transcode(context.Background(), core.NewSource(nil), orchestrator.Delivery{Inline: true}).Err
	}()
	require.NoError(t, f.Close())
	require.ErrorIs(t, <-answers, context.Canceled)
	require.ErrorIs(t, <-answers, context.Canceled)
	require.Contains(t, f.pool.endedSessions(), token.SessionID)
}
