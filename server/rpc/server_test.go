package rpc_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/server/rpc"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

const (
	eventually = 10 * time.Second
	tick       = 10 * time.Millisecond
)

// The upload is acknowledged before transcoding begins.
func TestHeaderComesBeforeTheResult(t *testing.T) {
	t.Parallel()
	headerSeen := make(chan struct{})
	n := start(t, options{pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		select {
		case <-headerSeen:
			return copySource(ctx, task)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}})
	resp, err := n.http.Do(n.request(exchange{}, n.token()))
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, 200, resp.StatusCode)
	close(headerSeen)
	raw, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	var result pb.TranscodeResult
	require.NoError(t, proto.Unmarshal(raw, &result))
	require.Len(t, result.GetData().GetSegments(), 2)
}

// One port for clients of all kinds.
func TestProtocols(t *testing.T) {
	t.Parallel()
	secure, plain := start(t, options{}), start(t, options{plaintext: true})
	noALPN := &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		TLSNextProto:    map[string]func(string, *tls.Conn) http.RoundTripper{},
	}
	tests := []struct {
		name, proto string
		node        *node
		client      *http.Client
	}{
		{"tls_h2", "HTTP/2.0", secure, secure.http},
		{"tls_without_alpn", "HTTP/1.1", secure, &http.Client{Transport: noALPN}},
		{"h2c", "HTTP/2.0", plain, plain.http},
		{"plain_http1", "HTTP/1.1", plain, &http.Client{Transport: &http.Transport{}}},
	}
	for _, tt := range tests {
		resp, err := tt.client.Do(tt.node.request(exchange{}, tt.node.token()))
		require.NoError(t, err, tt.name)
		require.Equal(t, 200, resp.StatusCode, tt.name)
		require.Equal(t, tt.proto, resp.Proto, tt.name)
		_, err = io.Copy(io.Discard, resp.Body)
		require.NoError(t, err)
		resp.Body.Close()
		tt.client.CloseIdleConnections()
	}
	for _, n := range []*node{secure, plain} {
		_, err := pb.NewOrchestratorClient(n.grpc()).GetOrchestrator(t.Context(), &pb.OrchestratorRequest{})
		require.NoError(t, err)
	}
	// gRPC's content type over HTTP/1.1 is no gRPC.
	resp, err := http.Post(plain.uri+"/net.Orchestrator/Ping", "application/grpc", strings.NewReader(""))
	require.NoError(t, err)
	resp.Body.Close()
	require.Equal(t, 404, resp.StatusCode)
	http.DefaultClient.CloseIdleConnections()
}

// A client that offers to go on in HTTP/2 after its first request is served in
// HTTP/1.1, on the same connection as often as it likes.
func TestUpgradeIsDeclined(t *testing.T) {
	t.Parallel()
	n := start(t, options{plaintext: true})
	conn, err := net.Dial("tcp", n.server.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	r := bufio.NewReader(conn)
	for range 2 {
		req := n.request(exchange{}, n.token())
		req.Header.Set("Connection", "Upgrade, HTTP2-Settings")
		req.Header.Set("Upgrade", "h2c")
		req.Header.Set("HTTP2-Settings", "AAMAAABkAAQAoAAAAAIAAAAA")
		require.NoError(t, req.Write(conn))
		resp, err := http.ReadResponse(r, req)
		require.NoError(t, err)
		require.Equal(t, 200, resp.StatusCode)
		require.Equal(t, "HTTP/1.1", resp.Proto)
		raw, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		var result pb.TranscodeResult
		require.NoError(t, proto.Unmarshal(raw, &result))
		require.Len(t, result.GetData().GetSegments(), 2)
	}
}

func TestMediaNeedsItsToken(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	token := n.token()
	x := exchange{seg: func(s *pb.SegData) {
		s.CalcPerceptualHash = true
		s.FullProfiles[1].Format = pb.VideoProfile_MP4
	}}
	resp := n.do(n.request(x, token))
	var result pb.TranscodeResult
	require.NoError(t, proto.Unmarshal(resp.body, &result))
	segments := result.GetData().GetSegments()
	fetch := func(method, url string) response {
		req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
		require.NoError(t, err)
		return n.do(req)
	}
	ts, mp4 := fetch("GET", segments[0].GetUrl()), fetch("GET", segments[1].GetUrl())
	require.Equal(t, "video/mp2t", ts.header.Get("Content-Type"))
	require.Equal(t, "video/mp4", mp4.header.Get("Content-Type"))
	require.Equal(t, "*", ts.header.Get("Access-Control-Allow-Origin"))
	require.Equal(t, "Content-Length", ts.header.Get("Access-Control-Expose-Headers"))
	require.Contains(t, segments[1].GetUrl(), "/P360p30fps16x9/0.mp4?")
	hash := fetch("GET", segments[0].GetPerceptualHashUrl())
	require.Equal(t, "perceptual hash of P240p30fps16x9", string(hash.body))
	head := fetch("HEAD", segments[0].GetUrl())
	require.Equal(t, 200, head.code)
	require.Empty(t, head.body)
	require.Equal(t, ts.header.Get("Content-Length"), head.header.Get("Content-Length"))

	bare, query, _ := strings.Cut(segments[0].GetUrl(), "?")
	_, otherQuery, _ := strings.Cut(segments[1].GetUrl(), "?")
	require.NotEqual(t, query, otherQuery)
	for _, url := range []string{bare, bare + "?token=", bare + "?" + otherQuery} {
		resp := fetch("GET", url)
		require.Equal(t, 404, resp.code)
		require.Equal(t, "ErrNotFound\n", string(resp.body))
	}
}

func TestStoreFailureIsAnErrorResult(t *testing.T) {
	t.Parallel()
	n := start(t, options{orch: func(cfg *orchestrator.Config) { cfg.Results = brokenResults{} }})
	resp := n.do(n.request(exchange{}, n.token()))
	require.Equal(t, 200, resp.code)
	var result pb.TranscodeResult
	require.NoError(t, proto.Unmarshal(resp.body, &result))
	require.Nil(t, result.GetData())
	require.Contains(t, result.GetError(), "disk full")
}

type brokenResults struct{}

func (brokenResults) Save(context.Context, core.SessionID, string, string, []byte) (string, error) {
	return "", &core.RemoteError{Text: "disk full"}
}

func (brokenResults) RemoveSession(core.SessionID) {}

func TestBodyLimits(t *testing.T) {
	t.Parallel()
	n := start(t, options{server: func(cfg *rpc.Config) { cfg.MaxBodyBytes = 300 << 10 }})
	token := n.token()
	big := n.request(exchange{}, token)
	big.ContentLength = core.MaxSegmentBytes + 1
	big.Body = io.NopCloser(io.LimitReader(zeros{}, core.MaxSegmentBytes+1))
	big.GetBody = nil
	resp, err := n.http.Do(big)
	require.NoError(t, err)
	resp.Body.Close()
	require.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode)

	busy := n.do(n.request(exchange{body: make([]byte, 400<<10)}, token))
	require.Equal(t, 403, busy.code)
	require.Equal(t, "OrchestratorBusy\n", string(busy.body))
	require.Equal(t, 200, n.do(n.request(exchange{}, token)).code, "what was refused holds no bytes")

	chunked := n.request(exchange{}, token)
	chunked.ContentLength = -1
	chunked.Body = io.NopCloser(bytes.NewReader(source))
	chunked.GetBody = nil
	require.Equal(t, 200, n.do(chunked).code, "a body of unannounced size")
	chunked = n.request(exchange{}, token)
	chunked.ContentLength = -1
	chunked.Body = io.NopCloser(io.LimitReader(zeros{}, 1<<20))
	chunked.GetBody = nil
	resp, err = n.http.Do(chunked)
	require.NoError(t, err)
	resp.Body.Close()
	require.Equal(t, 403, resp.StatusCode, "and one that grows over the budget")
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A broadcaster that leaves in the middle of an upload holds nothing.
func TestCutUpload(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	n.orch.SetMaxSessions(1)
	token := n.token()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	req := n.request(exchange{}, token).WithContext(ctx)
	req.ContentLength, req.Body, req.GetBody = int64(len(source)), reader, nil
	failed := make(chan error, 1)
	go func() {
		resp, err := n.http.Do(req)
		if err == nil {
			resp.Body.Close()
		}
		failed <- err
	}()
	_, err := writer.Write(source[:3])
	require.NoError(t, err)
	require.Eventually(t, func() bool { live, _ := n.orch.Sessions(); return live == 1 }, eventually, tick)
	cancel()
	require.Error(t, <-failed)
	require.Eventually(t, func() bool { live, _ := n.orch.Sessions(); return live == 0 }, eventually, tick)
}

// panicky is a service whose every call is a fault.
type panicky struct {
	pb.UnimplementedTranscoderServer
}

func (p *panicky) RegisterGRPC(reg grpc.ServiceRegistrar) { pb.RegisterTranscoderServer(reg, p) }

func (p *panicky) RegisterHTTP(mux *http.ServeMux) {
	mux.HandleFunc("/plugged", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "in") })
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("http") })
}

func (p *panicky) RegisterTranscoder(*pb.RegisterRequest, grpc.ServerStreamingServer[pb.NotifySegment]) error {
	panic("grpc")
}

func TestServicesPlugInAndFaultsStayInside(t *testing.T) {
	t.Parallel()
	n := start(t, options{server: func(cfg *rpc.Config) {
		cfg.Services = []rpc.Service{&panicky{}}
		cfg.Health = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "well") })
	}, pool: func(context.Context, *core.Task) (*core.Transcoded, error) { panic("pool") }})
	require.Equal(t, "in", string(n.get("GET", "/plugged", "").body))
	require.Equal(t, "well", string(n.get("GET", "/healthz", "").body))
	stream, err := pb.NewTranscoderClient(n.grpc()).RegisterTranscoder(t.Context(), &pb.RegisterRequest{})
	require.NoError(t, err)
	_, err = stream.Recv()
	require.Equal(t, codes.Internal, status.Code(err))
	require.Equal(t, "internal error", status.Convert(err).Message())
	for _, path := range []string{"/panic", "/segment"} {
		req := n.request(exchange{}, n.token())
		req.URL.Path = path
		resp, err := n.http.Do(req)
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		require.Error(t, err, "the request is cut")
	}
	require.Equal(t, "in", string(n.get("GET", "/plugged", "").body), "and the node goes on")
	live, _ := n.orch.Sessions()
	require.LessOrEqual(t, live, 1)
}

func TestStartFails(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	s := rpc.New(rpc.Config{Addr: taken.Addr().String(), Media: rpc.NewMedia(nil, "")})
	require.ErrorContains(t, s.Start(t.Context()), "listen for broadcasters on "+taken.Addr().String())
	require.NoError(t, s.Close())
}

func TestShutdownLetsRequestsFinish(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}), make(chan struct{})
	n := start(t, options{pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		close(started)
		<-release
		return copySource(ctx, task)
	}})
	req := n.request(exchange{}, n.token())
	got := make(chan int, 1)
	go func() {
		resp, err := n.http.Do(req)
		if err != nil {
			got <- 0
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		got <- len(body)
	}()
	<-started
	down := make(chan error, 1)
	go func() { down <- n.server.Shutdown(context.Background()) }()
	close(release)
	require.NoError(t, <-down)
	require.Positive(t, <-got)
}
