// Package orchestrator decides what an orchestrator does with a request: who
// may have a session, at what price, whether there is room, and how a segment
// becomes renditions. It knows nothing of the wire; server/rpc brings requests
// in and answers out.
//
// A session:
//
//	        Admit (room left)           EndSession, 70 s idle,
//	none ─────────────────────► live ── first segment refused ──► none
//	                             ▲ │
//	                             └─┘ Admit: up to 1 running + 4 waiting segments
//
// Every token that was issued and has not expired opens its session anew, also
// after the session's end and after a restart of the node.
//
// A segment is paid for before it is read: Payments books what came with it,
// and the broadcaster hears that it was taken once that is on disk. The price of a
// session is sealed in its token. Of what a session has under way the account must
// cover a part, and it is charged for the pixels that came. Package earning has
// the Payments of a node with a chain.
//
// On a chain results are signed twice: as existing nodes do, and as evidence that
// binds them to the work. A History hears how each broadcaster's segments ended.
//
// Use: New, Start, then Quote, Admit, EndSession from any goroutine, Drain to
// let go of sessions, Close.
package orchestrator
