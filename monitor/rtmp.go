package monitor

import "github.com/prometheus/client_golang/prometheus"

// RTMP observes a broadcaster's RTMP listener.
type RTMP struct {
	connections prometheus.Gauge
	refused     *prometheus.CounterVec
	bytes       prometheus.Counter
}

func newRTMP(f factory) *RTMP {
	return &RTMP{
		connections: f.gauge("rtmp_connections", "RTMP connections that are open.").WithLabelValues(),
		refused:     f.counter("rtmp_connections_refused", "RTMP connections that were refused or ended by the node.", "reason"),
		bytes:       f.counter("rtmp_received_bytes", "Bytes that RTMP clients sent.").WithLabelValues(),
	}
}

// ConnectionOpened counts a connection that got a place.
func (r *RTMP) ConnectionOpened() { r.connections.Inc() }

// ConnectionClosed ends what ConnectionOpened began.
func (r *RTMP) ConnectionClosed() { r.connections.Dec() }

// ConnectionRefused counts a refusal by its reason.
func (r *RTMP) ConnectionRefused(reason string) { r.refused.WithLabelValues(reason).Inc() }

// BytesIn counts received bytes.
func (r *RTMP) BytesIn(n int) { r.bytes.Add(float64(n)) }
