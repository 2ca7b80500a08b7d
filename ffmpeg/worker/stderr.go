package worker

import (
	"bufio"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
)

// A crash report begins with what happened and goes on with every goroutine
// and register, so the beginning is worth more than the end; bytes.
const (
	maxStderrHead = 16 << 10
	maxStderrTail = 4 << 10
)

// stderrTail logs the lines of a worker and keeps what it has written since
// its job began: the first and the last of it.
type stderrTail struct {
	r    *os.File
	log  *slog.Logger
	done chan struct{}

	mu   sync.Mutex // guards the fields below
	head []byte
	tail []byte
	cut  bool // there was more between the two
}

func newStderrTail(r *os.File, log *slog.Logger) *stderrTail {
	t := &stderrTail{r: r, log: log, done: make(chan struct{})}
	go t.run()
	return t
}

func (t *stderrTail) run() {
	defer close(t.done)
	r := bufio.NewReaderSize(t.r, 4<<10)
	for {
		line, err := r.ReadSlice('\n') // a longer line comes in parts
		if len(line) > 0 {
			t.add(line)
			t.log.Debug("media worker says", "line", strings.TrimRight(string(line), "\n"))
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

func (t *stderrTail) add(line []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := min(len(line), maxStderrHead-len(t.head))
	t.head = append(t.head, line[:n]...)
	t.tail = append(t.tail, line[n:]...)
	if over := len(t.tail) - maxStderrTail; over > 0 {
		t.tail = append(t.tail[:0], t.tail[over:]...)
		t.cut = true
	}
}

// reset forgets what was said of earlier jobs.
func (t *stderrTail) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.head, t.tail, t.cut = nil, nil, false
}

// finish is called when the process is gone: what it wrote is still in the
// pipe, and nothing else comes unless a child of it lives on.
func (t *stderrTail) finish() {
	_ = t.r.SetReadDeadline(time.Now().Add(time.Second))
	<-t.done
	t.r.Close()
}

func (t *stderrTail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cut {
		return string(t.head) + "\n…\n" + string(t.tail)
	}
	return string(t.head) + string(t.tail)
}
