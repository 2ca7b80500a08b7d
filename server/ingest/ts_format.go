package ingest

import (
	"bytes"
	"crypto/sha256"

	"github.com/livepeer/streamflow/common/mpegts"
	"github.com/livepeer/streamflow/common/nal"
)

// Limits of a look at the beginning of a segment.
const (
	maxTSLook   = 2000    // packets
	maxSetsLook = 8 << 10 // bytes of parameter sets
)

// videoSyntax says how the video of a stream type is written (ISO/IEC 13818-1
// table 2-34); ok is false for types that tsFormat does not know.
func videoSyntax(streamType byte) (syntax nal.Syntax, ok bool) {
	switch streamType {
	case 0x1b:
		return nal.H264, true
	case 0x24:
		return nal.HEVC, true
	default:
		return syntax, false
	}
}

// tsFormat identifies the format of a segment: the hash of its program tables
// and of the parameter sets that its video begins with. Two segments with the
// same one have the same codecs, size and pixel format. ok is false for what is
// no MPEG-TS with H.264 or HEVC, or does not begin with parameter sets; nothing
// is said of the rest of the segment.
// Source: ISO/IEC 13818-1 2.4, ITU-T H.264 7.4.1.
func tsFormat(data []byte) (format [sha256.Size]byte, ok bool) {
	l := tsFormatLook{video: mpegts.NoPID}
	for p := range mpegts.Packets(data, maxTSLook) {
		if !l.packet(p) {
			return format, false
		}
		if l.sets != nil {
			return sha256.Sum256(bytes.Join([][]byte{l.tables.Programs, l.tables.Streams, l.sets}, []byte{0})), true
		}
	}
	return format, false
}

// tsFormatLook is the state of one look.
type tsFormatLook struct {
	tables  mpegts.Tables
	video   uint16     // PID of the program's video
	syntax  nal.Syntax // of the video
	picture []byte     // beginning of the video's first access unit; nil before it
	sets    []byte     // its parameter sets; nil until they are whole
}

// packet looks into one packet; false says that the format can't be told.
func (l *tsFormatLook) packet(p mpegts.Packet) bool {
	added, ok := l.tables.Add(p)
	switch {
	case !ok:
		return false
	case added:
		return l.tables.Streams == nil || l.findVideo()
	case p.PID() != l.video:
		return true
	}
	payload, ok := p.Payload()
	return !ok || l.frame(payload, p.Begins())
}

// findVideo takes the first video stream of the program.
func (l *tsFormatLook) findVideo() bool {
	for _, s := range l.tables.Elementary() {
		if syntax, ok := videoSyntax(s.Type); ok {
			l.video, l.syntax = s.PID, syntax
			return true
		}
	}
	return false
}

// frame collects the beginning of the first access unit until its parameter
// sets are whole.
func (l *tsFormatLook) frame(payload []byte, begins bool) bool {
	if begins {
		if l.picture != nil || len(payload) < 9 || 9+int(payload[8]) > len(payload) {
			return false
		}
		payload = payload[9+int(payload[8]):]
		l.picture = make([]byte, 0, maxSetsLook)
	}
	if l.picture == nil {
		return true // the end of an access unit of the segment before
	}
	l.picture = append(l.picture, payload...)
	l.sets = parameterSets(l.picture, l.syntax)
	return len(l.picture) < maxSetsLook
}

// parameterSets returns the parameter sets of an access unit in Annex B form,
// nil unless there is one of a sequence among them and a picture has begun: what
// follows may be cut off.
func parameterSets(unit []byte, syntax nal.Syntax) []byte {
	var sets []byte
	found := false
	for u := range nal.Units(unit) {
		switch syntax.Kind(u[0]) {
		case nal.Picture:
			if !found {
				return nil
			}
			return sets
		case nal.SPS:
			found = true
			sets = append(sets, u...)
		case nal.Parameters:
			sets = append(sets, u...)
		}
	}
	return nil
}
