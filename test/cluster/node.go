package cluster

import (
	"context"
	"strings"
)

// Secret that the orchestrators and transcoders of a cluster share.
const Secret = "end-to-end-secret"

// Node is a running livepeer process.
type Node struct {
	*Process
	// Addresses as host:port; those that the role has not are empty.
	CLIAddr, HTTPAddr, RTMPAddr, ServiceAddr string

	args []string // that it was started with, to start it again
}

// Broadcaster starts a broadcaster that uses the orchestrators at orchs.
func (c *Cluster) Broadcaster(name string, orchs []string, args ...string) (*Node, error) {
	n, err := c.addresses("http", "rtmp")
	if err != nil {
		return nil, err
	}
	return n, c.startNode(n, name, append([]string{
		"-broadcaster", "-orchAddr", strings.Join(orchs, ","), "-httpAddr", n.HTTPAddr, "-rtmpAddr", n.RTMPAddr,
	}, args...))
}

// Orchestrator starts an orchestrator that takes remote transcoders. With
// -transcoder in args it transcodes itself too.
func (c *Cluster) Orchestrator(name string, args ...string) (*Node, error) {
	n, err := c.addresses("service")
	if err != nil {
		return nil, err
	}
	return n, c.startNode(n, name, append([]string{
		"-orchestrator", "-orchSecret", Secret, "-serviceAddr", n.ServiceAddr, "-httpAddr", n.ServiceAddr,
	}, args...))
}

// Transcoder starts a standalone transcoder that serves the orchestrators at orchs.
func (c *Cluster) Transcoder(name string, orchs []string, args ...string) (*Node, error) {
	n, err := c.addresses()
	if err != nil {
		return nil, err
	}
	return n, c.startNode(n, name, append([]string{
		"-transcoder", "-orchSecret", Secret, "-orchAddr", strings.Join(orchs, ","),
	}, args...))
}

// Redeemer starts a redeemer of the tickets of the orchestrator with that address
// on the chain. HTTPAddr is its port.
func (c *Cluster) Redeemer(name, orchestrator string, args ...string) (*Node, error) {
	n, err := c.addresses("http")
	if err != nil {
		return nil, err
	}
	return n, c.startNode(n, name, append([]string{"-redeemer", "-ethOrchAddr", orchestrator, "-httpAddr", n.HTTPAddr}, args...))
}

// Account starts a node without a role, which has an account on a chain.
func (c *Cluster) Account(name string, args ...string) (*Node, error) {
	n, err := c.addresses()
	if err != nil {
		return nil, err
	}
	return n, c.startNode(n, name, args)
}

// AllInOne starts a node with all three roles.
func (c *Cluster) AllInOne(name string, args ...string) (*Node, error) {
	n, err := c.addresses("http", "rtmp", "service")
	if err != nil {
		return nil, err
	}
	return n, c.startNode(n, name, append([]string{
		"-broadcaster", "-orchestrator", "-transcoder", "-httpAddr", n.HTTPAddr, "-rtmpAddr", n.RTMPAddr, "-serviceAddr", n.ServiceAddr,
	}, args...))
}

// Restart starts a node that has ended once more: same addresses, same data.
func (c *Cluster) Restart(n *Node) (*Node, error) {
	again := *n
	p, err := c.start(spec{name: n.Name, command: c.cfg.Bin, args: n.args})
	if err != nil {
		return nil, err
	}
	again.Process = p
	return &again, nil
}

func (c *Cluster) addresses(kinds ...string) (*Node, error) {
	n := &Node{}
	fields := map[string]*string{"cli": &n.CLIAddr, "http": &n.HTTPAddr, "rtmp": &n.RTMPAddr, "service": &n.ServiceAddr}
	for _, kind := range append(kinds, "cli") {
		addr, err := c.Addr()
		if err != nil {
			return nil, err
		}
		*fields[kind] = addr
	}
	return n, nil
}

func (c *Cluster) startNode(n *Node, name string, args []string) error {
	n.args = append(args, "-cliAddr", n.CLIAddr, "-dataDir", c.Path(name+"-data"))
	p, err := c.start(spec{name: name, command: c.cfg.Bin, args: n.args})
	if err != nil {
		return err
	}
	n.Process = p
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nodes = append(c.nodes, n)
	return nil
}

// Healthy waits until the node's /healthz answers 200.
func (n *Node) Healthy(ctx context.Context) error {
	return n.while(ctx, "is not healthy", func() error {
		_, err := Get(ctx, "http://"+n.CLIAddr+"/healthz")
		return err
	})
}

// RTMP is the address under which a stream is published and played.
func (n *Node) RTMP(stream string) string { return "rtmp://" + n.RTMPAddr + "/" + stream }

// Playlist is the address of a stream's master playlist.
func (n *Node) Playlist(stream string) string {
	return "http://" + n.HTTPAddr + "/stream/" + stream + ".m3u8"
}
