package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	mathrand "math/rand/v2"
	"sync/atomic"

	"github.com/livepeer/streamflow/pm"
)

// Gas of a redemption: alone, and of each in a batch of 5 (doc/benchmarks.md,
// "Gas"). What comes out does not depend on it, but for what batches save.
const (
	redeemGasSingle  = 104_000
	redeemGasInBatch = 61_000
)

// targetOverhead is the part of what tickets pay that redemptions may cost.
func targetOverhead() *big.Rat { return big.NewRat(1, 100) }

// segmentPixels are those of a segment of two seconds in the default renditions,
// 426x240 and 640x360 at 30 frames a second.
const segmentPixels = 2 * pixelsPerSecond

// winRule says whether a ticket wins: pm.Ticket.Wins.
type winRule func(t pm.Ticket, sig []byte, number pm.RecipientRand) bool

// pmSetting is one combination of what operators and the market set.
type pmSetting struct {
	gasPrice uint64 // wei
	share    int64  // one ticket of so many wins
	// load is how many tickets a segment costs, in tenths: the price, in other
	// words.
	load int64
}

// drawn is what the tickets of one setting came to.
type drawn struct {
	GasPrice  string  `json:"gas_price"`
	FaceValue string  `json:"face_value"`
	EV        string  `json:"ticket_ev"`
	Share     int64   `json:"tickets_per_winner"`
	Price     string  `json:"price"`
	Segments  int     `json:"segments"`
	Tickets   int     `json:"tickets"`
	Winners   int     `json:"winners"`
	Ratio     float64 `json:"paid_per_price_times_pixels"`
	Error     float64 `json:"standard_error"` // of Ratio
	Sigmas    float64 `json:"deviation_in_standard_errors"`
	Overhead  float64 `json:"overhead"` // cost of redeeming per value paid

	expected, variance float64 // of the number of winners
}

func pmGasPrices() []uint64 { return []uint64{1e7, 3e7, 1e8, 3e8, 1e9} } // 0.01 to 1 gwei: 100 times

func pmSettings() []pmSetting {
	var list []pmSetting
	for _, gas := range pmGasPrices() {
		for _, share := range []int64{2, 10, 50, 200, 1000} {
			for _, load := range []int64{3, 35, 400} {
				list = append(list, pmSetting{gas, share, load})
			}
		}
	}
	return list
}

// stream is a sender's account while it pays for segments.
type stream struct {
	fee, ev pm.Credit // of a segment and of a ticket
	credit  pm.Credit
	work    pm.Credit // price times pixels, of all segments
}

// next pays for a segment and returns how many tickets that takes, as the two
// sides of a stream do it: paid for first, charged for then.
func (s *stream) next() (tickets int64) {
	tickets, _ = pm.TicketsFor(s.fee, s.ev, s.credit)
	s.credit = s.credit.Add(s.ev.Mul(tickets)).Sub(s.fee)
	s.work = s.work.Add(s.fee)
	return tickets
}

// terms are the ticket and the price of a setting.
func (s pmSetting) terms() (t pm.Ticket, cost, ev pm.Wei, price pm.Price, err error) {
	cost, _ = pm.NewWei(s.gasPrice).Mul(redeemGasSingle)
	target, _ := cost.MulDiv(targetOverhead().Denom(), targetOverhead().Num())
	ev, _ = target.MulDiv(big.NewInt(1), big.NewInt(s.share))
	limit, _ := target.Mul(1e6) // no reserve bounds the face value here
	t.FaceValue, err = pm.FaceValuePolicy{EV: ev, Overhead: targetOverhead()}.FaceValue(cost, limit)
	t.WinProb = pm.WinProbFor(ev, t.FaceValue)
	perSegment, _ := ev.MulDiv(big.NewInt(s.load), big.NewInt(10))
	price = pm.Price{PricePerUnit: perSegment.Int().Int64(), PixelsPerUnit: segmentPixels}
	return t, cost, ev, price, err
}

// drawSetting streams until n tickets are paid, and draws each by the rule of the
// network, keccak256(signature, recipientRand) < winProb. The signatures are
// random bytes: to the rule they are no more than that.
func drawSetting(ctx context.Context, s pmSetting, n int, wins winRule, progress *atomic.Int64) (drawn, error) {
	ticket, cost, ev, price, err := s.terms()
	if err != nil {
		return drawn{}, err
	}
	urn := newUrn()
	account := stream{fee: price.Cost(segmentPixels), ev: pm.TicketCredit(ticket.FaceValue, ticket.WinProb)}
	r := drawn{
		GasPrice: pm.NewWei(s.gasPrice).String(), FaceValue: ticket.FaceValue.String(), EV: ev.String(), Share: s.share,
		Price: fmt.Sprintf("%s wei per pixel", price.Rat().FloatString(1)),
	}
	for r.Tickets < n {
		if r.Segments++; r.Segments%1000 == 0 && ctx.Err() != nil {
			return r, ctx.Err()
		}
		tickets := account.next()
		for range tickets {
			if urn.draw(ticket, wins) {
				r.Winners++
			}
		}
		r.Tickets += int(tickets)
		progress.Add(tickets)
	}
	return r.evaluate(ticket, cost, account), nil
}

// evaluate compares what was paid with the work. What the stream has left over is
// less than a segment's payment, and none of either's error.
func (r drawn) evaluate(t pm.Ticket, cost pm.Wei, account stream) drawn {
	p, _ := t.WinProb.Rat().Float64()
	n := float64(r.Tickets)
	r.expected, r.variance = n*p, n*p*(1-p)
	paid, _ := t.FaceValue.Mul(uint64(r.Winners))
	owed := account.work.Add(account.credit) // price times pixels, and the rest
	r.Ratio = quotient(new(big.Rat).SetInt(paid.Int()), owed.Rat())
	r.Error = math.Sqrt(r.variance) / r.expected
	r.Sigmas = (r.Ratio - 1) / r.Error
	spent, _ := cost.Mul(uint64(r.Winners))
	r.Overhead = quotient(new(big.Rat).SetInt(spent.Int()), new(big.Rat).SetInt(paid.Int()))
	return r
}

// quotient is a/b for people; 0 when b is.
func quotient(a, b *big.Rat) float64 {
	if b.Sign() == 0 {
		return 0
	}
	v, _ := new(big.Rat).Quo(a, b).Float64()
	return v
}

// urn makes signatures and commitments that nobody has seen.
type urn struct {
	noise  *mathrand.ChaCha8
	sig    [65]byte
	number pm.RecipientRand
	n      uint64
}

func newUrn() *urn {
	var seed [32]byte
	rand.Read(seed[:]) // never fails: crypto/rand aborts the process instead
	return &urn{noise: mathrand.NewChaCha8(seed)}
}

// draw says whether the next ticket wins.
func (u *urn) draw(t pm.Ticket, wins winRule) bool {
	if u.n%pm.MaxTickets == 0 {
		_, _ = u.noise.Read(u.number[:]) // never fails
	}
	_, _ = u.noise.Read(u.sig[:])
	binary.BigEndian.PutUint64(u.sig[:], u.n)
	u.n++
	return wins(t, u.sig[:], u.number)
}
