// Package discovery finds orchestrators. Sources say which ones exist: a list
// given by the operator, a webhook, a chain's registry. A Filter says whom of them
// this broadcaster works with.
//
// A Table is the market as this broadcaster sees it: between Start and Close it
// asks all of them for their terms in the background, each again before its
// answer is of no use any more, and hands answers that are there to streams that
// begin. It remembers prices, times of answer and failures, over restarts too.
//
//	listed ──► due ──► asked ──► ready ──► taken by a stream ──► due
//	             ▲        │         └─ its terms end soon ──────► due
//	             └─ pause ◄ failed, no room
//
// A Webhook refreshes its list in the background between Start and Close. All of
// them may be used from any goroutine.
package discovery
