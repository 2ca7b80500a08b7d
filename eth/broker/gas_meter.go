package broker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/livepeer/streamflow/pm"
)

const (
	// saveEvery is how often what was measured is stored.
	saveEvery = time.Minute
	// searchEvery is how often redemptions of anybody are looked for, and
	// searchAgain when that failed.
	searchEvery, searchAgain = 6 * time.Hour, time.Minute
	// historyBlocks are asked for at the start: what providers give at once.
	historyBlocks = 1024
)

// gasMeter measures what gas costs and what redemptions take of it.
type gasMeter struct {
	cfg Config

	mu      sync.Mutex // guards what follows
	now     *big.Int   // nil before the first answer
	average *big.Int   // the median of history; nil while that is empty
	history gasHistory
	own     redemptions // told by the node
	others  redemptions // found on the chain

	// Of the goroutine:
	blind        bool // the last poll failed
	saved, found time.Time
}

func newGasMeter(cfg Config) *gasMeter {
	return &gasMeter{cfg: cfg, history: gasHistory{window: cfg.GasWindow}}
}

func (m *gasMeter) price() (now, average pm.Wei, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.average == nil {
		return now, average, false
	}
	latest := m.now
	if latest == nil { // after a restart, before the first answer
		latest = m.average
	}
	now, _ = pm.WeiFromInt(latest)
	average, _ = pm.WeiFromInt(m.average)
	return now, average, true
}

// redeemGas is what a ticket takes alone and in a batch: as the node's own did, or
// else others', or else as it is assumed.
func (m *gasMeter) redeemGas() (single, inBatch uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	single = m.cfg.AssumedRedeemGas
	for _, seen := range []redemptions{m.others, m.own} {
		if mean, ok := seen.mean(false); ok {
			single = mean
		}
	}
	inBatch = single - min(single, batchSaves)
	for _, seen := range []redemptions{m.others, m.own} {
		if mean, ok := seen.mean(true); ok {
			inBatch = mean
		}
	}
	return single, inBatch
}

func (m *gasMeter) observe(tickets int, gas uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.own = m.own.with(tickets, gas)
}

// run measures until ctx ends.
func (m *gasMeter) run(ctx context.Context) {
	ticker := time.NewTicker(m.cfg.GasPoll)
	defer ticker.Stop()
	m.seed(ctx)
	for {
		m.poll(ctx)
		m.search(ctx)
		if time.Since(m.saved) >= saveEvery {
			m.save(ctx)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			// What was measured since is worth a last word, which is bounded.
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastSave)
			defer cancel()
			m.save(last)
			return
		}
	}
}

const lastSave = 2 * time.Second

// poll asks for the price of gas.
func (m *gasMeter) poll(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, m.cfg.ReadTimeout)
	defer cancel()
	price, err := m.cfg.Gas.SuggestGasPrice(ctx)
	if err == nil && (price == nil || price.Sign() < 0 || price.BitLen() > maxPriceBits) {
		err = fmt.Errorf("the price of gas is %v wei; expected 0 or more, and less than 2^%d", price, maxPriceBits)
	}
	if err != nil {
		if !m.blind && !errors.Is(err, context.Canceled) {
			m.cfg.Log.Warn("price of gas can't be read, trying again", "err", err)
		}
		m.blind = true
		return
	}
	m.blind = false
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = price
	m.history.add(time.Now(), price)
	m.average = m.history.median()
}

// seed begins the history with the base fees of the last blocks, and what is asked
// for now beyond them, for a node that has no other yet.
func (m *gasMeter) seed(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, m.cfg.ReadTimeout)
	defer cancel()
	points, err := m.pastPrices(ctx)
	if err != nil {
		m.cfg.Log.Debug("past prices of gas are not to be had", "err", err)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range points {
		m.history.add(p.At, p.Sum)
	}
	m.average = m.history.median()
}

func (m *gasMeter) pastPrices(ctx context.Context) ([]gasPoint, error) {
	price, err := m.cfg.Gas.SuggestGasPrice(ctx)
	if err != nil {
		return nil, err
	}
	past, err := m.cfg.Gas.FeeHistory(ctx, historyBlocks, nil, nil)
	if err != nil {
		return nil, err
	}
	// The last base fee is that of the block to come.
	n := len(past.BaseFee) - 1
	if past.OldestBlock == nil || n < 2 || n > historyBlocks {
		return nil, fmt.Errorf("base fees of %d blocks", n)
	}
	first, err := m.cfg.Gas.Block(ctx, past.OldestBlock)
	if err != nil {
		return nil, err
	}
	last, err := m.cfg.Gas.Block(ctx, new(big.Int).Add(past.OldestBlock, big.NewInt(int64(n-1))))
	if err != nil {
		return nil, err
	}
	tip := new(big.Int).Sub(price, orZero(past.BaseFee[n]))
	if tip.Sign() < 0 {
		tip.SetInt64(0)
	}
	span, now := last.Time.Sub(first.Time), time.Now()
	var points []gasPoint
	for i, fee := range past.BaseFee[:n] {
		at := first.Time.Add(span / time.Duration(n-1) * time.Duration(i))
		if fee == nil || fee.Sign() <= 0 || fee.BitLen() > maxPriceBits || at.After(now) {
			continue // from before EIP-1559, or from a chain whose clock is ahead
		}
		points = append(points, gasPoint{At: at, Sum: new(big.Int).Add(fee, tip), N: 1})
	}
	return points, nil
}

func orZero(v *big.Int) *big.Int {
	if v == nil {
		return new(big.Int)
	}
	return v
}

// search looks for redemptions of anybody when it is time to.
func (m *gasMeter) search(ctx context.Context) {
	if time.Now().Before(m.found) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, m.cfg.ReadTimeout)
	defer cancel()
	list, err := m.cfg.Protocol.Redemptions(ctx, m.cfg.LookBack, maxRedemptions/2)
	if err != nil {
		m.found = time.Now().Add(searchAgain)
		m.cfg.Log.Debug("redemptions of others can't be read, trying again", "err", err)
		return
	}
	m.found = time.Now().Add(searchEvery)
	var others redemptions
	for _, r := range list {
		others = others.with(r.Tickets, r.Gas)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(others) > 0 {
		m.others = others
	}
}

func (m *gasMeter) key() string { return fmt.Sprintf("gas on chain %d", m.cfg.ChainID) }

// load begins with what was stored.
func (m *gasMeter) load(ctx context.Context) error {
	if m.cfg.Store == nil {
		return nil
	}
	data, err := m.cfg.Store.Load(ctx, m.key())
	if err != nil {
		return fmt.Errorf("read what gas has cost: %w", err)
	}
	if data == nil {
		return nil
	}
	k, ok := decodeKept(data)
	if !ok {
		m.cfg.Log.Warn("what was stored of the price of gas is damaged; beginning anew")
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.history.step, m.history.points, m.own = k.Step, k.Points, k.Redemptions
	m.history.forget(time.Now())
	m.average = m.history.median()
	return nil
}

func (m *gasMeter) save(ctx context.Context) {
	if m.cfg.Store == nil {
		return
	}
	m.saved = time.Now()
	m.mu.Lock()
	data, err := json.Marshal(kept{Step: m.history.step, Points: m.history.points, Redemptions: m.own})
	m.mu.Unlock()
	if err == nil {
		err = m.cfg.Store.Save(ctx, m.key(), data)
	}
	if err != nil {
		m.cfg.Log.Warn("what gas costs can't be stored", "err", err)
	}
}
