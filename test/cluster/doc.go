// Package cluster starts nodes, publishers and other commands as processes of
// their own and looks after them, for the end-to-end tests and the benchmarks.
//
// A [Cluster] owns what it starts: Close ends every process with all its
// children and waits for it. Waiting is polling with a deadline, never a sleep
// of a guessed length.
package cluster
