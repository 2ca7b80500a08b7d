// Package chainproxy stands between a node and an Ethereum endpoint, for tests of
// what a node does while it cannot reach the chain.
//
// It passes bytes on, of HTTP and WebSocket alike. Cut takes the way away as a
// broken network does: connections stay open, and new ones are accepted, but
// nothing comes through and nobody is told. Mend closes those, since bytes of
// them are lost, and lets new ones through.
//
// Use: New, Start, Cut and Mend from any goroutine, Close.
package chainproxy
