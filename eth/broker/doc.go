// Package broker is what a node that is paid, or pays, knows of the TicketBroker
// and the chain around it: the moment that tickets are made in, the funds of
// senders, the price of gas and the gas of a redemption.
//
// All of it is kept in memory and is there at once:
//
//   - the moment and the recipient's place in the active set are read when a round
//     begins, ends or is initialized, and move on with each block;
//   - a sender's funds are read when they are asked for first, and again when they
//     are asked for after an event that may have changed them;
//   - the price of gas is asked for at intervals, and its median over hours stands
//     for what gas costs most of the time: a spike does not move it;
//   - the gas of redemptions is that of the node's own, or else of anybody's.
//
// While no endpoint answers, what is known goes on to be used, funds up to
// Config.MaxAge. Reorganisations are followed event by event (eth/watch).
//
// Use: New, subscribe Subscription to a watch.Watcher, Start, then all methods from
// any goroutine, Close.
package broker
