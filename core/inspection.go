package core

import "time"

// Limits on a Look.
const (
	MaxLookTimes  = 16
	MaxLookAround = 8
	MaxLookViews  = 64
	// MaxViewBytes bounds one view, and MaxLookBytes all views of all frames.
	MaxViewBytes = 256 << 10
	MaxLookBytes = 32 << 20
)

// Look says what an inspection of media decodes. The zero value decodes
// nothing: packets and headers alone are read.
type Look struct {
	// Times are where frames are taken, from the first frame on, in rising
	// order, at most MaxLookTimes. Only what it takes to show them is decoded.
	Times []time.Duration
	// Around is how many frames before and after each of them are taken as well,
	// at most MaxLookAround.
	Around int
	// Views are made of each of these frames, at most MaxLookViews.
	Views []View
	// All decodes the whole, so that DecodedFrames and DecodedPixels are those
	// of all frames.
	All bool
}

// View is a part of a frame: the frame is scaled to Width x Height, and
// CropWidth x CropHeight pixels from X, Y on are kept of it.
type View struct {
	Width, Height               int
	X, Y, CropWidth, CropHeight int
	// Alone leaves the frames around those at the times out.
	Alone bool
}

// Bytes is how many bytes the views of all frames have at most.
func (l Look) Bytes() int {
	total := 0
	for _, v := range l.Views {
		n := v.CropWidth * v.CropHeight * len(l.Times)
		if !v.Alone {
			n *= 2*l.Around + 1
		}
		total += n
	}
	return total
}

// WholeView is the view of a whole frame scaled to w x h pixels.
func WholeView(w, h int) View {
	return View{Width: w, Height: h, CropWidth: w, CropHeight: h}
}

// MediaFacts is what an inspection found in the bytes of a segment.
type MediaFacts struct {
	Container Container
	Bytes     int
	Video     *VideoFacts // nil when there is none
	// Audio describes the first audio stream, nil when there is none.
	Audio        *AudioFacts
	AudioStreams int
}

// VideoFacts describes a video stream.
type VideoFacts struct {
	Codec Codec
	// Profile is the codec's own number for its profile, such as profile_idc of
	// H.264 with FFmpeg's bits for constraints; negative when unknown.
	Profile     int
	PixelFormat string // FFmpeg's name
	// Width and Height of the first picture in pixels. SizeChanges counts the
	// pictures that have another size than the one before.
	Width, Height, SizeChanges int
	// Pixels is width x height summed over all pictures, by their headers.
	Pixels int64
	Bytes  int64 // of all packets
	// FPSNum over FPSDen is the frame rate as the container tells it, 0/0 when unknown.
	FPSNum, FPSDen int
	// Frames in the order in which they are shown.
	Frames []FrameFacts
	// Leading counts the pictures ahead of the first keyframe, which no decoder shows.
	Leading int
	// DecodedFrames and DecodedPixels count what the decoder gave; Damaged the
	// packets that it refused.
	DecodedFrames, Damaged int
	DecodedPixels          int64
	// Samples are the frames that were asked for, in the order of Look.Times and
	// then of their own.
	Samples []FrameSample
}

// Duration of the stream: from its first frame to the end of its last, which
// lasts as long as the one before it.
func (v *VideoFacts) Duration() time.Duration {
	n := len(v.Frames)
	if n == 0 {
		return 0
	}
	last := time.Duration(0)
	if n > 1 {
		last = v.Frames[n-1].Time - v.Frames[n-2].Time
	} else if v.FPSNum > 0 {
		last = time.Second * time.Duration(v.FPSDen) / time.Duration(v.FPSNum)
	}
	return v.Frames[n-1].Time - v.Frames[0].Time + last
}

// FrameFacts is one frame of a video stream.
type FrameFacts struct {
	Time  time.Duration // on the stream's clock
	Key   bool
	Bytes int // of its packet
}

// FrameSample is a decoded frame.
type FrameSample struct {
	Index int           // of the time in Look.Times that it was taken for
	Step  int           // frames from the one that is shown at that time, negative for before
	Time  time.Duration // from the first frame on
	Key   bool
	// Width and Height of the frame as decoded.
	Width, Height int
	// Views are the pictures' brightness, one byte a pixel, row by row, in the
	// order of Look.Views; nil where a view is Alone and Step is not 0.
	Views [][]byte
}

// AudioFacts describes an audio stream.
type AudioFacts struct {
	Codec      string // FFmpeg's name
	SampleRate int    // Hz
	Channels   int
	Packets    int
	// First is when it begins on the stream's clock, and Duration lasts to the
	// end of the last packet.
	First, Duration time.Duration
	Bytes           int64
}
