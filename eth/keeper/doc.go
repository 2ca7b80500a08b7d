// Package keeper keeps the protocol going from the node's side: an Initializer
// begins rounds that nobody has begun (-initializeRound), and a Rewarder calls
// reward() once in each round (-reward).
//
// Both look at the chain on each new block, and after a time without one, and
// act on what is there now, never on an event that they remember. So a start in
// the middle of a round, a restart, a missed block, a reorganisation that takes
// a transaction back, and another node that was first all end right. A look at a
// round:
//
//	           Config.MaxDelay over            taken
//	to be done ────────────────────► sending ────────► under way
//	   ▲                               │                   │
//	   └──── so many blocks later ─────┴──── refused ──────┘
//
// It is done when the chain says so. Each service has one transaction at a time:
// one of an earlier round that is still under way is waited for, since it does
// the work of the round in which it gets into a block. The keys of the
// transactions name account and round, so that the store of transactions keeps
// a restarted node from doing anything twice.
//
// A reward() that is not done in the last part of its round raises an alert: in
// the log, with the Observer, and in Health.
//
// Use: New…, Start, Subscription for the chain's watcher, the other methods from
// any goroutine, Close.
package keeper
