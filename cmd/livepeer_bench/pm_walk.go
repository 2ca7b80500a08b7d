package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/big"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core/redemption"
	"github.com/livepeer/streamflow/eth/broker"
	"github.com/livepeer/streamflow/pm"
	"golang.org/x/sync/errgroup"
)

// A step of a walk is a minute, and blocks are those of Ethereum, which tickets
// count in.
const (
	walkDays        = 60
	blocksPerMinute = 5
	blocksPerRound  = 5760
	ticketValidity  = 2   // rounds
	walkShare       = 200 // one ticket of so many wins while gas costs gasMiddle
	// boundedPerDay is up to which speed of the walk overhead is held to its
	// bounds: a standard deviation of 2.7 times in a day. What is faster outruns
	// any rolling price.
	boundedPerDay = 1.0
)

// walkResult is what came of walks at one speed.
type walkResult struct {
	PerDay   float64      `json:"log_deviation_per_day"`
	Lowest   uint64       `json:"lowest_gas_price_wei"` // without spikes
	Highest  uint64       `json:"highest_gas_price_wei"`
	Quickest int          `json:"hours_for_a_factor_of_100"` // the fewest, 0 if there was none
	Tickets  int          `json:"tickets"`
	Winners  int          `json:"winners"`
	Policies []redeemedBy `json:"policies"`
}

// walkAll sends n tickets over walks at several speeds.
func walkAll(ctx context.Context, n int, progress *atomic.Int64) ([]walkResult, error) {
	speeds := []float64{0.6, boundedPerDay, 2}
	results := make([]walkResult, len(speeds))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, perDay := range speeds {
		group.Go(func() (err error) {
			results[i], err = walk(ctx, perDay, n/len(speeds), progress)
			return err
		})
	}
	return results, group.Wait()
}

// walk sends n tickets over the days while the price of gas walks. Their face
// value follows the rolling price, and each policy redeems all that win.
func walk(ctx context.Context, perDay float64, n int, progress *atomic.Int64) (walkResult, error) {
	w := &walker{
		gas: newGasWalk(perDay, 1), rolling: rollingPrice{window: int(broker.DefaultConfig().GasWindow / time.Minute)},
		urn: newUrn(), perMinute: max(n/(walkDays*minutesADay), 1), result: walkResult{PerDay: perDay, Policies: walkPolicies()},
	}
	last := walkDays * minutesADay
	for w.minute < last+(ticketValidity+1)*blocksPerRound/blocksPerMinute {
		if err := ctx.Err(); err != nil {
			return w.result, err
		}
		if err := w.next(w.minute < last); err != nil {
			return w.result, err
		}
		if w.minute < last {
			progress.Add(int64(w.perMinute))
		}
		w.minute++
	}
	w.result.Lowest, w.result.Highest, w.result.Quickest = slices.Min(w.hourly), slices.Max(w.hourly), quickest(w.hourly, 100)
	for i := range w.result.Policies {
		w.result.Policies[i].evaluate()
	}
	return w.result, nil
}

// walkPolicies are those of -redeemPolicy without batches, and the node's own.
func walkPolicies() []redeemedBy {
	own := redemption.DefaultConfig().Policy
	alone := own
	alone.MaxBatch = 1
	now := alone
	now.Patient = false
	return []redeemedBy{
		newRedeemedBy("now", now), newRedeemedBy("cheap", alone), newRedeemedBy(fmt.Sprintf("cheap, batches of %d", own.MaxBatch), own),
	}
}

// walker goes through the days.
type walker struct {
	gas       *gasWalk
	rolling   rollingPrice
	hourly    []uint64 // prices without spikes
	urn       *urn
	perMinute int // tickets
	minute    int
	result    walkResult
}

// next lets a minute pass, with tickets or without.
func (w *walker) next(tickets bool) error {
	price, calm := w.gas.next()
	if w.minute%60 == 0 {
		w.hourly = append(w.hourly, calm)
	}
	w.rolling.add(price)
	gas := pm.RedeemGas{
		Single: redeemGasSingle, InBatch: redeemGasInBatch, Price: pm.NewWei(price), Rolling: pm.NewWei(w.rolling.median()),
	}
	if tickets {
		if err := w.draw(gas); err != nil {
			return err
		}
	}
	for i := range w.result.Policies {
		w.result.Policies[i].redeem(w.moment(), gas, w.minute)
	}
	return nil
}

func (w *walker) moment() pm.Moment {
	block := uint64(w.minute * blocksPerMinute)
	round := pm.Round(block/blocksPerRound + 1)
	return pm.Moment{
		Block: block, Round: pm.RoundRef{Number: round, BlockHash: common.Hash{1}}, Current: round,
		RoundEnds: uint64(round) * blocksPerRound, Validity: ticketValidity,
	}
}

// draw makes the tickets of a minute, all worth the same at whatever price of gas.
func (w *walker) draw(gas pm.RedeemGas) error {
	middle, _ := pm.NewWei(gasMiddle).Mul(redeemGasSingle)
	ev, _ := middle.MulDiv(targetOverhead().Denom(), big.NewInt(walkShare))
	cost, _ := gas.Rolling.Mul(gas.Single)
	limit, _ := pm.NewWei(1e18).Mul(1e6) // no reserve bounds the face value here
	face, err := pm.FaceValuePolicy{EV: ev, Overhead: targetOverhead()}.FaceValue(cost, limit)
	if err != nil {
		return err
	}
	now := w.moment()
	t := pm.Ticket{FaceValue: face, WinProb: pm.WinProbFor(ev, face), Created: now.Round}
	for range w.perMinute {
		w.result.Tickets++
		if !w.urn.draw(t, pm.Ticket.Wins) {
			continue
		}
		w.result.Winners++
		won := pm.WinningTicket{Ticket: t, ParamsExpire: now.Block + pm.ParamsLife}
		binary.BigEndian.PutUint64(won.RecipientRandHash[:], w.urn.n) // all different
		for i := range w.result.Policies {
			w.result.Policies[i].won(won, w.minute)
		}
	}
	return nil
}

// judge holds the policies to their bounds: what is redeemed ticket by ticket and
// with patience costs what was meant, batches no more than that, and nothing is
// lost. A node that redeems at any price pays for every spike.
func (w *walkResult) judge() error {
	var errs []error
	if w.Highest < 100*w.Lowest {
		errs = append(errs, fmt.Errorf("%w: gas from %d to %d wei, not over 100 times", errSimulation, w.Lowest, w.Highest))
	}
	for _, p := range w.Policies {
		if p.Lost > 0 || len(p.waiting) > 0 {
			errs = append(errs, fmt.Errorf("%w: policy %s: %d tickets lost, %d left over", errSimulation, p.Policy, p.Lost, len(p.waiting)))
		}
		if w.PerDay > boundedPerDay || !p.policy.Patient {
			continue
		}
		if p.Overhead > overheadHigh || p.policy.MaxBatch == 1 && p.Overhead < overheadLow {
			errs = append(errs, fmt.Errorf("%w: policy %s: overhead %.4f, not 0.01 within 0.001", errSimulation, p.Policy, p.Overhead))
		}
	}
	return errors.Join(errs...)
}

func printWalks(out io.Writer, walks []walkResult) error {
	rows := [][]string{{"gas price", "100 times within", "policy", "redeemed", "lost", "overhead", "mean wait"}}
	for _, w := range walks {
		for i, p := range w.Policies {
			price, quick := "", ""
			if i == 0 {
				price, quick = fmt.Sprintf("%.3f to %.2f gwei", float64(w.Lowest)/1e9, float64(w.Highest)/1e9), fmt.Sprintf("%.1f days", float64(w.Quickest)/24)
			}
			rows = append(rows, []string{price, quick, p.Policy, fmt.Sprint(p.Tickets), fmt.Sprint(p.Lost), percent(p.Overhead), fmt.Sprintf("%.1f h", p.Waited)})
		}
	}
	if err := table(out, rows...); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "%d days each, with spikes of %d times for %d minutes every other day\n\n", walkDays, spikeTimes, spikeMinutes)
	return err
}
