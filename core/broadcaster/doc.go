// Package broadcaster takes the segments of live streams, has them transcoded
// by orchestrators and publishes source and renditions in order.
//
// A Broadcaster owns its streams by name. Each Stream goes through
//
//	open ──Close──► ending: segments in flight are finished ──► ended: playlists closed, sessions given back
//
// and is fed in one of two ways: a LiveStream cuts the FLV tags of an RTMP
// publisher into segments, a PushStream takes segments as they are pushed over
// HTTP and ends after a minute without one.
//
// The way of one segment, and where to find it:
//
//	Stream.Submit      stream.go     checks it and lets it in
//	playout.admit      playout.go    gives it its place in the playlists, publishes the source
//	publisher          publisher.go  calls the Output in order, beside all of this
//	backlog.enter      backlog.go    bounds what is in flight
//	transcoder.run     transcode.go  what needs no orchestrator, and what an orchestrator must be able to do
//	race.run           race.go       attempts with one orchestrator after another, or with several at once
//	race.enter         entrant.go    who gets the segment now: redundant ones, hedges for those that are late
//	sessions.try       flight.go     books a flight with one of the orchestrators of a stream
//	Selector.Select    selector.go   which of them
//	exchange           exchange.go   one flight, with a new token or new terms if it needs them
//	transcoder.send    attempt.go    one submission: pay, submit, settle
//	sessions.judge     verdict.go    what an answer means for its orchestrator
//	transcoder.judge   judge.go      has a result verified before it can win
//	sessions.renew     renewal.go    new tokens, and new terms for tickets
//	Stream.fallback    fallback.go   what is shown if there is none
//	playout.resolve    playout.go    publishes renditions, or gaps, in order
//
// The first result that is verified is published. Submissions that come later are
// paid and learnt from; the stream waits for them when it ends.
//
// All exported types may be used from any goroutine. Every goroutine is waited
// for by the stream that started it, and streams by Broadcaster.Close.
package broadcaster
