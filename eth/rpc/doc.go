// Package rpc is one client over several Ethereum JSON-RPC endpoints (http,
// https, ws, wss). Everything else of eth/ reads the chain and sends
// transactions through it.
//
// An endpoint:
//
//	          first probe                    failure, timeout, limit
//	unknown ──────────────► up ◄───────────────────────────────────► down
//	   │                    ▲ │                 next success
//	   │ other chain id     │ │ more than MaxLag behind          ► lagging
//	   ▼                    │ │ its head cannot be confirmed, or
//	wrong network           └─┘ the majority has another chain    ► distrusted
//
// A request goes to the endpoint in use, which stays the same while it is up, so
// that reads in a row agree with each other and with Heads. When it fails, the
// request goes on to the others: those that are up, the fastest first, then, since
// nothing better is left, those that were down or lag. What is an answer (a revert,
// a nonce too low, not found) is returned as it is. An endpoint of another network
// or one that is distrusted is never asked. While a provider's limit lasts it is
// not asked either.
//
// One goroutine per endpoint asks for its head every PollInterval; a websocket's
// new-head notice only makes it ask sooner. So a node that stands still is seen
// (Stale), and the number of L1 is always that of a whole block.
//
// Use: New, Start, then all methods from any goroutine, Close.
package rpc
