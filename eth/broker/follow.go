package broker

import (
	"context"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/eth/protocol"
	"github.com/livepeer/streamflow/eth/watch"
)

// follower keeps the present and the accounts right by what happens on the chain.
// All of it belongs to the watcher's goroutine.
type follower struct {
	*Broker
	decoder *protocol.EventDecoder
	state   protocol.Present
	// again says that the state must be read once more.
	again bool
}

// Subscription is what the Broker wants to hear of. Subscribe it to one Watcher,
// before that starts.
func (b *Broker) Subscription() watch.Subscription {
	f := &follower{Broker: b, decoder: protocol.NewEventDecoder(), again: true}
	return watch.Subscription{Name: "payments", Filter: b.cfg.Protocol.PaymentFilter(), EveryBlock: true, Handle: f.handle}
}

func (f *follower) handle(ctx context.Context, b watch.Batch) error {
	switch b.Kind {
	case watch.Resume, watch.Resync:
		// The newest state is as good: what happened before it comes again and does
		// no harm.
		f.again = true
		return f.read(ctx, 0)
	case watch.Removed:
		// What is known may be of this block, or of those after it. The block that
		// comes next is where to look.
		f.state.Block, f.again = 0, true
		f.accounts.changedAll(0)
		return nil
	}
	changes := f.changes(b.Logs)
	for _, sender := range changes.senders {
		f.accounts.changed(sender)
	}
	over := b.Block.L1Number >= f.state.Moment.RoundEnds
	if b.Block.Number > f.state.Block && (f.again || changes.all || over) {
		f.again = true
		if err := f.read(ctx, b.Block.Number); err != nil {
			return err
		}
	}
	f.moveTo(b.Block)
	return nil
}

// read reads the state as of a block, the newest for 0. All funds are read anew
// when somebody asks.
func (f *follower) read(ctx context.Context, block uint64) error {
	state, err := f.cfg.Protocol.Present(ctx, block, f.cfg.Recipient)
	if err != nil {
		return err
	}
	f.state, f.again = state, false
	f.accounts.changedAll(state.Block)
	f.present.set(state)
	return nil
}

// moveTo moves the present on to a block, if it is not there yet.
func (f *follower) moveTo(b chain.BlockRef) {
	if b.Number >= f.state.Block {
		f.state.Block, f.state.Moment.Block = b.Number, b.L1Number
		f.present.set(f.state)
	}
	f.accounts.hear(f.state.Block)
}

// changes are what the events of a block have changed.
type changes struct {
	senders []common.Address
	// all: the round, a parameter or the pool, on which all else depends.
	all bool
}

func (f *follower) changes(logs []types.Log) (c changes) {
	for _, log := range logs {
		event, err := f.decoder.Decode(log)
		if err != nil {
			f.cfg.Log.Warn("event is not understood", "err", err)
			c.all = true
			continue
		}
		switch e := event.(type) {
		case protocol.FundsEvent:
			c.senders = append(c.senders, e.Sender)
		case protocol.PaymentEvent:
			c.senders = append(c.senders, e.Sender)
		case protocol.RoundEvent, protocol.ParameterEvent, protocol.MembershipEvent:
			c.all = true
		}
	}
	return c
}
