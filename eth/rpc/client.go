package rpc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net/http"
	"sync"
	"time"
)

// Client is one client over all endpoints; see the package comment.
type Client struct {
	cfg       Config
	endpoints []*endpoint
	board     *board
	feed      *feed
	looked    chan struct{} // one token for each endpoint's first look

	mu     sync.Mutex
	root   context.Context // guarded by mu until Start returns; ends with Close
	cancel context.CancelFunc
	closed bool // guarded by mu; no operation begins after it

	wg sync.WaitGroup // monitors, operations in flight, subscribers
}

// New checks cfg. Nothing is sent before Start.
func New(cfg Config) (*Client, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = NopObserver{}
	}
	if cfg.Transport == nil {
		cfg.Transport = newTransport(cfg)
	}
	c := &Client{cfg: cfg, feed: newFeed(time.Now()), looked: make(chan struct{}, len(cfg.URLs))}
	var names []string
	seen := map[string]int{}
	for i, raw := range cfg.URLs {
		u, err := parseURL(raw)
		if err != nil {
			return nil, err
		}
		name := redacted(u)
		if seen[name]++; seen[name] > 1 {
			name = fmt.Sprintf("%s (%d)", name, seen[name])
		}
		names = append(names, name)
		c.endpoints = append(c.endpoints, newEndpoint(i, name, u, cfg))
	}
	c.board = newBoard(cfg, names)
	return c, nil
}

func newTransport(cfg Config) *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: cfg.MaxInFlight,
		IdleConnTimeout:     90 * time.Second,
		TLSHandshakeTimeout: cfg.Timeout,
		// A connection that died without a sign would be used on and on.
		HTTP2: &http.HTTP2Config{SendPingTimeout: cfg.Timeout, PingTimeout: cfg.ProbeTimeout},
	}
}

// Start looks at the endpoints and returns when one can be used. Otherwise the
// client is closed, and the error is a *WrongNetworkError when all endpoints are
// of another network, or else an *UnavailableError, which can be tried again with
// a new client.
func (c *Client) Start(ctx context.Context) error {
	c.mu.Lock()
	switch {
	case c.closed:
		c.mu.Unlock()
		return ErrClosed
	case c.root != nil:
		c.mu.Unlock()
		return ErrStarted
	}
	c.root, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
	root := c.root
	for _, e := range c.endpoints {
		c.wg.Go(func() { c.monitor(root, e) })
	}
	c.mu.Unlock()
	if err := c.awaitFirst(ctx); err != nil {
		return errors.Join(fmt.Errorf("start ethereum client: %w", err), c.Close())
	}
	c.cfg.Log.Info("Ethereum endpoints are in use", "chain", c.board.network(), "endpoints", len(c.endpoints))
	return nil
}

// awaitFirst waits until an endpoint can be used, or all were looked at.
func (c *Client) awaitFirst(ctx context.Context) error {
	for range c.endpoints {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-c.looked:
		}
		if _, up := c.board.ranked(time.Now()); up > 0 && c.cfg.ChainID != 0 {
			return nil
		}
	}
	c.board.adopt(time.Now())
	c.publish()
	if _, up := c.board.ranked(time.Now()); up > 0 {
		return nil
	}
	failures := c.board.failures(time.Now())
	for _, f := range failures {
		var wrong *WrongNetworkError
		if !errors.As(f, &wrong) {
			return &UnavailableError{Method: "eth_chainId", Failures: failures}
		}
	}
	return failures[0].Err
}

// Close ends all requests and waits for them. It may be called again.
func (c *Client) Close() error {
	c.mu.Lock()
	c.closed = true
	cancel := c.cancel
	c.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	c.wg.Wait()
	for _, e := range c.endpoints {
		e.hangUp()
	}
	if t, ok := c.cfg.Transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	return nil
}

// ChainID returns the id of the chain that all endpoints in use have.
func (c *Client) ChainID(context.Context) (*big.Int, error) {
	id := c.board.network()
	if id == 0 {
		return nil, ErrNotStarted
	}
	return new(big.Int).SetUint64(id), nil
}

// enter begins an operation, for which Close waits.
func (c *Client) enter() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return ErrClosed
	case c.root == nil:
		return ErrNotStarted
	}
	c.wg.Add(1)
	return nil
}

func (c *Client) leave() { c.wg.Done() }

// publish hands the head of the endpoint in use to the subscribers of Heads.
func (c *Client) publish() { c.feed.pull(c.board.head, time.Now()) }
