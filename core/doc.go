// Package core holds the words that every role of the node shares: streams and
// their segments, rendition profiles, capabilities, the task a transcoder is
// given and what it returns, and the errors that decide what a peer does next.
//
// The package has no I/O, no goroutines and no state. Roles live in its
// subpackages (broadcaster, orchestrator, transcoding); what they need from
// the network, the media engine or a chain they declare as ports, which the
// adapters fill in cmd/livepeer/node.
package core
