package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"github.com/livepeer/streamflow/common/nal"
)

// Limits of a look at the beginning of a segment.
const (
	tsPacketSize  = 188
	tsSyncByte    = 0x47
	maxTSLook     = 2000 // packets
	maxSetsLook   = 8 << 10
	noPID         = 0x1fff // of padding
	streamTypeAVC = 0x1b   // H.264
	streamTypeHVC = 0x24   // HEVC
)

// tsFormat identifies the format of a segment: the hash of its program tables
// and of the parameter sets that its video begins with. Two segments with the
// same one have the same codecs, size and pixel format. ok is false for what is
// no MPEG-TS with H.264 or HEVC, or does not begin with parameter sets; nothing
// is said of the rest of the segment.
// Source: ISO/IEC 13818-1 2.4, ITU-T H.264 7.4.1.
func tsFormat(data []byte) (format [sha256.Size]byte, ok bool) {
	l := tsFormatLook{table: noPID, video: noPID}
	for range maxTSLook {
		if len(data) < tsPacketSize || data[0] != tsSyncByte {
			return format, false
		}
		if !l.packet(data[:tsPacketSize]) {
			return format, false
		}
		if l.sets != nil {
			return sha256.Sum256(bytes.Join([][]byte{l.programs, l.streams, l.sets}, []byte{0})), true
		}
		data = data[tsPacketSize:]
	}
	return format, false
}

// tsFormatLook is the state of one look.
type tsFormatLook struct {
	table, video      uint16     // PIDs of the first program's table, and of its video
	syntax            nal.Syntax // of the video
	programs, streams []byte     // sections of the two tables
	picture           []byte     // beginning of the video's first access unit; nil before it
	sets              []byte     // its parameter sets; nil until they are whole
}

// packet looks into one packet; false says that the format can't be told.
func (l *tsFormatLook) packet(p []byte) bool {
	pid, begins := binary.BigEndian.Uint16(p[1:])&0x1fff, p[1]&0x40 != 0
	payload, ok := tsPayload(p)
	if !ok {
		return true // padding, or a clock alone
	}
	switch {
	case pid == 0 && begins && l.programs == nil:
		l.programs = tsSection(payload, 0)
		return l.findTable()
	case pid == l.table && begins && l.streams == nil:
		l.streams = tsSection(payload, 2)
		return l.findVideo()
	case pid == l.video:
		return l.frame(payload, begins)
	}
	return true
}

// tsPayload is a packet without its header and adaptation field.
func tsPayload(p []byte) ([]byte, bool) {
	at := 4
	if p[3]&0x20 != 0 {
		at += 1 + int(p[4])
	}
	if p[3]&0x10 == 0 || at >= len(p) {
		return nil, false
	}
	return p[at:], true
}

// tsSection is the whole section of a table that begins in payload, without its
// checksum; nil if it is another table or goes on in the next packet.
func tsSection(payload []byte, id byte) []byte {
	at := 1 + int(payload[0])
	if at+3 > len(payload) || payload[at] != id {
		return nil
	}
	end := at + 3 + int(binary.BigEndian.Uint16(payload[at+1:])&0xfff) - 4
	if end < at+8 || end > len(payload) {
		return nil
	}
	return payload[at:end]
}

// findTable takes the first program of the association table.
func (l *tsFormatLook) findTable() bool {
	for s := l.programs; len(s) >= 12; s = s[4:] {
		if binary.BigEndian.Uint16(s[8:]) != 0 {
			l.table = binary.BigEndian.Uint16(s[10:]) & 0x1fff
			return true
		}
	}
	return false
}

// findVideo takes the first video stream of the program's table.
func (l *tsFormatLook) findVideo() bool {
	if len(l.streams) < 12 {
		return false
	}
	at := 12 + int(binary.BigEndian.Uint16(l.streams[10:])&0xfff)
	for at+5 <= len(l.streams) {
		s := l.streams[at:]
		if s[0] == streamTypeAVC || s[0] == streamTypeHVC {
			l.video = binary.BigEndian.Uint16(s[1:]) & 0x1fff
			if s[0] == streamTypeHVC {
				l.syntax = nal.HEVC
			}
			return true
		}
		at += 5 + int(binary.BigEndian.Uint16(s[3:])&0xfff)
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
