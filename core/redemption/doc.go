// Package redemption turns winning tickets into money: it keeps them until they
// may be shown to the chain, decides when that is worth it, sends the
// transactions and follows them to their end, over restarts and reorganisations.
//
// A Redeemer has one loop that owns the work on tickets. On each new block it
// follows the tickets that were sent, decides about those that wait
// (pm.RedeemPolicy), and sends. What it knows stands in the Store: before a
// transaction is sent its tickets are marked with the transaction's Key, by which
// it is found again, so that a crash at any point neither loses a ticket nor
// redeems one twice.
//
// Use: New, Start, Queue, MaxFloat and Pending from any goroutine, Close.
package redemption
