package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net"
	"os"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/mediastore"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/pm"
	"github.com/livepeer/streamflow/server/rpc"
)

// marketSide is the hidden sub-command that is the market: a process with many
// orchestrators, so that the broadcaster's side is measured alone. It writes who
// they are on one line, and then its usage for each line that it reads.
const marketSide = "market-side"

// sideOrchestrator is how one is registered.
type sideOrchestrator struct {
	URI     string
	Address common.Address
}

// sideUsage is what the orchestrators have done so far, all together.
type sideUsage struct {
	Asked int64         // GetOrchestrators that were answered
	CPU   time.Duration // processor time of their process
}

func runMarketSide(ctx context.Context, args []string, out io.Writer) (err error) {
	fs := flag.NewFlagSet(marketSide, flag.ContinueOnError)
	n := fs.Int("n", 0, "orchestrators")
	if err := fs.Parse(args); err != nil {
		return err
	}
	var asked atomic.Int64
	var nodes []*quoter
	defer func() {
		for _, q := range nodes {
			err = errors.Join(err, q.close())
		}
	}()
	list := make([]sideOrchestrator, *n)
	for i := range list {
		q, err := openQuoter(ctx, &asked)
		if err != nil {
			return fmt.Errorf("orchestrator %d: %w", i, err)
		}
		nodes = append(nodes, q)
		list[i] = sideOrchestrator{q.uri, q.address}
	}
	lines := json.NewEncoder(out)
	if err := lines.Encode(list); err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		if err := lines.Encode(sideUsage{asked.Load(), processorTime(wholeProcess)}); err != nil {
			return err
		}
	}
	return in.Err()
}

// quoter is an orchestrator behind its port. All of it is real, but for chain,
// transcoder and the terms.
type quoter struct {
	uri     string
	address common.Address
	orch    *orchestrator.Orchestrator
	server  *rpc.Server
}

func openQuoter(ctx context.Context, asked *atomic.Int64) (*quoter, error) {
	key, err := newBenchKey()
	if err != nil {
		return nil, err
	}
	certPEM, keyPEM, err := lpnet.NewCertificate("127.0.0.1")
	if err != nil {
		return nil, err
	}
	certificate, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	q := &quoter{uri: "https://" + listener.Addr().String(), address: key.Address()}
	media := rpc.NewMedia(mediastore.New(mediastore.Config{}), q.uri)
	q.orch, err = orchestrator.New(orchestrator.Config{
		ServiceURI: q.uri, MaxSessions: 10, Secret: orchestrator.NewSecret(), BindTokens: true, ID: key.Address().Hex(),
		Capabilities: func() *core.Capabilities { return core.NewCapabilities("0.9.1", core.DefaultCapabilities()...) },
		Transcoder:   idlePool{}, Signer: key, Verifier: signing.Accounts{}, Payments: newBenchTerms(key.Address(), asked),
		Authorizer: orchestrator.AllowAll{}, Results: media, Nodes: []string{q.uri},
	})
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	q.server = rpc.New(rpc.Config{Listener: listener, Certificate: &certificate, Orchestrator: q.orch, Media: media})
	if err := q.orch.Start(ctx); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return q, q.server.Start(ctx)
}

func (q *quoter) close() error { return errors.Join(q.orch.Close(), q.server.Close()) }

// benchTerms are the terms of one orchestrator, whom nobody pays.
type benchTerms struct {
	orchestrator.Free
	recipient common.Address
	price     int64 // wei per pixel
	asked     *atomic.Int64
}

func newBenchTerms(recipient common.Address, asked *atomic.Int64) benchTerms {
	return benchTerms{recipient: recipient, price: medianPrice/2 + mathrand.Int64N(medianPrice), asked: asked}
}

// Price implements orchestrator.Payments. It is called for each GetOrchestrator.
func (b benchTerms) Price(context.Context, common.Address, *core.Capabilities) (*pm.Price, error) {
	b.asked.Add(1)
	return &pm.Price{PricePerUnit: b.price, PixelsPerUnit: 1}, nil
}

// Params implements orchestrator.Payments.
func (b benchTerms) Params(context.Context, orchestrator.Account) (*pm.TicketParams, error) {
	face := pm.NewWei(1e15)
	p := &pm.TicketParams{
		Recipient: b.recipient, FaceValue: face, WinProb: pm.WinProbFor(pm.NewWei(benchTicketEV), face),
		ExpirationBlock: wallBlock(time.Now()) + pm.ParamsLife,
	}
	_, _ = rand.Read(p.RecipientRandHash[:])
	_, _ = rand.Read(p.Seed[:])
	return p, nil
}

// wallBlock is the block of a chain that makes one every 12 seconds: the same in
// both processes.
func wallBlock(now time.Time) uint64 { return uint64(now.Unix()) / 12 }
