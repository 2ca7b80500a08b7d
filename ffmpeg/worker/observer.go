package worker

import "time"

// Observer hears what happens to workers, to count it. Its methods are called
// from several goroutines and must not block.
type Observer interface {
	// WorkerStarted: a worker is ready, took long after its start.
	WorkerStarted(took time.Duration)
	// WorkerEnded: a worker is gone.
	WorkerEnded(reason EndReason)
	// JobDone: a job ended; err is what its caller gets.
	JobDone(kind JobKind, took time.Duration, err error)
	// JobMemory: the largest memory of a worker seen during a job, in bytes.
	JobMemory(kind JobKind, peak int64)
}

// JobKind is what a worker does for its caller.
type JobKind string

const (
	JobTranscode JobKind = "transcode"
	JobProbe     JobKind = "probe"
	JobSegment   JobKind = "segment"
	JobInspect   JobKind = "inspect"
)

// EndReason says why a worker ended.
type EndReason string

const (
	EndIdle     EndReason = "idle"     // it was not needed any more
	EndRecycled EndReason = "recycled" // it had done its number of jobs, or had grown
	EndCrash    EndReason = "crash"
	EndHang     EndReason = "hang"
	EndMemory   EndReason = "memory"
	EndProtocol EndReason = "protocol" // it broke the protocol
	EndCanceled EndReason = "canceled" // its job was given up
	EndStart    EndReason = "start"    // it never became ready
	EndClosed   EndReason = "closed"   // the node is going down
)

type noObserver struct{}

func (noObserver) WorkerStarted(time.Duration)           {}
func (noObserver) WorkerEnded(EndReason)                 {}
func (noObserver) JobDone(JobKind, time.Duration, error) {}
func (noObserver) JobMemory(JobKind, int64)              {}
