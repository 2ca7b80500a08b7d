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
	sec, listable := sectionOf(seg.Info.Container, seg.Data) // outside the lock
	s := o.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if !o.writable() {
		return
	}
	t := o.stream.source
	e := o.stream.addSource(seg, sec)
	if listable {
		t.media = sourceMedia(seg.Info, sec.facts)
		o.add(t, sec.piece(e))
	} else {
		o.addUnlisted(t, piece{entry: e, container: seg.Info.Container})
	}
	if late, behind, ok := o.stream.overdue(); ok {
		for _, t := range behind {
			o.addGap(t, late)
		}
	}
	o.stream.notify()
}

// Rendition lists a transcoded version of a segment, or the source in its place.
func (o *output) Rendition(seg *core.Segment, profile core.Profile, r core.Rendition) {
	o.outcome(seg, profile, r)
}

// Gap lists a rendition of a segment as missing.
func (o *output) Gap(seg *core.Segment, profile core.Profile) {
	o.outcome(seg, profile, core.Rendition{})
}

// outcome adds what there is of a rendition, or a gap where it has no data.
func (o *output) outcome(seg *core.Segment, profile core.Profile, r core.Rendition) {
	// Outside the lock; the calls for one stream come one after the other.
	container := profile.Format
	if r.Substitute {
		container = seg.Info.Container
	}
	sec, listable := section{container: container, media: r.Data}, len(r.Data) > 0
	looked := listable && (r.Substitute || o.wantsLook(seg, profile))
	if looked {
		sec, listable = sectionOf(container, r.Data)
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
		o.addGap(t, m)
	}
	if seg.Clip != nil && seg.Clip.To > seg.Clip.From {
		e.duration = min(e.duration, seg.Clip.To-seg.Clip.From)
	}
	switch {
	case looked && listable && !r.Substitute:
		t.media, t.looked = renditionMedia(profile, seg.Info, sec.facts), true
	case !t.looked: // the source says nothing of what will come
		t.media = renditionMedia(profile, seg.Info, facts{})
	}
	if listable {
		e.discontinuity = e.discontinuity || t.substitute != r.Substitute && t.firstData() >= 0
		t.substitute = r.Substitute
		o.add(t, sec.piece(e))
	} else {
		o.addGap(t, e)
	}
	o.stream.settle()
	o.stream.notify()
}

// wantsLook says whether a rendition's bytes are to be looked into: those of
// MP4, to take them apart; of MPEG-TS the first, and those after which it may be
// another format.
func (o *output) wantsLook(seg *core.Segment, profile core.Profile) bool {
	o.server.mu.Lock()
	defer o.server.mu.Unlock()
	t := o.renditionOf(profile)
	if t == nil {
		return false
	}
	e, _, ok := o.stream.pendingFor(t, seg.Seq)
	return ok && (profile.Format == core.MP4 || !t.looked || e.discontinuity || seg.ForceReinit)
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
	if !p.gap {
		p = o.withInit(t, p)
	}
	if !p.gap && !s.admit(st, p.size()) {
		o.log.Error("segment is larger than the memory for playback; it is listed as a gap",
			"rendition", t.name, "seq", p.seq, "bytes", len(p.data), "limit", min(s.cfg.MaxStreamBytes, s.cfg.MaxBytes))
		p = p.asGap()
	}
	if p.gap {
		s.obs.GapListed(st.id, t.name)
		if !t.looked && t != st.source {
			t.media = renditionMedia(t.profile, st.last.info, facts{})
		}
	}
	t.visible = true
	t.append(p)
	st.bytes += p.size()
	s.bytes += p.size()
	s.obs.BytesHeld(s.bytes)
	if n := len(t.pieces) - s.cfg.Keep; n > 0 {
		s.release(st, t.drop(n))
	}
}

// withInit gives p the section that it needs, or makes it a gap.
func (o *output) withInit(t *track, p piece) piece {
	needed, ok := t.initFor(p)
	if !ok {
		o.log.Warn("segment has no program tables to go on with behind MP4; it is listed as a gap", "rendition", t.name, "seq", p.seq)
		return p.asGap()
	}
	p.init = needed
	return p
}

// addGap notes that a rendition has no segment. Whether an MP4 rendition can be
// listed at all shows with its first segment. server.mu is held.
func (o *output) addGap(t *track, e entry) {
	p := piece{entry: e, container: t.profile.Format, gap: true}
	if t.profile.Format == core.MPEGTS {
		o.add(t, p)
		return
	}
	o.addUnlisted(t, p)
}

// addUnlisted notes a segment that HLS cannot play: nothing in a track that has
// only such ones, a gap in one that others are listed of. server.mu is held.
func (o *output) addUnlisted(t *track, p piece) {
	if t.visible {
		o.add(t, p.asGap())
		return
	}
	t.begun, t.next = true, p.number+1
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
