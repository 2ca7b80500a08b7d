// Package redeemer is the port of a redeemer: the process that cashes the winning
// tickets of orchestrators which share one recipient address (wire.md 11). It
// serves net.TicketRedeemer over TLS.
//
// Callers are orchestrators. Ours say who they are: each call carries the
// signature of the orchestrator's account over the method, the recipient and the
// time (net.RedeemerAuthorization). Served are the recipient's own account and
// those that the operator has listed. Existing nodes say nothing; they are served
// only where Config.AllowAnyone permits it. No ticket is taken on a caller's word:
// it is checked completely before it is queued, so that a stranger could only
// bring tickets that pay the recipient, and learn what senders are good for.
//
// TLS does not say who the redeemer is, as its certificate is self-signed.
// Orchestrators may be given its fingerprint, which stays the same over restarts.
//
// A Server is used so: New, Start, Close. Every call has a goroutine of gRPC's,
// for which Close waits.
package redeemer
