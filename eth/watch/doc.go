// Package watch follows a chain and gives the logs of its contracts to all who
// keep state from them, with reorganisations handled.
//
// # What a handler gets
//
// One Batch at a time, from one goroutine, in the order of the chain:
//
//   - Resume, the first batch after a restart: all up to Block was handled
//     before. What a handler has kept from blocks above Block.Number came in a
//     run that was cut off, is void, and comes again as far as it still holds.
//   - Resync: the events before are unknown. The handler reads its state from
//     the chain as of Block and gets the events of the blocks after it. It comes
//     first when there is no stored position, and whenever the chain is not a
//     continuation of any block that is remembered.
//   - Added: the matching logs of one more block, in the order of their index.
//   - Removed: a reorganisation took Block away. Its logs are those that were
//     added, in reverse order and marked as removed. The blocks come from the
//     newest down, before any block of the new branch.
//
// So each log of the canonical chain from the first Resync on is added exactly
// once and, when its block goes, removed exactly once. A log that moves to
// another block is removed with the old one and added with the new one.
//
// # Crashes
//
// The stored position never runs ahead of any handler: it moves up when all
// handlers have returned nil, and down before the first of them hears of a
// removal. A node that is killed may therefore hand out batches again that were
// handled already. A handler that keeps its state on disk stays exact by
// obeying Resume; a batch that stands twice in the same run does not occur.
//
// # Errors and slowness
//
// A handler that fails is given the same batch again until it takes it, and
// everybody waits for it, as for a slow one: nothing is queued, so memory stays
// bounded by the logs of the remembered blocks. After a failed Resync all get
// another one, as of a newer block. A provider that fails or whose
// answers do not fit together is asked again later; nothing is delivered from
// an answer that does not fit. A head that is older than what was seen comes
// from a provider that lags and is ignored.
//
// # Near and far
//
// Within Tail blocks of the head each block is fetched by hash, its logs too:
// two calls a block, exact on whatever branch. Further behind, blocks are taken
// as final and logs are fetched in ranges of numbers. The distance to the head
// also keeps a provider of several machines from answering a range that one of
// them has not seen in full.
//
// Use: New, Subscribe for each handler, Start, Progress from any goroutine,
// Close.
package watch
