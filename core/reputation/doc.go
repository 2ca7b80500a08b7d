// Package reputation remembers how orchestrators have worked for this
// broadcaster: across streams, and across restarts (M11, M12 and M39 of the
// mission).
//
// A Book has one Entry for each orchestrator. An Entry is told of everything that
// is seen of it, and says what is to be expected of it: see Estimate. What was
// seen fades: of everything there is one measure that forgets within minutes, by
// which an outage is noticed, and one that forgets within weeks, by which the
// reliable are told from the lucky.
//
//	Outcome, Verdict, payments ──► Entry ──► Estimate
//	                                 │
//	                              Record ◄──► Store, JSON
//
// A Book is used between Start, which reads what is stored, and Close, which
// stores what is new. All exported methods may be called from any goroutine.
package reputation
