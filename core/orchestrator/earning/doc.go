// Package earning is the orchestrator's side of payments: it quotes prices,
// makes the terms of tickets, takes tickets, keeps an account of each sender's
// session, and charges for what was done. It implements orchestrator.Payments.
//
// Nothing that a sender claims is believed. The price of a session is what its
// token vouches for, the terms of a ticket are what its commitment vouches for,
// and what a sender owns is what the chain says. Checks come in the order of
// their cost: the operator's word and the sender's history, then its funds, of
// which those of unknown senders are looked up so many times a second, then its
// tickets, and the account last.
//
// Accounts live in memory. A journal, one goroutine, writes what changes to the
// store, many changes in one transaction; Flush waits for it. So what a sender
// was told to be taken is on disk, with the nonces that keep it from being taken
// twice and the tickets that have won. A courier, another goroutine, tells the
// redeemer of those, until it has them. A third sweeps: it forgets accounts that
// nobody can use any more.
//
// What a sender can get without paying is bounded: in a session by half of what
// it has under way (existing senders pay for all of it in advance, but their
// account drifts from ours with each answer that they miss), over its sessions by
// Config.MaxDebt, and what its winning tickets are worth by its reserve
// (pm.Funds.MaxFloat).
//
// Use: New, Start, the methods of orchestrator.Payments from any goroutine, Close.
package earning
