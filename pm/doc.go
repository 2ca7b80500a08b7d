// Package pm is the engine of probabilistic micropayments: a sender pays with
// tickets, of which a few win and are redeemed on the chain, so that on average
// a recipient gets what it is owed (whitepaper, "probabilistic micropayments";
// wire.md 7; chain.md 4).
//
// One exchange, from the recipient's terms to money:
//
//	Recipient.Params ──► terms, with the hash of a number that only it knows
//	Acceptance.Check     the sender's limits; TicketsFor says how many tickets
//	Sender.Pay       ──► tickets with the nonces 1, 2, 3… and signatures
//	Recipient.Receive    checks them, credits each once, and draws the winners
//	RedeemPolicy.Decide  says which winners are redeemed now
//
// Amounts are Wei, accounts Credit, rates exact rationals; no float touches a
// payment. Refusals are *Refusal, an orchestrator's terms that a sender does not
// take *TermsError; both are matched by their code.
//
// The package is pure: it knows no clock, network, database or metrics. What it
// must know of the chain is a Moment, and of a sender's money Funds. Recipient and
// Sender are safe for concurrent use; everything else is a value.
package pm
