package rtmp

import (
	"net"
	"sync"
	"time"
)

// closeGrace is how long a connection that ends has for its last words, in both directions.
const closeGrace = time.Second

// deadlines keeps the two deadlines of a connection, so that its end is not undone by a goroutine that sets a later one.
type deadlines struct {
	conn net.Conn

	mu sync.Mutex
	// guarded by mu:
	interrupted bool
}

// read lets reading wait until t; the zero time is forever.
func (d *deadlines) read(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.interrupted {
		_ = d.conn.SetReadDeadline(t) // fails on a closed connection only, which the read itself will report
	}
}

// write lets writing wait until t.
func (d *deadlines) write(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.interrupted {
		_ = d.conn.SetWriteDeadline(t)
	}
}

// interrupt ends reading now and writing after closeGrace.
func (d *deadlines) interrupt() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.interrupted {
		return
	}
	d.interrupted = true
	_ = d.conn.SetReadDeadline(time.Unix(1, 0))
	_ = d.conn.SetWriteDeadline(time.Now().Add(closeGrace))
}
