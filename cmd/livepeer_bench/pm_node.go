package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/mediastore"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/server/rpc"
)

// bodyBytes is the length of a segment and of a rendition on the control path.
const bodyBytes = 1 << 10

// idlePool is a transcoder that has nothing to do: every rendition is there.
type idlePool struct{ rendition []byte }

// Transcode implements core.Transcoder.
func (p idlePool) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	if _, err := task.Source.Bytes(ctx); err != nil {
		return nil, err
	}
	done := &core.Transcoded{Renditions: make([]core.Rendition, len(task.Profiles))}
	for i, profile := range task.Profiles {
		done.Renditions[i] = core.Rendition{Data: p.rendition, Pixels: int64(profile.Width*profile.Height) * 60, Frames: 60}
	}
	return done, nil
}

// EndSession implements core.Transcoder.
func (idlePool) EndSession(core.SessionID) {}

// controlNode is an orchestrator behind its port, and a broadcaster's way to it.
// All of it is real, but for chain and transcoder.
type controlNode struct {
	*payRig
	uri     string
	orch    *orchestrator.Orchestrator
	server  *rpc.Server
	client  *lpnet.OrchestratorClient
	fetcher *lpnet.Fetcher
	stores  *lpnet.StoreUploader
}

func openControlNode(ctx context.Context) (*controlNode, error) {
	rig, err := openPayRig(ctx)
	if err != nil {
		return nil, err
	}
	n := &controlNode{payRig: rig, fetcher: lpnet.NewFetcher(lpnet.FetchPolicy{}), stores: lpnet.NewStoreUploader(lpnet.StoreUploaderConfig{})}
	n.client = lpnet.NewOrchestratorClient(lpnet.OrchestratorClientConfig{Signer: rig.payer, Policy: lpnet.FetchPolicy{AllowPrivate: true}})
	if err := n.listen(ctx); err != nil {
		return nil, errors.Join(err, n.close())
	}
	return n, nil
}

func (n *controlNode) listen(ctx context.Context) error {
	certPEM, keyPEM, err := lpnet.NewCertificate("127.0.0.1")
	if err != nil {
		return err
	}
	certificate, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	n.uri = "https://" + listener.Addr().String()
	media := rpc.NewMedia(mediastore.New(mediastore.Config{}), n.uri)
	n.orch, err = orchestrator.New(orchestrator.Config{
		ServiceURI: n.uri, MaxSessions: 1_000_000, Secret: orchestrator.NewSecret(), BindTokens: true, ID: n.payRig.orch.Address().Hex(),
		Capabilities: func() *core.Capabilities { return core.NewCapabilities("bench", core.DefaultCapabilities()...) },
		Transcoder:   idlePool{bytes.Repeat([]byte{0x47}, bodyBytes)}, Signer: n.payRig.orch, Verifier: signing.Accounts{},
		Payments: n.earner, Authorizer: orchestrator.AllowAll{}, Results: media, Chain: n.chain, ChainID: 1337,
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	n.server = rpc.New(rpc.Config{
		Listener: listener, Certificate: &certificate, Orchestrator: n.orch, Media: media, Fetcher: n.fetcher, Stores: n.stores,
	})
	return errors.Join(n.orch.Start(ctx), n.server.Start(ctx))
}

func (n *controlNode) close() error {
	errs := []error{n.client.Close()}
	if n.server != nil {
		errs = append(errs, n.orch.Close(), n.server.Close())
	}
	return errors.Join(append(errs, n.fetcher.Close(), n.stores.Close(), n.payRig.close())...)
}

// session asks for terms.
func (n *controlNode) session(ctx context.Context) (*core.OrchestratorInfo, error) {
	return n.client.Info(ctx, n.uri, core.JobRequest{})
}

// submit sends one segment with one ticket, and returns the terms for the next.
func (n *controlNode) submit(ctx context.Context, info *core.OrchestratorInfo, data []byte) (*core.OrchestratorInfo, error) {
	now, err := n.chain.Moment()
	if err != nil {
		return nil, err
	}
	sub := benchSubmission(info, data)
	if sub.Payment, err = n.sender.Pay(info.TicketParams, info.Price, 1, now); err != nil {
		return nil, err
	}
	result, err := n.client.Submit(ctx, sub)
	if err != nil {
		return nil, err
	}
	return result.Info, nil
}

// benchSubmission is a segment of two seconds in the default renditions.
func benchSubmission(info *core.OrchestratorInfo, data []byte) *core.Submission {
	return &core.Submission{
		Info: info, Segment: &core.Segment{ManifestID: "bench", Data: data, Duration: 2 * time.Second},
		Profiles: []core.Profile{
			{Name: "P240p30fps16x9", Width: 426, Height: 240, Bitrate: 600_000, FPS: 30},
			{Name: "P360p30fps16x9", Width: 640, Height: 360, Bitrate: 1_200_000, FPS: 30},
		},
		Required: &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapMPEGTS, core.CapAuthToken)},
	}
}
