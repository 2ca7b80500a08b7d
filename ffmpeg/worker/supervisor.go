package worker

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// Supervisor starts, watches and replaces worker processes, and gives them
// their jobs.
type Supervisor struct {
	cfg     Config
	log     *slog.Logger
	spawner *spawner
	poison  *poisonTable
	places  *deviceTable

	// ctx ends when running jobs must end.
	ctx    context.Context
	cancel context.CancelFunc
	// processes counts what must be gone before the spawner's thread may go:
	// live processes, starts, the janitor.
	processes sync.WaitGroup
	jobs      sync.WaitGroup

	// A slot in these is the right to run a job of the kind.
	transcodes, probes, inspections, segmenters chan struct{}

	// guarded by mu:
	mu     sync.Mutex
	closed bool
	pools  map[Device]*pool
	busy   int
	live   map[*process]struct{}
}

// New checks the configuration; no process is started before the first job.
func New(cfg Config) (*Supervisor, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	return &Supervisor{
		cfg:         cfg,
		log:         cfg.Log,
		poison:      newPoisonTable(),
		places:      newDeviceTable(cfg.Devices),
		transcodes:  make(chan struct{}, cfg.MaxWorkers),
		probes:      make(chan struct{}, cfg.MaxProbes),
		inspections: make(chan struct{}, cfg.MaxInspections),
		segmenters:  make(chan struct{}, cfg.MaxSegmenters),
		pools:       make(map[Device]*pool),
		live:        make(map[*process]struct{}),
		closed:      true,
	}, nil
}

// Start makes the supervisor take jobs until Close, or until ctx ends, which
// ends running jobs too. It must be called once.
func (s *Supervisor) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spawner != nil {
		return errors.New("worker supervisor is started twice")
	}
	s.ctx, s.cancel = context.WithCancel(ctx)
	s.spawner = newSpawner()
	s.closed = false
	s.processes.Add(1)
	go s.janitor()
	return nil
}

// Close takes no more jobs, gives running ones DrainTimeout to finish, ends
// all workers and waits until they are gone. It is idempotent.
func (s *Supervisor) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()

	if s.cfg.DrainTimeout > 0 {
		drained := make(chan struct{})
		go func() {
			s.jobs.Wait()
			close(drained)
		}()
		timer := time.NewTimer(s.cfg.DrainTimeout)
		select {
		case <-drained:
		case <-timer.C:
		case <-s.ctx.Done():
		}
		timer.Stop()
	}
	s.cancel()
	s.jobs.Wait()
	s.mu.Lock()
	for _, pool := range s.pools {
		for _, p := range pool.idle {
			s.retire(p, EndClosed)
		}
		pool.idle = nil
	}
	s.mu.Unlock()
	s.processes.Wait()
	s.spawner.close()
	return nil
}

// Warm starts the spares of all devices in the background, for a session that
// is about to begin. They go after IdleTimeout without a transcode.
func (s *Supervisor) Warm() {
	if len(s.cfg.Devices) == 0 {
		s.warm("")
		return
	}
	s.warm(s.cfg.Devices...)
}

// WarmProbe starts the spares of the CPU in the background, where segments are
// probed: those of Warm unless the node transcodes on other devices.
func (s *Supervisor) WarmProbe() { s.warm("") }

func (s *Supervisor) warm(devices ...Device) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	for _, d := range devices {
		s.refill(d)
	}
}

// Stats counts the worker processes of this moment.
type Stats struct {
	Idle, Busy, Starting int
}

// Stats returns the present number of workers.
func (s *Supervisor) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := Stats{Busy: s.busy}
	for _, pool := range s.pools {
		st.Idle += len(pool.idle)
		st.Starting += pool.starting
	}
	return st
}

// PIDs returns the process ids of all workers of this moment.
func (s *Supervisor) PIDs() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	pids := make([]int, 0, len(s.live))
	for p := range s.live {
		pids = append(pids, p.cmd.Process.Pid)
	}
	return pids
}

// begin registers a job; done must be called when it ends.
func (s *Supervisor) begin() (done func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	s.jobs.Add(1)
	return s.jobs.Done, nil
}
