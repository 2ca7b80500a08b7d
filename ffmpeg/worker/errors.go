package worker

import (
	"errors"
	"fmt"
	"syscall"
	"time"
)

// All errors of this file are faults of this node, not of a source: another
// transcoder may succeed.

// ErrClosed is returned for jobs that come after Close, or that it ended.
var ErrClosed = errors.New("worker supervisor is closed")

// CrashError is a worker that ended in the middle of a job or while it started.
type CrashError struct {
	// Signal that ended the process, 0 when it exited by itself.
	Signal syscall.Signal
	// ExitCode is meaningful when Signal is 0. A fault in C code that Go's
	// runtime could report ends with 2.
	ExitCode int
	// Stderr is what the worker wrote there in this job, the first 16 and the
	// last 4 KiB of it.
	Stderr string
}

func (e *CrashError) Error() string {
	if e.Signal != 0 {
		return fmt.Sprintf("media worker crashed: signal %d (%v)", int(e.Signal), e.Signal)
	}
	return fmt.Sprintf("media worker crashed: exit status %d", e.ExitCode)
}

// external tells whether the signal is one that others send: nothing in a
// source makes a process kill itself in this way.
func (e *CrashError) external() bool {
	return e.Signal == syscall.SIGKILL || e.Signal == syscall.SIGTERM || e.Signal == syscall.SIGINT
}

// HangError is a worker that was killed since its job took too long.
type HangError struct {
	Limit time.Duration
}

func (e *HangError) Error() string {
	return fmt.Sprintf("media worker made no end within %v and was killed", e.Limit)
}

// MemoryError is a worker that was killed since it grew over its limit.
type MemoryError struct {
	RSS, Limit int64 // bytes
}

func (e *MemoryError) Error() string {
	return fmt.Sprintf("media worker used %d MB of memory, over its limit of %d MB, and was killed", e.RSS>>20, e.Limit>>20)
}

// EngineError is a fault of the engine that says nothing about the source.
type EngineError struct {
	Text string
}

func (e *EngineError) Error() string { return e.Text }

// StartError is a worker that could not be started: the executable or a
// library is missing, the system has no process left, or it took too long.
type StartError struct {
	Err error
}

func (e *StartError) Error() string { return fmt.Sprintf("start media worker: %v", e.Err) }
func (e *StartError) Unwrap() error { return e.Err }
