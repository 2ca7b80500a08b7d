// Package pricing has an orchestrator's price list: what a pixel costs whom, in
// wei or in US dollars, and what it costs for a job that needs capabilities with
// a price of their own.
//
// A Book is safe for concurrent use, and its prices may be changed while it is
// used: they count for sessions that begin afterwards.
package pricing
