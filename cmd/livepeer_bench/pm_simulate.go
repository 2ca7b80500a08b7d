package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/livepeer/streamflow/pm"
	"golang.org/x/sync/errgroup"
)

// confidence is how many standard errors a mean may be off. For all settings of
// the simulation together, that is a level of 0.999.
const confidence = 4.5

// Bounds of what redeeming may cost of what tickets pay: 1 % ± 0.1 %.
const overheadLow, overheadHigh = 0.009, 0.011

// errSimulation says that payments are not what was agreed.
var errSimulation = errors.New("the simulation is outside its bounds")

// simulation is what livepeer_bench pm -simulate found.
type simulation struct {
	Machine  machine      `json:"machine"`
	Settings []drawn      `json:"settings"`
	Together pooled       `json:"together"`
	Walks    []walkResult `json:"gas_walks"`
	Days     []incomeDay  `json:"income_per_day"`
}

func simulatePM(ctx context.Context, o *pmOptions, out io.Writer) error {
	s := simulation{Machine: thisMachine(), Days: incomeDays()}
	var progress atomic.Int64
	defer reportProgress(ctx, &progress, o.tickets+o.tickets/2)()
	var err error
	if s.Settings, err = drawAll(ctx, pmSettings(), o.tickets, pm.Ticket.Wins, &progress); err != nil {
		return err
	}
	s.Together = pool(s.Settings)
	if s.Walks, err = walkAll(ctx, o.tickets/2, &progress); err != nil {
		return err
	}
	if o.svg != "" {
		if err := os.WriteFile(o.svg, []byte(incomePicture(s.Days)), 0o644); err != nil {
			return err
		}
	}
	if o.json {
		err = writeJSON(out, s)
	} else {
		err = s.print(out)
	}
	return errors.Join(err, s.judge(confidence))
}

// reportProgress tells on standard error how far long work is; call what it
// returns at the end.
func reportProgress(ctx context.Context, done *atomic.Int64, of int) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(5 * time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				fmt.Fprintf(os.Stderr, "%d of %d tickets drawn\n", done.Load(), of)
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// drawAll shares n tickets out among the settings.
func drawAll(ctx context.Context, settings []pmSetting, n int, wins winRule, progress *atomic.Int64) ([]drawn, error) {
	results := make([]drawn, len(settings))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, s := range settings {
		group.Go(func() (err error) {
			results[i], err = drawSetting(ctx, s, n/len(settings), wins, progress)
			return err
		})
	}
	return results, group.Wait()
}

// pooled are all settings together: the number of winners against what is
// expected of it, by which no setting counts for more than another since its
// tickets pay more.
type pooled struct {
	Tickets  int     `json:"tickets"`
	Winners  int     `json:"winners"`
	Expected float64 `json:"winners_expected"`
	Ratio    float64 `json:"winners_per_expected"`
	Error    float64 `json:"standard_error"` // of Ratio
	Sigmas   float64 `json:"deviation_in_standard_errors"`
	Worst    float64 `json:"largest_deviation_of_a_setting_in_standard_errors"`
}

func pool(results []drawn) (p pooled) {
	var variance float64
	for _, r := range results {
		p.Tickets += r.Tickets
		p.Winners += r.Winners
		p.Expected += r.expected
		variance += r.variance
		p.Worst = max(p.Worst, math.Abs(r.Sigmas))
	}
	p.Ratio, p.Error = float64(p.Winners)/p.Expected, math.Sqrt(variance)/p.Expected
	p.Sigmas = (p.Ratio - 1) / p.Error
	return p
}

// judge holds everything to the bounds, means to so many standard errors.
func (s *simulation) judge(sigmas float64) error {
	var errs []error
	for _, r := range s.Settings {
		if math.Abs(r.Sigmas) > sigmas {
			errs = append(errs, fmt.Errorf("%w: gas at %s, one ticket of %d wins, price %s: paid %.4f of price times pixels, %.1f standard errors off",
				errSimulation, r.GasPrice, r.Share, r.Price, r.Ratio, r.Sigmas))
		}
		if r.Winners > 0 && (r.Overhead < overheadLow || r.Overhead > overheadHigh) {
			errs = append(errs, fmt.Errorf("%w: gas at %s, one ticket of %d wins: overhead %.4f, not 0.01 within 0.001", errSimulation, r.GasPrice, r.Share, r.Overhead))
		}
	}
	if math.Abs(s.Together.Sigmas) > sigmas {
		errs = append(errs, fmt.Errorf("%w: all settings together: %.5f of the winners that were expected, %.1f standard errors off", errSimulation, s.Together.Ratio, s.Together.Sigmas))
	}
	for _, w := range s.Walks {
		errs = append(errs, w.judge())
	}
	return errors.Join(errs...)
}

func (s *simulation) print(out io.Writer) error {
	rows := [][]string{{"gas price", "face value", "tickets", "winners", "paid per price x pixels", "worst", "overhead"}}
	for _, gas := range pmGasPrices() {
		var some []drawn
		for _, r := range s.Settings {
			if r.GasPrice == pm.NewWei(gas).String() {
				some = append(some, r)
			}
		}
		p := pool(some)
		rows = append(rows, []string{
			some[0].GasPrice, some[0].FaceValue, fmt.Sprint(p.Tickets), fmt.Sprint(p.Winners), plusMinus(p.Ratio, p.Error),
			fmt.Sprintf("%.2f σ", p.Worst), percent(some[0].Overhead),
		})
	}
	rows = append(rows, []string{
		"together", "", fmt.Sprint(s.Together.Tickets), fmt.Sprint(s.Together.Winners), plusMinus(s.Together.Ratio, s.Together.Error),
		fmt.Sprintf("%.2f σ", s.Together.Worst), "",
	})
	if err := table(out, rows...); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d settings; together they are %+.2f standard errors off, and up to %.1f are allowed\n\n", len(s.Settings), s.Together.Sigmas, confidence)
	if err := printWalks(out, s.Walks); err != nil {
		return err
	}
	return printDays(out, s.Days)
}

func plusMinus(v, e float64) string { return fmt.Sprintf("%.4f ± %.4f", v, e) }

func percent(v float64) string { return fmt.Sprintf("%.3f %%", 100*v) }
