package pm

import (
	"github.com/ethereum/go-ethereum/common"
)

// Received is what a payment brought.
type Received struct {
	// Credit of the tickets that are taken, and their number.
	Credit  Credit
	Tickets int
	// Winners among them.
	Winners []WinningTicket
	// Commitment of the tickets; Seen are all nonces that came under it so far,
	// bit n-1 for nonce n, the lowest first; Expires is the block from which no
	// more are taken. They are for Restore. Seen only grows: of two that are to be
	// kept, in whatever order they come, the one with more nonces is the later. It
	// is empty when no ticket was taken.
	Commitment common.Hash
	Seen       []byte
	Expires    uint64
}

// signatureLen is the length of a ticket's signature: R, S, V.
const signatureLen = 65

// maxForged is how many bad signatures of one payment are looked at: enough for
// the good tickets beside a bad one to count, as with existing nodes (wire.md 7).
const maxForged = 4

// Receive takes the tickets of a payment, price being that of the session that
// they pay for. Nothing that a sender claims is believed: terms and creation
// round are held against the commitment, which only this recipient's secret could
// make, and which binds them to sender and price.
//
// The error is a *Refusal, the one of the last bad ticket; the good ones beside
// it are taken all the same. Of a payment whose terms are bad nothing is. Checks
// come in the order of their cost, and a ticket is remembered only when it is
// good. A payment without tickets brings nothing.
func (r *Recipient) Receive(pay *Payment, price Price, now Moment) (Received, error) {
	if pay == nil || len(pay.Tickets) == 0 {
		return Received{}, nil
	}
	w := r.benches.Get().(*workbench)
	defer r.benches.Put(w)
	if refusal := r.checkTerms(w, pay, price, now); refusal != nil {
		return Received{}, refusal
	}
	refusal := r.checkTickets(w, pay)
	got, replayed := r.book(w, pay)
	switch {
	case replayed != nil && refusal == nil:
		return got, replayed
	case refusal != nil:
		return got, refusal
	}
	return got, nil
}

// checkTerms holds the payment's terms against the number to which this recipient
// committed itself, and leaves that at the workbench.
func (r *Recipient) checkTerms(w *workbench, pay *Payment, price Price, now Moment) *Refusal {
	p := pay.Params
	switch {
	case len(pay.Tickets) > MaxTickets:
		return Refuse(TooManyTickets, "invalid payment: it has %d tickets, and one may have %d", len(pay.Tickets), MaxTickets)
	case p == nil:
		return Refuse(MalformedPayment, "invalid payment: tickets without their parameters")
	case p.Recipient != r.cfg.Address:
		return Refuse(InvalidTicketRecipient, "invalid ticket recipient")
	case pay.Sender == common.Address{}:
		return Refuse(InvalidTicketSender, "invalid ticket sender")
	case p.ExpirationBlock <= r.advance(now.Block):
		return paramsExpired()
	case pay.ExpectedPrice != nil && !pay.ExpectedPrice.same(price):
		return Refuse(PriceChanged, "invalid expected price sent with payment: it is %v, and the session's is %v", *pay.ExpectedPrice, price)
	}
	if refusal := checkRound(pay.Created, now); refusal != nil {
		return refusal
	}
	w.derive(p, pay.Sender, pay.Created, price)
	if w.commitment() != p.RecipientRandHash {
		return Refuse(InvalidRecipientRand, "invalid recipientRand for ticket recipientRandHash")
	}
	return nil
}

func paramsExpired() *Refusal { return Refuse(TicketParamsExpired, "TicketParams expired") }

// checkRound refuses tickets that the contract would not pay for their creation
// round, wherever that can be known (chain.md 4). A reorganisation may leave such
// terms behind.
func checkRound(created RoundRef, now Moment) *Refusal {
	switch {
	case created.BlockHash == common.Hash{}:
		return Refuse(InvalidTicketRound, "invalid ticket creationRound: it has no block hash")
	case created.Number > max(now.Round.Number, now.Current):
		return Refuse(InvalidTicketRound, "invalid ticket creationRound: %d has not begun, this is %d", created.Number, now.Current)
	case !now.Redeemable(created.Number):
		return Refuse(InvalidTicketRound, "invalid ticket creationRound: tickets of %d are void in %d", created.Number, now.Current)
	case created.Number == now.Round.Number && created.BlockHash != now.Round.BlockHash:
		return Refuse(InvalidTicketRound, "invalid ticket creationRound: %d has another block hash", created.Number)
	}
	return nil
}

// checkTickets leaves the indices of the tickets with a nonce that was not seen
// and the sender's signature at the workbench, and returns what the last bad one
// lacks.
func (r *Recipient) checkTickets(w *workbench, pay *Payment) (refusal *Refusal) {
	w.good = w.good[:0]
	seen := r.seen.nonces(pay.Params.RecipientRandHash)
	if seen == allNonces() {
		return paramsExpired() // used up, which is nobody's fault: new terms go on
	}
	first := pay.Ticket(0)
	packed := first.pack(w.packed[:0])
	forged := 0
	for i, t := range pay.Tickets {
		if bad := checkNonce(&seen, t.Nonce); bad != nil {
			refusal = bad
			continue
		}
		if forged == maxForged {
			break
		}
		repack(packed, t.Nonce)
		if !r.cfg.Verifier.Signed(pay.Sender, packed, t.Sig) {
			refusal = Refuse(InvalidTicketSignature, "invalid ticket signature")
			forged++
			continue
		}
		seen.add(t.Nonce)
		w.good = append(w.good, i)
	}
	return refusal
}

func checkNonce(seen *nonceSet, nonce uint32) *Refusal {
	switch {
	case nonce == 0:
		return Refuse(MalformedPayment, "invalid ticket senderNonce: 0, they begin with 1")
	case !validNonce(nonce):
		return Refuse(TooManyTickets, "invalid ticket senderNonce: too many values: %d, and one commitment takes %d", nonce, MaxTickets)
	case seen.has(nonce):
		return Refuse(NonceSeen, "invalid ticket senderNonce: already seen %d", nonce)
	}
	return nil
}

// book remembers the good tickets and draws them. Of two that were checked at the
// same time with the same nonce, one is taken.
func (r *Recipient) book(w *workbench, pay *Payment) (Received, *Refusal) {
	if len(w.good) == 0 {
		return Received{}, nil
	}
	p := pay.Params
	var nonces nonceSet
	for _, i := range w.good {
		nonces.add(pay.Tickets[i].Nonce)
	}
	fresh, all := r.seen.add(p.RecipientRandHash, nonces, p.ExpirationBlock)
	got := Received{Commitment: p.RecipientRandHash, Expires: p.ExpirationBlock}
	var replayed *Refusal
	for _, i := range w.good {
		nonce := pay.Tickets[i].Nonce
		if !fresh.has(nonce) {
			replayed = checkNonce(&all, nonce)
			continue
		}
		got.Tickets++
		if sig := r.draw(w, pay, i); sig != nil {
			got.Winners = append(got.Winners, WinningTicket{
				Ticket: pay.Ticket(i), Sig: sig, Rand: w.number, ParamsExpire: p.ExpirationBlock,
			})
		}
	}
	if got.Tickets > 0 {
		got.Credit, got.Seen = p.Credit(), all.bytes()
		if got.Tickets > 1 {
			got.Credit = got.Credit.Mul(int64(got.Tickets))
		}
	}
	return got, replayed
}

// draw returns the signature of ticket i if it wins, nil otherwise.
//
// That is a signature which the contract takes. Signed overlooks a wrong V, with
// which a sender could have its tickets taken and none of them redeemed, so the
// ticket is drawn with both, and which is right is asked only when one wins.
func (r *Recipient) draw(w *workbench, pay *Payment, i int) []byte {
	var sig [signatureLen]byte
	copy(sig[:], pay.Tickets[i].Sig)
	for range 2 {
		if w.wins(sig[:], pay.Params.WinProb) {
			t := pay.Ticket(i)
			if r.cfg.Verifier.Verify(pay.Sender, t.pack(w.packed[:0]), sig[:]) {
				return sig[:]
			}
		}
		sig[signatureLen-1] ^= 27 ^ 28
	}
	return nil
}
