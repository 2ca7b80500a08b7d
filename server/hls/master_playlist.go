package hls

import (
	"strconv"

	"github.com/grafov/m3u8"
)

// masterPlaylist writes the list of st's renditions, the source first. Their
// addresses are relative to /stream/, as in the existing network.
func masterPlaylist(st *stream) []byte {
	master := m3u8.NewMasterPlaylist()
	for _, t := range st.visible() {
		peak, average := t.bandwidth()
		params := m3u8.VariantParams{Bandwidth: peak, AverageBandwidth: average, Codecs: t.media.codecs}
		if t.media.width > 0 && t.media.height > 0 {
			params.Resolution = strconv.Itoa(t.media.width) + "x" + strconv.Itoa(t.media.height)
		}
		if t.media.fpsNum > 0 && t.media.fpsDen > 0 {
			params.FrameRate = float64(t.media.fpsNum) / float64(t.media.fpsDen)
		}
		master.Append(escape(string(st.id))+"/"+escape(t.name)+".m3u8", nil, params)
	}
	return master.Encode().Bytes()
}
