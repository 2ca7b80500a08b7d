// Package rtmp serves publishers and players over RTMP, RTMPS and Enhanced RTMP.
//
// Purpose: take a connection through the protocol and hand its media to a [Handler] as FLV tags, or play tags from the
// handler to it. Who may publish or play, how many streams there may be and where the tags go is the handler's business.
//
// A connection's life:
//
//	accept ──► handshake ──► connecting ──connect──► idle ──publish──► publishing ─┐
//	   │                                             │ ▲ └──play─────► playing ───┤
//	   │                                             │ └──── stream deleted, end ─┘
//	   └─ over a limit: the same until connect,      ▼
//	      which is answered with the refusal ──────► closed
//
// A connection publishes or plays one stream at a time. Every refusal is told to the client as the protocol has it before
// the connection closes.
//
// Concurrency: one goroutine reads a connection and calls the handler, the publication and the observer; a playing
// connection has a second one that writes. [Server.Close] ends all of them and waits.
//
// References: Adobe, "Real-Time Messaging Protocol" 1.0 (cited as "RTMP 5.3"); Enhanced RTMP v2 (Veovera, 2024).
package rtmp
