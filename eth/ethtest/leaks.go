// Package ethtest is what tests of the packages in eth have in common.
package ethtest

import "go.uber.org/goleak"

// GethLeaks are the goroutines that go-ethereum leaves behind when a chain in
// the process, simulated or the devnet's, has been closed.
func GethLeaks() []goleak.Option {
	return []goleak.Option{
		// The cache of senders belongs to the process: its workers never end.
		goleak.IgnoreAnyFunction("github.com/ethereum/go-ethereum/core.(*txSenderCacher).cache"),
		// LevelDB's pool of buffers sees that its database is closed after up to a second.
		goleak.IgnoreAnyFunction("github.com/syndtr/goleveldb/leveldb.(*DB).mpoolDrain"),
	}
}
