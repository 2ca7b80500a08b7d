package rpc

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
)

const sendMethod = "eth_sendRawTransaction"

// SendTransaction hands a signed transaction to all endpoints that are up, at the
// same time, or else to those that may be asked, and returns nil as soon as one has
// it, also when it had it before. Otherwise the error is the most telling answer
// (ErrNonceTooLow, ErrInsufficientFunds, ErrReplacementUnderpriced, ErrUnderpriced
// and so on), or an *UnavailableError when there was none. After an
// *UnavailableError or the end of ctx the transaction may be on its way all the
// same: send it again as it is.
func (c *Client) SendTransaction(ctx context.Context, tx *types.Transaction) error {
	raw, err := tx.MarshalBinary()
	if err != nil {
		return fmt.Errorf("send transaction: %w", err)
	}
	if err := c.enter(); err != nil {
		return err
	}
	defer c.leave()
	order, up := c.board.ranked(time.Now())
	var all []sent
	for _, wave := range [][]int{order[:up], order[up:]} {
		done, answers, err := c.broadcast(ctx, wave, raw)
		if done {
			return err
		}
		all = append(all, answers...)
		if telling := mostTelling(all); telling != nil {
			return telling
		}
	}
	return c.notSent(all)
}

// sent is what one endpoint said to a transaction.
type sent struct {
	endpoint string
	outcome
}

// broadcast sends to the endpoints and waits until one has the transaction (done
// without an error), ctx ends (done with its error) or all have answered. Attempts
// that are still running go on, since other nodes should have it too.
func (c *Client) broadcast(ctx context.Context, to []int, raw []byte) (done bool, answers []sent, err error) {
	results := make(chan sent, len(to))
	for _, i := range to {
		e := c.endpoints[i]
		c.wg.Go(func() {
			results <- sent{e.name, c.attempt(c.root, e, sendMethod, c.cfg.Timeout, false,
				func(ctx context.Context, ec *ethclient.Client) error {
					return ec.Client().CallContext(ctx, nil, sendMethod, hexutil.Bytes(raw))
				})}
		})
	}
	for range to {
		select {
		case <-ctx.Done():
			return true, nil, ctx.Err()
		case s := <-results:
			if s.err == nil || errors.Is(s.err, ErrAlreadyKnown) {
				return true, nil, nil
			}
			answers = append(answers, s)
		}
	}
	if c.root.Err() != nil {
		return true, nil, ErrClosed
	}
	return false, answers, nil
}

// mostTelling returns the answer that says most about why a transaction was
// refused, nil when there is none.
func mostTelling(all []sent) error {
	order := []error{
		ErrNonceTooLow, ErrInsufficientFunds, ErrReplacementUnderpriced, ErrUnderpriced, ErrGasLimit, ErrNonceTooHigh,
	}
	for _, kind := range order {
		for _, s := range all {
			if s.class == answered && errors.Is(s.err, kind) {
				return s.err
			}
		}
	}
	for _, s := range all {
		if s.class == answered {
			return s.err
		}
	}
	return nil
}

func (c *Client) notSent(all []sent) error {
	failures := make([]*EndpointError, 0, len(all))
	for _, s := range all {
		failures = append(failures, &EndpointError{s.endpoint, s.err})
	}
	if len(failures) == 0 {
		failures = c.board.failures(time.Now())
	}
	wait, _ := c.board.nextChance(time.Now())
	return &UnavailableError{Method: sendMethod, Failures: failures, RetryAfter: wait}
}
