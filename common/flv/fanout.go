package flv

import (
	"slices"
	"sync"
)

// FanoutConfig bounds what a [Fanout] keeps. Sizes are bytes of tag bodies plus [tagOverhead] each.
type FanoutConfig struct {
	// MaxGOPBytes bounds the current group of pictures that late joiners get first. A longer group is not kept: who joins
	// during it starts at the next keyframe. Tags are shared, so this is the cost of the stream, not of each subscriber.
	MaxGOPBytes int
	// MaxQueueBytes bounds the live tags that wait for one subscriber.
	MaxQueueBytes int
	// MaxSubscribers bounds the subscribers of the stream.
	MaxSubscribers int
}

// DefaultFanoutConfig holds a group of pictures of 10 s at 25 Mbit/s and about 5 s of it in each queue.
func DefaultFanoutConfig() FanoutConfig {
	return FanoutConfig{MaxGOPBytes: 32 << 20, MaxQueueBytes: 16 << 20, MaxSubscribers: 256}
}

// tagOverhead is what a tag costs beside its body, so that a flood of empty tags is bounded too.
const tagOverhead = 64

// Fanout hands the tags of one publisher to many subscribers.
//
// A late joiner gets the stream's description, the decoder configurations and the current group of pictures before the
// live tags. A subscriber that is too slow for its queue loses what comes until the next keyframe with room for it;
// there it gets the description and configurations again, since they may have changed, and goes on. The publisher never
// waits. A stream without video resumes at any audio frame.
//
// All methods may be called from any goroutine. WriteTag and Close make it a sink for one publisher.
type Fanout struct {
	config FanoutConfig

	mu sync.Mutex
	// guarded by mu:
	closed      bool
	hasVideo    bool
	metadata    *Tag
	videoConfig *Tag
	videoInfo   *Tag // HDR description, valid until the next one
	audioConfig *Tag
	gop         []Tag // starts with the headers as they were at its keyframe; nil: none kept
	gopBytes    int
	subscribers map[*Subscriber]struct{}
}

// NewFanout makes a stream without tags. Fields of config that are 0 take their defaults.
func NewFanout(config FanoutConfig) *Fanout {
	defaults := DefaultFanoutConfig()
	if config.MaxGOPBytes <= 0 {
		config.MaxGOPBytes = defaults.MaxGOPBytes
	}
	if config.MaxQueueBytes <= 0 {
		config.MaxQueueBytes = defaults.MaxQueueBytes
	}
	if config.MaxSubscribers <= 0 {
		config.MaxSubscribers = defaults.MaxSubscribers
	}
	return &Fanout{config: config, subscribers: make(map[*Subscriber]struct{})}
}

// WriteTag hands a tag to all subscribers and never blocks on them. The tag's data must not be changed afterwards.
// [ErrClosed] after Close.
func (f *Fanout) WriteTag(tag Tag) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return ErrClosed
	}
	role := roleOf(tag)
	if tag.Type == TagVideo {
		f.hasVideo = true
	}
	resume := role == roleKeyframe || (role == roleMedia && tag.Type == TagAudio && !f.hasVideo)
	for s := range f.subscribers {
		s.offer(tag, resume)
	}
	// The subscribers were served first: who resumes at this tag gets the headers from before it.
	f.remember(tag, role)
	return nil
}

// Close ends the stream: subscribers get what waits for them and then io.EOF, whatever the reason. Always nil.
func (f *Fanout) Close(error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	f.gop, f.metadata, f.videoConfig, f.videoInfo, f.audioConfig = nil, nil, nil, nil, nil
	for s := range f.subscribers {
		s.wake()
	}
	return nil
}

// Subscribe adds a subscriber. Errors: [ErrClosed], [ErrTooManySubscribers].
func (f *Fanout) Subscribe() (*Subscriber, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil, ErrClosed
	}
	if len(f.subscribers) >= f.config.MaxSubscribers {
		return nil, ErrTooManySubscribers
	}
	s := &Subscriber{fanout: f, notify: make(chan struct{}, 1)}
	switch {
	case f.gop != nil:
		s.backlog = slices.Clone(f.gop)
	case f.hasVideo:
		s.skipping = true
	default:
		s.backlog = f.headers(0)
	}
	f.subscribers[s] = struct{}{}
	return s, nil
}

// Subscribers returns how many there are.
func (f *Fanout) Subscribers() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.subscribers)
}

// remember keeps what a late joiner will need. f.mu is held.
func (f *Fanout) remember(tag Tag, role role) {
	switch role {
	case roleMetadata:
		f.metadata = &tag
	case roleVideoConfig:
		f.videoConfig = &tag
	case roleVideoInfo:
		f.videoInfo = &tag
	case roleAudioConfig:
		f.audioConfig = &tag
	case roleKeyframe:
		f.gop = f.headers(tag.Timestamp)
		if f.gop == nil {
			f.gop = []Tag{}
		}
		f.gopBytes = cost(f.gop...)
	}
	if f.gop == nil {
		return
	}
	f.gopBytes += cost(tag)
	if f.gopBytes > f.config.MaxGOPBytes {
		f.gop, f.gopBytes = nil, 0
		return
	}
	f.gop = append(f.gop, tag)
}

// headers returns the description and decoder configurations, dated to the frame they precede. f.mu is held.
func (f *Fanout) headers(timestamp int64) []Tag {
	var tags []Tag
	for _, tag := range []*Tag{f.metadata, f.videoConfig, f.videoInfo, f.audioConfig} {
		if tag != nil {
			tags = append(tags, Tag{Type: tag.Type, Timestamp: timestamp, Data: tag.Data})
		}
	}
	return tags
}

// role is what a tag means to someone who joins.
type role uint8

const (
	roleMedia role = iota
	roleMetadata
	roleVideoConfig
	roleVideoInfo
	roleAudioConfig
	roleKeyframe
)

// roleOf judges by the tag's header; what cannot be read passes as plain media, since judging it is the receiver's part.
func roleOf(tag Tag) role {
	switch tag.Type {
	case TagScript:
		if tag.IsMetadata() {
			return roleMetadata
		}
	case TagAudio:
		if h, err := ParseAudio(tag.Data); err == nil && h.IsSequenceHeader() {
			return roleAudioConfig
		}
	case TagVideo:
		h, err := ParseVideo(tag.Data)
		switch {
		case err != nil:
			return roleMedia
		case h.IsSequenceHeader():
			return roleVideoConfig
		case h.Packet == PacketMetadata:
			return roleVideoInfo
		case h.IsKeyframe():
			return roleKeyframe
		}
	}
	return roleMedia
}

func cost(tags ...Tag) int {
	sum := 0
	for _, tag := range tags {
		sum += len(tag.Data) + tagOverhead
	}
	return sum
}
