package transcoders_test

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/server/rpc/transcoders"
)

const secret = "s3cret"

// testLog is silent unless the tests run with LP_TEST_LOG set.
func testLog() *slog.Logger {
	if os.Getenv("LP_TEST_LOG") == "" {
		return nil
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// orchestrator is a pool and a service behind a real TLS listener for gRPC and
// HTTP together, as server/rpc has it.
type orchestrator struct {
	pool *transcoding.Pool
	svc  *transcoders.Service
	http *httptest.Server
	grpc *grpc.Server
	addr string
}

type orchestratorConfig struct {
	addr       string // "" for a new port
	pool       transcoding.PoolConfig
	anyAddress bool
	max        int
	ping       time.Duration // how soon a dead peer is looked for
}

func startOrchestrator(t testing.TB, cfg orchestratorConfig) *orchestrator {
	if cfg.addr == "" {
		cfg.addr = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", cfg.addr)
	require.NoError(t, err)
	cfg.pool.Log = testLog()
	if cfg.pool.JoinWait == 0 {
		cfg.pool.JoinWait = -1
	}
	o := &orchestrator{pool: transcoding.NewPool(cfg.pool), addr: listener.Addr().String(), grpc: grpc.NewServer()}
	o.svc, err = transcoders.New(transcoders.Config{
		Log: testLog(), Pool: o.pool, Secret: secret, ServiceURI: "https://" + o.addr,
		AnyAddress: cfg.anyAddress, MaxTranscoders: cfg.max,
	})
	require.NoError(t, err)
	mux := http.NewServeMux()
	o.svc.RegisterGRPC(o.grpc)
	o.svc.RegisterHTTP(mux)
	o.http = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 && strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			o.grpc.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	o.http.Listener.Close()
	o.http.Listener = listener
	o.http.EnableHTTP2 = true
	o.http.Config.HTTP2 = transcoders.HTTP2Config()
	o.http.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	if cfg.ping != 0 {
		o.http.Config.HTTP2.SendPingTimeout = cfg.ping
		o.http.Config.HTTP2.PingTimeout = cfg.ping
	}
	o.http.StartTLS()
	t.Cleanup(o.stop)
	return o
}

func (o *orchestrator) stop() {
	o.svc.Close()
	o.pool.Close()
	o.http.CloseClientConnections()
	o.http.Close()
	o.grpc.Stop()
}

// members waits until n transcoders are registered.
func (o *orchestrator) members(t testing.TB, n int) {
	require.Eventually(t, func() bool { return o.pool.Status().RegisteredTranscodersNumber == n }, 10*time.Second, 2*time.Millisecond)
}

// worker is a transcoder whose function decides; nil makes renditions at once.
type worker struct {
	do func(ctx context.Context, task *core.Task) (*core.Transcoded, error)
}

func (w *worker) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	if w.do != nil {
		return w.do(ctx, task)
	}
	source, err := task.Source.Bytes(ctx)
	return renditions(task, "rendition of "+string(source)+" "), err
}

func (w *worker) EndSession(core.SessionID) {}

func renditions(task *core.Task, text string) *core.Transcoded {
	out := &core.Transcoded{DecodedPixels: 4711}
	for i, p := range task.Profiles {
		r := core.Rendition{Data: []byte(text + p.Name), Pixels: int64(1000 + i)}
		if task.PerceptualHash {
			r.PerceptualHash = []byte("hash of " + p.Name)
		}
		out.Renditions = append(out.Renditions, r)
	}
	return out
}

type agentConfig struct {
	capacity int
	secret   string
	caps     *core.Capabilities
	addr     string // instead of the orchestrator's
}

func startAgent(t testing.TB, w core.Transcoder, cfg agentConfig, orchs ...*orchestrator) *transcoding.Agent {
	if cfg.capacity == 0 {
		cfg.capacity = 4
	}
	if cfg.secret == "" {
		cfg.secret = secret
	}
	ac := transcoding.AgentConfig{Log: testLog(), Transcoder: w, Capacity: cfg.capacity, Capabilities: cfg.caps}
	for _, o := range orchs {
		addr := o.addr
		if cfg.addr != "" {
			addr = cfg.addr
		}
		c, err := lpnet.NewTranscoderClient(lpnet.TranscoderClientConfig{Log: testLog(), Orchestrator: addr, Secret: cfg.secret})
		require.NoError(t, err)
		t.Cleanup(func() { c.Close() })
		ac.Orchestrators = append(ac.Orchestrators, c)
	}
	a, err := transcoding.NewAgent(ac)
	require.NoError(t, err)
	require.NoError(t, a.Start(t.Context()))
	t.Cleanup(func() { a.Close() })
	return a
}

func newTask(session core.SessionID, seq uint64) *core.Task {
	return &core.Task{
		SessionID: session, ManifestID: "manifest", Seq: seq, Duration: 2 * time.Second,
		Source: core.NewSource([]byte("source")), Profiles: core.Presets()[:2],
	}
}

// plainClient speaks HTTP/1.1 or HTTP/2 to the orchestrator, as curl would.
func plainClient(t testing.TB, http2 bool) *http.Client {
	tr := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: http2}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

// clientFrom makes its connections from another address of the loopback network.
func clientFrom(t testing.TB, ip string) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}}
	tr := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DialContext: dialer.DialContext}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}
