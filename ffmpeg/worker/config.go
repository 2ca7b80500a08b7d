package worker

import (
	"cmp"
	"fmt"
	"log/slog"
	"runtime"
	"time"
)

// Config of a Supervisor. Zero fields mean the values of DefaultConfig.
type Config struct {
	// MaxWorkers bounds the transcodes that run at once; more wait.
	MaxWorkers int
	// MaxProbes bounds the probes that run at once; more wait.
	MaxProbes int
	// MaxInspections bounds the inspections that run at once; more wait.
	MaxInspections int
	// MaxSegmenters bounds the live streams; more are refused with ErrTooManyStreams.
	MaxSegmenters int
	// Spares is how many ready workers are kept beyond the busy ones while
	// there is transcoding to do; negative for none.
	Spares int
	// IdleTimeout is when a worker without work goes, and the spares go when
	// there was nothing to transcode.
	IdleTimeout time.Duration
	// StartTimeout bounds the time until a worker is ready.
	StartTimeout time.Duration
	// JobTimeout is the least time that a transcode may take before it counts
	// as hanging; longer segments get JobTimeoutFactor times their duration.
	JobTimeout       time.Duration
	JobTimeoutFactor float64
	// ProbeTimeout bounds a probe, InspectTimeout an inspection, and StallTimeout the time in which a live
	// stream's worker takes nothing and gives nothing.
	ProbeTimeout   time.Duration
	InspectTimeout time.Duration
	StallTimeout   time.Duration
	// DrainTimeout is how long Close waits for running jobs; negative for not
	// at all.
	DrainTimeout time.Duration
	// MemoryLimit is the resident memory in bytes over which a worker is killed.
	MemoryLimit int64
	// RecycleMemory is the resident memory in bytes over which a worker gets
	// no further job, and JobsPerWorker the number of jobs after which.
	RecycleMemory int64
	JobsPerWorker int
	// MaxKeyframeGap is how long a live stream may be without keyframe.
	MaxKeyframeGap time.Duration
	// Devices to transcode on; none for the CPU.
	Devices []Device
	// Preset is libx264's; empty for the engine's default.
	Preset string

	Observer Observer     // nil for none
	Log      *slog.Logger // nil discards
}

// DefaultConfig is fit for a node that transcodes on its CPU.
func DefaultConfig() Config {
	return Config{
		MaxWorkers:       max(runtime.NumCPU(), 2),
		MaxProbes:        4,
		MaxInspections:   max(runtime.NumCPU()/2, 1),
		MaxSegmenters:    1000,
		Spares:           1,
		IdleTimeout:      30 * time.Second,
		StartTimeout:     15 * time.Second,
		JobTimeout:       20 * time.Second,
		JobTimeoutFactor: 5,
		ProbeTimeout:     10 * time.Second,
		InspectTimeout:   20 * time.Second,
		StallTimeout:     10 * time.Second,
		DrainTimeout:     5 * time.Second,
		MemoryLimit:      4 << 30,
		RecycleMemory:    1 << 30,
		JobsPerWorker:    10_000,
		MaxKeyframeGap:   8 * time.Second,
		Log:              slog.New(slog.DiscardHandler),
		Observer:         noObserver{},
	}
}

// withDefaults fills zero fields.
func (c Config) withDefaults() Config {
	d := DefaultConfig()
	c.MaxWorkers = cmp.Or(c.MaxWorkers, d.MaxWorkers)
	c.MaxProbes = cmp.Or(c.MaxProbes, d.MaxProbes)
	c.MaxInspections = cmp.Or(c.MaxInspections, d.MaxInspections)
	c.MaxSegmenters = cmp.Or(c.MaxSegmenters, d.MaxSegmenters)
	c.Spares = cmp.Or(c.Spares, d.Spares)
	c.IdleTimeout = cmp.Or(c.IdleTimeout, d.IdleTimeout)
	c.StartTimeout = cmp.Or(c.StartTimeout, d.StartTimeout)
	c.JobTimeout = cmp.Or(c.JobTimeout, d.JobTimeout)
	c.JobTimeoutFactor = cmp.Or(c.JobTimeoutFactor, d.JobTimeoutFactor)
	c.ProbeTimeout = cmp.Or(c.ProbeTimeout, d.ProbeTimeout)
	c.InspectTimeout = cmp.Or(c.InspectTimeout, d.InspectTimeout)
	c.StallTimeout = cmp.Or(c.StallTimeout, d.StallTimeout)
	c.DrainTimeout = cmp.Or(c.DrainTimeout, d.DrainTimeout)
	c.MemoryLimit = cmp.Or(c.MemoryLimit, d.MemoryLimit)
	c.RecycleMemory = cmp.Or(c.RecycleMemory, d.RecycleMemory)
	c.JobsPerWorker = cmp.Or(c.JobsPerWorker, d.JobsPerWorker)
	c.MaxKeyframeGap = cmp.Or(c.MaxKeyframeGap, d.MaxKeyframeGap)
	c.Observer = cmp.Or(c.Observer, d.Observer)
	c.Log = cmp.Or(c.Log, d.Log)
	return c
}

// Validate says which field makes no sense.
func (c Config) Validate() error {
	c = c.withDefaults()
	positive := map[string]bool{
		"MaxWorkers": c.MaxWorkers > 0, "MaxProbes": c.MaxProbes > 0, "MaxSegmenters": c.MaxSegmenters > 0,
		"IdleTimeout": c.IdleTimeout > 0, "StartTimeout": c.StartTimeout > 0, "JobTimeout": c.JobTimeout > 0,
		"JobTimeoutFactor": c.JobTimeoutFactor > 0, "ProbeTimeout": c.ProbeTimeout > 0, "InspectTimeout": c.InspectTimeout > 0,
		"MaxInspections": c.MaxInspections > 0, "StallTimeout": c.StallTimeout > 0,
		"MemoryLimit": c.MemoryLimit > 0, "RecycleMemory": c.RecycleMemory > 0, "JobsPerWorker": c.JobsPerWorker > 0,
		"MaxKeyframeGap": c.MaxKeyframeGap > 0,
	}
	for name, ok := range positive {
		if !ok {
			return fmt.Errorf("worker config: %s must be greater than zero", name)
		}
	}
	if c.RecycleMemory > c.MemoryLimit {
		return fmt.Errorf("worker config: RecycleMemory %d is above MemoryLimit %d", c.RecycleMemory, c.MemoryLimit)
	}
	return nil
}
