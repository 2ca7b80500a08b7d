// Package devnet is a real Ethereum chain inside the process: go-ethereum's
// node with a simulated beacon, in memory, that other processes reach over
// JSON-RPC by HTTP and WebSocket on one loopback port. It is for demos and
// tests; its keys are public.
//
// It keeps the state of every block, so that eth_call works at any height. A
// block's time is the clock's, but at least one second after its parent: with
// blocks in quick succession the chain runs ahead of the clock.
//
// Use: New, Start, then the methods from any goroutine, Close.
package devnet
