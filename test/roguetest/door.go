package roguetest

import (
	"net"
	"sync"
)

// door is a listener that knows who came in, and can throw all of them out.
type door struct {
	net.Listener

	mu sync.Mutex
	// guarded by mu:
	shut   bool
	guests map[*guest]struct{}
	came   int // connections so far, those that were reset too
	reset  int // connections that were reset
}

func newDoor(l net.Listener) *door { return &door{Listener: l, guests: make(map[*guest]struct{})} }

// guest is one connection.
type guest struct {
	*net.TCPConn
	door *door
}

// Accept is net.Listener's. What comes while the door is shut is reset.
func (d *door) Accept() (net.Conn, error) {
	for {
		conn, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if g := d.admit(conn.(*net.TCPConn)); g != nil { // of a TCP listener
			return g, nil
		}
	}
}

func (d *door) admit(conn *net.TCPConn) *guest {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.came++
	g := &guest{TCPConn: conn, door: d}
	if d.shut {
		d.reset++
		g.abort()
		return nil
	}
	d.guests[g] = struct{}{}
	return g
}

// setShut closes or opens the door; a door that closes throws everybody out.
func (d *door) setShut(shut bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shut = shut
	if !shut {
		return
	}
	d.reset += len(d.guests)
	for g := range d.guests {
		g.abort()
	}
	clear(d.guests)
}

func (d *door) counts() (came, reset int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.came, d.reset
}

// Close is net.Conn's.
func (g *guest) Close() error {
	g.door.mu.Lock()
	delete(g.door.guests, g)
	g.door.mu.Unlock()
	return g.TCPConn.Close()
}

// abort resets the connection. Its owner still closes it.
func (g *guest) abort() {
	_ = g.SetLinger(0) // fails when it is closed already
	_ = g.TCPConn.Close()
}
