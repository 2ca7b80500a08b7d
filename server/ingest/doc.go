// Package ingest takes streams into a broadcaster over HTTP push, and decides
// for every kind of publisher who may publish what: the configuration of a
// stream, the authentication webhook, and stream keys.
//
// Push is an http.Handler for PUT and POST /live/<name>/<number>.ts and .mp4
// (wire.md 12, 17). A push is answered when its segment has been transcoded:
//
//	200  with the renditions as multipart/mixed if exactly that was accepted
//	400  extension, address, a header or the configuration is wrong
//	403  the webhook refused, or could not be asked
//	405  another method
//	408  the body came too slowly
//	409  a publisher of another kind has the stream's name
//	413  the body is longer than a segment may be
//	422  the bytes are no media that can be transcoded, or all attempts failed
//	503  no orchestrator, too many streams, or too much in flight: try again
//	500  anything else
//
// 408, 409 and 413 are not known to the existing network, which has 500 or a cut
// connection there. A refusal does not wait for the body; so that its text
// arrives all the same, a bounded part of the body is read and dropped after it.
//
// A publisher's address is authorised when its stream opens, not for each
// segment; the webhook is asked again once the stream has ended, or when the
// same stream is pushed to by another address.
//
// There are no goroutines and nothing to close: streams belong to the
// broadcaster, which ends them when no segment came for a while.
package ingest
