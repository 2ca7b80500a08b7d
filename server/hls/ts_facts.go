package hls

import (
	"bytes"
	"context"
	"fmt"

	"github.com/asticode/go-astits"

	"github.com/livepeer/streamflow/common/codecname"
	"github.com/livepeer/streamflow/common/nal"
	"github.com/livepeer/streamflow/core"
)

// maxLookPIDs bounds the streams that lookTS reads, maxTablePackets the packets
// of tables.
const (
	maxLookPIDs     = 16
	maxTablePackets = 64
)

// lookBytes bounds how far into a segment lookTS reads.
const lookBytes = 1 << 20

// tsFacts is what the beginning of an MPEG-TS segment tells.
type tsFacts struct {
	pts    int64 // of the first video frame, or of audio where there is no video; 90 kHz
	hasPTS bool
	// videoCodec and audioCodec are RFC 6381 names; "" when unknown.
	videoCodec, audioCodec string
	// complete: every stream of the segment has its codec above.
	complete      bool
	width, height int // pixels, 0 when unknown
}

// lookTS reads the tables and first frames of an MPEG-TS segment, which may be
// any bytes: a rendition comes from a stranger. What it does not find it leaves
// unset.
func lookTS(data []byte) tsFacts {
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
	facts tsFacts
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

// sourceMedia describes the source: as probed, and else as its bytes say.
func sourceMedia(info core.MediaInfo, f tsFacts) trackMedia {
	m := trackMedia{width: info.Width, height: info.Height, fpsNum: info.FPSNum, fpsDen: info.FPSDen}
	if m.width <= 0 || m.height <= 0 {
		m.width, m.height = f.width, f.height
	}
	video, audio := info.VideoCodecTag, info.AudioCodecTag
	if video == "" {
		video = f.videoCodec
	}
	if audio == "" {
		audio = f.audioCodec
	}
	m.codecs = joinCodecs(info.HasVideo, video, info.HasAudio, audio)
	return m
}

// renditionMedia describes a rendition: its true size and codecs where its
// bytes tell them, else the size that the profile gives of the source.
func renditionMedia(p core.Profile, source core.MediaInfo, f tsFacts) trackMedia {
	m := trackMedia{width: f.width, height: f.height}
	if m.width == 0 || m.height == 0 {
		m.width, m.height = core.OutputSize(source.Width, source.Height, p)
	}
	if num, den := p.Rate(); num != 0 {
		m.fpsNum, m.fpsDen = int(num), int(den)
	} else {
		m.fpsNum, m.fpsDen = source.FPSNum, source.FPSDen
	}
	if f.complete {
		m.codecs = joinCodecs(f.videoCodec != "", f.videoCodec, f.audioCodec != "", f.audioCodec)
	}
	return m
}

// joinCodecs builds the CODECS attribute. It has to name every format
// (RFC 8216 4.3.4.2), so it is left out when one is unknown.
func joinCodecs(hasVideo bool, video string, hasAudio bool, audio string) string {
	if hasVideo && !safeCodec(video) || hasAudio && !safeCodec(audio) {
		return ""
	}
	switch {
	case hasVideo && hasAudio:
		return video + "," + audio
	case hasVideo:
		return video
	case hasAudio:
		return audio
	}
	return ""
}

func safeCodec(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-') {
			return false
		}
	}
	return s != "" && len(s) <= 64
}
