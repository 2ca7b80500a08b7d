package worker

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// process is a running worker. Whoever took it out of its pool owns it.
type process struct {
	*frameConn
	cmd    *exec.Cmd
	device Device
	statm  *os.File // /proc/<pid>/statm, kept open to be read often
	stderr *stderrTail
	log    *slog.Logger

	// owned by whoever owns the process:
	jobs int

	// guarded by the supervisor's mu:
	idleSince time.Time

	// exited is closed when the process is gone and waited for; cmd's
	// ProcessState may be read then.
	exited chan struct{}
}

// startProcess starts a worker without waiting for its hello.
func startProcess(sp *spawner, device Device, log *slog.Logger) (*process, error) {
	local, remote, err := socketPair()
	if err != nil {
		return nil, err
	}
	defer remote.Close()
	conn, err := net.FileConn(local)
	local.Close() // FileConn has its own duplicate
	if err != nil {
		return nil, err
	}
	errR, errW, err := os.Pipe()
	if err != nil {
		conn.Close()
		return nil, err
	}
	defer errW.Close()
	// /proc/self/exe is this very program even when its file was replaced.
	cmd := &exec.Cmd{
		Path:        "/proc/self/exe",
		Args:        []string{os.Args[0], Arg},
		Env:         childEnv(os.Environ()),
		Stderr:      errW,
		ExtraFiles:  []*os.File{remote},
		SysProcAttr: &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true},
	}
	if err := sp.start(cmd); err != nil {
		conn.Close()
		errR.Close()
		return nil, err
	}
	p := &process{
		frameConn: newFrameConn(conn), cmd: cmd, device: device,
		log: log.With("worker", cmd.Process.Pid), exited: make(chan struct{}),
	}
	p.statm, _ = os.Open("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/statm") // nil: it is gone already
	p.stderr = newStderrTail(errR, p.log)
	return p, nil
}

func socketPair() (local, remote *os.File, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}
	return os.NewFile(uintptr(fds[0]), "worker"), os.NewFile(uintptr(fds[1]), "parent"), nil
}

// childEnv keeps of the parent's environment only what finding and running
// libraries takes. Keys, passwords and tokens of the node stay out.
func childEnv(parent []string) []string {
	names := map[string]bool{
		"PATH": true, "HOME": true, "TMPDIR": true, "LANG": true, "LC_ALL": true, "TZ": true,
		"GOTRACEBACK": true, "GODEBUG": true, "GORACE": true, "GOCOVERDIR": true,
	}
	prefixes := []string{"LD_", "CUDA_", "NVIDIA_", "ASAN_", "LSAN_", "UBSAN_", "MALLOC_"}
	var env []string
	for _, kv := range parent {
		name, _, _ := strings.Cut(kv, "=")
		keep := names[name]
		for _, p := range prefixes {
			keep = keep || strings.HasPrefix(name, p)
		}
		if keep {
			env = append(env, kv)
		}
	}
	// What the node's own environment says comes later and goes before.
	return append(allocatorEnv(), env...)
}

// allocatorEnv lets the next segment have the memory of the last one, which the
// kernel need not clear again: blocks of less than 1 MiB come from the heap, which
// stays until an idle worker gives it back. One arena for all threads, and none
// of the larger blocks, keep it from becoming full of holes. (The pictures that
// encoders keep are in a pool of package ffmpeg.)
// Source: mallopt(3), "Environment variables".
func allocatorEnv() []string {
	return []string{"MALLOC_ARENA_MAX=1", "MALLOC_MMAP_THRESHOLD_=1048576", "MALLOC_TRIM_THRESHOLD_=536870912"}
}

// wait collects the process when it ends, and frees all that it held in the
// parent but the connection.
func (p *process) wait() {
	err := p.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.log.Error("wait for media worker", "err", err)
	}
	p.stderr.finish()
	if p.statm != nil {
		p.statm.Close()
	}
	close(p.exited)
}

// kill ends the process at once, and so the owner's reads and writes.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // an error means that it is gone already
	p.conn.Close()
}

// alive tells whether the process has not been seen to end.
func (p *process) alive() bool {
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// waitExit gives a process that is ending the time to do so, that its exit
// status may tell why.
func waitExit(p *process, limit time.Duration) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-p.exited:
	case <-timer.C:
	}
}

// crash describes the end of a process that is gone.
func (p *process) crash() *CrashError {
	e := &CrashError{Stderr: p.stderr.String()}
	if ws, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		e.Signal = ws.Signal()
	} else {
		e.ExitCode = p.cmd.ProcessState.ExitCode()
	}
	return e
}

// rss is the resident memory in bytes, 0 when the process is gone.
// Source: proc(5), /proc/pid/statm, second field, in pages.
func (p *process) rss() int64 {
	if p.statm == nil {
		return 0
	}
	var buf [128]byte
	n, _ := p.statm.ReadAt(buf[:], 0)
	fields := bytes.Fields(buf[:n])
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// greet waits for the worker's hello.
func (p *process) greet(ctx context.Context, limit time.Duration) error {
	stop := context.AfterFunc(ctx, p.kill)
	defer stop()
	if err := p.conn.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return err
	}
	h, err := p.next()
	if err != nil {
		return err
	}
	if h.typ != frameHello {
		return protocolErrorf("frame of type %d where hello was due", h.typ)
	}
	var msg hello
	if err := p.readJSON(h, &msg); err != nil {
		return err
	}
	if msg.Version != protocolVersion {
		return protocolErrorf("worker speaks version %d, expected %d", msg.Version, protocolVersion)
	}
	if msg.Failure != nil {
		return msg.Failure.err()
	}
	return p.conn.SetReadDeadline(time.Time{})
}
