// Package monitor turns what the parts of a node tell their observers into
// Prometheus metrics. It is the only package that knows Prometheus. Metrics
// have go-livepeer's names where their meaning is the same (features.md 12),
// and bounded labels: errors are counted by code, and labels that name a
// stream or a peer exist only while that is active, and only with PerStream.
package monitor

import (
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

const namespace = "livepeer"

// Config of a Monitor.
type Config struct {
	NodeID   string // label node_id
	NodeType string // label node_type: bctr, orch, trcr, or several with a +
	Version  string
	// PerStream adds the label manifest_id to the metrics of segments, and those of
	// sender and recipient to the metrics of payments.
	PerStream bool
}

// Monitor owns a registry of its own; there is nothing global. Its observers
// are safe for concurrent use and never block.
type Monitor struct {
	registry *prometheus.Registry

	Streams      *Streams
	Pool         *Pool
	Workers      *Workers
	Discovery    *Discovery
	RTMP         *RTMP
	HLS          *HLS
	Orchestrator *Orchestrator
	Agent        *Agent
	Chain        *Chain
	Paying       *Paying
	Earning      *Earning
	Redemption   *Redemption
	Verification *Verification
}

// New registers all metrics.
func New(cfg Config) *Monitor {
	registry := prometheus.NewRegistry()
	f := factory{prometheus.WrapRegistererWith(prometheus.Labels{"node_id": cfg.NodeID, "node_type": cfg.NodeType}, registry)}
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	f.gauge("versions", "Version of this node; always 1.", "compiler", "goos", "goversion", "livepeerversion").
		WithLabelValues(runtime.Compiler, runtime.GOOS, runtime.Version(), cfg.Version).Set(1)
	sessions := sessionGauges{
		current: f.gauge("current_sessions_total", "Streams of a broadcaster, sessions of an orchestrator.", "role"),
		limit:   f.gauge("max_sessions_total", "How many of them there may be.", "role"),
	}
	return &Monitor{
		registry:     registry,
		Streams:      newStreams(f, sessions, cfg.PerStream),
		Pool:         newPool(f),
		Workers:      newWorkers(f),
		Discovery:    newDiscovery(f),
		RTMP:         newRTMP(f),
		HLS:          newHLS(f),
		Orchestrator: newOrchestrator(f, sessions),
		Agent:        newAgent(f),
		Chain:        newChain(f),
		Paying:       newPaying(f, cfg.PerStream),
		Earning:      newEarning(f, cfg.PerStream),
		Redemption:   newRedemption(f),
		Verification: newVerification(f),
	}
}

// Handler serves the metrics in Prometheus' text format.
func (m *Monitor) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// sessionGauges are shared by the two roles that have sessions.
type sessionGauges struct{ current, limit *prometheus.GaugeVec }

// factory makes metrics in the node's namespace and registers them.
type factory struct {
	reg prometheus.Registerer
}

func (f factory) counter(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	f.reg.MustRegister(c)
	return c
}

func (f factory) gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
	f.reg.MustRegister(g)
	return g
}

func (f factory) histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	f.reg.MustRegister(h)
	return h
}

// seconds are buckets for what takes up to a segment's time limit.
func seconds() []float64 { return []float64{.05, .1, .2, .5, .75, 1, 1.5, 2, 3, 5, 8, 15, 30} }

// errorCode is a label for err out of a small set.
func errorCode(err error) string {
	var te *core.TranscodeError
	var refusal *pm.Refusal
	var netErr net.Error
	switch {
	case err == nil:
		return "none"
	case errors.As(err, &te):
		return string(te.Code)
	case errors.As(err, &refusal):
		return refusalCode(refusal.Code)
	case errors.Is(err, core.ErrOrchestratorBusy):
		return "OrchestratorBusy"
	case errors.Is(err, core.ErrOrchestratorCapped):
		return "OrchestratorCapped"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.As(err, &netErr):
		if netErr.Timeout() {
			return "timeout"
		}
		return "network"
	}
	return "other"
}
