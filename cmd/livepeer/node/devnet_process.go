package node

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	// devnetBinary lies beside the node's own binary.
	devnetBinary = "livepeer_devnet"
	// devnetStart bounds the time until the chain is there, devnetStop until it
	// has ended by itself.
	devnetStart, devnetStop = 20 * time.Second, 5 * time.Second
)

var (
	errNoDevnet    = errors.New("the program " + devnetBinary + " is missing beside this one; build it with make build, or name another chain with -ethUrl")
	errDevnetEnded = errors.New("the devnet has ended")
)

// devnetProcess is the chain of -network devnet. It ends with this process: its
// standard input does then.
type devnetProcess struct {
	failed func(err error) // told when it ends unasked
	args   []string

	cmd     *exec.Cmd
	stdin   io.WriteCloser
	url     string
	closing chan struct{} // closed by Close
	done    chan struct{} // closed when the process has ended
}

func newDevnetProcess(failed func(err error), args ...string) *devnetProcess {
	return &devnetProcess{failed: failed, args: append(args, "-followStdin"), closing: make(chan struct{}), done: make(chan struct{})}
}

// Start returns when the chain is there with all contracts.
func (d *devnetProcess) Start(ctx context.Context) error {
	own, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	program := filepath.Join(filepath.Dir(own), devnetBinary)
	if _, err := os.Stat(program); err != nil {
		return errNoDevnet
	}
	d.cmd = exec.Command(program, d.args...) //nolint:noctx // Close ends it
	// A Ctrl-C at the terminal is for the node, which drains before the chain ends.
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	d.cmd.Stderr = os.Stderr
	if d.stdin, err = d.cmd.StdinPipe(); err != nil {
		return err
	}
	stdout, err := d.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := d.cmd.Start(); err != nil {
		return err
	}
	ready := make(chan string, 1)
	go d.own(stdout, ready)
	return d.await(ctx, ready)
}

// own reads the one line that the process writes, and waits for its end.
func (d *devnetProcess) own(stdout io.Reader, ready chan<- string) {
	defer close(d.done)
	line, _ := bufio.NewReader(io.LimitReader(stdout, 1<<10)).ReadString('\n')
	if url := strings.TrimSpace(line); url != "" {
		ready <- url
	}
	_ = d.cmd.Wait() // how it ended is in ProcessState
	select {
	case <-d.closing:
	default:
		d.failed(fmt.Errorf("%w: %v", errDevnetEnded, d.cmd.ProcessState))
	}
}

func (d *devnetProcess) await(ctx context.Context, ready <-chan string) error {
	ctx, cancel := context.WithTimeout(ctx, devnetStart)
	defer cancel()
	select {
	case d.url = <-ready:
		return nil
	case <-d.done:
		return fmt.Errorf("%w before it was ready; its message is above", errDevnetEnded)
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("the devnet is not ready after %v", devnetStart), d.Close())
	}
}

// URL of the chain's WebSocket, after Start.
func (d *devnetProcess) URL() string { return d.url }

// Close ends the chain and waits for it. It may be called again.
func (d *devnetProcess) Close() error {
	select {
	case <-d.closing:
	default:
		close(d.closing)
	}
	d.stdin.Close()
	select {
	case <-d.done:
	case <-time.After(devnetStop):
		_ = d.cmd.Process.Kill()
		<-d.done
	}
	return nil
}
