package worker

import (
	"context"
	"time"
)

// pool holds the workers of one device. It is guarded by the supervisor's mu.
type pool struct {
	idle     []*process // longest idle first
	starting int
	waiters  []chan acquired // each has room for its one answer
	// transcoded is when a transcode or Warm last asked for a worker.
	transcoded time.Time
}

type acquired struct {
	p   *process
	err error
}

// acquire returns a ready worker that now belongs to the caller, who ends with
// release or discard. Errors: ctx's, ErrClosed, *StartError.
func (s *Supervisor) acquire(ctx context.Context, device Device, kind JobKind) (*process, error) {
	s.mu.Lock()
	pool := s.pool(device)
	p := s.takeIdle(pool)
	var wait chan acquired
	if p == nil {
		wait = make(chan acquired, 1)
		pool.waiters = append(pool.waiters, wait)
		for pool.starting < len(pool.waiters) {
			s.startOne(device)
		}
	}
	if kind == JobTranscode {
		s.refill(device)
	}
	s.mu.Unlock()
	if p != nil {
		return p, nil
	}
	select {
	case got := <-wait:
		return got.p, got.err
	case <-ctx.Done():
		s.stopWaiting(pool, wait)
		return nil, ctx.Err()
	case <-s.ctx.Done():
		s.stopWaiting(pool, wait)
		return nil, ErrClosed
	}
}

// stopWaiting gives back what may have come at the last moment.
func (s *Supervisor) stopWaiting(pool *pool, wait chan acquired) {
	s.mu.Lock()
	for i, w := range pool.waiters {
		if w == wait {
			pool.waiters = append(pool.waiters[:i], pool.waiters[i+1:]...)
			break
		}
	}
	s.mu.Unlock()
	select {
	case got := <-wait:
		if got.p != nil {
			s.release(got.p)
		}
	default:
	}
}

// The methods from here to the janitor are called with mu held.

func (s *Supervisor) pool(device Device) *pool {
	if s.pools[device] == nil {
		s.pools[device] = &pool{}
	}
	return s.pools[device]
}

// takeIdle takes the worker that was last in use, whose memory is warm.
func (s *Supervisor) takeIdle(pool *pool) *process {
	for n := len(pool.idle); n > 0; n = len(pool.idle) {
		p := pool.idle[n-1]
		pool.idle = pool.idle[:n-1]
		if p.alive() {
			s.busy++
			return p
		}
		p.conn.Close()
	}
	return nil
}

// refill starts what is missing of the spares of a device that transcodes.
func (s *Supervisor) refill(device Device) {
	pool := s.pool(device)
	pool.transcoded = time.Now()
	for !s.closed && len(pool.idle)+pool.starting-len(pool.waiters) < s.cfg.Spares {
		s.startOne(device)
	}
}

// startOne starts a worker in the background and gives it to the first waiter,
// or keeps it as spare.
func (s *Supervisor) startOne(device Device) {
	pool := s.pool(device)
	pool.starting++
	s.processes.Add(1)
	go func() {
		defer s.processes.Done()
		p, err := s.spawn(device)
		s.mu.Lock()
		defer s.mu.Unlock()
		pool.starting--
		if err != nil {
			s.log.Error("media worker does not start", "device", device, "err", err)
			if len(pool.waiters) > 0 {
				pool.waiters[0] <- acquired{err: err}
				pool.waiters = pool.waiters[1:]
			}
			return
		}
		s.hand(p)
	}()
}

// hand gives a ready worker to whoever waits for one, or makes it idle.
func (s *Supervisor) hand(p *process) {
	pool := s.pool(p.device)
	switch {
	case s.closed && len(pool.waiters) == 0:
		s.retire(p, EndClosed)
	case len(pool.waiters) > 0:
		s.busy++
		pool.waiters[0] <- acquired{p: p}
		pool.waiters = pool.waiters[1:]
	default:
		p.idleSince = time.Now()
		pool.idle = append(pool.idle, p)
	}
}

// retire tells a worker that nobody owns to go, and kills it if it does not.
func (s *Supervisor) retire(p *process, why EndReason) {
	p.conn.Close()
	s.processes.Add(1)
	go func() {
		defer s.processes.Done()
		timer := time.NewTimer(2 * time.Second)
		defer timer.Stop()
		select {
		case <-p.exited:
		case <-timer.C:
			p.kill()
			<-p.exited
		}
		s.cfg.Observer.WorkerEnded(why)
	}()
}

// spawn starts a worker and waits until it is ready. Called without mu.
func (s *Supervisor) spawn(device Device) (*process, error) {
	began := time.Now()
	p, err := startProcess(s.spawner, device, s.log)
	if err != nil {
		return nil, &StartError{Err: err}
	}
	s.processes.Add(1)
	s.mu.Lock()
	s.live[p] = struct{}{}
	s.mu.Unlock()
	go func() {
		defer s.processes.Done()
		p.wait()
		s.forget(p)
	}()
	if err := p.greet(s.ctx, s.cfg.StartTimeout); err != nil {
		err = s.startFailure(p, err)
		s.cfg.Observer.WorkerEnded(EndStart)
		return nil, &StartError{Err: err}
	}
	s.cfg.Observer.WorkerStarted(time.Since(began))
	p.log.Debug("media worker is ready", "device", device, "took", time.Since(began))
	return p, nil
}

// startFailure ends a worker that did not become ready, and says why it did not.
func (s *Supervisor) startFailure(p *process, err error) error {
	if s.ctx.Err() != nil {
		err = ErrClosed
	}
	if connectionLost(err) {
		waitExit(p, time.Second)
		p.kill()
		<-p.exited
		return p.crash()
	}
	p.kill()
	<-p.exited
	return err
}

// forget takes a process that ended by itself out of the idle ones.
func (s *Supervisor) forget(p *process) {
	s.mu.Lock()
	delete(s.live, p)
	pool := s.pool(p.device)
	var died bool
	for i, q := range pool.idle {
		if q == p {
			pool.idle = append(pool.idle[:i], pool.idle[i+1:]...)
			died = true
			break
		}
	}
	s.mu.Unlock()
	if died {
		p.conn.Close()
		p.log.Warn("idle media worker ended", "err", p.crash())
		s.cfg.Observer.WorkerEnded(EndCrash)
	}
}

// release takes back a worker whose job ended cleanly.
func (s *Supervisor) release(p *process) {
	p.jobs++
	worn := p.jobs >= s.cfg.JobsPerWorker || p.rss() > s.cfg.RecycleMemory
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy--
	if worn || !p.alive() {
		s.retire(p, EndRecycled)
		s.replace(p.device)
		return
	}
	s.hand(p)
}

// discard ends a worker that cannot be used again, and replaces it.
func (s *Supervisor) discard(p *process, why EndReason) {
	p.kill()
	<-p.exited
	s.cfg.Observer.WorkerEnded(why)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy--
	s.replace(p.device)
}

// replace starts a worker in place of one that is gone, if its device is still
// in use. Called with mu held.
func (s *Supervisor) replace(device Device) {
	if pool := s.pool(device); time.Since(pool.transcoded) < s.cfg.IdleTimeout && s.ctx.Err() == nil {
		s.refill(device)
	}
}

// janitor ends workers that have been idle for too long.
func (s *Supervisor) janitor() {
	defer s.processes.Done()
	ticker := time.NewTicker(max(s.cfg.IdleTimeout/4, 10*time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case now := <-ticker.C:
			s.sweep(now)
		case <-s.ctx.Done():
			return
		}
	}
}

// sweep keeps the spares, which are the longest idle, while their device is in
// use, and ends the others when their time is over.
func (s *Supervisor) sweep(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, pool := range s.pools {
		keep := 0
		if now.Sub(pool.transcoded) < s.cfg.IdleTimeout {
			keep = max(s.cfg.Spares, 0)
		}
		var rest []*process
		for i, p := range pool.idle {
			if i < keep || now.Sub(p.idleSince) < s.cfg.IdleTimeout {
				rest = append(rest, p)
				continue
			}
			s.retire(p, EndIdle)
		}
		pool.idle = rest
	}
}
