package rtmp

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// player sends a subscription to a client, in a goroutine of its own.
type player struct {
	stream       uint32
	manifest     string
	subscription Subscription
	cancel       context.CancelFunc
	done         chan struct{} // closed when the goroutine has ended
	over         atomic.Bool   // the stream came to its end; set before the client can know
}

// play begins a playback (RTMP 7.2.2.1). Start, duration and reset make no difference to a live stream.
func (c *conn) play(ctx context.Context, fail context.CancelCauseFunc, cmd command) error {
	if c.busy() || !c.streams[cmd.stream] {
		return c.sender.status(cmd.stream, status{levelError, codePlayFailed,
			"This connection publishes or plays already, or the stream was not created; use one created stream per connection."})
	}
	req, err := c.request(cmd)
	playCtx, cancel := context.WithCancel(ctx)
	var subscription Subscription
	if err == nil {
		subscription, err = c.config.Handler.Play(playCtx, req)
	}
	if err != nil {
		cancel()
		return c.turnAway(cmd.stream, req, err, playRefused(err))
	}
	p := &player{stream: cmd.stream, manifest: req.ManifestID, subscription: subscription, cancel: cancel, done: make(chan struct{})}
	c.player = p
	c.deadlines.read(time.Time{}) // a player may be silent; one that is gone shows when it is written to
	c.log.Info("RTMP player started", "manifest", req.ManifestID)
	err = c.sender.send(userControl(eventStreamBegin, cmd.stream))
	for _, st := range []status{
		{levelStatus, codePlayReset, "Playing and resetting the stream."},
		{levelStatus, codePlayStart, "Playing started."},
	} {
		if err == nil {
			err = c.sender.status(cmd.stream, st)
		}
	}
	if err != nil {
		// The goroutine starts all the same: it ends at once and closes the subscription.
		cancel()
	}
	go c.sendTags(playCtx, fail, p)
	return err
}

// sendTags plays until the stream or ctx ends, or the client fails to take it. stopPlayer waits for it.
func (c *conn) sendTags(ctx context.Context, fail context.CancelCauseFunc, p *player) {
	defer close(p.done)
	defer p.cancel()
	defer func() {
		c.log.Info("RTMP player ended", "manifest", p.manifest)
		if err := p.subscription.Close(); err != nil {
			c.log.Error("close RTMP subscription", "manifest", p.manifest, "err", err)
		}
	}()
	for {
		tag, err := p.subscription.NextTag(ctx)
		if err == nil {
			err = c.sender.tag(p.stream, tag)
		}
		switch {
		case err == nil:
			continue
		case ctx.Err() != nil:
			return
		case errors.Is(err, io.EOF):
			p.over.Store(true)
			if err = c.sender.endOfStream(p.stream); err == nil {
				// The client may play something else, but not hold the connection for nothing.
				c.deadlines.read(time.Now().Add(c.config.IdleTimeout))
				return
			}
		}
		fail(err)
		return
	}
}

// playing tells whether the connection plays a stream that has not come to its end.
func (c *conn) playing() bool {
	if c.player == nil {
		return false
	}
	if !c.player.over.Load() {
		return true
	}
	<-c.player.done // the client may act on the end before its goroutine has come to its own
	return false
}

// stopPlayer ends the playback, if there is one, and waits for its goroutine. c.player stays for the last words.
func (c *conn) stopPlayer() {
	if c.player == nil {
		return
	}
	c.player.cancel()
	<-c.player.done
}

// endOfStream tells a player that there is nothing more.
func (s *sender) endOfStream(stream uint32) error {
	if err := s.status(stream, status{levelStatus, codePlayStop, "The stream ended."}); err != nil {
		return err
	}
	return s.send(userControl(eventStreamEOF, stream))
}
