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

// maxStderrTail is how much of a worker's last words is kept, in bytes.
const maxStderrTail = 8 << 10

// stderrTail logs the lines of a worker and keeps the last of them.
type stderrTail struct {
	r    *os.File
	log  *slog.Logger
	done chan struct{}

	mu  sync.Mutex // guards buf
	buf []byte
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
	t.buf = append(t.buf, line...)
	if over := len(t.buf) - maxStderrTail; over > 0 {
		t.buf = append(t.buf[:0], t.buf[over:]...)
	}
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
	return string(t.buf)
}
