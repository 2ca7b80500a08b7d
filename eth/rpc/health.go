package rpc

import "time"

// State of an endpoint; see the package comment.
type State int

const (
	StateUnknown State = iota
	StateUp
	StateLagging
	StateDown
	StateDistrusted
	StateWrongNetwork
)

func (s State) String() string {
	switch s {
	case StateUp:
		return "up"
	case StateLagging:
		return "lagging"
	case StateDown:
		return "down"
	case StateDistrusted:
		return "distrusted"
	case StateWrongNetwork:
		return "wrong network"
	}
	return "unknown"
}

// MarshalText gives the state's name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// EndpointHealth is the state of one endpoint, for people.
type EndpointHealth struct {
	Endpoint string // scheme and host, without secrets; unique
	State    State
	InUse    bool   // requests go here first
	Reason   error  // why it is not up; nil when it is
	Head     uint64 // number of its newest block
	Lag      uint64 // blocks behind the others
	Latency  time.Duration
	// Requests and Errors count attempts since the start.
	Requests, Errors uint64
	// RetryIn is how long it is left alone; 0 when it is not.
	RetryIn time.Duration
}

// Health gives the state of each endpoint, in the order of Config.URLs.
func (c *Client) Health() []EndpointHealth { return c.board.health(time.Now()) }

// Stale returns for how long no endpoint has given a new block. On a chain whose
// blocks come regularly, many times the block time means that what the node knows
// is old.
func (c *Client) Stale() time.Duration { return c.feed.stale(time.Now()) }
