package net

import "net/netip"

// maxKnownPeers bounds what a client remembers about orchestrators.
const maxKnownPeers = 4096

// knownPeer is what a client has learned of an orchestrator.
type knownPeer struct {
	reach      Reach // how far its service URI may lead
	noTrailers bool  // what is sent behind a segment does not come through
}

// peer returns what is known of the orchestrator at uri, or of any.
func (c *OrchestratorClient) peer(uri string) knownPeer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known(hostOf(uri))
}

// known needs c.mu.
func (c *OrchestratorClient) known(host string) knownPeer {
	if p, ok := c.peers[host]; ok {
		return p
	}
	return knownPeer{reach: c.cfg.Policy.ReachFor(netip.Addr{})}
}

// learnReach notes that the orchestrator reached at addr calls uri its own. The
// widest reach counts when several do.
func (c *OrchestratorClient) learnReach(uri string, reach Reach) {
	host := hostOf(uri)
	if host == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.peers[host]
	if ok && p.reach >= reach {
		return
	}
	p.reach = reach
	c.remember(host, p)
}

// noTrailers notes that what is sent behind a segment to uri gets lost.
func (c *OrchestratorClient) noTrailers(uri string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.known(hostOf(uri))
	p.noTrailers = true
	c.remember(hostOf(uri), p)
}

// remember needs c.mu.
func (c *OrchestratorClient) remember(host string, p knownPeer) {
	if _, ok := c.peers[host]; !ok && len(c.peers) >= maxKnownPeers {
		for h := range c.peers { // any one: it is learned again
			delete(c.peers, h)
			break
		}
	}
	c.peers[host] = p
}
