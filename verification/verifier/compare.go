package verifier

import (
	"context"
	"errors"

	"github.com/livepeer/streamflow/core/broadcaster"
)

var _ broadcaster.Comparer = (*stream)(nil)

// Compare implements broadcaster.Comparer. It returns the place of the delivery that shows the source best, of several for one
// segment that Verify accepted. The error is an ErrUnverified when nobody could tell.
func (s *stream) Compare(ctx context.Context, deliveries []*broadcaster.Delivery) (best int, err error) {
	quality := 0.0
	best = -1
	for i, d := range deliveries {
		t := &trial{stream: s, delivery: d, segment: d.Submission.Segment}
		t.source = s.sources.of(t.segment, t.profiles())
		if err = t.examine(ctx, certain); err != nil {
			continue
		}
		if q := t.verdict.Quality(); best < 0 || q > quality {
			best, quality = i, q
		}
	}
	if best < 0 {
		return 0, errors.Join(ErrUnverified, err)
	}
	return best, nil
}
