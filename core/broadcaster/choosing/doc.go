// Package choosing decides which orchestrator gets a segment.
//
// A Chooser makes a Selector for each stream of a broadcaster. For every segment
// it works out what each candidate is expected to cost: its price, and what it
// would mean that it fails, or is late, by what a reputation.Book remembers of it.
// Parts adds that up, in prices of a typical candidate, and the lowest Total is
// the best. Weights says how much each part counts, and is one part of a Policy,
// of which each stream has one.
//
//	Chooser.Open        chooser.go       a Selector for a stream
//	stream.Meet         acquaintance.go  what is known of a candidate, kept up to date
//	stream.Select       stream.go        one choice
//	  scan              scan.go          what each candidate costs, the best of each rank
//	  rank              tier.go          own orchestrators first, those that are too dear last
//	  decide            decide.go        stay, move, stand in
//	  explore           explore.go       a bounded share of segments for unknown ones
//	Explanation         explanation.go   why: the last choices of each stream
//
// A stream has a home, and each segment goes there, but for those that try an
// unknown orchestrator, and those for which home has no room. It moves when home
// fails, or is away or late for a while, or when another has been better by a
// margin for some time; moves of the last kind have a least time between them.
//
// All exported methods may be called from any goroutine. None blocks, and there
// are no goroutines.
package choosing
