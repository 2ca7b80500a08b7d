package broadcaster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core"
)

// Time limits of wire.md 13. The adapter behind Orchestrators keeps to them;
// exchangeGuard on top is for one that does not.
const (
	minExchange   = 8 * time.Second
	exchangeGuard = 20 * time.Second
)

// How long to wait before an orchestrator that failed a segment gets it again,
// while there is no other. Doubled each time.
const (
	retryUnreachable    = 100 * time.Millisecond
	retryUnreachableMax = time.Second
	retryFailed         = time.Second
)

// transcoder gets the renditions of one stream's segments from orchestrators. A
// race does that for one segment.
type transcoder struct {
	orchestrators Orchestrators
	payer         Payer
	observer      Observer
	sessions      *sessions
	verifier      StreamVerifier // nil to accept all
	stream        StreamConfig
	effort        Effort
	job           core.JobOptions
	maxAttempts   int
	log           *slog.Logger

	hedges  *hedges
	flights sync.WaitGroup // submissions, also those that nobody waits for any more
}

// close waits for the submissions that are still out there. run must not be called
// any more.
func (t *transcoder) close() { t.flights.Wait() }

// transcoded is a segment with its renditions.
type transcoded struct {
	renditions   []core.Rendition // one for each profile
	orchestrator string           // "" if none was needed
	attempts     int
}

// run blocks until the renditions are there or the segment has failed for good.
// What other orchestrators still do for it then goes on in the background.
// Attempts are counted also with an error. Errors: *core.TranscodeError,
// core.ErrUnsupportedInput, ErrNoSessions, *AttemptsError, or that of ctx.
func (t *transcoder) run(ctx context.Context, seg *core.Segment) (transcoded, error) {
	if !seg.Info.HasVideo || seg.Info.VideoFrames == 0 {
		return t.untouched(seg), nil
	}
	required, err := core.JobCapabilities(seg.Info, t.stream.Profiles, t.job)
	if err != nil {
		return transcoded{}, err
	}
	t.hedges.segment()
	return t.newRace(ctx, seg, required).run()
}

// untouched hands the source on as every rendition: there is nothing to
// transcode in a segment without video (features.md 2, "Zero-frame segments").
func (t *transcoder) untouched(seg *core.Segment) transcoded {
	out := transcoded{renditions: make([]core.Rendition, len(t.stream.Profiles))}
	for i := range out.renditions {
		out.renditions[i] = core.Rendition{Data: seg.Data, Duration: seg.Duration}
	}
	return out
}

func (t *transcoder) multiplier() float64 { return max(1, t.stream.TimeoutMultiplier) }

// exchangeLimit bounds one submission, also where Orchestrators does not.
func (t *transcoder) exchangeLimit(d time.Duration) time.Duration {
	return 2*t.budget(d) + exchangeGuard
}

// budget is how long a segment may be without an orchestrator.
func (t *transcoder) budget(d time.Duration) time.Duration {
	return time.Duration(float64(max(minExchange, 4*d)) * t.multiplier())
}

func retryAfter(blamed fault, failures uint) time.Duration {
	switch blamed {
	case faultUnreachable:
		return min(retryUnreachable<<min(failures, 8), retryUnreachableMax)
	case faultPeer, faultUnpaid, faultUnverified:
		return retryFailed << min(failures, 8)
	}
	return 0 // a busy one rests by itself
}

func (t *transcoder) noSession(err, last error, ownFunds bool) error {
	if !errors.Is(err, ErrNoSessions) {
		return err
	}
	if last == nil {
		if last = t.sessions.lastSearch(); !OwnFunds(last) {
			return fmt.Errorf("%w: %s", err, t.sessions.describe())
		}
	}
	if ownFunds {
		t.log.Error("no orchestrator takes segments: this node's deposit or reserve does not do", "err", last)
		return &FundsError{Err: last}
	}
	return fmt.Errorf("%w: %s, the last attempt failed: %w", err, t.sessions.describe(), last)
}
