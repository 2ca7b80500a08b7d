package hls

import (
	"bytes"

	"github.com/livepeer/streamflow/core"
)

// section is a segment in the form in which players get it.
type section struct {
	container core.Container
	init      *initSection // what players need before media; nil where media has it
	media     []byte
	facts     facts
}

// piece is the section's place in a track.
func (s section) piece(e entry) piece {
	return piece{entry: e, container: s.container, init: s.init, data: s.media}
}

// initSection is a media initialisation section (RFC 8216 3.3), which segments
// of one format share.
type initSection struct {
	container core.Container
	number    uint64 // of the first segment that needs it, by which it is addressed
	data      []byte
	// format is what is to be told players: sections that differ elsewhere, as
	// in a date, are the same to them.
	format []byte
}

// fits says whether media of another section can follow without that section.
func (i *initSection) fits(other *initSection) bool {
	return i != nil && other != nil && i.container == other.container && bytes.Equal(i.format, other.format)
}

// sectionOf looks at a segment; false when no playlist could list it.
func sectionOf(c core.Container, data []byte) (section, bool) {
	if c == core.MP4 {
		return splitMP4(data)
	}
	return section{container: c, media: data, facts: lookTS(data)}, true
}

// tsTables returns the packets of a segment that have its program tables, which
// are the initialisation section of MPEG-TS; nil if they are not found in one
// packet each.
func tsTables(data []byte) *initSection {
	const packet, sync, maxPackets, noPID = 188, 0x47, 2000, 0x1fff
	var programs, streams []byte
	table := uint16(noPID)
	for range maxPackets {
		if len(data) < packet || data[0] != sync || streams != nil {
			break
		}
		p := data[:packet:packet]
		data = data[packet:]
		switch pid := uint16(p[1]&0x1f)<<8 | uint16(p[2]); {
		case pid == 0 && programs == nil:
			programs = p
			table = firstProgram(p)
		case pid == table && programs != nil:
			streams = p
		}
	}
	if streams == nil {
		return nil
	}
	both := append(bytes.Clone(programs), streams...)
	return &initSection{container: core.MPEGTS, data: both, format: both}
}

// firstProgram is the PID of the first program's table in a packet that begins
// an association table (ISO/IEC 13818-1 2.4.4.3).
func firstProgram(p []byte) uint16 {
	const noPID = 0x1fff
	at := 4
	if p[3]&0x20 != 0 {
		at += 1 + int(p[4])
	}
	if at >= len(p) || p[1]&0x40 == 0 {
		return noPID
	}
	for at += 1 + int(p[at]) + 8; at+8 <= len(p); at += 4 { // four more are the checksum
		if p[at] != 0 || p[at+1] != 0 {
			return uint16(p[at+2]&0x1f)<<8 | uint16(p[at+3])
		}
	}
	return noPID
}
