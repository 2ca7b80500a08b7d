package flv

import (
	"context"
	"io"
)

// Subscriber reads a stream from a [Fanout]. NextTag belongs to one goroutine; Close may come from any.
type Subscriber struct {
	fanout *Fanout
	notify chan struct{} // one token: something changed since the reader looked

	// guarded by fanout.mu:
	backlog     []Tag // what was there at the start, outside the queue's bound
	queue       []Tag
	queuedBytes int
	skipping    bool // lost tags, waits for a keyframe
	dropped     uint64
	closed      bool
}

// NextTag waits for the next tag. io.EOF: the stream ended and all was read. [ErrClosed]: after Close. Otherwise the
// error of ctx.
func (s *Subscriber) NextTag(ctx context.Context) (Tag, error) {
	for {
		tag, ok, err := s.take()
		if ok || err != nil {
			return tag, err
		}
		select {
		case <-s.notify:
		case <-ctx.Done():
			return Tag{}, ctx.Err()
		}
	}
}

// Close ends the subscription; a waiting NextTag returns. Always nil, and harmless when repeated.
func (s *Subscriber) Close() error {
	s.fanout.mu.Lock()
	defer s.fanout.mu.Unlock()
	s.closed = true
	s.backlog, s.queue, s.queuedBytes = nil, nil, 0
	delete(s.fanout.subscribers, s)
	s.wake()
	return nil
}

// Dropped returns how many tags were lost because the subscriber was too slow.
func (s *Subscriber) Dropped() uint64 {
	s.fanout.mu.Lock()
	defer s.fanout.mu.Unlock()
	return s.dropped
}

func (s *Subscriber) take() (_ Tag, ok bool, _ error) {
	s.fanout.mu.Lock()
	defer s.fanout.mu.Unlock()
	switch {
	case s.closed:
		return Tag{}, false, ErrClosed
	case len(s.backlog) > 0:
		tag := s.backlog[0]
		s.backlog[0] = Tag{} // the slice's memory must not keep the body alive
		s.backlog = s.backlog[1:]
		return tag, true, nil
	case len(s.queue) > 0:
		tag := s.queue[0]
		s.queue[0] = Tag{}
		s.queue = s.queue[1:]
		s.queuedBytes -= cost(tag)
		return tag, true, nil
	case s.fanout.closed:
		return Tag{}, false, io.EOF
	default:
		return Tag{}, false, nil
	}
}

// offer queues a tag or drops it by the policy of [Fanout]. fanout.mu is held.
func (s *Subscriber) offer(tag Tag, resume bool) {
	if s.skipping && !resume {
		s.dropped++
		return
	}
	tags := []Tag{tag}
	if s.skipping {
		tags = append(s.fanout.headers(tag.Timestamp), tag)
	}
	need := cost(tags...)
	// An empty queue takes a tag of any size: otherwise one keyframe above the bound would end the stream for good.
	if len(s.queue) > 0 && s.queuedBytes+need > s.fanout.config.MaxQueueBytes {
		s.skipping = true
		s.dropped++
		return
	}
	s.skipping = false
	s.queue = append(s.queue, tags...)
	s.queuedBytes += need
	s.wake()
}

// wake lets NextTag look again.
func (s *Subscriber) wake() {
	select {
	case s.notify <- struct{}{}:
	default:
	}
}
