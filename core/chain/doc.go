// Package chain has the words in which the parts of the node speak of the
// protocol on chain: amounts of LPT, rounds, stake, orchestrators, delegators,
// senders, entries of the registry, and what is to be sent. It does no I/O.
// Meanings and units are those of the contracts (chain.md).
package chain
