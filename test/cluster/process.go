package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// pollEvery is the pause between two looks at something that is waited for.
const pollEvery = 20 * time.Millisecond

type spec struct {
	name, command string
	args          []string
	log           string
}

// Process is one started command with all its children, which form a process
// group of their own.
type Process struct {
	Name    string
	LogFile string

	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
}

func startProcess(s spec) (*Process, error) {
	log, err := os.Create(s.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()                         // the child has its own
	cmd := exec.Command(s.command, s.args...) //nolint:noctx // Kill and Terminate end it, with its whole group
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	p := &Process{Name: s.name, LogFile: s.log, cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go p.own(started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", s.name, err)
	}
	return p, nil
}

// own starts the command and waits for it. The child gets its death signal
// when the thread that started it ends, so one thread does both.
func (p *Process) own(started chan<- error) {
	runtime.LockOSThread()
	defer close(p.done)
	err := p.cmd.Start()
	started <- err
	if err == nil {
		_ = p.cmd.Wait() // how it ended is in ProcessState
	}
}

// PID of the command itself.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Done is closed when the command has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Kill ends the command and its children with SIGKILL, and waits for it.
func (p *Process) Kill() {
	// The group may be gone already, which is what is wanted.
	_ = syscall.Kill(-p.PID(), syscall.SIGKILL)
	<-p.done
}

// Signal sends a signal to the command alone.
func (p *Process) Signal(sig syscall.Signal) error { return syscall.Kill(p.PID(), sig) }

// Wait waits for the command's end and returns its exit code; one that a
// signal ended has -1.
func (p *Process) Wait(ctx context.Context) (int, error) {
	select {
	case <-p.done:
		return p.cmd.ProcessState.ExitCode(), nil
	case <-ctx.Done():
		return 0, fmt.Errorf("%s still runs: %w", p.Name, ctx.Err())
	}
}

// Usage is the CPU time of a command that has ended and of the children that
// it waited for.
func (p *Process) Usage() (user, system time.Duration) {
	<-p.done
	return p.cmd.ProcessState.UserTime(), p.cmd.ProcessState.SystemTime()
}

// Log returns what the command has written so far.
func (p *Process) Log() string {
	b, err := os.ReadFile(p.LogFile)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// LogTail returns the last n lines of the log.
func (p *Process) LogTail(n int) string {
	lines := strings.Split(strings.TrimRight(p.Log(), "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// ErrEnded says that a process ended while something was expected of it.
var ErrEnded = errors.New("process has ended")

// while polls check until it succeeds, the process ends or ctx does.
func (p *Process) while(ctx context.Context, what string, check func() error) error {
	return Poll(ctx, fmt.Sprintf("%s %s", p.Name, what), func() error {
		select {
		case <-p.done:
			return &FatalError{fmt.Errorf("%w with %v: %s", ErrEnded, p.cmd.ProcessState, p.LogTail(5))}
		default:
			return check()
		}
	})
}

// FatalError ends a Poll at once.
type FatalError struct{ Err error }

func (e *FatalError) Error() string { return e.Err.Error() }

func (e *FatalError) Unwrap() error { return e.Err }

// Poll calls check until it returns nil, until it returns a *FatalError, or
// until ctx is over; then the error begins with what.
func Poll(ctx context.Context, what string, check func() error) error {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		err := check()
		if err == nil {
			return nil
		}
		var fatal *FatalError
		if errors.As(err, &fatal) {
			return fmt.Errorf("%s: %w", what, err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return fmt.Errorf("%s: %w (last: %w)", what, ctx.Err(), err)
		}
	}
}
