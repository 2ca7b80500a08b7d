package pm_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/pm"
)

// What a ticket costs its two sides beside the bare arithmetic of its signature:
// BenchmarkReceive against BenchmarkRecover, BenchmarkPay against BenchmarkSign.
// With -cpu 1,2 they run on one core and on two.

// benchPayments is how many different payments there are: recovering one and the
// same signature is faster than the next one.
const benchPayments = 2000

// makePayments makes payments under different terms.
func makePayments(b *testing.B, tickets int) []*pm.Payment {
	maker := newRecipient()
	s := pm.NewSender(broadcaster.addr, broadcaster.key)
	// A probability as the network has it (wire.md 7): 1 of 8,400 wins.
	face := pm.NewWei(8.4e15)
	p := pm.WinProbFor(pm.NewWei(1e12), face)
	pays := make([]*pm.Payment, benchPayments)
	for i := range pays {
		pay, err := s.Pay(maker.Params(broadcaster.addr, price, face, p, moment()), &price, tickets, moment())
		require.NoError(b, err)
		pays[i] = pay
	}
	return pays
}

func BenchmarkRecover(b *testing.B) {
	type signed struct{ hash, sig []byte }
	var all []signed
	for _, pay := range makePayments(b, 1) {
		hash := crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n32"), pay.Ticket(0).Hash().Bytes())
		pay.Tickets[0].Sig[64] -= 27
		all = append(all, signed{hash, pay.Tickets[0].Sig})
	}
	var next atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			s := all[next.Add(1)%benchPayments]
			if _, err := crypto.Ecrecover(s.hash, s.sig); err != nil {
				b.Error(err)
			}
		}
	})
}

// Each payment is new: so many are made before, and come again to a recipient
// that has forgotten all.
func BenchmarkReceive(b *testing.B) {
	for _, tickets := range []int{1, 7} {
		b.Run(fmt.Sprintf("%d", tickets), func(b *testing.B) {
			pays := makePayments(b, tickets)
			recipients := make([]*pm.Recipient, b.N/benchPayments+1)
			for i := range recipients {
				recipients[i] = newRecipient()
			}
			var next atomic.Int64
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					i := int(next.Add(1) - 1)
					if got, err := recipients[i/benchPayments].Receive(pays[i%benchPayments], price, moment()); err != nil || got.Tickets != tickets {
						b.Error(got, err)
					}
				}
			})
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*tickets), "ns/ticket")
		})
	}
}

func BenchmarkSign(b *testing.B) {
	key, err := crypto.GenerateKey()
	require.NoError(b, err)
	hash := crypto.Keccak256([]byte("ticket"))
	b.ReportAllocs()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := crypto.Sign(hash, key); err != nil {
				b.Error(err)
			}
		}
	})
}

// Each payment is under new terms, as with each segment.
func BenchmarkPay(b *testing.B) {
	for _, tickets := range []int{1, 7} {
		b.Run(fmt.Sprintf("%d", tickets), func(b *testing.B) {
			s := pm.NewSender(broadcaster.addr, broadcaster.key)
			template := *terms(newRecipient())
			var next atomic.Uint64
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					i := next.Add(1)
					params := template
					params.RecipientRandHash = common.Hash{byte(i), byte(i >> 8), byte(i >> 16), byte(i >> 24)}
					now := moment()
					now.Block += i / 100
					params.ExpirationBlock = now.Block + 40
					if _, err := s.Pay(&params, &price, tickets, now); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*tickets), "ns/ticket")
		})
	}
}

func BenchmarkParams(b *testing.B) {
	r := newRecipient()
	b.ReportAllocs()
	for b.Loop() {
		terms(r)
	}
}
