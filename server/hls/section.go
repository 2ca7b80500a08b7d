package hls

import (
	"bytes"

	"github.com/livepeer/streamflow/common/mpegts"
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

// maxTablesLook bounds in how many packets the program tables are looked for.
const maxTablesLook = 2000

// tsTables returns the packets of a segment that have its program tables, which
// are the initialisation section of MPEG-TS; nil if they are not found in one
// packet each.
func tsTables(data []byte) *initSection {
	var tables mpegts.Tables
	var both []byte
	for p := range mpegts.Packets(data, maxTablesLook) {
		added, ok := tables.Add(p)
		if !ok {
			return nil
		}
		if added {
			both = append(both, p...)
		}
		if tables.Streams != nil {
			return &initSection{container: core.MPEGTS, data: both, format: both}
		}
	}
	return nil
}
