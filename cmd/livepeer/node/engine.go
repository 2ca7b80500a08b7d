package node

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/ffmpeg/worker"
	"github.com/livepeer/streamflow/monitor"
)

// engine is the node's media engine: worker processes, and what they can do.
type engine struct {
	workers *worker.Supervisor
	// capabilities are tested ones where the node transcodes; a broadcaster
	// that only cuts and probes has none.
	capabilities *core.Capabilities
}

// startEngine starts the supervisor of the worker processes, and tests what
// they can do where the node transcodes.
func (n *node) startEngine(ctx, life context.Context) error {
	cfg := worker.DefaultConfig()
	cfg.Log = n.log
	cfg.Observer = workerObserver{n.monitor.Workers}
	cfg.Preset = n.cfg.X264Preset
	cfg.MemoryLimit = n.cfg.WorkerMemoryLimit
	cfg.RecycleMemory = min(cfg.RecycleMemory, n.cfg.WorkerMemoryLimit/2)
	if n.cfg.Nvidia != "" {
		devices, err := worker.ParseDevices(n.cfg.Nvidia, func() ([]worker.Device, error) { return worker.FindNvidia("/") })
		if err != nil {
			return &ConfigError{Flag: "nvidia", Reason: err.Error()}
		}
		cfg.Devices = devices
	}
	workers, err := worker.New(cfg)
	if err != nil {
		return err
	}
	n.engine = &engine{workers: workers}
	err = n.parts.Start(ctx, lifecycle.Part{
		Name:  "media engine",
		Start: func(context.Context) error { return workers.Start(life) },
		Close: workers.Close,
	})
	if err != nil || !n.cfg.Transcoder {
		return err
	}
	return n.testEngine(ctx, cfg.Devices)
}

// testEngine learns what this machine can do, on each device; a capability
// that one of them lacks is not advertised. With -testTranscoder=false the
// default set is taken for granted, but hardware must be there.
func (n *node) testEngine(ctx context.Context, devices []worker.Device) error {
	if !n.cfg.TestTranscoder {
		for _, d := range devices {
			if err := n.engine.workers.Test(ctx, d); err != nil {
				return fmt.Errorf("test of %s: %w", deviceName(d), err)
			}
		}
		n.engine.capabilities = core.NewCapabilities(n.cfg.Version, core.DefaultCapabilities()...)
		return nil
	}
	if len(devices) == 0 {
		devices = []worker.Device{""}
	}
	var shared core.CapabilitySet
	for i, d := range devices {
		begin := time.Now()
		caps, err := n.engine.workers.Capabilities(ctx, d)
		if err != nil {
			return fmt.Errorf("test of %s: %w", deviceName(d), err)
		}
		n.log.Info("Transcoder tested", "device", deviceName(d), "capabilities", capabilityNames(caps), "took", time.Since(begin).Round(time.Millisecond))
		if set := core.NewCapabilitySet(caps...); i == 0 {
			shared = set
		} else {
			shared = shared.Intersect(set)
		}
	}
	n.engine.capabilities = core.NewCapabilities(n.cfg.Version, shared.List()...)
	return nil
}

func deviceName(d worker.Device) string {
	if d == "" {
		return "CPU"
	}
	return "Nvidia device " + string(d)
}

func capabilityNames(caps []core.Capability) string {
	var names []string
	for _, c := range caps {
		names = append(names, fmt.Sprint(uint32(c)))
	}
	return strings.Join(names, ",")
}

// workerObserver hands events of the workers to the monitor.
type workerObserver struct{ m *monitor.Workers }

func (o workerObserver) WorkerStarted(time.Duration) { o.m.WorkerStarted() }
func (o workerObserver) WorkerEnded(why worker.EndReason) {
	o.m.WorkerEnded(string(why), why != worker.EndStart)
}
func (o workerObserver) JobDone(kind worker.JobKind, took time.Duration, err error) {
	o.m.JobDone(string(kind), took, err)
}
func (o workerObserver) JobMemory(kind worker.JobKind, peak int64) { o.m.JobMemory(string(kind), peak) }
