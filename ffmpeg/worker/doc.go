// Package worker runs the media engine in processes of their own, so that no
// byte from outside can end the node: a worker that crashes, hangs or grows
// too large costs the one job that it was doing.
//
// A worker is this very program, started again with -worker as its only
// argument; main calls [Main] before anything else. It loads FFmpeg, says so,
// and then does one job after the other that comes over a socket pair:
//
//	            New            hello            job             result
//	(no process) ──► starting ──────► idle ──────────► working ─────────► idle
//	                    │               │                  │
//	                    │ error, slow   │ IdleTimeout      │ crash, hang, memory, context over
//	                    ▼               ▼                  ▼
//	                  killed        told to go           killed, and replaced by a spare
//
// [Supervisor] is the parent's side. It is safe for concurrent use, and
// implements [core.Transcoder] and the broadcaster's Prober and Segmenter, and looks
// into media for the policies of package verification.
// Start comes first; Close ends all workers and waits for them.
//
// The protocol between the two is private to one build of the program and has
// no compatibility to keep: see frame.go and message.go. Both sides treat what
// they read as hostile, since the engine in between parses foreign bytes.
package worker
