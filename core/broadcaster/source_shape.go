package broadcaster

import "github.com/livepeer/streamflow/core"

// sourceShape is what a decoder is set up for. When it changes, transcoders
// have to start anew (features.md 2, "Auto reinit").
type sourceShape struct {
	video       bool
	codec       core.Codec
	pixelFormat string
	w, h        int
}

func shapeOf(m core.MediaInfo) sourceShape {
	return sourceShape{video: m.HasVideo, codec: m.VideoCodec, pixelFormat: m.PixelFormat, w: m.Width, h: m.Height}
}

// changesTo says whether a segment of shape next needs another set-up. What is
// unknown of either counts as unchanged, and so does a segment without video.
func (s sourceShape) changesTo(next sourceShape) bool {
	if !s.video || !next.video {
		return false
	}
	return s.codec != next.codec ||
		s.pixelFormat != next.pixelFormat && s.pixelFormat != "" && next.pixelFormat != "" ||
		s.w != next.w && s.w != 0 && next.w != 0 ||
		s.h != next.h && s.h != 0 && next.h != 0
}
