package hls

import (
	"encoding/binary"
	"fmt"

	"github.com/livepeer/streamflow/common/codecname"
)

// mp4Track is what a moov box tells of a track.
type mp4Track struct {
	id, timescale uint32
	video, audio  bool
	codec         string // RFC 6381 name, "" when unknown
	width, height int    // pixels, 0 when unknown
}

// parseTrack reads the body of a trak box (ISO/IEC 14496-12 8.3).
func parseTrack(trak []byte) (t mp4Track, ok bool) {
	if t.id, ok = afterTimes(child(trak, "tkhd")); !ok || t.id == 0 {
		return t, false
	}
	if t.timescale, ok = afterTimes(child(trak, "mdia", "mdhd")); !ok || t.timescale == 0 {
		return t, false
	}
	handler := child(trak, "mdia", "hdlr")
	if len(handler) < 12 {
		return t, false
	}
	t.video, t.audio = string(handler[8:12]) == "vide", string(handler[8:12]) == "soun"
	_, _, entries, ok := fullBox(child(trak, "mdia", "minf", "stbl", "stsd"))
	if !ok || len(entries) < 4 {
		return t, false
	}
	for entry := range boxes(entries[4:]) {
		if t.video {
			t.videoEntry(entry)
		} else if t.audio {
			t.codec = audioEntry(entry)
		}
		break
	}
	return t, true
}

// afterTimes is the number behind the two times with which tkhd and mdhd begin:
// the track's, or its timescale.
func afterTimes(b []byte) (uint32, bool) {
	version, _, rest, ok := fullBox(b)
	times := 8
	if version == 1 {
		times = 16
	}
	if !ok || len(rest) < times+4 {
		return 0, false
	}
	return binary.BigEndian.Uint32(rest[times:]), true
}

// videoEntry reads a visual sample entry (ISO/IEC 14496-12 12.1.3).
func (t *mp4Track) videoEntry(entry box) {
	const size, fixed = 24, 78
	if len(entry.body) < fixed {
		return
	}
	t.width = int(binary.BigEndian.Uint16(entry.body[size:]))
	t.height = int(binary.BigEndian.Uint16(entry.body[size+2:]))
	config := func(kind string) []byte { return child(entry.body[fixed:], kind) }
	switch entry.kind {
	case "avc1", "avc3":
		t.codec = renamed(codecname.AVCC(config("avcC")), entry.kind)
	case "hvc1", "hev1":
		t.codec = renamed(codecname.HVCC(config("hvcC")), entry.kind)
	case "av01":
		t.codec = codecname.AV1C(config("av1C"))
	case "vp09":
		t.codec = codecname.VPCC(config("vpcC"))
	}
}

// renamed is a name that begins as the sample entry does: where the parameter
// sets may be is part of it.
func renamed(name, entry string) string {
	if name == "" {
		return ""
	}
	return entry + name[len(entry):]
}

// audioEntry names the codec of an audio sample entry (ISO/IEC 14496-12
// 12.2.3).
func audioEntry(entry box) string {
	const fixed = 28
	switch entry.kind {
	case "Opus":
		return "opus"
	case "fLaC":
		return "flac"
	case "ac-3", "ec-3":
		return entry.kind
	case "mp4a":
		if len(entry.body) >= fixed {
			return mp4aName(child(entry.body[fixed:], "esds"))
		}
	}
	return ""
}

// mp4aName reads the object type of an esds box: an ES_Descriptor with a
// DecoderConfigDescriptor, and in that a DecoderSpecificInfo (ISO/IEC 14496-1
// 7.2.6.5).
func mp4aName(esds []byte) string {
	_, _, b, ok := fullBox(esds)
	if !ok {
		return ""
	}
	es := descriptor(b, 3)
	if len(es) < 3 || es[2]&0xe0 != 0 { // with fields that MP4 does not use
		return ""
	}
	const mpeg4Audio, configFixed = 0x40, 13
	config := descriptor(es[3:], 4)
	if len(config) < configFixed {
		return ""
	}
	if config[0] != mpeg4Audio {
		return fmt.Sprintf("mp4a.%02X", config[0])
	}
	info := descriptor(config[configFixed:], 5)
	if len(info) < 2 {
		return ""
	}
	object := int(info[0] >> 3)
	if object == 31 { // in the escape form
		object = 32 + int(info[0]&7)<<3 + int(info[1]>>5)
	}
	return fmt.Sprintf("mp4a.40.%d", object)
}

// descriptor returns the body of the descriptor with which b begins, if it has
// the tag (ISO/IEC 14496-1 8.3.3).
func descriptor(b []byte, tag byte) []byte {
	if len(b) < 2 || b[0] != tag {
		return nil
	}
	size, at := 0, 1
	for more := true; more; at++ {
		if at >= len(b) || at > 4 {
			return nil
		}
		size, more = size<<7|int(b[at]&0x7f), b[at]&0x80 != 0
	}
	if size > len(b)-at {
		return nil
	}
	return b[at : at+size]
}
