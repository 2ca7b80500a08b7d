package hls

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/livepeer/streamflow/core"
)

const (
	// maxInitBytes bounds the initialisation section of a segment; usual ones
	// have a kilobyte.
	maxInitBytes = 64 << 10
	maxMP4Tracks = 16
)

// splitMP4 takes a fragmented MP4 file apart into its initialisation section,
// which is all up to the moov box, and the movie fragments behind it. False when
// a playlist cannot name the two: in an MP4 file with an index of its samples,
// in fragments whose media is addressed from the file's beginning, in one that
// is cut off. data may be any bytes.
// Source: RFC 8216 3.3, ISO/IEC 14496-12 8.8.
func splitMP4(data []byte) (section, bool) {
	f := mp4File{}
	for rest := data; len(rest) > 0; {
		b, next, ok := cutBox(rest)
		if !ok || !f.take(b, len(data)-len(next)) {
			return section{}, false
		}
		rest = next
	}
	if f.mediaEnd == 0 || f.initEnd > maxInitBytes {
		return section{}, false
	}
	return section{
		container: core.MP4,
		init:      &initSection{container: core.MP4, data: bytes.Clone(data[:f.initEnd]), format: f.format},
		media:     data[f.initEnd:f.mediaEnd],
		facts:     f.facts(),
	}, true
}

// mp4File is the state of one look at a file.
type mp4File struct {
	begun             bool
	tracks            []mp4Track
	format            []byte // of the tracks, see initSection
	fragments         int
	initEnd, mediaEnd int
	times             map[uint32]uint64 // of the first fragment of each track
}

// take looks at a box of the file, which ends at end. False says that the file
// can't be split.
func (f *mp4File) take(b box, end int) bool {
	switch b.kind {
	case "ftyp":
		f.begun = true
	case "moov":
		if !f.begun || f.tracks != nil || f.fragments > 0 || !f.movie(b.body) {
			return false
		}
		f.initEnd = end
	case "moof":
		f.fragments++
		return f.tracks != nil && f.fragment(b.body)
	case "mdat":
		if f.fragments > 0 {
			f.mediaEnd = end
		}
	}
	return true
}

// movie reads the body of moov. The tracks' own samples, if there are any, would
// be lost, so there must be none.
func (f *mp4File) movie(moov []byte) bool {
	extends := child(moov, "mvex")
	if extends == nil {
		return false
	}
	for b := range boxes(moov) {
		if b.kind != "trak" {
			continue
		}
		t, ok := parseTrack(b.body)
		if !ok || len(f.tracks) == maxMP4Tracks || hasSamples(b.body) {
			return false
		}
		f.tracks = append(f.tracks, t)
		f.format = binary.BigEndian.AppendUint32(f.format, t.id)
		f.format = binary.BigEndian.AppendUint32(f.format, t.timescale)
		f.format = append(f.format, child(b.body, "mdia", "minf", "stbl", "stsd")...)
		f.format = append(f.format, child(b.body, "edts")...)
	}
	for b := range boxes(extends) {
		if b.kind == "trex" {
			f.format = append(f.format, b.body...)
		}
	}
	return len(f.tracks) > 0
}

// hasSamples says that a track has media in the moov's own tables.
func hasSamples(trak []byte) bool {
	stsz := child(trak, "mdia", "minf", "stbl", "stsz")
	return len(stsz) >= 12 && binary.BigEndian.Uint32(stsz[8:]) > 0
}

// fragment reads the body of moof. Each of its tracks has to tell its time, and
// to address its media from the fragment's beginning: what a player gets has
// another beginning than the file.
func (f *mp4File) fragment(moof []byte) bool {
	const baseGiven, baseIsMoof = 0x1, 0x20000
	count, fromMoof := 0, true
	for b := range boxes(moof) {
		if b.kind != "traf" {
			continue
		}
		_, flags, header, ok := fullBox(child(b.body, "tfhd"))
		time, timed := decodeTime(child(b.body, "tfdt"))
		if !ok || !timed || len(header) < 4 || flags&baseGiven != 0 {
			return false
		}
		count++
		fromMoof = fromMoof && flags&baseIsMoof != 0
		f.note(binary.BigEndian.Uint32(header), time)
	}
	// Without the flag, the second track begins where the first one's media ends.
	return count > 0 && (count == 1 || fromMoof)
}

// note keeps the time of a track's first fragment.
func (f *mp4File) note(id uint32, time uint64) {
	if f.times == nil {
		f.times = make(map[uint32]uint64)
	}
	known := slices.ContainsFunc(f.tracks, func(t mp4Track) bool { return t.id == id })
	if _, seen := f.times[id]; known && !seen {
		f.times[id] = time
	}
}

// decodeTime reads tfdt (ISO/IEC 14496-12 8.8.12).
func decodeTime(tfdt []byte) (uint64, bool) {
	version, _, rest, ok := fullBox(tfdt)
	switch {
	case ok && version == 1 && len(rest) >= 8:
		return binary.BigEndian.Uint64(rest), true
	case ok && version == 0 && len(rest) >= 4:
		return uint64(binary.BigEndian.Uint32(rest)), true
	}
	return 0, false
}

// facts describes the file. Its time is that of decoding, which is as good to
// see whether the next segment goes on.
func (f *mp4File) facts() facts {
	known := facts{complete: true}
	timed := false
	for _, t := range f.tracks {
		switch {
		case t.video && known.videoCodec == "":
			known.videoCodec, known.width, known.height = t.codec, t.width, t.height
		case t.audio && known.audioCodec == "":
			known.audioCodec = t.codec
		}
		known.complete = known.complete && t.codec != ""
		if at, ok := f.times[t.id]; ok && (!timed || t.video) {
			known.pts, known.hasPTS, timed = ticks(at, t.timescale), true, true
		}
	}
	return known
}

// ticks is a time in 1/90000 s, of which 33 bits count as in MPEG-TS: whatever
// overflows does so above them.
func ticks(at uint64, timescale uint32) int64 {
	const clock = 90_000
	scale := uint64(timescale)
	return int64((at/scale*clock + at%scale*clock/scale) & (1<<33 - 1))
}
