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
//	transcoder.run     transcode.go  attempts with one orchestrator after another
//	transcoder.send    attempt.go    one of them: pay, submit, settle
//	sessions.acquire   sessions.go   the orchestrators of a stream: found, kept, suspended
//	Selector.Select    selector.go   which of them
//	sessions.judge     verdict.go    what an answer means for its orchestrator
//	sessions.renew     renewal.go    new tokens, and new terms for tickets
//	playout.resolve    playout.go    publishes renditions, or gaps, in order
//
// All exported types may be used from any goroutine. Every goroutine is waited
// for by the stream that started it, and streams by Broadcaster.Close.
package broadcaster
