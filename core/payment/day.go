package payment

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/pm"
)

// Direction says which way money goes.
type Direction string

// The directions.
const (
	Earned Direction = "earned" // this node is the orchestrator
	Spent  Direction = "spent"  // this node is the broadcaster
)

// DayTotal is what one day brought, or cost, with one peer. As an argument it is
// what is to be added to the day.
type DayTotal struct {
	Day       time.Time // 0 o'clock UTC
	Direction Direction
	Peer      common.Address
	Segments  uint64
	Pixels    int64
	// Work is price times pixels.
	Work pm.Credit
	// Tickets that were paid with, and Value their expected value.
	Tickets uint64
	Value   pm.Credit
	// Winners among the tickets and their FaceValue; of Spent they are unknown.
	Winners   uint64
	FaceValue pm.Wei
	// Redeemed is what the broker paid, Gas what the redemptions cost.
	Redeemed pm.Wei
	Gas      pm.Wei
}

// DayOf is the day of a moment.
func DayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// Plus returns what d and more come to together, for the day, direction and peer
// of d. Sums of wei end at the most that there is.
func (d DayTotal) Plus(more DayTotal) DayTotal {
	d.Segments += more.Segments
	d.Pixels += more.Pixels
	d.Work = d.Work.Add(more.Work)
	d.Tickets += more.Tickets
	d.Value = d.Value.Add(more.Value)
	d.Winners += more.Winners
	d.FaceValue = sum(d.FaceValue, more.FaceValue)
	d.Redeemed = sum(d.Redeemed, more.Redeemed)
	d.Gas = sum(d.Gas, more.Gas)
	return d
}

func sum(a, b pm.Wei) pm.Wei {
	total, ok := a.Add(b)
	if !ok {
		total, _ = pm.WeiFromInt(pm.Always().Int()) // 2^256-1
	}
	return total
}
