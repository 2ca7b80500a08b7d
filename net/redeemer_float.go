package net

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// How a client follows the max float of a sender.
const (
	// floatRefresh is how long one subscription lasts. Each begins with a question,
	// since existing redeemers tell of changes alone.
	floatRefresh = 30 * time.Second
	// floatAge is how old an answer may be that is given without asking: so long
	// work goes on while the redeemer is away.
	floatAge = 2 * time.Minute
	// floatIdle is after how long without a question a sender is watched no more.
	floatIdle = 10 * time.Minute
	// maxFloats bounds how many are watched; about the rest it asks each time.
	maxFloats = 1024
	// The time between attempts grows from the first to the second.
	floatRetryMin = time.Second
	floatRetryMax = 30 * time.Second
)

// ErrMaxFloat says that a redeemer's answer is no amount.
var ErrMaxFloat = errors.New("the redeemer's max float is not an amount: it has more than 256 bits")

// watchedFloat is what is known of a sender. Its fields are guarded by
// RedeemerClient.mu.
type watchedFloat struct {
	value pm.Wei
	at    time.Time // when the redeemer said so
	used  time.Time // when somebody asked
}

// MaxFloat is the largest face value of a ticket that a sender's reserve covers,
// as the redeemer said within the last two minutes. Errors: ErrMaxFloat,
// ErrRedeemerDenies, ErrRedeemerCertificate and those of gRPC.
func (c *RedeemerClient) MaxFloat(ctx context.Context, sender common.Address) (pm.Wei, error) {
	if v, ok := c.knownFloat(sender); ok {
		return v, nil
	}
	v, err := c.askFloat(ctx, sender)
	if err != nil {
		return pm.Wei{}, fmt.Errorf("max float of %s: %w", sender, err)
	}
	c.learnFloat(sender, v, true)
	return v, nil
}

func (c *RedeemerClient) knownFloat(sender common.Address) (v pm.Wei, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.floats[sender]
	if f == nil || time.Since(f.at) > floatAge {
		return v, false
	}
	f.used = time.Now()
	return f.value, true
}

// learnFloat notes an answer, and watches the sender from then on if asked is
// true: somebody wanted to know.
func (c *RedeemerClient) learnFloat(sender common.Address, v pm.Wei, asked bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, now := c.floats[sender], time.Now()
	switch {
	case f == nil && (!asked || len(c.floats) >= maxFloats || c.ctx == nil || c.ctx.Err() != nil):
		return
	case f == nil:
		f = new(watchedFloat)
		c.floats[sender] = f
		c.wg.Go(func() { c.watchFloat(sender) })
	}
	f.value, f.at = v, now
	if asked {
		f.used = now
	}
}

func (c *RedeemerClient) askFloat(ctx context.Context, sender common.Address) (pm.Wei, error) {
	ctx, cancel, err := c.call(ctx, pb.TicketRedeemer_MaxFloat_FullMethodName)
	if err != nil {
		return pm.Wei{}, err
	}
	defer cancel()
	answer, err := c.client.MaxFloat(ctx, &pb.MaxFloatReq{Sender: sender[:]})
	if err != nil {
		return pm.Wei{}, c.redeemerError(err)
	}
	return maxFloatFromPB(answer)
}

func maxFloatFromPB(u *pb.MaxFloatUpdate) (pm.Wei, error) {
	v, ok := pm.WeiFromInt(wireInt(u.GetMaxFloat()))
	if !ok {
		return pm.Wei{}, ErrMaxFloat
	}
	return v, nil
}

// watchFloat follows one sender until nobody asks for it any more.
func (c *RedeemerClient) watchFloat(sender common.Address) {
	retry := floatRetryMin
	for c.stillAsked(sender) {
		err := c.subscribe(sender)
		if err == nil {
			retry = floatRetryMin
			continue
		}
		if c.ctx.Err() != nil {
			return
		}
		c.log.Warn("redeemer does not say what a sender is good for", "sender", sender, "err", err)
		timer := time.NewTimer(retry)
		select {
		case <-timer.C:
		case <-c.ctx.Done():
			timer.Stop()
			return
		}
		retry = min(2*retry, floatRetryMax)
	}
}

// stillAsked forgets the sender when the answer is no.
func (c *RedeemerClient) stillAsked(sender common.Address) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx.Err() == nil && time.Since(c.floats[sender].used) < floatIdle {
		return true
	}
	delete(c.floats, sender)
	return false
}

// subscribe learns what the redeemer says for floatRefresh. The error is nil at
// its end.
func (c *RedeemerClient) subscribe(sender common.Address) error {
	md, err := RedeemerAuthorization(c.cfg.Signer, c.cfg.Recipient, pb.TicketRedeemer_MonitorMaxFloat_FullMethodName, time.Now())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(metadata.NewOutgoingContext(c.ctx, md), floatRefresh)
	defer cancel()
	stream, err := c.client.MonitorMaxFloat(ctx, &pb.MaxFloatReq{Sender: sender[:]})
	if err != nil {
		return c.redeemerError(err)
	}
	v, err := c.askFloat(ctx, sender)
	for err == nil {
		c.learnFloat(sender, v, false)
		var update *pb.MaxFloatUpdate
		if update, err = stream.Recv(); err == nil {
			v, err = maxFloatFromPB(update)
		}
	}
	if ctx.Err() != nil && status.Code(err) == codes.DeadlineExceeded {
		return nil
	}
	return c.redeemerError(err)
}
