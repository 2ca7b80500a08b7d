package hls

import (
	"bytes"
	"context"
	"fmt"

	"github.com/asticode/go-astits"

	"github.com/livepeer/streamflow/common/codecname"
	"github.com/livepeer/streamflow/common/nal"
)

// maxLookPIDs bounds the streams that lookTS reads, maxTablePackets the packets
// of tables.
const (
	maxLookPIDs     = 16
	maxTablePackets = 64
)

// lookBytes bounds how far into a segment lookTS reads.
const lookBytes = 1 << 20

// lookTS reads the tables and first frames of an MPEG-TS segment, which may be
// any bytes: a rendition comes from a stranger. What it does not find it leaves
// unset.
func lookTS(data []byte) facts {
	l := tsLook{pending: make(map[uint16]astits.StreamType), wanted: make(map[uint16]bool)}
	if len(data) > lookBytes {
		data = data[:lookBytes]
	}
	demuxer := astits.NewDemuxer(context.Background(), bytes.NewReader(data),
		astits.DemuxerOptPacketSize(188), astits.DemuxerOptPacketSkipper(l.skips))
	for !l.done() {
		d, err := demuxer.NextData()
		if err != nil { // the end, or bytes that are no MPEG-TS
			break
		}
		switch {
		case d.PAT != nil:
			l.programs(d.PAT)
		case d.PMT != nil:
			l.tables(d.PMT)
		case d.PES != nil:
			l.frame(d.PID, d.PES)
		}
	}
	l.facts.complete = l.begun && len(l.pending) == 0 && !l.unknown
	return l.facts
}

// tsLook is the state of one look.
type tsLook struct {
	facts facts
	// wanted are the PIDs of the streams that are read. The demuxer's work grows
	// with the square of the number of PIDs, and with that of the packets of a
	// table, so both are bounded.
	wanted       map[uint16]bool
	table        uint16 // PID of the first program's table; 0 until it is known
	tablePackets int
	pending      map[uint16]astits.StreamType // streams that were not looked into yet
	begun        bool                         // the PMT was seen
	hasVideo     bool
	unknown      bool // some stream's codec could not be named
}

func (l *tsLook) done() bool { return l.begun && len(l.pending) == 0 }

func (l *tsLook) skips(p *astits.Packet) bool {
	if p.Header.PID != 0 && p.Header.PID != l.table {
		return !l.wanted[p.Header.PID]
	}
	l.tablePackets++
	return l.begun || l.tablePackets > maxTablePackets
}

// programs notes where the table of the first program is.
func (l *tsLook) programs(pat *astits.PATData) {
	for _, p := range pat.Programs {
		if p.ProgramNumber != 0 && l.table == 0 {
			l.table = p.ProgramMapID
		}
	}
}

func (l *tsLook) tables(pmt *astits.PMTData) {
	if l.begun {
		return
	}
	l.begun = true
	for _, es := range pmt.ElementaryStreams {
		if len(l.wanted) >= maxLookPIDs {
			l.unknown = true
			break
		}
		l.wanted[es.ElementaryPID] = true
		switch {
		case es.StreamType.IsVideo():
			l.hasVideo = true
			l.pending[es.ElementaryPID] = es.StreamType
		case es.StreamType.IsAudio():
			l.pending[es.ElementaryPID] = es.StreamType
		}
	}
}

// frame looks into the first access unit of a stream.
func (l *tsLook) frame(pid uint16, pes *astits.PESData) {
	kind, ok := l.pending[pid]
	if !ok {
		return
	}
	delete(l.pending, pid)
	if h := pes.Header; h != nil && h.OptionalHeader != nil && h.OptionalHeader.PTS != nil && kind.IsVideo() == l.hasVideo && !l.facts.hasPTS {
		l.facts.pts, l.facts.hasPTS = h.OptionalHeader.PTS.Base, true
	}
	switch kind {
	case astits.StreamTypeH264Video:
		if sps, ok := nal.ParseH264SPS(nal.H264.Find(pes.Data, nal.SPS)); ok {
			l.facts.videoCodec = codecname.H264(sps.Profile, sps.Constraints, sps.Level)
			l.facts.width, l.facts.height = sps.Width, sps.Height
			return
		}
	case astits.StreamTypeH265Video:
		if codec := codecname.HEVC(nal.HEVCProfile(nal.HEVC.Find(pes.Data, nal.SPS))); codec != "" {
			l.facts.videoCodec = codec
			return
		}
	case astits.StreamTypeAACAudio:
		if len(pes.Data) >= 3 && pes.Data[0] == 0xff && pes.Data[1]&0xf6 == 0xf0 { // ADTS
			l.facts.audioCodec = fmt.Sprintf("mp4a.40.%d", pes.Data[2]>>6+1)
			return
		}
	case astits.StreamTypeMPEG1Audio, astits.StreamTypeMPEG2HalvedSampleRateAudio:
		l.facts.audioCodec = "mp4a.40.34"
		return
	}
	l.unknown = true
}
