package rpc_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/mediastore"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/core/signing"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/server/rpc"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pool is a core.Transcoder whose renditions name profile and source.
type pool func(ctx context.Context, task *core.Task) (*core.Transcoded, error)

func (p pool) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	return p(ctx, task)
}

func (pool) EndSession(core.SessionID) {}

func copySource(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	data, err := task.Source.Bytes(ctx)
	if err != nil {
		return nil, err
	}
	done := &core.Transcoded{}
	for _, p := range task.Profiles {
		r := core.Rendition{Data: append([]byte(p.Name+" rendition of 25 bytes or more: "), data...), Pixels: int64(p.Width * p.Height)}
		if task.PerceptualHash {
			r.PerceptualHash = []byte("perceptual hash of " + p.Name)
		}
		done.Renditions = append(done.Renditions, r)
	}
	return done, nil
}

// options of a node under test.
type options struct {
	plaintext bool
	pool      pool
	orch      func(cfg *orchestrator.Config)
	server    func(cfg *rpc.Config)
}

// node is an off-chain orchestrator behind its real port.
type node struct {
	t      testing.TB
	uri    string
	orch   *orchestrator.Orchestrator
	store  *mediastore.Store
	server *rpc.Server
	http   *http.Client // HTTP/2, certificate not checked
}

func start(t testing.TB, opts options) *node {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	n := &node{t: t, uri: "https://" + listener.Addr().String(), store: mediastore.New(mediastore.Config{})}
	cfg := rpc.Config{Listener: listener}
	if opts.plaintext {
		n.uri = "http://" + listener.Addr().String()
	} else {
		certPEM, keyPEM, err := lpnet.NewCertificate("127.0.0.1")
		require.NoError(t, err)
		cert, err := tls.X509KeyPair(certPEM, keyPEM)
		require.NoError(t, err)
		cfg.Certificate = &cert
	}
	if opts.pool == nil {
		opts.pool = copySource
	}
	cfg.Media = rpc.NewMedia(n.store, n.uri)
	orchCfg := orchestrator.Config{
		ServiceURI: n.uri, Secret: orchestrator.NewSecret(), Transcoder: opts.pool, Results: cfg.Media,
		Signer: signing.Offchain{}, Verifier: signing.Offchain{}, Payments: orchestrator.Free{}, Authorizer: orchestrator.AllowAll{},
		Capabilities: func() *core.Capabilities { return core.NewCapabilities("0.9.1", core.DefaultCapabilities()...) },
	}
	if opts.orch != nil {
		opts.orch(&orchCfg)
	}
	n.orch, err = orchestrator.New(orchCfg)
	require.NoError(t, err)
	require.NoError(t, n.orch.Start(t.Context()))
	fetcher := lpnet.NewFetcher(lpnet.FetchPolicy{})
	stores := lpnet.NewStoreUploader(lpnet.StoreUploaderConfig{})
	cfg.Orchestrator, cfg.Fetcher, cfg.Stores = n.orch, fetcher, stores
	if opts.server != nil {
		opts.server(&cfg)
	}
	n.server = rpc.New(cfg)
	require.NoError(t, n.server.Start(t.Context()))
	n.http = h2Client(opts.plaintext)
	t.Cleanup(func() {
		n.http.CloseIdleConnections()
		require.NoError(t, n.orch.Close())
		require.NoError(t, n.server.Close())
		require.NoError(t, fetcher.Close())
		require.NoError(t, stores.Close())
	})
	return n
}

func h2Client(plaintext bool) *http.Client {
	var p http.Protocols
	if plaintext {
		p.SetUnencryptedHTTP2(true)
	} else {
		p.SetHTTP2(true)
	}
	return &http.Client{Transport: &http.Transport{Protocols: &p, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
}

func (n *node) grpc() *grpc.ClientConn {
	n.t.Helper()
	creds := credentials.NewTLS(&tls.Config{InsecureSkipVerify: true})
	if n.uri[:5] == "http:" {
		creds = insecure.NewCredentials()
	}
	conn, err := grpc.NewClient("passthrough:///"+n.server.Addr().String(), grpc.WithTransportCredentials(creds))
	require.NoError(n.t, err)
	n.t.Cleanup(func() { require.NoError(n.t, conn.Close()) })
	return conn
}

// token asks the node for a session.
func (n *node) token() *core.AuthToken {
	n.t.Helper()
	info, err := n.orch.Quote(n.t.Context(), orchestrator.QuoteRequest{})
	require.NoError(n.t, err)
	return info.Token
}

// response of the node to one HTTP request.
type response struct {
	code   int
	body   []byte
	header http.Header
}

func (n *node) do(req *http.Request) response {
	n.t.Helper()
	resp, err := n.http.Do(req)
	require.NoError(n.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(n.t, err)
	return response{resp.StatusCode, body, resp.Header}
}

var source = []byte("the bytes of a segment")

// segData is the header of source as an existing broadcaster sends it.
func (n *node) segData(token *core.AuthToken) *pb.SegData {
	return lpnet.SegmentHeaderToPB(&core.SegmentHeader{
		ManifestID: "movie", Duration: 2 * time.Second, Token: token, Hash: crypto.Keccak256Hash(source),
		Profiles: []core.Profile{
			{Name: "P240p30fps16x9", Width: 426, Height: 240, Bitrate: 600000, FPS: 30},
			{Name: "P360p30fps16x9", Width: 640, Height: 360, Bitrate: 1200000, FPS: 30},
		},
		Required: &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapMPEGTS, core.CapAuthToken)},
	})
}
