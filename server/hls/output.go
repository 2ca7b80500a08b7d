package hls

import (
	"log/slog"

	"github.com/livepeer/streamflow/core"
)

// output writes one publication of a stream. Source: broadcaster.Output.
type output struct {
	server     *Server
	stream     *stream
	generation uint64
	log        *slog.Logger
}

// writable says that the stream is still this output's. server.mu is held.
func (o *output) writable() bool {
	return o.stream.generation == o.generation && !o.stream.ended && !o.server.closed
}

// Source lists a segment of the source rendition.
func (o *output) Source(seg *core.Segment) {
	var facts tsFacts
	if seg.Info.Container == core.MPEGTS {
		facts = lookTS(seg.Data) // outside the lock
	}
	s := o.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if !o.writable() {
		return
	}
	t := o.stream.source
	e := o.stream.addSource(seg, facts)
	if seg.Info.Container == core.MPEGTS {
		t.media = sourceMedia(seg.Info, facts)
		o.add(t, piece{entry: e, data: seg.Data})
	} else {
		o.addUnlisted(t, e)
	}
	if late, behind, ok := o.stream.overdue(); ok {
		for _, t := range behind {
			o.add(t, piece{entry: late, gap: true})
		}
	}
	o.stream.notify()
}

// Rendition lists a transcoded version of a segment.
func (o *output) Rendition(seg *core.Segment, profile core.Profile, r core.Rendition) {
	o.outcome(seg, profile, r.Data)
}

// Gap lists a rendition of a segment as missing.
func (o *output) Gap(seg *core.Segment, profile core.Profile) {
	o.outcome(seg, profile, nil)
}

// outcome adds data, or a gap where there is none.
func (o *output) outcome(seg *core.Segment, profile core.Profile, data []byte) {
	// Outside the lock; the calls for one stream come one after the other.
	facts, looked := tsFacts{}, o.wantsLook(seg, profile) && len(data) > 0
	if looked {
		facts = lookTS(data)
	}
	s := o.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if !o.writable() {
		return
	}
	t := o.renditionOf(profile)
	if t == nil {
		o.log.Warn("rendition of a profile that the stream does not have", "rendition", profile.Name, "seq", seg.Seq)
		return
	}
	e, missed, ok := o.stream.pendingFor(t, seg.Seq)
	if !ok {
		o.log.Warn("rendition of a segment that is not waited for", "rendition", t.name, "seq", seg.Seq)
		return
	}
	for _, m := range missed {
		o.add(t, piece{entry: m, gap: true})
	}
	if seg.Clip != nil && seg.Clip.To > seg.Clip.From {
		e.duration = min(e.duration, seg.Clip.To-seg.Clip.From)
	}
	if looked {
		t.media, t.looked = renditionMedia(profile, seg.Info, facts), true
	}
	if profile.Format != core.MPEGTS {
		o.addUnlisted(t, e)
	} else {
		o.add(t, piece{entry: e, data: data, gap: len(data) == 0})
	}
	o.stream.settle()
	o.stream.notify()
}

// wantsLook says whether a rendition's bytes are to be looked into: the first,
// and those after which it may be another format.
func (o *output) wantsLook(seg *core.Segment, profile core.Profile) bool {
	o.server.mu.Lock()
	defer o.server.mu.Unlock()
	t := o.renditionOf(profile)
	if t == nil || profile.Format != core.MPEGTS {
		return false
	}
	e, _, ok := o.stream.pendingFor(t, seg.Seq)
	return ok && (!t.looked || e.discontinuity || seg.ForceReinit)
}

func (o *output) renditionOf(p core.Profile) *track {
	for _, t := range o.stream.renditions {
		if t.profile == p {
			return t
		}
	}
	return nil
}

// add lists p and lets the oldest go. server.mu is held.
func (o *output) add(t *track, p piece) {
	s, st := o.server, o.stream
	if !p.gap && !s.admit(st, int64(len(p.data))) {
		o.log.Error("segment is larger than the memory for playback; it is listed as a gap",
			"rendition", t.name, "seq", p.seq, "bytes", len(p.data), "limit", min(s.cfg.MaxStreamBytes, s.cfg.MaxBytes))
		p.data, p.gap = nil, true
	}
	if p.gap {
		s.obs.GapListed(st.id, t.name)
		if !t.looked && t != st.source {
			t.media = renditionMedia(t.profile, st.last.info, tsFacts{})
		}
	}
	t.visible = true
	t.append(p)
	st.bytes += int64(len(p.data))
	s.bytes += int64(len(p.data))
	s.obs.BytesHeld(s.bytes)
	if n := len(t.pieces) - s.cfg.Keep; n > 0 {
		s.release(st, t.drop(n))
	}
}

// addUnlisted notes a segment that HLS cannot play: nothing in a track that has
// only such ones, a gap in one that others are listed of. server.mu is held.
func (o *output) addUnlisted(t *track, e entry) {
	if t.visible {
		o.add(t, piece{entry: e, gap: true})
		return
	}
	t.begun, t.next = true, e.number+1
}

// End puts the end mark on the playlists.
func (o *output) End() {
	o.server.mu.Lock()
	defer o.server.mu.Unlock()
	if !o.writable() {
		return
	}
	o.server.end(o.stream)
	o.stream.notify()
}
