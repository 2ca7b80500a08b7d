package discovery

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// answer is what a question in a search led to.
type answer struct {
	candidate broadcaster.Candidate
	err       error
}

// collect takes answers until the channel is closed; until wait has passed and
// take has returned true for one, or enough says that it need not; or, the wait
// doubled again and again, until ctx ends.
func collect(ctx context.Context, answers <-chan answer, wait time.Duration, enough bool, take func(answer) bool) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for taken := enough; ; {
		select {
		case a, open := <-answers:
			if !open {
				return
			}
			taken = take(a) || taken
		case <-timer.C:
			if taken {
				return
			}
			timer.Reset(wait) // so that the whole wait has doubled
			wait *= 2
		case <-ctx.Done():
			return
		}
	}
}

// working says whether an orchestrator does work: whether it names a place for
// segments and gives a token (wire.md 4).
func working(info *core.OrchestratorInfo) error {
	if info == nil || info.URI == "" {
		return ErrNotWorking
	}
	u, err := url.Parse(info.URI)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return fmt.Errorf("%w: %.100q is not a URL", ErrNotWorking, info.URI)
	}
	if info.Token == nil {
		return ErrNoToken
	}
	return nil
}
