package monitor

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// Streams observes a broadcaster's streams (core/broadcaster.Observer).
type Streams struct {
	perStream bool

	created, started, ended prometheus.Counter
	current                 prometheus.Gauge
	duration                prometheus.Observer
	appeared, sourceBytes   *prometheus.CounterVec
	transcoded, failed      *prometheus.CounterVec
	renditionBytes          *prometheus.CounterVec
	latency                 *prometheus.HistogramVec
	retried, swaps          *prometheus.CounterVec
	uploaded                *prometheus.CounterVec
	uploadFailed            *prometheus.CounterVec
	upload, download        prometheus.Observer
	transcode, score        prometheus.Observer
	hedged, rejected        *prometheus.CounterVec
	success                 *prometheus.GaugeVec
	vectors                 []streamVector

	mu sync.Mutex
	// guarded by mu:
	running map[core.ManifestID]*running
	total   outcomes
}

// running is a stream that has started and not ended, or several of one name:
// a new one may start while the last is still saying goodbye.
type running struct {
	streams int
	newest  outcomes
	fed     bool // the newest has had a segment
}

// streamVector is a metric whose series of a stream can be dropped.
type streamVector interface {
	DeletePartialMatch(labels prometheus.Labels) int
}

// outcomes counts segments for the success rate.
type outcomes struct{ done, failed int }

func (o outcomes) rate() float64 {
	if o.done == 0 {
		return 1
	}
	return float64(o.done-o.failed) / float64(o.done)
}

func newStreams(f factory, sessions sessionGauges, perStream bool) *Streams {
	s := &Streams{
		perStream:      perStream,
		created:        f.counter("stream_created_total", "Streams that began.").WithLabelValues(),
		started:        f.counter("stream_started_total", "Streams that had a first segment.").WithLabelValues(),
		ended:          f.counter("stream_ended_total", "Streams that ended.").WithLabelValues(),
		current:        sessions.current.WithLabelValues("broadcaster"),
		duration:       f.histogram("source_segment_duration_seconds", "Duration of source segments.", []float64{.5, 1, 1.5, 2, 2.5, 3, 5, 10, 30}).WithLabelValues(),
		appeared:       f.counter("segment_source_appeared_total", "Source segments that were taken in.", "manifest_id"),
		sourceBytes:    f.counter("segment_source_bytes", "Bytes of source segments.", "manifest_id"),
		transcoded:     f.counter("segment_transcoded_total", "Segments with all their renditions.", "manifest_id"),
		failed:         f.counter("segment_transcode_failed_total", "Segments whose renditions were given up.", "manifest_id", "error_code"),
		renditionBytes: f.counter("segment_transcoded_bytes", "Bytes of renditions.", "manifest_id"),
		latency:        f.histogram("transcode_overall_latency_seconds", "Time from a segment's appearance to its renditions.", seconds(), "manifest_id"),
		retried:        f.counter("transcode_retried", "Segments that were tried again.", "try"),
		swaps:          f.counter("orchestrator_swaps", "Segments that went to another orchestrator than the one before.", "manifest_id"),
		uploaded:       f.counter("segment_source_uploaded_total", "Segments that an orchestrator took.", "manifest_id"),
		uploadFailed:   f.counter("segment_source_upload_failed_total", "Attempts of a segment at an orchestrator that failed.", "manifest_id", "error_code"),
		upload:         f.histogram("upload_time_seconds", "Time to upload a segment.", seconds()).WithLabelValues(),
		download:       f.histogram("download_time_seconds", "Time to download the renditions of a segment.", seconds()).WithLabelValues(),
		transcode:      f.histogram("orchestrator_time_seconds", "Time from upload to result at an orchestrator.", seconds()).WithLabelValues(),
		score:          f.histogram("transcode_score", "Round trip in units of the segment's duration, at least 1.5 s.", []float64{.1, .25, .5, .75, 1, 1.5, 2, 3, 5}).WithLabelValues(),
		hedged:         f.counter("segment_hedged_total", "Segments that went to another orchestrator beside one that was late.", "manifest_id"),
		rejected:       f.counter("result_rejected_total", "Results of orchestrators that verification found wrong.", "manifest_id"),
		success:        f.gauge("success_rate", "Share of segments with all their renditions.", "manifest_id"),
		running:        map[core.ManifestID]*running{},
	}
	s.vectors = []streamVector{s.appeared, s.sourceBytes, s.transcoded, s.failed, s.renditionBytes, s.latency, s.swaps, s.uploaded, s.uploadFailed, s.hedged, s.rejected, s.success}
	return s
}

// label is the value of manifest_id.
func (s *Streams) label(id core.ManifestID) string {
	if !s.perStream {
		return ""
	}
	return string(id)
}

// StreamStarted implements broadcaster.Observer.
func (s *Streams) StreamStarted(id core.ManifestID) {
	s.created.Inc()
	s.current.Inc()
	s.mu.Lock()
	defer s.mu.Unlock()
	before := 0
	if r := s.running[id]; r != nil {
		before = r.streams
	}
	s.running[id] = &running{streams: before + 1}
}

// StreamEnded drops the series of the stream, unless the next one of its name
// has started.
func (s *Streams) StreamEnded(id core.ManifestID) {
	s.ended.Inc()
	s.current.Dec()
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.running[id]; r != nil {
		if r.streams--; r.streams > 0 {
			return
		}
	}
	delete(s.running, id)
	if !s.perStream {
		return
	}
	for _, v := range s.vectors {
		v.DeletePartialMatch(prometheus.Labels{"manifest_id": string(id)})
	}
}

// SegmentAppeared implements broadcaster.Observer. The first segment of a stream
// may have any number.
func (s *Streams) SegmentAppeared(e broadcaster.SegmentEvent) {
	if s.first(e.ManifestID) {
		s.started.Inc()
	}
	label := s.label(e.ManifestID)
	s.appeared.WithLabelValues(label).Inc()
	s.sourceBytes.WithLabelValues(label).Add(float64(e.Bytes))
	s.duration.Observe(e.Duration.Seconds())
}

// first says whether a stream had no segment before.
func (s *Streams) first(id core.ManifestID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.running[id]
	if r == nil || r.fed {
		return false
	}
	r.fed = true
	return true
}

// AttemptDone implements broadcaster.Observer.
func (s *Streams) AttemptDone(e broadcaster.AttemptEvent) {
	label := s.label(e.ManifestID)
	if e.Hedged {
		s.hedged.WithLabelValues(label).Inc()
	}
	if e.Rejected {
		s.rejected.WithLabelValues(label).Inc()
	}
	if e.Try > 1 && !e.Redundant && !e.Hedged && !e.Reference {
		s.retried.WithLabelValues(tryLabel(e.Try)).Inc()
	}
	if e.Swapped {
		s.swaps.WithLabelValues(label).Inc()
	}
	if e.Err != nil {
		s.uploadFailed.WithLabelValues(label, errorCode(e.Err)).Inc()
		return
	}
	s.uploaded.WithLabelValues(label).Inc()
	s.upload.Observe(e.UploadTime.Seconds())
	s.transcode.Observe(e.TranscodeTime.Seconds())
	s.download.Observe(e.DownloadTime.Seconds())
	s.score.Observe(e.LatencyScore)
}

// tryLabel keeps the label's values few.
func tryLabel(try int) string {
	switch try {
	case 2:
		return "2"
	case 3:
		return "3"
	}
	return "more"
}

// SegmentDone implements broadcaster.Observer.
func (s *Streams) SegmentDone(e broadcaster.SegmentEvent, r broadcaster.SegmentOutcome) {
	label := s.label(e.ManifestID)
	if r.Err != nil {
		s.failed.WithLabelValues(label, errorCode(r.Err)).Inc()
	} else {
		s.transcoded.WithLabelValues(label).Inc()
		s.renditionBytes.WithLabelValues(label).Add(float64(r.Bytes))
		s.latency.WithLabelValues(label).Observe(r.Took.Seconds())
	}
	s.success.WithLabelValues(label).Set(s.count(e.ManifestID, r.Err != nil))
}

// count adds a segment's outcome and returns the success rate of its series.
func (s *Streams) count(id core.ManifestID, failed bool) float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	of := &s.total
	if s.perStream {
		of = &outcomes{}
		if r := s.running[id]; r != nil {
			of = &r.newest
		}
	}
	of.done++
	if failed {
		of.failed++
	}
	return of.rate()
}
