package broadcaster_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/livepeer/streamflow/common/flv"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

var errKilled = errors.New("worker was killed")

// segmenter is an in-memory broadcaster.Segmenter: a segment for each keyframe,
// whose bytes are those of its tags.
type segmenter struct {
	// dieAt kills the session with that number, from 0, when it gets the tag with
	// these bytes, for the reason given.
	dieAt map[int]death
	// openErr fails to open the session with that number.
	openErr map[int]error
	// stuck sessions never deliver what is left at the end.
	stuck bool

	mu       sync.Mutex
	sessions []*cutting
}

type death struct {
	tag   string
	cause error
}

func (s *segmenter) Open(context.Context, time.Duration) (broadcaster.SegmenterSession, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.sessions)
	if err := s.openErr[n]; err != nil {
		return nil, err
	}
	c := &cutting{death: s.dieAt[n], stuck: s.stuck, out: make(chan *core.Segment, 100), dead: make(chan struct{})}
	s.sessions = append(s.sessions, c)
	return c, nil
}

// all are the tags that a session got.
func (s *segmenter) all(session int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[session].got
}

func (s *segmenter) closed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.sessions {
		if c.closes > 0 {
			n++
		}
	}
	return n
}

type cutting struct {
	death  death
	stuck  bool
	got    []string
	buffer []byte
	closes int
	out    chan *core.Segment
	dead   chan struct{}
	cause  error
}

func (c *cutting) flush() {
	if c.buffer != nil {
		c.out <- &core.Segment{Data: c.buffer, Duration: 2 * time.Second, Info: core.MediaInfo{HasVideo: true, VideoFrames: 1}}
	}
	c.buffer = nil
}

func (c *cutting) WriteTag(tag flv.Tag) error {
	select {
	case <-c.dead:
		return errors.New("write to a closed pipe")
	default:
	}
	body := string(tag.Data)
	c.got = append(c.got, fmt.Sprintf("%s@%d", body[5:], tag.Timestamp))
	if c.death.cause != nil && body[5:] == c.death.tag {
		c.cause = c.death.cause
		close(c.dead)
		return errors.New("broken pipe")
	}
	switch {
	case tag.IsMetadata() || body[1] == 0:
	case tag.Type == flv.TagVideo && body[0]>>4 == 1:
		c.flush()
		c.buffer = []byte(body[5:])
	case c.buffer != nil:
		c.buffer = append(c.buffer, body[5:]...)
	}
	return nil
}

func (c *cutting) CloseInput() error {
	if c.stuck {
		return nil
	}
	c.flush()
	close(c.out)
	return nil
}

func (c *cutting) Next(ctx context.Context) (*core.Segment, error) {
	select {
	case seg, open := <-c.out:
		if !open {
			return nil, io.EOF
		}
		return seg, nil
	default:
	}
	select {
	case seg, open := <-c.out:
		if !open {
			return nil, io.EOF
		}
		return seg, nil
	case <-c.dead:
		return nil, c.cause
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (c *cutting) Close() error {
	c.closes++
	select {
	case <-c.dead:
	default:
		c.cause = errors.New("session was closed")
		close(c.dead)
	}
	return nil
}
