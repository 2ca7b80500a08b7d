// Package protocol is the protocol's contracts as the node sees them: what can be
// read of them, what to send to have something done, and what their errors and
// events say. It works with our contracts and with the deployed ones, whose
// interface is chain.md's; what a chain's contracts can do beyond that is found
// out by New (Features).
//
// A plan is made only of what the contracts would take as things are: what cannot
// work is refused with an error that says what is wrong, what was expected and
// what to do, before anything is sent. That is a snapshot. Others act on the
// chain too, so a transaction can still be refused; DecodeError reads why.
//
// A Client keeps addresses and nothing else of the chain, and can be used from
// any goroutine. A PoolView keeps the pool and follows its events.
package protocol
