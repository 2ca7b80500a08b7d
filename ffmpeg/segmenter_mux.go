package ffmpeg

/*
#include <stdlib.h>
#include "segmenter_mux.h"
*/
import "C"

import (
	"cmp"
	"fmt"
	"slices"
	"unsafe"

	"github.com/livepeer/streamflow/core"
)

// muxClock is the unit of all times in a segmenter: 1/90000 s.
const muxClock = C.LP_MUX_CLOCK

// codecID is FFmpeg's number of a codec; 0 for none.
type codecID int32

const (
	idH264 codecID = C.AV_CODEC_ID_H264
	idHEVC codecID = C.AV_CODEC_ID_HEVC
	idAV1  codecID = C.AV_CODEC_ID_AV1
	idVP9  codecID = C.AV_CODEC_ID_VP9
	idAAC  codecID = C.AV_CODEC_ID_AAC
	idMP3  codecID = C.AV_CODEC_ID_MP3
	idOpus codecID = C.AV_CODEC_ID_OPUS
	idAC3  codecID = C.AV_CODEC_ID_AC3
	idEAC3 codecID = C.AV_CODEC_ID_EAC3
)

// muxQuiet silences FFmpeg's own log.
func muxQuiet() { C.lp_mux_quiet() }

// packetFormat is what a packet's own headers say; zero where they say nothing.
type packetFormat struct {
	Width, Height int
	PixelFormat   string
	pixFmt        int32
	SampleRate    int
	Channels      int
	FrameSize     int // samples
}

// look parses one packet, in the form in which it goes into a segment.
func look(id codecID, config, data []byte) (packetFormat, error) {
	var out C.lp_mux_format
	ret := C.lp_mux_look(C.int(id), bytePtr(config), C.int(len(config)), bytePtr(data), C.int(len(data)), &out)
	if ret < 0 {
		return packetFormat{}, avError("parse packet", ret)
	}
	f := packetFormat{
		Width: int(out.width), Height: int(out.height), pixFmt: int32(out.pix_fmt),
		SampleRate: int(out.sample_rate), Channels: int(out.channels), FrameSize: int(out.frame_size),
	}
	if out.pix_fmt >= 0 {
		f.PixelFormat = C.GoString(C.lp_mux_pix_fmt_name(out.pix_fmt))
	}
	return f, nil
}

// Pixel formats of VP9 (VP9 bitstream specification 0.6, 7.2.2), by depth in
// bits and subsampling of x and y.
func vp9PixelFormat(depth, subX, subY int) (name string, number int32) {
	type key struct{ depth, subX, subY int }
	number, ok := map[key]int32{
		{8, 1, 1}: C.AV_PIX_FMT_YUV420P, {8, 1, 0}: C.AV_PIX_FMT_YUV422P, {8, 0, 1}: C.AV_PIX_FMT_YUV440P, {8, 0, 0}: C.AV_PIX_FMT_YUV444P,
		{10, 1, 1}: C.AV_PIX_FMT_YUV420P10LE, {10, 1, 0}: C.AV_PIX_FMT_YUV422P10LE, {10, 0, 1}: C.AV_PIX_FMT_YUV440P10LE, {10, 0, 0}: C.AV_PIX_FMT_YUV444P10LE,
		{12, 1, 1}: C.AV_PIX_FMT_YUV420P12LE, {12, 1, 0}: C.AV_PIX_FMT_YUV422P12LE, {12, 0, 1}: C.AV_PIX_FMT_YUV440P12LE, {12, 0, 0}: C.AV_PIX_FMT_YUV444P12LE,
	}[key{depth, subX, subY}]
	if !ok {
		return "", C.AV_PIX_FMT_NONE
	}
	return C.GoString(C.lp_mux_pix_fmt_name(C.int(number))), number
}

// packet is one encoded frame on its way into a segment.
type packet struct {
	video    bool
	key      bool
	pts, dts int64
	data     []byte
}

// muxStream describes one stream of a segment.
type muxStream struct {
	id     codecID
	config []byte // nil where the packets tell all
	format packetFormat
}

// muxSegment makes a segment of packets, which it sorts. A nil stream is not in
// it. frameTime is the duration of the last picture.
func muxSegment(container core.Container, video, audio *muxStream, packets []packet, frameTime int64) ([]byte, error) {
	format, options := C.CString("mpegts"), C.CString("mpegts_copyts=1:mpegts_flags=+initial_discontinuity:pes_payload_size=0")
	if container == core.MP4 {
		C.free(unsafe.Pointer(format))
		C.free(unsafe.Pointer(options))
		// A fragment keeps the stream's own time, which an MP4 file would not.
		format, options = C.CString("mp4"), C.CString("movflags=+frag_custom+empty_moov+default_base_moof+frag_discont:use_editlist=0")
	}
	defer C.free(unsafe.Pointer(format))
	defer C.free(unsafe.Pointer(options))
	m := C.lp_mux_new(format, core.MaxSegmentBytes)
	if m == nil {
		return nil, &Error{Rendition: -1, Text: "no memory for a segment"}
	}
	defer C.lp_mux_free(m)
	index := map[bool]C.int{}
	for _, s := range []*muxStream{video, audio} {
		if s == nil {
			continue
		}
		if ret := addStream(m, s); ret < 0 {
			return nil, avError("add stream to segment", ret)
		}
		index[s == video] = C.int(len(index))
	}
	if ret := C.lp_mux_start(m, options); ret < 0 {
		return nil, avError("start segment", ret)
	}
	// Sound and picture come as the publisher interleaved them, which may be
	// badly; a player wants them in the order of their times.
	slices.SortStableFunc(packets, func(a, b packet) int { return cmp.Compare(a.dts, b.dts) })
	for i, p := range packets {
		d := packetTime(packets, i, frameTime)
		if !p.video {
			d = audio.packetTime()
		}
		if ret := C.lp_mux_write(m, index[p.video], C.int64_t(p.pts), C.int64_t(p.dts), C.int64_t(d), boolInt(p.key), bytePtr(p.data), C.int(len(p.data))); ret < 0 {
			return nil, malformed("packet of %d bytes fits no %s: %v", len(p.data), container, avError("write", ret))
		}
	}
	var data *C.uint8_t
	var size C.int64_t
	if ret := C.lp_mux_finish(m, &data, &size); ret < 0 {
		return nil, avError("finish segment", ret)
	}
	return C.GoBytes(unsafe.Pointer(data), C.int(size)), nil
}

// packetTime of video packet i: until the next, or frameTime for the last.
func packetTime(packets []packet, i int, frameTime int64) int64 {
	if !packets[i].video {
		return 0
	}
	for _, p := range packets[i+1:] {
		if p.video {
			return p.dts - packets[i].dts
		}
	}
	return frameTime
}

// packetTime of an audio stream is 0 when its packets vary.
func (s *muxStream) packetTime() int64 {
	if s.format.SampleRate <= 0 {
		return 0
	}
	return int64(s.format.FrameSize) * muxClock / int64(s.format.SampleRate)
}

func addStream(m *C.lp_mux, s *muxStream) C.int {
	cs := C.lp_mux_stream{
		codec: C.int(s.id), config_size: C.int(len(s.config)),
		width: C.int(s.format.Width), height: C.int(s.format.Height), pix_fmt: C.int(s.format.pixFmt),
		sample_rate: C.int(s.format.SampleRate), channels: C.int(s.format.Channels), frame_size: C.int(s.format.FrameSize),
	}
	if len(s.config) > 0 {
		config := C.CBytes(s.config)
		defer C.free(config)
		cs.config = (*C.uint8_t)(config)
	}
	return C.lp_mux_add(m, &cs)
}

func bytePtr(b []byte) *C.uint8_t { return (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(b))) }

func boolInt(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

func avError(what string, ret C.int) error {
	var buf [128]C.char
	C.lp_mux_error(ret, &buf[0], C.int(len(buf)))
	return &Error{Rendition: -1, Text: fmt.Sprintf("%s: %s", what, C.GoString(&buf[0]))}
}
