// Package transcoding brings tasks to transcoders.
//
// Pool is the orchestrator's side: a core.Transcoder over members, which are
// local workers and remote transcoders at the same time. It keeps a session at
// one member, spreads new sessions by load, and gives the task of a member that
// failed to another one, so that a transcoder that dies costs a retry and not
// the segment.
//
// Agent is the side of a standalone transcoder: it registers with one or more
// orchestrators, does their tasks with a local core.Transcoder, and comes back
// after every interruption.
//
// Neither knows the network. What they need from it they declare as ports
// (Member, Orchestrator, Registration), which server/rpc/transcoders and net
// implement. Source of the rules: wire.md 10, 13 and 17.
//
// All methods may be called from any number of goroutines.
package transcoding
