// Package ffmpeg is the media engine: it decodes a segment once and encodes
// its renditions in parallel, and looks into segments, with the operating
// system's stock FFmpeg libraries. It is the only package with import "C".
//
// The libraries are not linked: Load opens them at run time, in worker
// processes only, so that a node that does not touch media does not carry
// them (doc/adr/0001-ffmpeg-loaded-by-workers.md). Until Load has succeeded
// every other function of the package fails with its error.
//
// Go decides and C executes: which encoder, which options, which size are
// plain Go values, made and tested without FFmpeg; the C code runs a pipeline
// with them.
package ffmpeg
