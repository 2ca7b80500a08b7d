// Package tx sends the transactions of one account and sees them through.
//
// The store has the truth. An intent is stored with its nonce and its signed
// bytes before they are sent for the first time, and everything after that works
// from the stored record: so a manager that is killed at any point goes on with
// the same bytes after its restart, and no intent is ever signed under a second
// nonce. All attempts at an intent (the first, with raised fees, the cancelling
// one) have the same nonce, so that at most one takes effect; whichever gets
// into a block counts. The states are those of chain.TxState.
//
// The way of a transaction, and where to find it:
//
//	Manager.Send      send.go     checks and prices it, gives it a nonce, stores and sends it
//	Manager.plan      plan.go     would it revert, what does it cost, is there enough ETH
//	market            fees.go     fees, within the operator's limits
//	Manager.Check     check.go    looks for it in blocks, sends it again, notices lost blocks
//	Manager.raise     replace.go  signs it again with raised fees after a timeout
//	Manager.fillGaps  gap.go      nonces that nobody's transaction has any more
//	Manager.Wait      manager.go  waits until it is final
//
// Use: New, Start, any method from any goroutine, Close. One at a time signs or
// changes a record: Send, Cancel, SpeedUp and Check take turns. Check runs every
// Config.Poll; calling it on every new block as well makes results come sooner.
package tx
