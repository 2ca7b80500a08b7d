package paying_test

import (
	"errors"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
	"github.com/livepeer/streamflow/core/broadcaster/paying"
	"github.com/livepeer/streamflow/pm"
)

// The node's account is that of the reference until a segment fails, of which
// existing nodes lose the credit and this one does not, as the orchestrator has
// it still: case 4. So the next segment takes no ticket instead of 7.
func TestSessionSimulationVectors(t *testing.T) {
	t.Parallel()
	var steps []struct {
		NumTickets          int
		Pixels              int64
		Note                string
		GatewayBalance      exact
		OrchestratorBalance exact
	}
	vectors(t, "sessionSimulation", &steps)
	require.Len(t, steps, 6)
	face, _ := pm.WeiFromInt(big.NewInt(35000000245000000))
	prob, _ := pm.WinProbFromInt(rat(t, "9925036150866135123100281424756993556981329501042741838940030000000000000000").Num())
	info := terms("s", pm.Price{PricePerUnit: 1e9, PixelsPerUnit: 1}, pm.Wei{})
	info.TicketParams.FaceValue, info.TicketParams.WinProb = face, prob
	r := newRig(t, func(c *paying.Config) {
		c.Acceptance.MaxTicketEV, c.Acceptance.MaxTotalEV = gwei(1e9), gwei(1e9)
	})
	require.NoError(t, r.Start(t.Context()))
	var orchestrator pm.Credit
	tickets := []int{7, 7, 7, 6, 6, 0}
	for i, step := range steps {
		sub := job(info)
		sub.Profiles = []core.Profile{{Width: 426, Height: 240, FPS: 30}, {Width: 640, Height: 360, FPS: 30}}
		r.pay(t, sub)
		require.Len(t, sub.Payment.Tickets, tickets[i], "step %d", i)
		orchestrator = orchestrator.Add(worth(sub.Payment)).Sub(info.Price.Cost(step.Pixels))
		s := broadcaster.Settlement{Answered: true, Pixels: step.Pixels}
		if step.Pixels == 0 {
			s.Err = errors.New("it failed")
		}
		r.Settle(sub, s)
		if i < 5 {
			require.Equal(t, step.NumTickets, tickets[i])
			near(t, step.OrchestratorBalance.rat(t), orchestrator)
		}
	}
	require.NoError(t, r.Close())
	require.Equal(t, orchestrator, r.ledger.rows["s"].Balance, "both sides agree to the bit")
}

// near says that a Credit is an exact number but for the rounding of some tickets.
func near(t *testing.T, want *big.Rat, got pm.Credit) {
	t.Helper()
	diff := new(big.Rat).Sub(want, got.Rat())
	require.Negative(t, diff.Abs(diff).Cmp(big.NewRat(100, 1<<62)))
}

func TestAcceptanceVectors(t *testing.T) {
	t.Parallel()
	var cases []struct {
		Name, Error, FaceValue, WinProb, Deposit, Reserve  string
		DepositMultiplier, MaxTicketEV, MaxTotalEV         uint64
		ExpirationBlock, LastL1Block, LastInitializedRound uint64
		WithdrawRound                                      uint64
		NumTickets                                         int64
	}
	vectors(t, "gatewayAcceptance", &cases)
	require.NotEmpty(t, cases)
	wei := func(t *testing.T, text string) pm.Wei {
		w, ok := pm.WeiFromInt(rat(t, text).Num())
		require.True(t, ok)
		return w
	}
	for _, tc := range cases {
		t.Run(tc.Name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *paying.Config) {
				c.Acceptance = pm.Acceptance{
					MaxTicketEV: pm.NewWei(tc.MaxTicketEV), MaxTotalEV: pm.NewWei(tc.MaxTotalEV), DepositMultiplier: tc.DepositMultiplier,
				}
			})
			r.chain.moment = pm.Moment{Block: tc.LastL1Block, Round: pm.RoundRef{Number: pm.Round(tc.LastInitializedRound)}, Current: pm.Round(tc.LastInitializedRound)}
			r.chain.funds = pm.Funds{Deposit: wei(t, tc.Deposit), Reserve: wei(t, tc.Reserve), WithdrawRound: pm.Round(tc.WithdrawRound)}
			info := terms("s", pm.Price{PixelsPerUnit: 1}, pm.Wei{})
			prob, ok := pm.WinProbFromInt(rat(t, tc.WinProb).Num())
			require.True(t, ok)
			info.TicketParams.FaceValue, info.TicketParams.WinProb, info.TicketParams.ExpirationBlock = wei(t, tc.FaceValue), prob, tc.ExpirationBlock
			// A price at which a job of 60 pixels takes so many tickets.
			ev := info.TicketParams.EV()
			perJob := ev.Mul(ev, big.NewRat(tc.NumTickets*100, 103))
			info.Price.PricePerUnit = new(big.Int).Quo(perJob.Num(), new(big.Int).Mul(perJob.Denom(), big.NewInt(60))).Int64()
			sub := job(info)
			sub.Profiles = []core.Profile{{Width: 1, Height: 1, FPS: 30}}
			payment, err := r.Pay(t.Context(), sub)
			if tc.Error != "" {
				require.EqualError(t, err, tc.Error)
				require.Len(t, r.seen.failed, 1)
				return
			}
			require.NoError(t, err)
			if !info.TicketParams.WinProb.IsZero() {
				require.Len(t, payment.Tickets, int(tc.NumTickets))
			}
		})
	}
}
