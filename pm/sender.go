package pm

import (
	"fmt"
	"hash/maphash"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/common"
)

const (
	// rememberFor is how many blocks a sender remembers a commitment for, after
	// its end.
	rememberFor = ParamsLife
	// trustedLife bounds in blocks what is believed of that end, so that no
	// orchestrator fills the sender's memory.
	trustedLife = 10 * ParamsLife
	// firstSweep is how many commitments may be remembered before those that are
	// over are looked for.
	firstSweep = 1024
)

// Sender makes the tickets of one account. It is safe for concurrent use.
type Sender struct {
	addr   common.Address
	signer Signer
	seed   maphash.Seed // of the fingerprints of terms

	mu sync.Mutex
	// guarded by mu:
	used    map[common.Hash]usedTerms // by commitment
	sweepAt int                       // the length of used at which it is swept
}

// usedTerms are what a sender remembers of a commitment.
type usedTerms struct {
	terms  uint64 // fingerprint
	forget uint64 // in this block
	nonce  uint16 // the last that was used
	known  bool   // the recipient's number was shown
}

// NewSender returns the sender of an account, which s signs for.
func NewSender(addr common.Address, s Signer) *Sender {
	return &Sender{addr: addr, signer: s, seed: maphash.MakeSeed(), used: make(map[common.Hash]usedTerms), sweepAt: firstSweep}
}

// Pay makes a payment of n tickets, with the nonces that follow those of the same
// commitment before; with n 0 it says only who pays, and at which price. Terms
// without a creation round get the present one (wire.md 7).
//
// The error is a *TermsError for a commitment that an orchestrator uses a second
// time, a *Refusal with TicketParamsExpired or TooManyTickets when new terms are
// needed, or that of the signer. Nonces are used up by an error of the signer.
func (s *Sender) Pay(params *TicketParams, price *Price, n int, now Moment) (*Payment, error) {
	pay := &Payment{Sender: s.addr, ExpectedPrice: price}
	if n <= 0 {
		return pay, nil
	}
	if err := checkExpiry(params, now); err != nil {
		return nil, err
	}
	first, err := s.reserve(params, n, now)
	if err != nil {
		return nil, err
	}
	pay.Params, pay.Created = params, params.Created
	if pay.Created.IsZero() {
		pay.Created = now.Round
	}
	if pay.Tickets, err = s.sign(pay, first, n); err != nil {
		return nil, err
	}
	return pay, nil
}

// sign makes the tickets with n nonces from first on.
func (s *Sender) sign(pay *Payment, first uint32, n int) ([]SenderParams, error) {
	tickets := make([]SenderParams, n)
	packed := pay.Params.Ticket(s.addr, pay.Created, first).Packed()
	for i := range tickets {
		nonce := first + uint32(i)
		repack(packed, nonce)
		sig, err := s.signer.Sign(packed)
		if err != nil {
			return nil, fmt.Errorf("sign ticket %d for %s: %w", nonce, pay.Params.Recipient, err)
		}
		tickets[i] = SenderParams{Nonce: nonce, Sig: sig}
	}
	return tickets, nil
}

// Left returns how many more tickets a sender may make under these terms.
func (s *Sender) Left(params *TicketParams) int {
	if params == nil {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	entry, ok := s.used[params.RecipientRandHash]
	if s.checkUsed(entry, ok, params) != nil {
		return 0
	}
	return MaxTickets - int(entry.nonce)
}

// Revealed tells that a recipient showed a number: no ticket is made any more
// under its commitment.
func (s *Sender) Revealed(number RecipientRand, now Moment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	commitment := number.Hash()
	entry := s.used[commitment]
	entry.known, entry.forget = true, now.Block+trustedLife+rememberFor
	s.put(commitment, entry, now)
}

// reserve takes n nonces of a commitment, and returns the first.
func (s *Sender) reserve(params *TicketParams, n int, now Moment) (first uint32, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry, ok := s.used[params.RecipientRandHash]
	if err := s.checkUsed(entry, ok, params); err != nil {
		return 0, err
	}
	if left := MaxTickets - int(entry.nonce); n > left {
		return 0, Refuse(TooManyTickets, "%d tickets are more than the %d that are left under these terms", n, left)
	}
	if !ok {
		entry.terms = s.fingerprint(params)
		entry.forget = min(params.ExpirationBlock, now.Block+trustedLife) + rememberFor
	}
	first = uint32(entry.nonce) + 1
	entry.nonce += uint16(n)
	s.put(params.RecipientRandHash, entry, now)
	return first, nil
}

func (s *Sender) checkUsed(entry usedTerms, ok bool, params *TicketParams) error {
	switch {
	case entry.known:
		return &TermsError{Code: TermsReused, Text: fmt.Sprintf("the orchestrator has shown the number behind its commitment %s", params.RecipientRandHash)}
	case ok && entry.terms != s.fingerprint(params):
		return &TermsError{Code: TermsReused, Text: fmt.Sprintf("the orchestrator has used its commitment %s for other terms", params.RecipientRandHash)}
	}
	return nil
}

func (s *Sender) fingerprint(params *TicketParams) uint64 { return maphash.Comparable(s.seed, *params) }

// put remembers a commitment. Those that are over are forgotten whenever the
// memory has doubled.
func (s *Sender) put(commitment common.Hash, entry usedTerms, now Moment) {
	s.used[commitment] = entry
	if len(s.used) < s.sweepAt {
		return
	}
	for c, e := range s.used {
		if e.forget <= now.Block {
			delete(s.used, c)
		}
	}
	s.sweepAt = max(firstSweep, 2*len(s.used))
}

// TicketsFor returns how many tickets of expected value ev an account needs for a
// segment: enough to cover its fee, and one expected value in any case, beyond the
// credit that it has (wire.md 7). It is 0 when ev is; ok is false when it is above
// 2^63-1.
func TicketsFor(fee, ev, credit Credit) (n int64, ok bool) {
	if ev.Sign() <= 0 {
		return 0, true
	}
	need := fee
	if ev.Cmp(need) > 0 {
		need = ev
	}
	missing := need.Sub(credit)
	if missing.Sign() <= 0 {
		return 0, true
	}
	// Rounded up.
	v := new(big.Int).Add(missing.int(), ev.int())
	v.Sub(v, big.NewInt(1)).Quo(v, ev.int())
	return v.Int64(), v.IsInt64()
}
