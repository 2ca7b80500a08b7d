package paying_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/pm"
)

// An orchestrator that uses a commitment again, whose number it may have shown,
// could choose which tickets win. No ticket is made under it, and nothing stays
// set aside.
func TestOrchestratorReusesCommitment(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	ev := pm.NewWei(6.2e6) // a segment takes 10 tickets
	first := terms("s", perPixel, ev)
	sub := job(first)
	r.pay(t, sub)
	require.Len(t, sub.Payment.Tickets, 10)
	five := first.TicketParams.Credit().Mul(5)
	r.Settle(sub, broadcaster.Settlement{Answered: true, Balance: &five})
	again := terms("s", perPixel, ev)
	again.TicketParams.FaceValue = gwei(2e7)
	_, err := r.Pay(t.Context(), job(again))
	require.ErrorIs(t, err, &pm.TermsError{Code: pm.TermsReused})

	fresh := terms("s", perPixel, ev)
	fresh.TicketParams.RecipientRandHash = common.Hash{9}
	next := job(fresh)
	r.pay(t, next)
	require.Len(t, next.Payment.Tickets, 5, "the refused one set nothing aside")
}

// An orchestrator that always says that the account is empty gets what it can
// talk out of the node, less than one ticket's value a segment, up to MaxLoss.
func TestOrchestratorLiesAboutBalance(t *testing.T) {
	t.Parallel()
	limit := gwei(20)
	for name, tc := range map[string]struct {
		times int64 // the limit
		say   func() broadcaster.Settlement
	}{
		"nothing": {times: 1, say: func() broadcaster.Settlement {
			return broadcaster.Settlement{Answered: true, Pixels: pixels, Balance: &pm.Credit{}}
		}},
		"a_debt": {times: 1, say: func() broadcaster.Settlement {
			debt := credit(gwei(1e9)).Neg()
			return broadcaster.Settlement{Answered: true, Pixels: pixels, Balance: &debt}
		}},
		"low_balance": {times: 1, say: func() broadcaster.Settlement {
			return broadcaster.Settlement{Answered: true, Err: pm.Refuse(pm.LowPMBalance, "Insufficient balance")}
		}},
		"refuses_all_tickets": {times: 8, say: func() broadcaster.Settlement {
			return broadcaster.Settlement{Answered: true, Err: pm.Refuse(pm.NonceSeen, "invalid ticket senderNonce")}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *paying.Config) { c.MaxLoss = limit })
			var sent, work pm.Credit
			segments := 0
			var err error
			for ; segments < 1000 && err == nil; segments++ {
				sub := job(terms("s", perPixel, gwei(1)))
				if sub.Payment, err = r.Pay(t.Context(), sub); err != nil {
					break
				}
				sent = sent.Add(worth(sub.Payment))
				s := tc.say()
				work = work.Add(perPixel.Cost(s.Pixels))
				r.Settle(sub, s)
			}
			var dishonest *paying.DishonestError
			require.ErrorAs(t, err, &dishonest)
			lost := sent.Sub(work)
			t.Logf("%d segments, lost %v at a limit of %v", segments, lost, limit)
			require.LessOrEqual(t, lost.Cmp(credit(limit).Mul(tc.times).Add(credit(gwei(2)))), 0)
		})
	}

	t.Run("more_than_there_is", func(t *testing.T) {
		t.Parallel()
		r := newRig(t, nil)
		sub := job(terms("s", perPixel, gwei(1)))
		r.pay(t, sub)
		plenty := credit(gwei(1e9))
		r.Settle(sub, broadcaster.Settlement{Answered: true, Pixels: pixels, Balance: &plenty})
		r.pay(t, sub)
		require.Empty(t, sub.Payment.Tickets, "it works for nothing then")
	})
}

// bazaar has orchestrators that take payment and return garbage, but for one.
type bazaar struct {
	honest string
	pool   []string
	price  pm.Price
	ev     pm.Wei

	mu     sync.Mutex
	tokens int
	got    map[string]pm.Credit // value of the tickets that each got
	served map[string]int       // segments
}

func (b *bazaar) Info(_ context.Context, uri string, _ core.JobRequest) (*core.OrchestratorInfo, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tokens++
	info := terms(core.SessionID(fmt.Sprint(b.tokens)), b.price, b.ev)
	info.URI, info.Address = uri, common.BytesToAddress([]byte(strings.TrimPrefix(uri, "https://")))
	info.Capabilities = core.NewCapabilities("1.0.0", core.DefaultCapabilities()...)
	return info, nil
}

func (b *bazaar) Find(ctx context.Context, req core.JobRequest, found func(broadcaster.Candidate)) error {
	for i, uri := range b.pool {
		info, _ := b.Info(ctx, uri, req)
		found(broadcaster.Candidate{URI: uri, Info: info, Latency: time.Duration(i) * time.Millisecond})
	}
	return nil
}

func (b *bazaar) Orchestrators() (list []broadcaster.PoolEntry) {
	for _, uri := range b.pool {
		list = append(list, broadcaster.PoolEntry{URI: uri})
	}
	return list
}

func (b *bazaar) Submit(_ context.Context, sub *core.Submission) (*core.SubmissionResult, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got[sub.Info.URI] = b.got[sub.Info.URI].Add(worth(sub.Payment))
	b.served[sub.Info.URI]++
	r := core.Rendition{Data: []byte("video"), Pixels: pixels}
	if sub.Info.URI != b.honest {
		r = core.Rendition{Pixels: 1 << 62}
	}
	return &core.SubmissionResult{Renditions: []core.Rendition{r}}, nil
}

func (b *bazaar) EndSession(context.Context, *core.OrchestratorInfo) error { return nil }

// nowhere is where the renditions go.
type nowhere struct{}

func (nowhere) Open(core.ManifestID, []core.Profile) broadcaster.Output { return nowhere{} }
func (nowhere) Source(*core.Segment)                                    {}
func (nowhere) Rendition(*core.Segment, core.Profile, core.Rendition)   {}
func (nowhere) Gap(*core.Segment, core.Profile)                         {}
func (nowhere) End()                                                    {}

// Orchestrators that take payment and return garbage cost a stream at most
// MaxLoss and one payment each in a day, however long it is. If there is an
// honest one, the stream goes on there.
func TestOrchestratorReturnsGarbage(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		pool     []string
		segments int
	}{
		"two_and_an_honest_one": {pool: []string{"https://g1", "https://g2", "https://honest"}, segments: 2000},
		"nobody_is_honest":      {pool: []string{"https://g1", "https://g2", "https://g3", "https://g4"}, segments: 300},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := &bazaar{
					honest: "https://honest", pool: tc.pool, price: pm.Price{PricePerUnit: 2e8, PixelsPerUnit: 1}, ev: gwei(2900),
					got: make(map[string]pm.Credit), served: make(map[string]int),
				}
				r, failed := b.stream(t, tc.segments)
				var garbage pm.Credit
				served := 0
				each := credit(pm.DefaultAcceptance().MaxTotalEV).Mul(2) // MaxLoss and one payment
				for uri, got := range b.got {
					if uri == b.honest {
						continue
					}
					require.LessOrEqual(t, got.Cmp(each), 0, uri)
					garbage, served = garbage.Add(got), served+b.served[uri]
				}
				t.Logf("stream of %d segments: lost %v in %d attempts with those that return garbage, none of which can get more than %v in a day",
					tc.segments, garbage, served, each)
				require.Positive(t, garbage.Sign())
				require.Positive(t, r.seen.losses(paying.LossGarbage).Sign())
				if slices.Contains(tc.pool, b.honest) {
					require.Zero(t, failed)
					require.Equal(t, tc.segments, b.served[b.honest])
					return
				}
				require.Equal(t, tc.segments, failed)
				require.True(t, slices.ContainsFunc(r.seen.failed, func(err error) bool { return errors.As(err, new(*paying.DishonestError)) }))
			})
		})
	}
}

// stream sends a stream of so many segments to the bazaar, with the limits of
// existing nodes. It returns how many failed.
func (b *bazaar) stream(t *testing.T, segments int) (r *rig, failed int) {
	r = newRig(t, nil)
	require.NoError(t, r.Start(t.Context()))
	cfg := broadcaster.DefaultConfig()
	cfg.Orchestrators, cfg.Finder, cfg.Outputs, cfg.Payer = b, b, nowhere{}, r.Payer
	node, err := broadcaster.New(cfg)
	require.NoError(t, err)
	require.NoError(t, node.Start(context.WithoutCancel(t.Context())))
	s, err := node.OpenStream(t.Context(), broadcaster.StreamConfig{
		ManifestID: "movie", Profiles: []core.Profile{{Name: "low", Width: 50, Height: 20, FPS: 30}},
	})
	require.NoError(t, err)
	for seq := range uint64(segments) {
		_, err := s.Submit(t.Context(), &core.Segment{
			Seq: seq, Duration: 2 * time.Second, Data: []byte("source"), Info: core.MediaInfo{HasVideo: true, VideoFrames: 60},
		})
		if err != nil {
			failed++
		}
		time.Sleep(2 * time.Second)
	}
	require.NoError(t, node.Close())
	require.NoError(t, r.Close())
	return r, failed
}

// What is lost to an orchestrator is forgotten after a day.
func TestLossesAreForgiven(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, func(c *paying.Config) { c.MaxLoss = pm.NewWei(1) })
		lose := func() error {
			sub := job(terms("s", perPixel, gwei(1)))
			var err error
			if sub.Payment, err = r.Pay(t.Context(), sub); err == nil {
				r.Settle(sub, broadcaster.Settlement{Answered: true, Err: errors.New("garbage"), Pixels: pixels})
			}
			return err
		}
		require.NoError(t, lose())
		var dishonest *paying.DishonestError
		require.ErrorAs(t, lose(), &dishonest)
		require.Contains(t, dishonest.Error(), "60000000.000 wei")
		require.Equal(t, time.Now().Add(24*time.Hour), dishonest.Until)
		time.Sleep(24 * time.Hour)
		require.NoError(t, lose())
	})
}

// An orchestrator that refuses some tickets as a round ends, or fails a segment
// now and then, goes on being paid.
func TestHonestFailuresAreForgiven(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *paying.Config) { c.MaxLoss = pm.NewWei(pixels * 1000) }) // a segment
	for i := range 1000 {
		sub := job(terms("s", perPixel, pm.NewWei(pixels*1000)))
		sub.Info.TicketParams.RecipientRandHash[0], sub.Info.TicketParams.RecipientRandHash[1] = byte(i), byte(i>>8)
		r.pay(t, sub)
		s := broadcaster.Settlement{Answered: true, Pixels: pixels}
		switch {
		case i%25 == 0:
			s.Pixels, s.Err = 0, pm.Refuse(pm.InvalidTicketRound, "round is over")
		case i%40 == 1:
			s.Err = errors.New("garbage")
		}
		r.Settle(sub, s)
	}
}
