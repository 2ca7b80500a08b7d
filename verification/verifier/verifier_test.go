package verifier_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/verification"
	"github.com/livepeer/streamflow/verification/verifier"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	onChain := func(c *verifier.Config) { c.Signatures, c.ChainID, c.Sender = signing.Accounts{}, chain, sender() }
	tests := map[string]struct {
		what   string
		change func(*verifier.Config)
		alter  func(*testing.T, *broadcaster.Delivery)
		want   []verification.Code // none: accepted
	}{
		"ok":          {what: "same"},
		"ok_on_chain": {what: "same", change: onChain, alter: func(t *testing.T, d *broadcaster.Delivery) { signed(t, d) }},
		"ok_without_evidence": {what: "same", change: onChain, alter: func(t *testing.T, d *broadcaster.Delivery) {
			signed(t, d).Result.Evidence = nil
		}},
		"err_unsigned": {what: "same", change: onChain, want: []verification.Code{verification.BadSignature}},
		"err_other_round": {what: "same", change: onChain, alter: func(t *testing.T, d *broadcaster.Delivery) {
			signed(t, d).Result.Evidence.Round++
		}, want: []verification.Code{verification.BadSignature}},
		"err_other_segment": {what: "same", change: onChain, alter: func(t *testing.T, d *broadcaster.Delivery) {
			signed(t, d)
			d.Submission.Segment.Digest = core.DigestOf([]byte("another"))
		}, want: []verification.Code{verification.BadSignature}},
		"err_garbage": {what: "garbage", want: []verification.Code{verification.Unreadable}},
		"err_pixels": {what: "same", alter: func(_ *testing.T, d *broadcaster.Delivery) {
			d.Result.Renditions[1].Pixels *= 2
		}, want: []verification.Code{verification.PixelsBilled}},
		"err_too_few": {what: "same", alter: func(_ *testing.T, d *broadcaster.Delivery) {
			d.Result.Renditions = d.Result.Renditions[:1]
		}, want: []verification.Code{verification.RenditionCount}},
		"err_too_many": {what: "same", change: onChain, alter: func(t *testing.T, d *broadcaster.Delivery) {
			d.Result.Renditions = append(d.Result.Renditions, d.Result.Renditions[0])
		}, want: []verification.Code{verification.RenditionCount, verification.BadSignature}},
		"err_other_content": {
			what: "mirrored", change: func(c *verifier.Config) { c.Budget = 1 },
			want: []verification.Code{verification.PartAltered},
		},
		"ok_not_looked_at": {what: "mirrored", change: func(c *verifier.Config) { c.Budget = 0 }},
		"err_drawn": {
			what: "mirrored", change: func(c *verifier.Config) { c.Budget, c.Rate = 0, 1 },
			want: []verification.Code{verification.PartAltered},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := &keeper{}
			r := newRig(t, func(c *verifier.Config) {
				c.Evidence = kept
				if tt.change != nil {
					tt.change(c)
				}
			}, broadcaster.StreamConfig{})
			d := delivery(segment(3), tt.what)
			if tt.alter != nil {
				tt.alter(t, d)
			}
			err := r.verify(t, d)
			r.Close()
			if len(tt.want) == 0 {
				require.NoError(t, err)
				require.Empty(t, kept.bundles)
				require.Equal(t, []verifier.Outcome{verifier.Accepted}, r.seen.outcomes)
				return
			}
			rejectedFor(t, err, tt.want...)
			require.Equal(t, []verifier.Outcome{verifier.Rejected}, r.seen.outcomes)
			require.Equal(t, []error{nil}, r.seen.kept)
			require.Len(t, kept.bundles, 1)
			for _, code := range tt.want {
				require.Contains(t, r.seen.faults, string(code))
			}
			require.Len(t, slices.Compact(slices.Sorted(slices.Values(r.seen.faults))), len(r.seen.faults), "each once")
		})
	}
}

func TestVerify_evidenceProves(t *testing.T) {
	t.Parallel()
	kept := &keeper{}
	r := newRig(t, func(c *verifier.Config) {
		c.Signatures, c.ChainID, c.Sender, c.Evidence, c.Rate = signing.Accounts{}, chain, sender(), kept, 1
	}, broadcaster.StreamConfig{})
	require.Error(t, r.verify(t, signed(t, delivery(segment(4), "mirrored"))))
	r.Close()
	require.Len(t, kept.bundles, 1)
	report, err := kept.bundles[0].Verify(t.Context(), signing.Accounts{}, &verification.Judge{
		Inspector: r.world, Policy: verification.DefaultPolicy(), Draw: verification.NewSampler(1),
	})
	require.NoError(t, err)
	require.True(t, report.Proves() && report.ResultSigned, "%+v", report)
	require.Empty(t, report.PlanRefused)
	require.Equal(t, kept.bundles[0].Verdict, *report.AtPlan)
}

func TestVerify_modes(t *testing.T) {
	t.Parallel()
	for mode, exempt := range map[verifier.Mode][2]bool{ // a stranger, a trusted one
		verifier.All: {false, false}, verifier.Strangers: {false, true}, verifier.None: {true, true},
	} {
		for i, trusted := range []bool{false, true} {
			r := newRig(t, func(c *verifier.Config) { c.Mode = mode }, broadcaster.StreamConfig{})
			d := delivery(segment(0), "garbage")
			d.Trusted = trusted
			err := r.verify(t, d)
			require.Equal(t, exempt[i], err == nil, "%s %v: %v", mode, trusted, err)
			require.Equal(t, exempt[i], r.seen.outcomes[0] == verifier.Skipped)
		}
		text, err := mode.MarshalText()
		require.NoError(t, err)
		var again verifier.Mode
		require.NoError(t, again.UnmarshalText(text))
		require.Equal(t, mode, again)
	}
	require.ErrorIs(t, new(verifier.Mode).UnmarshalText([]byte("some")), verifier.ErrMode)
}

func TestVerify_unverified(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]string{"source": "source", "rendition": "same/large"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil, broadcaster.StreamConfig{})
			r.world.before = func(_ context.Context, data string) error {
				if data == fails {
					return errTrouble
				}
				return nil
			}
			err := r.verify(t, delivery(segment(0), "same"))
			require.ErrorIs(t, err, verifier.ErrUnverified)
			require.ErrorIs(t, err, errTrouble)
			require.NotErrorIs(t, err, core.ErrResultRejected)
			require.Equal(t, []verifier.Outcome{verifier.Unverified}, r.seen.outcomes)
			r.world.before = nil
			require.NoError(t, r.verify(t, delivery(segment(0), "same")), "nothing of it stays")
		})
	}
}

// What ends a worker is tried twice, and then it is known whether the media did it.
func TestVerify_mediaThatEndWorkers(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil, broadcaster.StreamConfig{})
	r.world.before = func(_ context.Context, data string) error {
		if data != "same/small" {
			return nil
		}
		if r.world.times(data) == 1 {
			return errTrouble
		}
		return &core.TranscodeError{Code: core.InvalidVideo}
	}
	rejectedFor(t, r.verify(t, delivery(segment(0), "same")), verification.Unreadable)
}

func TestVerify_sourceIsInspectedOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil, broadcaster.StreamConfig{})
	seg := segment(0)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := r.Verify(t.Context(), delivery(seg, "same")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, 1, r.world.times("source"))
	require.Equal(t, 8, r.world.times("same/small"))
	require.NoError(t, r.verify(t, delivery(segment(0), "same")))
	require.Equal(t, 2, r.world.times("source"), "another segment")
}

func TestVerify_suspicion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, func(c *verifier.Config) { c.SuspectFor, c.SuspectTime, c.Budget = 3, time.Minute, 0 }, broadcaster.StreamConfig{})
		give := func(what string) error {
			d := delivery(segment(0), what)
			d.URI = "https://one"
			return r.verify(t, d)
		}
		require.NoError(t, give("mirrored"), "nobody looks at the content")
		require.Error(t, give("garbage"))
		require.Error(t, give("mirrored"), "under suspicion somebody does")
		for range 3 {
			require.NoError(t, give("same"))
		}
		require.Equal(t, 4, len(r.seen.dear))
		require.NoError(t, give("mirrored"), "which ends")
		require.Error(t, give("garbage"))
		time.Sleep(time.Minute + 1)
		require.NoError(t, give("mirrored"), "in time too")
		other := r.verifier.Open(broadcaster.StreamConfig{})
		defer other.Close()
		require.Error(t, give("garbage"))
		d := delivery(segment(0), "mirrored")
		d.URI = "https://one"
		require.Error(t, other.Verify(t.Context(), d), "it holds for all streams")
		require.NoError(t, r.verify(t, delivery(segment(0), "mirrored")), "and for nobody else")
	})
}

func TestVerify_external(t *testing.T) {
	t.Parallel()
	refuses := errors.Join(core.ErrResultRejected, errors.New("Tampered"))
	for name, tt := range map[string]struct {
		says error
		want error
	}{"ok": {nil, nil}, "err_refuses": {refuses, core.ErrResultRejected}, "err_fails": {errTrouble, verifier.ErrUnverified}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *verifier.Config) {
				c.Rate, c.External = 1, external(func() error { return tt.says })
			}, broadcaster.StreamConfig{})
			err := r.verify(t, delivery(segment(0), "same"))
			require.ErrorIs(t, err, tt.want)
			if tt.says == refuses {
				rejectedFor(t, err, verification.External)
			}
		})
	}
}

// A rendition may begin late, but not later than the one before.
func TestVerify_offsets(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil, broadcaster.StreamConfig{})
	give := func(seq uint64, what, uri string) error {
		d := delivery(segment(seq), what)
		d.URI = uri
		d.Submission.Segment.Discontinuity = seq == 9
		return r.verify(t, d)
	}
	require.NoError(t, give(0, "same", "one"))
	require.NoError(t, give(1, "late", "two"))
	rejectedFor(t, give(2, "late", "one"), verification.WrongOffset)
	require.NoError(t, give(3, "late", "one"), "it begins anew")
	require.NoError(t, give(4, "late", "two"))
	rejectedFor(t, give(5, "same", "two"), verification.WrongOffset)
	require.NoError(t, give(6, "late", "two"))
	require.NoError(t, give(9, "same", "two"), "the clock begins anew")
}

// stuck keeps no bundle before it is let go.
type stuck chan struct{}

func (s stuck) Keep(context.Context, *verification.Bundle) error {
	<-s
	return errBusy
}

// Evidence delays no verdict, and does not pile up.
func TestVerify_evidenceDoesNotPileUp(t *testing.T) {
	t.Parallel()
	disk := make(stuck)
	r := newRig(t, func(c *verifier.Config) { c.Evidence = disk }, broadcaster.StreamConfig{})
	for seq := range uint64(3) {
		require.ErrorIs(t, r.verify(t, delivery(segment(seq), "garbage")), core.ErrResultRejected)
	}
	require.Equal(t, []error{verifier.ErrEvidenceBusy}, r.seen.kept)
	close(disk)
	r.Close()
	require.Equal(t, []error{verifier.ErrEvidenceBusy, errBusy, errBusy}, r.seen.kept)
}

func TestCompare(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *verifier.Config) { c.Budget = 0 }, broadcaster.StreamConfig{})
	comparer, ok := r.StreamVerifier.(broadcaster.Comparer)
	require.True(t, ok)
	seg := segment(0)
	best, err := comparer.Compare(t.Context(), []*broadcaster.Delivery{delivery(seg, "poor"), delivery(seg, "same"), delivery(seg, "mirrored")})
	require.NoError(t, err)
	require.Equal(t, 1, best)
	require.Equal(t, 1, r.world.times("source"))
	best, err = comparer.Compare(t.Context(), []*broadcaster.Delivery{delivery(seg, "garbage"), delivery(seg, "poor")})
	require.NoError(t, err)
	require.Equal(t, 1, best)
	r.world.before = func(context.Context, string) error { return errTrouble }
	_, err = comparer.Compare(t.Context(), []*broadcaster.Delivery{delivery(seg, "same"), delivery(seg, "poor")})
	require.ErrorIs(t, err, verifier.ErrUnverified)
	require.ErrorIs(t, err, errTrouble)
}

func TestConfig(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*verifier.Config){
		"inspector": func(c *verifier.Config) { c.Inspector = nil },
		"observer":  func(c *verifier.Config) { c.Observer = nil },
		"mode":      func(c *verifier.Config) { c.Mode = 7 },
		"budget":    func(c *verifier.Config) { c.Budget = 2 },
		"parallel":  func(c *verifier.Config) { c.Parallel = 0 },
		"policy":    func(c *verifier.Config) { c.Policy.MinWorst = 2 },
	} {
		cfg := verifier.DefaultConfig()
		cfg.Inspector = &world{}
		change(&cfg)
		_, err := verifier.New(cfg)
		require.Error(t, err, name)
	}
}
