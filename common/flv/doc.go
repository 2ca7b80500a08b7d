// Package flv reads and writes the Flash Video container and the audio and video tag headers that RTMP shares with it.
//
// It covers the classic format (Adobe Flash Video File Format Specification 10.1, annex E) and the FourCC headers of
// Enhanced RTMP v1 and v2 for one track. It decodes no media: a tag's body stays the bytes that the encoder made.
//
// [Reader] and [Writer] belong to one goroutine each. [Fanout] hands the tags of one publisher to many subscribers and
// may be used from any goroutine. A tag's Data is never changed after it was made, so it may be shared freely.
package flv
