package hls

import (
	"slices"
	"strconv"
	"time"

	"github.com/livepeer/streamflow/core"
)

const (
	// sourceName is the rendition that the publisher sent (wire.md 12).
	sourceName = "source"
	// maxPending bounds the source segments that a rendition may be behind.
	maxPending = 1024
	// maxSeq is the largest publisher's number that numbering starts from:
	// players keep media sequence numbers in a double.
	maxSeq = 1 << 53
)

// entry is what all renditions of one source segment have in common.
type entry struct {
	number        uint64 // media sequence number
	seq           uint64 // the publisher's
	start         time.Time
	duration      time.Duration
	discontinuity bool
}

// stream is one manifest. It is guarded by the Server's mutex.
type stream struct {
	id         core.ManifestID
	generation uint64 // the Output with this number may write
	source     *track
	renditions []*track
	pending    []entry // that some rendition has no outcome for yet, at most maxPending
	next       uint64  // number of the next source segment
	begun      bool    // next is valid
	revived    bool    // the next segment is the first after the stream came back
	last       lastSource
	bytes      int64
	ended      bool
	endedAt    time.Time
	expiry     *time.Timer
	changed    chan struct{} // closed and replaced on every change
}

// lastSource is what the next source segment is compared with.
type lastSource struct {
	seq      uint64
	info     core.MediaInfo
	init     *initSection // nil where there is none
	pts      int64        // of the first video frame, 90 kHz
	hasPTS   bool
	duration time.Duration
	end      time.Time
}

func newStream(id core.ManifestID) *stream {
	return &stream{id: id, source: newTrack(sourceName, core.Profile{}), changed: make(chan struct{})}
}

// all lists every track, the source first.
func (st *stream) all() []*track {
	return append([]*track{st.source}, st.renditions...)
}

// visible lists the tracks that are in the master playlist.
func (st *stream) visible() []*track {
	return slices.DeleteFunc(st.all(), func(t *track) bool { return !t.visible })
}

// settled says that every track has had a first segment or gap.
func (st *stream) settled() bool {
	return !slices.ContainsFunc(st.all(), func(t *track) bool { return !t.begun })
}

func (st *stream) track(name string) *track {
	for _, t := range st.all() {
		if t.name == name {
			return t
		}
	}
	return nil
}

// notify wakes the requests that wait for a change.
func (st *stream) notify() {
	close(st.changed)
	st.changed = make(chan struct{})
}

// revive readies a stream for another publisher under the same name.
func (st *stream) revive() {
	if !st.ended {
		st.end()
	}
	if st.expiry != nil {
		st.expiry.Stop()
	}
	st.ended = false
	st.revived = st.begun
}

// end fills what renditions lack with gaps, so that all end alike.
func (st *stream) end() {
	for _, t := range st.renditions {
		for _, e := range st.pending {
			if e.number >= t.next && t.begun {
				t.append(piece{entry: e, container: t.profile.Format, gap: true})
			}
		}
	}
	st.pending = nil
	st.ended, st.endedAt = true, time.Now()
}

// setProfiles makes the renditions those of profiles, keeps the tracks that are
// the same, and returns those that are gone.
func (st *stream) setProfiles(profiles []core.Profile) (gone []*track) {
	old := st.renditions
	st.renditions = nil
	for _, p := range profiles {
		if len(st.renditions) == core.MaxProfiles || slices.ContainsFunc(st.renditions, func(t *track) bool { return t.profile == p }) {
			continue
		}
		i := slices.IndexFunc(old, func(t *track) bool { return t.profile == p })
		if i < 0 {
			st.renditions = append(st.renditions, newTrack(st.freeName(p.Name), p))
			continue
		}
		st.renditions = append(st.renditions, old[i])
		old = slices.Delete(old, i, i+1)
	}
	return old
}

// freeName is the profile's name, or that with a number when the source or
// another profile has it.
func (st *stream) freeName(name string) string {
	free := name
	for i := 2; st.track(free) != nil; i++ {
		free = name + "_" + strconv.Itoa(i)
	}
	return free
}

// addSource numbers a source segment and notes it for the renditions.
func (st *stream) addSource(seg *core.Segment, sec section) entry {
	now := time.Now()
	e := entry{seq: seg.Seq, duration: segmentDuration(seg), start: now.Add(-segmentDuration(seg))}
	if !st.begun {
		st.begun = true
		if seg.Seq < maxSeq {
			st.next = seg.Seq
		}
	} else {
		e.discontinuity = st.revived || seg.Discontinuity || st.last.breaks(seg, sec)
		// Dates go on with the media; only a break may make up for lost time.
		if !e.discontinuity || e.start.Before(st.last.end) {
			e.start = st.last.end
		}
	}
	st.revived = false
	e.number = st.next
	st.next++
	st.last = lastSource{
		seq: seg.Seq, info: seg.Info, init: sec.init, pts: sec.facts.pts, hasPTS: sec.facts.hasPTS,
		duration: e.duration, end: e.start.Add(e.duration),
	}
	if len(st.renditions) > 0 {
		st.pending = append(st.pending, e)
	}
	return e
}

// overdue takes the oldest pending segment when there are too many, for all
// renditions that still lack it to list a gap.
func (st *stream) overdue() (e entry, behind []*track, ok bool) {
	if len(st.pending) <= maxPending {
		return entry{}, nil, false
	}
	e = st.pending[0]
	st.pending = slices.Delete(st.pending, 0, 1)
	for _, t := range st.renditions {
		if t.begun && t.next == e.number {
			behind = append(behind, t)
		}
	}
	return e, behind, true
}

// breaks says that a player could not go on from the last segment to seg: one
// is missing or repeated, the format changed, or timestamps jumped.
func (l lastSource) breaks(seg *core.Segment, sec section) bool {
	if seg.Seq != l.seq+1 || seg.Info.Container != l.info.Container {
		return true
	}
	if changed(l.info, seg.Info) || l.init != nil && sec.init != nil && !l.init.fits(sec.init) {
		return true
	}
	if !l.hasPTS || !sec.facts.hasPTS {
		return false
	}
	const wrap = 1 << 33 // timestamps have 33 bits
	expected := l.pts + int64(l.duration*90/time.Millisecond)
	off := ((sec.facts.pts-expected)%wrap + wrap) % wrap
	if off > wrap/2 {
		off -= wrap
	}
	tolerance := int64(min(time.Second, l.duration/2) * 90 / time.Millisecond)
	return off > tolerance || off < -tolerance
}

// changed says whether a player needs another set-up for b than for a. What is
// unknown of either counts as unchanged.
func changed(a, b core.MediaInfo) bool {
	known := func(x, y int) bool { return x > 0 && y > 0 }
	return a.HasVideo != b.HasVideo || a.HasAudio != b.HasAudio ||
		a.HasVideo && a.VideoCodec != b.VideoCodec ||
		a.AudioCodec != b.AudioCodec && a.AudioCodec != "" && b.AudioCodec != "" ||
		known(a.Width, b.Width) && a.Width != b.Width ||
		known(a.Height, b.Height) && a.Height != b.Height
}

// pendingFor finds the segment that an outcome for t is about, and those before
// it for which t never had one.
func (st *stream) pendingFor(t *track, seq uint64) (e entry, missed []entry, ok bool) {
	for _, e := range st.pending {
		if t.begun && e.number < t.next {
			continue
		}
		if e.seq == seq {
			return e, missed, true
		}
		if t.begun {
			missed = append(missed, e)
		}
	}
	return entry{}, nil, false
}

// settle forgets the pending segments that every rendition has passed.
func (st *stream) settle() {
	st.pending = slices.DeleteFunc(st.pending, func(e entry) bool {
		return !slices.ContainsFunc(st.renditions, func(t *track) bool { return !t.begun || t.next <= e.number })
	})
}

func segmentDuration(seg *core.Segment) time.Duration {
	if seg.Duration <= 0 {
		return core.DefaultSegmentDuration
	}
	return min(seg.Duration, core.MaxSegmentDuration)
}
