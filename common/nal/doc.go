// Package nal reads the units that H.264 and HEVC are made of: it finds them in
// a byte stream, tells their kinds, and reads of sequence parameter sets what
// others want to know of a stream without decoding it.
//
// All functions take any bytes, keep nothing, and may be used from any
// goroutine. What they return shares the memory of what they were given, unless
// said otherwise.
//
// Sources: ITU-T H.264 and H.265 (7.3 and annex B of each).
package nal
