// Package payment has the words of what a node remembers of payments: winning
// tickets on their way to money, accounts of sessions on both sides, what each
// day brought and cost, and what is known of peers. core/store keeps them.
//
// They are values, without behaviour that could fail.
package payment
