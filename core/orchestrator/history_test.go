package orchestrator_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/reputation"
	"github.com/livepeer/streamflow/pm"
)

// history keeps what it is told by sender.
type history map[common.Address][]reputation.Outcome

func (h history) Attempted(sender common.Address, o reputation.Outcome) {
	h[sender] = append(h[sender], o)
}

// What a broadcaster's segments come to is remembered once for each.
func TestHistory(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	const took = 3 * time.Second
	slow := func(then func(ctx context.Context, task *core.Task) (*core.Transcoded, error)) *pool {
		return &pool{transcode: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
			select {
			case <-time.After(took):
				return then(ctx, task)
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}}
	}
	whole := func(*testing.T) *core.Source { return core.NewSource([]byte("source")) }
	broken := func(*testing.T) *core.Source {
		arrival := core.NewArrival(10, time.Now())
		arrival.Fail(boom)
		return arrival.Early()
	}
	tests := map[string]struct {
		pool   *pool
		pay    payments
		source func(t *testing.T) *core.Source // nil for none at all
		store  *store
		during func(f fixture, cancel func()) // while it is transcoded
		want   []reputation.Outcome
	}{
		"done": {source: whole, want: []reputation.Outcome{{Kind: reputation.Done, Took: took}}},
		"failed": {
			pool:   slow(func(context.Context, *core.Task) (*core.Transcoded, error) { return nil, boom }),
			source: whole, want: []reputation.Outcome{{Kind: reputation.Failed, Took: took}},
		},
		"broadcaster_leaves": {
			source: whole, during: func(_ fixture, cancel func()) { cancel() },
			want: []reputation.Outcome{{Kind: reputation.TimedOut}},
		},
		"its_store_refuses": {
			source: whole, store: &store{fail: map[string]error{"P360p/0.ts": boom}},
			want: []reputation.Outcome{{Kind: reputation.Unreachable, Took: took}},
		},
		"not_whole":      {source: broken, want: []reputation.Outcome{{Kind: reputation.Incomplete}}},
		"nothing_came":   {want: []reputation.Outcome{{Kind: reputation.Incomplete}}},
		"node_ends":      {source: whole, during: func(f fixture, _ func()) { require.NoError(t, f.Close()) }},
		"not_booked":     {pay: payments{flush: func(orchestrator.Account) error { return boom }}},
		"does_not_cover": {pay: payments{credit: func(orchestrator.Account, *pm.Payment) error { return boom }}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := history{}
				f := start(t, func(cfg *orchestrator.Config) {
					cfg.Transcoder, cfg.Payments, cfg.History = slow(renditions), tt.pay, h
					if tt.pool != nil {
						cfg.Transcoder = tt.pool
					}
				})
				defer f.Close()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				a, err := f.Admit(ctx, segment(f.quote(t).Token, 0), &pm.Payment{Sender: common.Address{9}})
				if err == nil {
					to := orchestrator.Delivery{Inline: true}
					if tt.store != nil {
						to.Store = tt.store
					}
					if booked := a.Booked(ctx); booked == nil && tt.source != nil {
						if tt.during != nil {
							time.AfterFunc(time.Second, func() { tt.during(f, cancel) })
						}
						a.Transcode(ctx, tt.source(t), to)
					}
					a.Release()
				}
				for i := range tt.want {
					o := &tt.want[i]
					o.Unit, o.Media = 2*time.Second, 2*time.Second
					if o.Kind == reputation.TimedOut {
						o.Took = time.Second
					}
				}
				require.Equal(t, tt.want, h[common.Address{9}])
			})
		})
	}
}
