// Package paying is the broadcaster's side of probabilistic payments: it pays
// orchestrators for segments, keeps the accounts, and keeps the node's deposit
// and reserve filled.
//
// A Payer has an account with each orchestrator in each session. A payment sets
// aside what the segment may cost, so that segments in flight at the same time
// are covered each by its own; the answer settles it:
//
//	        Pay                            Settle
//	credit ─────► credit − set aside  ─────────────► + tickets, if answered
//	              + tickets under way                − pixels × price
//	                                                 then as the orchestrator says
//
// What an orchestrator says of the account is believed upwards, and downwards
// too, as it decides what it works for; but what is missing counts as a loss, and
// whoever costs more than Config.MaxLoss in a day is not paid any more. So is a
// segment that was charged and not delivered.
//
// Accounts are written in groups, a moment later, and read at the start: a
// session in which there is credit is taken up again while its token lives.
//
// TopUp watches the deposit and the reserve: it warns before they run out, and
// fills them within a limit for each day.
//
// Use: New…, Start, the other methods from any goroutine, Close.
package paying
