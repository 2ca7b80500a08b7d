package rpc

import "sync/atomic"

// byteBudget bounds what all requests hold together.
type byteBudget struct {
	limit int64
	used  atomic.Int64
}

// take reserves n bytes; false when that many are not left.
func (b *byteBudget) take(n int64) bool {
	if b.used.Add(n) <= b.limit {
		return true
	}
	b.used.Add(-n)
	return false
}

func (b *byteBudget) give(n int64) { b.used.Add(-n) }
