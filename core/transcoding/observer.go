package transcoding

import "time"

// Observer is told what a pool does, for metrics. Its methods must return at
// once and must not call the pool.
type Observer interface {
	// PoolChanged gives the number of members, the sum of their capacities and
	// the number of sessions they have.
	PoolChanged(transcoders, capacity, load int)
	// TaskDone ends a member's attempt at a task; err is nil when it succeeded.
	TaskDone(member string, took time.Duration, err error)
	// TaskRetried says that a task goes to another member after err.
	TaskRetried(member string, err error)
	// MemberDropped says that the pool removed a member for err.
	MemberDropped(member string, err error)
}

// NopObserver observes nothing.
type NopObserver struct{}

func (NopObserver) PoolChanged(int, int, int)             {}
func (NopObserver) TaskDone(string, time.Duration, error) {}
func (NopObserver) TaskRetried(string, error)             {}
func (NopObserver) MemberDropped(string, error)           {}
