package worker

import (
	"os/exec"
	"runtime"

	"golang.org/x/sys/unix"
)

// spawner starts processes from one thread that lives as long as it does: the
// kernel sends Pdeathsig when the thread that started a child ends, and Go may
// end any thread that it is not told to keep. Children also have the thread's
// scheduling, which is none that the node's own threads should have.
// Source: prctl(2), PR_SET_PDEATHSIG; sched(7), "Inheritance".
type spawner struct {
	requests chan spawnRequest
	quit     chan struct{}
	done     chan struct{}
}

type spawnRequest struct {
	cmd    *exec.Cmd
	result chan error // has room for the one answer
}

func newSpawner() *spawner {
	s := &spawner{requests: make(chan spawnRequest), quit: make(chan struct{}), done: make(chan struct{})}
	go s.run()
	return s
}

func (s *spawner) run() {
	defer close(s.done)
	runtime.LockOSThread() // and never unlocked: the thread ends with this goroutine
	keepFilesFromChildren()
	scheduleAsBatch()
	for {
		select {
		case req := <-s.requests:
			req.result <- req.cmd.Start()
		case <-s.quit:
			return
		}
	}
}

// start starts cmd; ErrClosed after close.
func (s *spawner) start(cmd *exec.Cmd) error {
	req := spawnRequest{cmd: cmd, result: make(chan error, 1)}
	select {
	case s.requests <- req:
		return <-req.result
	case <-s.quit:
		return ErrClosed
	}
}

// close must come after all children have ended.
func (s *spawner) close() {
	close(s.quit)
	<-s.done
}

// scheduleAsBatch makes this thread, and so workers, one that computes: it does
// not take a processor from another that is in the middle of something, and
// gives its own at once to a thread of the node that has a packet to see to.
// Of the encoders' many threads, which wake each other with every few rows of a
// picture, each stays at work longer. Best effort.
// Source: sched(7), SCHED_BATCH.
func scheduleAsBatch() {
	_ = unix.SchedSetAttr(0, &unix.SchedAttr{Policy: unix.SCHED_BATCH}, 0)
}

// keepFilesFromChildren marks what this process itself inherited from its
// parent, a shell or a service manager; Go marks what it opens. Kernels before
// 5.11 lack the call, and then such files stay open in workers.
func keepFilesFromChildren() {
	_ = unix.CloseRange(3, 1<<31-1, unix.CLOSE_RANGE_CLOEXEC)
}
