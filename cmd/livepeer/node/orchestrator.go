package node

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"github.com/livepeer/streamflow/common/lifecycle"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/mediastore"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/server/cliapi"
	"github.com/livepeer/streamflow/server/rpc"
	"github.com/livepeer/streamflow/server/rpc/transcoders"
)

// tokenSecretFile keeps the key of auth tokens in the data directory, so that
// sessions survive a restart.
const tokenSecretFile = "auth-token.key"

// orchestratorRole sells the work of a transcoding pool. Off chain nothing is
// signed or paid.
type orchestratorRole struct {
	orchestrator *orchestrator.Orchestrator
	pool         *transcoding.Pool
	local        bool         // the pool has this node's own workers
	limit        atomic.Int64 // -maxSessions, 0 for auto
}

func (n *node) startOrchestrator(ctx, life context.Context) error {
	r := &orchestratorRole{local: n.cfg.Transcoder}
	r.limit.Store(int64(n.cfg.MaxSessions))
	serviceURI := n.cfg.serviceURI()
	r.pool = transcoding.NewPool(transcoding.PoolConfig{
		Log: n.log, Observer: n.monitor.Pool, Version: n.cfg.Version, CapacityChanged: r.capacityChanged,
		// Sessions outlive the restart of an only transcoder; new ones wait for it.
		Base: core.NewCapabilities(n.cfg.Version, core.DefaultCapabilities()...),
	})
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "transcoding pool", Close: r.pool.Close}); err != nil {
		return err
	}
	if err := n.startEarning(ctx, life); err != nil {
		return err
	}
	media := rpc.NewMedia(mediastore.New(mediastore.Config{}), serviceURI)
	if err := n.buildOrchestrator(r, serviceURI, media); err != nil {
		return err
	}
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "orchestrator", Start: r.orchestrator.Start, Close: r.orchestrator.Close}); err != nil {
		return err
	}
	if r.local {
		r.pool.JoinPermanent(transcoding.NewLocalMember(n.engine.workers, n.localCapacity(), n.engine.capabilities))
	}
	if err := n.listenForBroadcasters(ctx, r, serviceURI, media); err != nil {
		return err
	}
	n.admin.SetMaxSessions = r.setMaxSessions
	n.roles = append(n.roles, r)
	n.log.Info("Orchestrator is up", "serviceURI", serviceURI, "listen", n.cfg.orchestratorListen())
	return nil
}

// localCapacity is how many sessions this node's own workers take.
func (n *node) localCapacity() int {
	if n.cfg.MaxSessions > 0 {
		return n.cfg.MaxSessions
	}
	return runtime.NumCPU()
}

func (n *node) buildOrchestrator(r *orchestratorRole, serviceURI string, media *rpc.Media) error {
	secret, err := orchestrator.LoadSecret(filepath.Join(n.cfg.DataDir, tokenSecretFile))
	if err != nil {
		return err
	}
	var observer orchestrator.Observer = n.monitor.Orchestrator
	if r.local {
		observer = &warmSessions{Observer: observer, workers: n.engine.workers}
	}
	cfg := orchestrator.Config{
		ServiceURI: serviceURI, Nodes: n.cfg.Nodes, MaxSessions: n.cfg.MaxSessions, Secret: secret,
		Capabilities: r.pool.Capabilities, Transcoder: r.pool,
		Signer: signing.Offchain{}, Verifier: signing.Offchain{},
		Payments: orchestrator.Free{}, Authorizer: orchestrator.AllowAll{},
		Results: media, Observer: observer, Log: n.log,
	}
	if n.chain != nil {
		cfg.Signer, cfg.Verifier, cfg.BindTokens = n.chain.account, signing.Accounts{}, true
		cfg.ID, cfg.Payments, cfg.History = n.recipient().Hex(), n.money.earner, broadcasterHistory{n.money.broadcasters}
		if n.recipient() == cfg.Signer.Address() { // else nobody could tell whose word it is
			cfg.Chain, cfg.ChainID = n.chain.broker, n.chain.chainID
		}
	}
	r.orchestrator, err = orchestrator.New(cfg)
	if err == nil {
		r.orchestrator.SetMaxSessions(0) // until transcoders join
	}
	return err
}

// listenForBroadcasters opens the orchestrator's port, with the service for
// remote transcoders where there is a secret for them.
func (n *node) listenForBroadcasters(ctx context.Context, r *orchestratorRole, serviceURI string, media *rpc.Media) error {
	certificate, err := n.certificate(serviceURI)
	if err != nil {
		return err
	}
	policy := lpnet.FetchPolicy{AllowPrivate: n.cfg.AllowPrivateURLs}
	fetcher := lpnet.NewFetcher(policy)
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "fetcher", Close: fetcher.Close}); err != nil {
		return err
	}
	stores := lpnet.NewStoreUploader(lpnet.StoreUploaderConfig{Policy: policy})
	if err := n.parts.Start(ctx, lifecycle.Part{Name: "store uploader", Close: stores.Close}); err != nil {
		return err
	}
	cfg := rpc.Config{
		Addr: n.cfg.orchestratorListen(), Certificate: certificate, Orchestrator: r.orchestrator, Media: media, Fetcher: fetcher,
		Stores: stores, Health: http.HandlerFunc(n.serveHealth), Log: n.log,
	}
	closeRemote := func() error { return nil }
	if n.cfg.OrchSecret != "" {
		remote, err := transcoders.New(transcoders.Config{Log: n.log, Pool: r.pool, Secret: n.cfg.OrchSecret, ServiceURI: serviceURI})
		if err != nil {
			return err
		}
		cfg.Services = append(cfg.Services, remote)
		closeRemote = remote.Close
	}
	server := rpc.New(cfg)
	return n.parts.Start(ctx, lifecycle.Part{
		Name: "orchestrator port", Start: server.Start,
		Close: func() error { return errors.Join(closeRemote(), server.Close()) },
	})
}

// certificate returns the port's certificate, nil for plaintext.
func (n *node) certificate(serviceURI string) (*tls.Certificate, error) {
	if n.cfg.plaintext() {
		return nil, nil
	}
	u, err := url.Parse(serviceURI)
	if err != nil {
		return nil, &ConfigError{Flag: "serviceAddr", Reason: err.Error()}
	}
	cert, err := lpnet.LoadCertificate(n.cfg.DataDir, u.Hostname())
	return &cert, err
}

// capacityChanged keeps the sessions within what the transcoders can do: an
// orchestrator without a transcoder takes none.
func (r *orchestratorRole) capacityChanged(total int) {
	if limit := int(r.limit.Load()); limit > 0 {
		total = min(total, limit)
	}
	r.orchestrator.SetMaxSessions(total)
}

// setMaxSessions changes -maxSessions of a running node; 0 is auto.
func (r *orchestratorRole) setMaxSessions(n int) {
	r.limit.Store(int64(n))
	r.capacityChanged(r.pool.TotalCapacity())
}

// Drain refuses new sessions and waits for those that run.
func (r *orchestratorRole) Drain(ctx context.Context) error { return r.orchestrator.Drain(ctx) }

var errNoTranscoders = errors.New("orchestrator has no transcoder")

// Health is an error while there is nobody to transcode.
func (r *orchestratorRole) Health() error {
	if r.pool.TotalCapacity() == 0 {
		return errNoTranscoders
	}
	return nil
}

// Status implements role.
func (r *orchestratorRole) Status(st *cliapi.Status) {
	pool := r.pool.Status()
	st.LocalTranscoding = r.local
	for _, m := range pool.RegisteredTranscoders {
		if m.Address == transcoding.LocalID {
			continue
		}
		st.RegisteredTranscodersNumber++
		st.RegisteredTranscoders = append(st.RegisteredTranscoders, cliapi.RegisteredTranscoder{Address: m.Address, Capacity: m.Capacity})
	}
}
