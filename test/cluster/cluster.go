package cluster

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Config of a Cluster.
type Config struct {
	// Bin is the livepeer binary.
	Bin string
	// Dir takes the nodes' data directories and all log files. It must exist.
	Dir string
}

// Cluster is a set of processes on this machine. It is safe for concurrent use.
type Cluster struct {
	cfg Config

	// guarded by mu:
	mu    sync.Mutex
	procs []*Process
	nodes []*Node
	names map[string]int
	ports map[int]bool
}

// New returns an empty Cluster.
func New(cfg Config) (*Cluster, error) {
	if _, err := os.Stat(cfg.Bin); err != nil {
		return nil, fmt.Errorf("livepeer binary: %w; run make build first", err)
	}
	return &Cluster{cfg: cfg, names: map[string]int{}, ports: map[int]bool{}}, nil
}

// Close kills what still runs and waits for it.
func (c *Cluster) Close() {
	c.mu.Lock()
	procs := c.procs
	c.procs = nil
	c.mu.Unlock()
	for i := len(procs) - 1; i >= 0; i-- {
		procs[i].Kill()
	}
}

// Nodes returns the nodes that were started, the oldest first.
func (c *Cluster) Nodes() []*Node {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.nodes)
}

// Processes returns everything that was started, the oldest first.
func (c *Cluster) Processes() []*Process {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.procs)
}

// Addr returns a loopback address whose port nobody listens on and that this
// cluster gives out once. The ports lie below those that the system takes for
// outgoing connections, so that none of these gets in between.
func (c *Cluster) Addr() (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for range 1000 {
		port := 20000 + rand.IntN(10000)
		if c.ports[port] {
			continue
		}
		addr := fmt.Sprintf("127.0.0.1:%d", port)
		l, err := net.Listen("tcp", addr)
		if err != nil {
			continue
		}
		l.Close()
		c.ports[port] = true
		return addr, nil
	}
	return "", errors.New("no free port between 20000 and 30000")
}

// Path of a file in the cluster's directory.
func (c *Cluster) Path(name string) string { return filepath.Join(c.cfg.Dir, name) }

// Run starts any command, such as ffmpeg. Its output goes to a log file.
func (c *Cluster) Run(name string, command string, args ...string) (*Process, error) {
	return c.start(spec{name: name, command: command, args: args})
}

func (c *Cluster) start(s spec) (*Process, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.log = c.Path(s.name + ".log")
	if n := c.names[s.name]; n > 0 {
		s.log = c.Path(fmt.Sprintf("%s.%d.log", s.name, n+1))
	}
	c.names[s.name]++
	p, err := startProcess(s)
	if err != nil {
		return nil, err
	}
	c.procs = append(c.procs, p)
	return p, nil
}
