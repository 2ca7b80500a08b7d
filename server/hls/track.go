package hls

import (
	"slices"
	"strconv"
	"time"

	"github.com/livepeer/streamflow/core"
)

// piece is one segment of a track, or the gap where it should be.
type piece struct {
	entry
	container core.Container
	init      *initSection // nil where data needs none
	data      []byte
	gap       bool
}

// size is what a piece costs, in bytes. A section that pieces share counts for
// each of them.
func (p piece) size() int64 {
	if p.init == nil {
		return int64(len(p.data))
	}
	return int64(len(p.data) + len(p.init.data))
}

// asGap is what stands in for a piece that cannot be had.
func (p piece) asGap() piece {
	return piece{entry: p.entry, container: p.container, gap: true}
}

// file is the last part of the piece's address.
func (p piece) file() string { return strconv.FormatUint(p.number, 10) + mediaExt(p.container) }

// mediaExt is the file name extension of media without what comes before it.
func mediaExt(c core.Container) string {
	if c == core.MP4 {
		return ".m4s"
	}
	return c.Ext()
}

// file is the last part of the section's address.
func (i *initSection) file() string {
	return initPrefix + strconv.FormatUint(i.number, 10) + i.container.Ext()
}

const initPrefix = "init-"

// track is one rendition of a stream. It is guarded by the Server's mutex.
type track struct {
	name    string
	profile core.Profile // zero for the source
	// pieces have consecutive numbers, the oldest first.
	pieces []piece
	next   uint64 // number of the next piece
	begun  bool   // next is valid
	// visible from the first segment that can be listed on, and in MPEG-TS from
	// the first gap on.
	visible bool
	// discontinuities counts those of pieces that are gone.
	discontinuities uint64
	maxDuration     time.Duration
	media           trackMedia
	looked          bool // media was read from a segment
	substitute      bool // the newest media is the source in place of the rendition
}

// trackMedia is what the master playlist says of a track.
type trackMedia struct {
	codecs        string
	width, height int
	fpsNum        int
	fpsDen        int
}

func newTrack(name string, p core.Profile) *track { return &track{name: name, profile: p} }

func (t *track) append(p piece) {
	t.begun = true
	t.next = p.number + 1
	t.maxDuration = max(t.maxDuration, p.duration)
	t.pieces = append(t.pieces, p)
}

// lastInit is the section that the newest media needs, or nil.
func (t *track) lastInit() *initSection {
	for _, p := range slices.Backward(t.pieces) {
		if !p.gap {
			return p.init
		}
	}
	return nil
}

// initFor is the section that a new piece needs: that of the piece before where
// it fits. A playlist cannot take back that it has named one, so MPEG-TS behind
// MP4 needs one too; false when it has none.
func (t *track) initFor(p piece) (*initSection, bool) {
	last, own := t.lastInit(), p.init
	if p.container != core.MP4 {
		if last == nil || last.container == core.MPEGTS {
			return last, true
		}
		if own = tsTables(p.data); own == nil {
			return nil, false
		}
	}
	if last.fits(own) {
		return last, true
	}
	own.number = p.number
	return own, true
}

// findInit returns the section with a number, if a segment that needs it is held.
func (t *track) findInit(number uint64) *initSection {
	for _, p := range t.pieces {
		if p.init != nil && p.init.number == number {
			return p.init
		}
	}
	return nil
}

// drop forgets the n oldest pieces and returns how many bytes they held.
func (t *track) drop(n int) (size int64) {
	for i := range n {
		size += t.pieces[i].size()
		if t.pieces[i].discontinuity {
			t.discontinuities++
		}
	}
	// A copy, so that the array does not hold on to the media.
	t.pieces = append([]piece(nil), t.pieces[n:]...)
	return size
}

// firstData is the index of the oldest piece that holds media, or -1.
func (t *track) firstData() int {
	for i, p := range t.pieces {
		if !p.gap {
			return i
		}
	}
	return -1
}

// listed returns the pieces of the playlist and its discontinuity sequence.
func (t *track) listed(window int) (pieces []piece, discontinuities uint64) {
	discontinuities = t.discontinuities
	unlisted := max(0, len(t.pieces)-window)
	for _, p := range t.pieces[:unlisted] {
		if p.discontinuity {
			discontinuities++
		}
	}
	return t.pieces[unlisted:], discontinuities
}

// find returns the segment with a number, if it is held.
func (t *track) find(number uint64) (piece, bool) {
	if len(t.pieces) == 0 || number < t.pieces[0].number || number-t.pieces[0].number >= uint64(len(t.pieces)) {
		return piece{}, false
	}
	return t.pieces[number-t.pieces[0].number], true
}

// target is EXT-X-TARGETDURATION: the longest duration, rounded to seconds. It
// never shrinks, since RFC 8216 4.3.3.1 does not let it change.
func (t *track) target() int {
	return max(1, int(t.maxDuration.Round(time.Second)/time.Second))
}

// bandwidth is the peak and the average of the segments held, in bit/s. While
// none is held the peak is the bitrate that the profile asks for, and that of
// the existing network for a source.
// Source: RFC 8216 4.3.4.2, peak segment bit rate.
func (t *track) bandwidth() (peak, average uint32) {
	var bits, seconds, highest float64
	for _, p := range t.pieces {
		if p.gap {
			continue
		}
		b, s := float64(len(p.data))*8, p.duration.Seconds()
		bits, seconds = bits+b, seconds+s
		// Shorter ones, such as the rest at the end, are no measure of a peak.
		if s >= float64(t.target())/2 {
			highest = max(highest, b/s)
		}
	}
	if seconds == 0 {
		if t.profile.Bitrate <= 0 {
			return unknownBandwidth, 0
		}
		return clampBandwidth(float64(t.profile.Bitrate)), 0
	}
	avg := bits / seconds
	return clampBandwidth(max(highest, avg)), clampBandwidth(avg)
}

// unknownBandwidth is what the existing network says of every source, in bit/s.
const unknownBandwidth = 4_000_000

func clampBandwidth(v float64) uint32 {
	const most = 1<<32 - 1
	if v >= most {
		return most
	}
	return max(1, uint32(v+0.5))
}
