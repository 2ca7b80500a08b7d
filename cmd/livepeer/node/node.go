package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"sync"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/common/logging"
	"github.com/livepeer/streamflow/monitor"
	"github.com/livepeer/streamflow/server/cliapi"
)

// role is one of the node's roles, while it runs.
type role interface {
	// Drain takes no new work and returns when the running work is done, or
	// with the error of ctx.
	Drain(ctx context.Context) error
	// Health says what keeps the role from its work; nil when it is well.
	Health() error
	// Status adds what the role knows to the node's status.
	Status(st *cliapi.Status)
}

// node is a running node. One goroutine builds and runs it; drain state is
// shared with the admin API.
type node struct {
	cfg     Config
	log     *slog.Logger
	parts   lifecycle.Stack
	monitor *monitor.Monitor // nil-free: metrics are kept even when nobody reads them
	engine  *engine
	chain   *chainStack // nil off chain
	money   money       // what pays and is paid; empty off chain
	market  market      // of a broadcaster
	roles   []role
	admin   cliapi.Config // filled in by the roles as they start
	failed  chan error    // a role's reason to end the node; has room for one

	mu sync.Mutex
	// guarded by mu:
	up       bool // all above is there and does not change any more
	draining bool
}

// Run builds the node, runs it until ctx ends, drains it for up to
// cfg.DrainTimeout and stops it.
func Run(ctx context.Context, cfg Config, log *slog.Logger) error {
	n := &node{cfg: cfg, log: log, failed: make(chan error, 1)}
	n.monitor = monitor.New(monitor.Config{
		NodeID: n.id(), NodeType: cfg.nodeType(), Version: cfg.Version, PerStream: cfg.MetricsPerStream,
	})
	life, stop := context.WithCancel(context.Background())
	defer stop()
	err := n.start(ctx, life)
	if err == nil {
		err = n.wait(ctx)
	}
	return errors.Join(err, n.parts.Close())
}

// start brings up everything that the roles need, then the roles, then the
// admin API. Parts live under life; ctx ends a start that takes too long.
func (n *node) start(ctx, life context.Context) error {
	n.log.Info("Livepeer node starting", "version", n.cfg.Version, "roles", n.cfg.Roles, "network", n.cfg.Network)
	if err := os.MkdirAll(n.cfg.DataDir, 0o700); err != nil {
		return fmt.Errorf("-dataDir: %w", err)
	}
	steps := []func(ctx, life context.Context) error{n.startChain, n.startEngine}
	if n.cfg.Orchestrator {
		steps = append(steps, n.startOrchestrator)
	}
	if n.cfg.Redeemer {
		steps = append(steps, n.startRedeemer)
	}
	if n.cfg.Standalone() {
		steps = append(steps, n.startTranscoder)
	}
	if n.cfg.Broadcaster {
		steps = append(steps, n.startBroadcaster)
	}
	for _, step := range append(steps, n.startUpkeep, n.startAdmin) {
		if err := step(ctx, life); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return nil // told to end before it was up
		}
	}
	n.log.Info("Livepeer node is up", "cliAddr", n.cfg.CLIAddr)
	return nil
}

// wait returns when the node was told to end and has drained, or has failed.
func (n *node) wait(ctx context.Context) error {
	select {
	case err := <-n.failed:
		return err
	case <-ctx.Done():
	}
	n.mu.Lock()
	n.draining = true
	n.mu.Unlock()
	n.log.Info("Draining: no new work is taken; a second signal ends at once", "deadline", n.cfg.DrainTimeout)
	deadline, cancel := context.WithTimeout(context.Background(), n.cfg.DrainTimeout)
	defer cancel()
	// A broadcaster's streams may need the orchestrator of the same process, so
	// that roles drain in the reverse order of their start.
	for _, r := range slices.Backward(n.roles) {
		if err := r.Drain(deadline); err != nil {
			n.log.Warn("Drain did not end in time, running work is cut off", "deadline", n.cfg.DrainTimeout, "err", err)
		}
	}
	n.log.Info("Livepeer node is stopping")
	return nil
}

// fail ends the node with err; only the first one counts.
func (n *node) fail(err error) {
	select {
	case n.failed <- err:
	default:
	}
}

func (n *node) startAdmin(ctx, _ context.Context) error {
	cfg := n.admin
	cfg.Log, cfg.Addr, cfg.Token = n.log, n.cfg.CLIAddr, n.cfg.CLIToken
	cfg.Status, cfg.Health = n.status, n.health
	cfg.IsOrchestrator = n.cfg.Orchestrator
	cfg.Roles, cfg.Chain = n.cfg.names(), n.adminChain()
	cfg.Verbosity, cfg.SetVerbosity = logging.Verbosity, logging.SetVerbosity
	if n.cfg.Monitor {
		cfg.Metrics = n.monitor.Handler()
	}
	server := cliapi.New(cfg)
	n.mu.Lock()
	n.up = true
	n.mu.Unlock()
	return n.parts.Start(ctx, lifecycle.Part{Name: "admin API", Start: server.Start, Close: server.Close})
}

func (n *node) isDraining() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.draining
}

// isUp says whether the roles and what they need may be looked at: a role's port
// answers before the next role is there.
func (n *node) isUp() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.up
}

func (n *node) status() cliapi.Status {
	st := cliapi.Status{Version: n.cfg.Version, Draining: n.isDraining()}
	for _, r := range n.roles {
		r.Status(&st)
	}
	return st
}

// Health of a node that begins, and of one that is going away: load balancers
// should send nothing new.
var (
	errStarting = errors.New("the node is starting")
	errDraining = errors.New("the node is draining and takes no new work")
)

func (n *node) health() error {
	if !n.isUp() {
		return errStarting
	}
	if n.isDraining() {
		return errDraining
	}
	var errs []error
	for _, r := range n.roles {
		errs = append(errs, r.Health())
	}
	if n.chain != nil {
		errs = append(errs, n.chain.health(), n.money.health())
	}
	return errors.Join(errs...)
}

// serveHealth answers /healthz on a role's own port.
func (n *node) serveHealth(w http.ResponseWriter, _ *http.Request) {
	if err := n.health(); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// id is the node's name in metrics.
func (n *node) id() string {
	if n.cfg.NodeID != "" {
		return n.cfg.NodeID
	}
	host, err := os.Hostname()
	if err != nil {
		return "livepeer"
	}
	return host
}

// nodeType is the label node_type (features.md 12).
func (c *Config) nodeType() string {
	switch {
	case c.Broadcaster && c.Orchestrator:
		return "bctr+orch"
	case c.Broadcaster:
		return "bctr"
	case c.Orchestrator:
		return "orch"
	case c.Redeemer:
		return "rdmr"
	}
	return "trcr"
}
