package main

import (
	"fmt"
	"io"
	"math"
	"math/big"
	"strconv"

	"github.com/livepeer/streamflow/pm"
)

// pixelsPerSecond of the default renditions, 426x240 and 640x360 at 30 frames a
// second.
const pixelsPerSecond = (426*240 + 640*360) * 30

// incomeDay is how an orchestrator's income varies from day to day. Winners are
// as good as independent, so that their number in a day is Poisson's: with a mean
// of n its deviation is the root of n.
type incomeDay struct {
	Streams   int     `json:"streams"`
	Price     string  `json:"price_per_pixel"`
	GasPrice  string  `json:"gas_price"`
	FaceValue string  `json:"face_value"`
	Income    string  `json:"income_per_day"`
	Wins      float64 `json:"wins_per_day"`
	Deviation float64 `json:"relative_deviation"` // of a day's income
	None      float64 `json:"share_of_days_without_a_win"`
	// Low is what 9 of 10 days bring at least, by the mean.
	Low float64 `json:"nine_of_ten_days_bring"`
}

func incomeDays() []incomeDay {
	var days []incomeDay
	for _, gasPrice := range []uint64{1e7, 1e8, 1e9} {
		for _, price := range []uint64{50, 1200} {
			for _, streams := range []int{1, 10, 100} {
				days = append(days, dayOf(streams, price, gasPrice))
			}
		}
	}
	return days
}

// dayOf is the day of an orchestrator with so many streams around the clock.
func dayOf(streams int, price, gasPrice uint64) incomeDay {
	cost, _ := pm.NewWei(gasPrice).Mul(redeemGasSingle)
	face, _ := cost.MulDiv(targetOverhead().Denom(), targetOverhead().Num())
	income, _ := pm.NewWei(price).Mul(uint64(streams) * pixelsPerSecond * 86400)
	wins := quotient(new(big.Rat).SetInt(income.Int()), new(big.Rat).SetInt(face.Int()))
	return incomeDay{
		Streams: streams, Price: fmt.Sprintf("%d wei", price), GasPrice: pm.NewWei(gasPrice).String(), FaceValue: ether(face),
		Income: ether(income), Wins: wins, Deviation: 1 / math.Sqrt(wins), None: math.Exp(-wins), Low: float64(poissonQuantile(wins, 0.1)) / wins,
	}
}

// poissonQuantile is the smallest number that a Poisson variable of that mean does
// not exceed with probability p.
func poissonQuantile(mean, p float64) int {
	sum := 0.0
	for k := 0; ; k++ {
		logOfFactorial, _ := math.Lgamma(float64(k + 1))
		sum += math.Exp(-mean + float64(k)*math.Log(mean) - logOfFactorial)
		if sum >= p {
			return k
		}
	}
}

// ether writes an amount with three significant digits.
func ether(w pm.Wei) string {
	return digits(quotient(new(big.Rat).SetInt(w.Int()), big.NewRat(1e18, 1))) + " ETH"
}

// digits writes a number with three significant digits and no exponent.
func digits(v float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 2, 64), 64)
	if err != nil {
		return fmt.Sprint(v) // it was made of a number just now
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

func printDays(out io.Writer, days []incomeDay) error {
	rows := [][]string{{"gas price", "face value", "price per pixel", "streams", "income per day", "wins per day", "deviation", "days without a win", "9 of 10 days bring"}}
	for _, d := range days {
		rows = append(rows, []string{
			d.GasPrice, d.FaceValue, d.Price, fmt.Sprint(d.Streams), d.Income, digits(d.Wins),
			"±" + digits(100*d.Deviation) + " %", share(d.None), share(d.Low),
		})
	}
	return table(out, rows...)
}

// share writes a part of something that may be next to nothing.
func share(v float64) string {
	if v > 0 && v < 0.0001 {
		return "< 0.01 %"
	}
	return digits(100*v) + " %"
}
