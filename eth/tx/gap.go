package tx

import (
	"context"
	"errors"
	"fmt"

	"github.com/livepeer/streamflow/core/chain"
)

// maxFills bounds the gaps that one check fills.
const maxFills = 8

// fillGaps uses the nonces before those of waiting transactions that nobody's
// transaction has any more, such as one of another program that all endpoints
// forgot: else what comes behind would wait for ever. open has ascending nonces.
func (m *Manager) fillGaps(ctx context.Context, v view, open []chain.Transaction) error {
	missing := m.gaps(v, open)
	if len(missing) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, m.cfg.CallTimeout)
	defer cancel()
	pooled, err := m.cfg.Chain.PendingNonceAt(ctx, m.account)
	if err != nil {
		return fmt.Errorf("read the nonce: %w", err)
	}
	for _, nonce := range missing {
		if nonce < pooled {
			continue
		}
		if err := m.fill(ctx, v, nonce); err != nil {
			return fmt.Errorf("fill the gap at nonce %d: %w", nonce, err)
		}
	}
	return nil
}

// gaps lists the nonces from the chain's on that no record has, before one that
// waits for longer than endpoints may take to tell of a transaction.
func (m *Manager) gaps(v view, open []chain.Transaction) (missing []uint64) {
	next := v.nonce
	for _, t := range open {
		if t.Nonce < next {
			continue
		}
		if m.cfg.Now().Sub(t.Attempts[0].Signed) < m.cfg.Resend {
			return missing
		}
		for ; next < t.Nonce && len(missing) < maxFills; next++ {
			missing = append(missing, next)
		}
		next = t.Nonce + 1
	}
	return missing
}

// fill sends an empty transfer of the account to itself.
func (m *Manager) fill(ctx context.Context, v view, nonce uint64) error {
	gas, err := m.emptyGas(ctx, v)
	if err != nil {
		return err
	}
	f, err := m.firstFees(ctx, v.head)
	var expensive *GasPriceError
	if errors.As(err, &expensive) {
		m.log.Warn("a gap before waiting transactions is not filled yet", "nonce", nonce, "err", err)
		return nil
	}
	if err != nil {
		return err
	}
	_, err = m.add(ctx, Request{To: m.account, Label: "fill a gap"}, nonce, plan{gasLimit: gas, fees: f})
	return err
}
