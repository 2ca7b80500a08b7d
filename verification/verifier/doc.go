// Package verifier judges what orchestrators return, for a broadcaster, before any viewer
// sees it (demand.md 9 to 13). Its Verifier is a broadcaster.Verifier:
//
//	every result       facts of source and renditions against the policy, the pixels that
//	                   are billed, the signatures; frames in the places that a plan draws
//	some results       the whole, and beside a reference that a trusted orchestrator or
//	                   this node itself makes: 1 of Rate segments, which nobody can
//	                   foresee, and whoever is under suspicion
//	as a stream asks   perceptual hashes beside a trusted orchestrator's (verificationFreq)
//
// It is fail closed: what could not be judged is not accepted, but nobody is blamed for it.
// One source is inspected once, however many results come for its segment.
//
// New makes a Verifier and Open the part of one stream, whose Close waits for evidence that
// is still being written. Both are safe for concurrent use.
package verifier
