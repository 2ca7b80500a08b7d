package pm

import "github.com/ethereum/go-ethereum/common"

// Round is the number of a round, the protocol's unit of time (chain.md 3).
type Round uint64

// RoundRef names a round as tickets do. Source: wire.md 7, "auxData".
type RoundRef struct {
	Number Round
	// BlockHash is what the RoundsManager stored when the round was initialized.
	BlockHash common.Hash
}

// IsZero says that no round is named.
func (r RoundRef) IsZero() bool { return r == RoundRef{} }

// Moment is the present on the chain, as far as payments are concerned.
type Moment struct {
	// Block is the number that contracts see: of L1 on Arbitrum (chain.md 5).
	Block uint64
	// Round is the last initialized one whose block hash is known: the
	// creation round of tickets made now (chain.md 5).
	Round RoundRef
	// Current is the round that Block lies in; it is past Round.Number while it
	// is not initialized.
	Current Round
	// RoundEnds is the first block after the current round.
	RoundEnds uint64
	// Validity is the protocol's ticketValidityPeriod: a ticket can be redeemed
	// while its creation round + Validity > Current (chain.md 4).
	Validity uint64
}

// Redeemable says whether a ticket that was created in that round can still be
// redeemed.
func (m Moment) Redeemable(created Round) bool {
	return created > m.Current || uint64(m.Current-created) < m.Validity
}
