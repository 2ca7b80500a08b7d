package monitor

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// HLS observes a broadcaster's playback server.
type HLS struct {
	held              prometheus.Gauge
	requests          *prometheus.CounterVec
	gaps, evictedSegs prometheus.Counter
}

func newHLS(f factory) *HLS {
	return &HLS{
		held:        f.gauge("hls_held_bytes", "Bytes of media that playback holds in memory.").WithLabelValues(),
		requests:    f.counter("hls_requests", "Answered requests for playback.", "resource", "code"),
		gaps:        f.counter("hls_gaps", "Segments of a rendition that playlists mark as gaps.").WithLabelValues(),
		evictedSegs: f.counter("hls_evicted_segments", "Segments that left early to keep memory in bounds.").WithLabelValues(),
	}
}

// BytesHeld sets the media in memory.
func (h *HLS) BytesHeld(total int64) { h.held.Set(float64(total)) }

// Requested counts an answer.
func (h *HLS) Requested(resource string, status int) {
	h.requests.WithLabelValues(resource, strconv.Itoa(status)).Inc()
}

// Gap counts a gap in a playlist.
func (h *HLS) Gap() { h.gaps.Inc() }

// Evicted counts segments that left early.
func (h *HLS) Evicted(segments int) { h.evictedSegs.Add(float64(segments)) }
