package verifier_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/verification"
	"github.com/livepeer/streamflow/verification/verifier"
)

func TestVerify_references(t *testing.T) {
	t.Parallel()
	fails := func(context.Context) (*core.SubmissionResult, error) { return nil, broadcaster.ErrNoSessions }
	failing := &encoder{do: func(context.Context, *core.Task) (*core.Transcoded, error) { return nil, errBusy }}
	tests := map[string]struct {
		what     string
		trusted  func(context.Context) (*core.SubmissionResult, error)
		own      *encoder
		bad      bool
		compared verifier.Against
	}{
		"ok_identical":        {what: "same", trusted: reference("same"), compared: verifier.TrustedPeer},
		"ok_alike":            {what: "same", trusted: reference("cheap"), compared: verifier.TrustedPeer},
		"ok_own":              {what: "same", own: encodes("cheap"), compared: verifier.OwnEncoder},
		"ok_nothing":          {what: "same", trusted: fails, own: failing, compared: verifier.Nothing},
		"ok_poor_alone":       {what: "poor", compared: verifier.Nothing},
		"err_poor":            {what: "poor", trusted: reference("same"), bad: true, compared: verifier.TrustedPeer},
		"err_poor_own":        {what: "poor", trusted: fails, own: encodes("same"), bad: true, compared: verifier.OwnEncoder},
		"ok_bad_reference":    {what: "same", trusted: reference("mirrored"), compared: verifier.Nothing},
		"ok_garbage":          {what: "same", trusted: reference("garbage"), own: encodes("same"), compared: verifier.OwnEncoder},
		"ok_better_than_that": {what: "same", trusted: reference("poor"), compared: verifier.TrustedPeer},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *verifier.Config) {
				c.Rate = 1
				if tt.own != nil {
					c.Reencoder = tt.own
				}
			}, broadcaster.StreamConfig{})
			d := delivery(segment(0), tt.what)
			d.Reference = tt.trusted
			err := r.verify(t, d)
			if tt.bad {
				rejectedFor(t, err, verification.BelowReference)
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, []verifier.Reason{verifier.Drawn}, r.seen.dear)
			require.Equal(t, []verifier.Against{tt.compared}, r.seen.compared)
		})
	}
}

func TestVerify_ownSessionEnds(t *testing.T) {
	t.Parallel()
	own := encodes("same")
	r := newRig(t, func(c *verifier.Config) { c.Rate, c.Reencoder = 1, own }, broadcaster.StreamConfig{})
	require.NoError(t, r.verify(t, delivery(segment(0), "same")))
	r.Close()
	r.Close()
	require.Equal(t, 1, own.ended)
}

// Who waits in vain for a reference goes on without one.
func TestVerify_referenceTakesTooLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, func(c *verifier.Config) { c.Rate = 1 }, broadcaster.StreamConfig{})
		d := delivery(segment(0), "same")
		d.Reference = func(ctx context.Context) (*core.SubmissionResult, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		began := time.Now()
		require.NoError(t, r.verify(t, d))
		require.Equal(t, 10*time.Second, time.Since(began))
		require.Equal(t, []verifier.Against{verifier.Nothing}, r.seen.compared)

		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		require.NoError(t, r.Verify(ctx, d), "in what time there is")
		ctx, cancel = context.WithCancel(t.Context())
		defer cancel()
		time.AfterFunc(time.Second, cancel)
		require.ErrorIs(t, r.Verify(ctx, d), verifier.ErrUnverified)
	})
}
