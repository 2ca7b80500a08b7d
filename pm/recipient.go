package pm

import (
	"crypto/rand"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
)

// ParamsLife is how many blocks terms are good for (wire.md 13). It must be less
// than the length of a round: what wins is redeemed after it (chain.md 8.3).
const ParamsLife = 40

// RecipientConfig is what a Recipient needs.
type RecipientConfig struct {
	// Address is who tickets pay: that of the orchestrator on the chain.
	Address common.Address
	// Secret from which numbers derive; not zero.
	Secret Secret
	// Verifier of senders' signatures.
	Verifier Verifier
	// ParamsLife in blocks; 0 is the constant of that name.
	ParamsLife uint64
}

// Recipient makes the terms of tickets and takes tickets. It remembers nothing of
// terms that it made; of tickets that it took, the nonces, until no more tickets
// of their commitment are taken. It is safe for concurrent use.
type Recipient struct {
	cfg     RecipientConfig
	benches sync.Pool // of *workbench
	seen    *commitments
	// block is the highest that was seen: what has expired stays so when the chain
	// is reorganised or an endpoint lags, since its nonces are forgotten and its
	// number may have been shown.
	block atomic.Uint64
}

// NewRecipient returns a Recipient that has seen no ticket.
func NewRecipient(cfg RecipientConfig) *Recipient {
	if cfg.Secret == (Secret{}) {
		panic("pm: internal error: a recipient without a secret")
	}
	if cfg.ParamsLife == 0 {
		cfg.ParamsLife = ParamsLife
	}
	r := &Recipient{cfg: cfg, seen: newCommitments()}
	r.benches.New = func() any { return newWorkbench(cfg.Secret) }
	return r
}

// Params makes the terms of a sender's next tickets at its session's price, under
// a new commitment. Where pixels are free, or a ticket is worth nothing, face
// value and probability are both 0 (wire.md 7).
func (r *Recipient) Params(sender common.Address, price Price, faceValue Wei, p WinProb, now Moment) *TicketParams {
	if price.IsFree() || faceValue.IsZero() || p.IsZero() {
		faceValue, p = Wei{}, WinProb{}
	}
	params := &TicketParams{
		Recipient: r.cfg.Address, FaceValue: faceValue, WinProb: p,
		ExpirationBlock: r.expiration(now), Created: now.Round,
	}
	rand.Read(params.Seed[:]) // never fails: crypto/rand aborts the process instead
	w := r.benches.Get().(*workbench)
	defer r.benches.Put(w)
	w.derive(params, sender, params.Created, price)
	params.RecipientRandHash = w.commitment()
	return params
}

// expiration is when terms end that are made now: after ParamsLife blocks, but in
// the last round in which tickets can be redeemed they leave a quarter of that
// for the redemption. Terms for which it is too late have already ended.
func (r *Recipient) expiration(now Moment) uint64 {
	block := r.advance(now.Block)
	end := block + r.cfg.ParamsLife
	if uint64(now.Round.Number)+now.Validity > uint64(now.Current)+1 {
		return end // there is another round to redeem in
	}
	spare := min(r.cfg.ParamsLife/4, now.RoundEnds)
	return max(block, min(end, now.RoundEnds-spare))
}

// advance raises the highest block and returns it.
func (r *Recipient) advance(block uint64) uint64 {
	for {
		highest := r.block.Load()
		if block <= highest {
			return highest
		}
		if r.block.CompareAndSwap(highest, block) {
			return block
		}
	}
}

// Restore brings back, after a restart, what was seen under a commitment; of
// several calls for one the union counts. Call it before the first Receive, also
// for commitments that expired a few blocks ago: an endpoint may lag behind.
func (r *Recipient) Restore(commitment common.Hash, seen []byte, expires uint64) {
	r.seen.add(commitment, nonceSetOf(seen), expires)
}

// Expire forgets what was seen under commitments that have expired: their tickets
// are refused for that. It returns how many they were.
func (r *Recipient) Expire(now Moment) (dropped int) { return r.seen.expire(r.advance(now.Block)) }
