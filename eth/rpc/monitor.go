package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/ethclient"
	gethrpc "github.com/ethereum/go-ethereum/rpc"
)

// bellDivisor bounds how often new-head notices make a monitor look: at most so
// many times in a PollInterval.
const bellDivisor = 16

// monitor looks at one endpoint until ctx ends: every PollInterval, later while it
// is left alone, sooner when it gives notice of a new head.
func (c *Client) monitor(ctx context.Context, e *endpoint) {
	bell := &bell{ring: make(chan json.RawMessage, 16)}
	// hangUp ends the subscription too: asking a dead endpoint to end it would
	// hold up Close.
	defer e.hangUp()
	c.look(ctx, e)
	c.looked <- struct{}{}
	for ctx.Err() == nil {
		if e.push && bell.sub == nil && bell.hang(ctx, c.cfg.ProbeTimeout, e) {
			c.look(ctx, e) // for a head that came before the first notice
		}
		c.rest(ctx, e, bell)
		if ctx.Err() == nil {
			c.look(ctx, e)
		}
	}
}

// rest waits until it is time to look again.
func (c *Client) rest(ctx context.Context, e *endpoint, bell *bell) {
	start := time.Now()
	timer := time.NewTimer(c.cfg.PollInterval)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			// A request may have met a limit since.
			retry := c.board.healthAt(e.index, time.Now()).RetryIn
			if retry == 0 {
				return
			}
			timer.Reset(retry)
		case <-bell.ring:
			timer.Reset(max(0, c.cfg.PollInterval/bellDivisor-time.Since(start)))
		case err := <-bell.broken():
			// The next look tells what is wrong; a new subscription follows it.
			bell.sub = nil
			if err != nil {
				c.cfg.Log.Debug("Ethereum endpoint ended new-head notices", "endpoint", e.name, "err", e.scrub.clean(err.Error()))
			}
		}
	}
}

// look takes an endpoint's chain id and head to the board, and hangs up on one that
// does not answer: its connection may be dead without a sign.
func (c *Client) look(ctx context.Context, e *endpoint) {
	var s sighting
	o := e.probe(ctx, c.cfg.ProbeTimeout, func(ctx context.Context, ec *ethclient.Client) (err error) {
		s, err = c.sight(ctx, e, ec)
		return err
	})
	if ctx.Err() != nil {
		return
	}
	if o.err != nil {
		o.class = faulty // every node has a chain id and a head
	}
	h := c.board.looked(e.index, s, o, time.Now())
	if errors.Is(o.err, ErrTimeout) {
		e.hangUp()
	}
	c.publish()
	c.cfg.Observer.EndpointChecked(h)
	c.report(e, h)
}

// report logs changes of an endpoint's state.
func (c *Client) report(e *endpoint, h EndpointHealth) {
	if h.State == e.reported {
		return
	}
	e.reported = h.State
	if h.State == StateUp {
		c.cfg.Log.Info("Ethereum endpoint is up", "endpoint", e.name, "head", h.Head, "latency", h.Latency)
		return
	}
	c.cfg.Log.Warn("Ethereum endpoint is not used", "endpoint", e.name, "state", h.State.String(), "err", h.Reason)
}

// sight asks an endpoint for what the board wants to know.
func (c *Client) sight(ctx context.Context, e *endpoint, ec *ethclient.Client) (sighting, error) {
	s, err := c.identify(ctx, e, ec)
	if network := c.board.network(); err != nil || network != 0 && network != s.chainID {
		return s, err
	}
	if s.head, err = blockByNumber(ctx, ec, nil); err != nil {
		return sighting{}, noBlock(err)
	}
	if c.board.suspicious(e.index, s.head.Number) {
		again, err := blockByNumber(ctx, ec, new(big.Int).SetUint64(s.head.Number))
		if err != nil && !errors.Is(err, ethereum.NotFound) {
			return sighting{}, err
		}
		if again.Hash != s.head.Hash {
			s.doubt = ErrUnconfirmed
		}
	}
	if s.auditHeight, s.hasAudit = c.board.auditTask(e.index); s.hasAudit {
		b, err := blockByNumber(ctx, ec, new(big.Int).SetUint64(s.auditHeight))
		if err != nil && !errors.Is(err, ethereum.NotFound) {
			return sighting{}, err
		}
		s.audit = b.Hash
		// A node that is behind cannot have the block, and says nothing by that.
		s.hasAudit = err == nil || s.head.Number >= s.auditHeight
	}
	return s, nil
}

// identify asks for the chain id, unless the endpoint has told it and did not fail
// since.
func (c *Client) identify(ctx context.Context, e *endpoint, ec *ethclient.Client) (sighting, error) {
	if id := c.board.identity(e.index); id != 0 {
		return sighting{chainID: id}, nil
	}
	var id hexutil.Uint64
	err := ec.Client().CallContext(ctx, &id, "eth_chainId")
	return sighting{chainID: uint64(id)}, err
}

// noBlock makes a failure of the answer that there is no newest block.
func noBlock(err error) error {
	if errors.Is(err, ethereum.NotFound) {
		return ErrBadAnswer
	}
	return err
}

// bell is a subscription to new heads. It only says that there is one: what a
// notice holds differs between nodes, and Nitro's has no L1 number.
type bell struct {
	ring chan json.RawMessage
	sub  *gethrpc.ClientSubscription // nil: polling alone
}

// hang subscribes. An endpoint that does not offer it is polled.
func (b *bell) hang(ctx context.Context, timeout time.Duration, e *endpoint) bool {
	o := e.probe(ctx, timeout, func(ctx context.Context, ec *ethclient.Client) (err error) {
		b.sub, err = ec.Client().EthSubscribe(ctx, b.ring, "newHeads")
		return err
	})
	return o.err == nil
}

// broken is closed, or has an error, when the subscription has ended.
func (b *bell) broken() <-chan error {
	if b.sub == nil {
		return nil
	}
	return b.sub.Err()
}
