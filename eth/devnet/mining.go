package devnet

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum/core"
)

// startMining begins the loop that makes blocks until ctx ends.
func (d *Devnet) startMining(ctx context.Context, s *stack) {
	if d.cfg.BlockTime > 0 || d.cfg.Ticks != nil {
		d.miner.Go(func() { d.mineByClock(ctx, s) })
		return
	}
	wake := make(chan struct{}, 1)
	txs := make(chan core.NewTxsEvent)
	sub := s.eth.TxPool().SubscribeTransactions(txs, true)
	d.miner.Go(func() {
		defer sub.Unsubscribe()
		announce(ctx, txs, wake)
	})
	d.miner.Go(func() { d.mineByTransaction(ctx, s, wake) })
}

// announce wakes the miner for new transactions. It never waits for the miner,
// which waits for the pool, which waits for its announcements to be taken.
func announce(ctx context.Context, txs <-chan core.NewTxsEvent, wake chan<- struct{}) {
	for {
		select {
		case <-txs:
			select {
			case wake <- struct{}{}:
			default: // it will see these too
			}
		case <-ctx.Done():
			return
		}
	}
}

func (d *Devnet) mineByClock(ctx context.Context, s *stack) {
	ticks := d.cfg.Ticks
	if ticks == nil {
		ticker := time.NewTicker(d.cfg.BlockTime)
		defer ticker.Stop()
		ticks = ticker.C
	}
	for {
		select {
		case <-ticks:
			d.mu.Lock()
			err := s.commit()
			d.mu.Unlock()
			if err != nil {
				d.cfg.Log.Error("devnet lost a block", "err", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

func (d *Devnet) mineByTransaction(ctx context.Context, s *stack, wake <-chan struct{}) {
	for {
		select {
		case <-wake:
			if err := d.minePending(s); err != nil {
				d.cfg.Log.Error("devnet lost a block", "err", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// minePending makes blocks as long as they take up what is pending. What they
// do not take, since it offers too little, waits for better times.
func (d *Devnet) minePending(s *stack) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	left, err := s.pending()
	for left > 0 && err == nil {
		before := left
		if err = s.commit(); err != nil {
			return err
		}
		if left, err = s.pending(); left >= before {
			return err
		}
	}
	return err
}
