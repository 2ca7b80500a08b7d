// Package market has the words for what a broadcaster remembers of the
// orchestrators that it could use, between two runs of the node.
package market
