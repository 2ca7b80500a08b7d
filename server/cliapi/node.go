package cliapi

import (
	"context"
	"net/http"
	"time"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/pm"
)

// offchain is the network of a node without a chain.
const offchain = "offchain"

// Node is GET /api/v1/node: who the node is, and how well it sees the chain. A
// node that is off chain has the network "offchain", roles and a version only.
type Node struct {
	Network    string     `json:"network"`
	Roles      []string   `json:"roles"` // broadcaster, orchestrator, transcoder, redeemer
	Version    string     `json:"version"`
	Address    Address    `json:"address,omitzero"`
	ChainID    uint64     `json:"chainId,omitzero"`
	Controller Address    `json:"controller,omitzero"`
	Balances   *Balances  `json:"balances,omitempty"`
	Endpoints  []Endpoint `json:"endpoints,omitempty"`
	Head       *Head      `json:"head,omitempty"`
	// Problem says why Balances or Head are missing; empty when all is well.
	Problem string `json:"problem,omitempty"`
}

// Balances of an account.
type Balances struct {
	ETH pm.Wei    `json:"eth"`
	LPT chain.LPT `json:"lpt"`
}

// Endpoint is one -ethUrl.
type Endpoint struct {
	URL     string   `json:"url"`   // without secrets
	State   string   `json:"state"` // up, lagging, down, distrusted, wrong network, unknown
	InUse   bool     `json:"inUse"` // requests go here first
	Reason  string   `json:"reason,omitempty"`
	Head    uint64   `json:"head"` // number of its newest block
	Lag     uint64   `json:"lag"`  // blocks behind the others
	Latency Duration `json:"latency"`
}

// Head is the newest block that the node knows.
type Head struct {
	Number uint64 `json:"number"`
	// L1Number is the block of round arithmetic, Number but for rollups.
	L1Number uint64   `json:"l1Number"`
	Age      Duration `json:"age"`
}

// Duration is a time that is written as in Go: "1.5s", "20ms".
type Duration time.Duration

// MarshalText writes the duration.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads it.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

func (d Duration) String() string { return time.Duration(d).String() }

// node answers even when all endpoints are down: that is when people ask.
func (s *Server) node(r *http.Request) (any, error) {
	n := Node{Network: offchain, Roles: notNil(s.cfg.Roles), Version: s.cfg.Status().Version}
	c := s.cfg.Chain
	if c == nil {
		return n, nil
	}
	n.Network, n.ChainID = c.Network, c.ChainID
	n.Address, n.Controller = Address(c.Account), Address(c.Controller)
	n.Endpoints = c.Endpoints()
	if err := n.ask(r.Context(), c); err != nil {
		n.Problem = err.Error()
	}
	return n, nil
}

// ask fills in what only the chain knows.
func (n *Node) ask(ctx context.Context, c *ChainConfig) error {
	head, err := c.Head(ctx)
	if err != nil {
		return err
	}
	age := max(time.Since(head.Time), 0).Round(time.Second)
	n.Head = &Head{Number: head.Number, L1Number: head.L1Number, Age: Duration(age)}
	b, err := c.Accounts.Balances(ctx, c.Account)
	if err != nil {
		return err
	}
	n.Balances = &Balances{ETH: b.ETH, LPT: b.LPT}
	return nil
}

// notNil makes an empty list of none, which JSON writes as [].
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
