package rpc_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// exchange is one odd request and what existing orchestrators answer to it
// (recorded from them, off chain). A code of 200 comes with a result: renditions,
// or an error.
type exchange struct {
	name       string
	method     string
	seg        func(s *pb.SegData) // changes a valid header
	rawSeg     *string             // instead of seg
	payment    string
	body       []byte // source when nil
	uri        string
	code       int
	text       string // of the body of a refusal
	result     string // error in the result
	renditions int
}

func text(s string) *string { return &s }

func exchanges(media, missing, nobody string) []exchange {
	return []exchange{
		{name: "valid header", code: 200, renditions: 2},
		{name: "payment header not base64", payment: "!", code: 402, text: "base64 decode error: illegal base64 data at input byte 0\n"},
		{name: "payment header base64 of garbage", payment: "/////w==", code: 402, text: "protobuf unmarshal error: proto: cannot parse invalid wire-format data\n"},
		{name: "no headers at all", rawSeg: text(""), code: 403, text: "missing auth token\n"},
		{name: "segment header not base64", rawSeg: text("!!"), code: 403, text: "ErrorSegEncoding\n"},
		{name: "segment header unpadded", rawSeg: text("CgE"), code: 403, text: "ErrorSegEncoding\n"},
		{name: "segment header URL-safe alphabet", rawSeg: text("-_-_"), code: 403, text: "ErrorSegEncoding\n"},
		{name: "segment header base64 of garbage", rawSeg: text("/////w=="), code: 403, text: "proto: cannot parse invalid wire-format data\n"},
		{name: "duration 300001 ms", seg: func(s *pb.SegData) { s.Duration = 300001 }, code: 403, text: "invalid duration\n"},
		{name: "duration -1", seg: func(s *pb.SegData) { s.Duration = -1 }, code: 403, text: "invalid duration\n"},
		{name: "duration 0", seg: func(s *pb.SegData) { s.Duration = 0 }, code: 200, renditions: 2},
		{name: "format 9", seg: func(s *pb.SegData) { s.FullProfiles[0].Format = 9 }, code: 403, text: "unrecognized profile output format\n"},
		{name: "encoder profile 9", seg: func(s *pb.SegData) { s.FullProfiles[0].Profile = 9 }, code: 403, text: "unrecognized encoder profile\n"},
		{name: "encoder 9", seg: func(s *pb.SegData) { s.FullProfiles[0].Encoder = 9 }, code: 403, text: "unrecognized video codec\n"},
		{name: "signature changed", seg: func(s *pb.SegData) { s.Sig = []byte{1} }, code: 200, renditions: 2},
		{name: "width changed", seg: func(s *pb.SegData) { s.FullProfiles[0].Width = 500 }, code: 200, renditions: 2},
		{name: "capability bit 15 added", seg: func(s *pb.SegData) { s.Capabilities.Bitstring[0] |= 1 << 15 }, code: 403, text: "incompatible capabilities\n"},
		{name: "capabilities missing", seg: func(s *pb.SegData) { s.Capabilities = nil }, code: 200, renditions: 2},
		{name: "no auth token", seg: func(s *pb.SegData) { s.AuthToken = nil }, code: 403, text: "missing auth token\n"},
		{name: "auth token changed", seg: func(s *pb.SegData) { s.AuthToken.Token[0] ^= 1 }, code: 403, text: "invalid auth token\n"},
		{name: "session id changed", seg: func(s *pb.SegData) { s.AuthToken.SessionId = "00000000" }, code: 403, text: "invalid auth token\n"},
		{name: "expiration changed", seg: func(s *pb.SegData) { s.AuthToken.Expiration++ }, code: 403, text: "invalid auth token\n"},
		{name: "body differs from hash", body: []byte("other"), code: 403, text: "Forbidden\n"},
		{name: "empty body", body: []byte{}, code: 403, text: "Forbidden\n"},
		{name: "by URL", uri: media, code: 200, renditions: 2},
		{name: "by URL that answers 404", uri: missing, code: 400, text: "BadRequest\n"},
		{name: "by URL, nothing listening", uri: nobody, code: 400, text: "BadRequest\n"},
		{name: "by URL of another scheme", uri: "file:///etc/passwd", code: 400, text: "BadRequest\n"},
		{name: "by URL that is too long", uri: "http://" + strings.Repeat("a", 9000), code: 400, text: "BadRequest\n"},
		// Existing nodes answer data without segments, or an error of their decoder.
		{name: "no profiles", seg: func(s *pb.SegData) { s.FullProfiles = nil }, code: 200, result: "Invalid argument"},
		{name: "bitrate 0", seg: func(s *pb.SegData) { s.FullProfiles[0].Bitrate = 0 }, code: 200, renditions: 2},
		{name: "GOP -7", seg: func(s *pb.SegData) { s.FullProfiles[0].Gop = -7 }, code: 200, result: "TranscoderInvalidGOP"},
		{name: "GET without body", method: http.MethodGet, body: []byte{}, code: 403, text: "Forbidden\n"},
		{name: "PUT", method: http.MethodPut, code: 200, renditions: 2},
		// Beyond what was recorded.
		{name: "negative sequence number", seg: func(s *pb.SegData) { s.Seq = -1 }, code: 403, text: "invalid sequence number: must not be negative\n"},
		{name: "profile name with a path", seg: func(s *pb.SegData) { s.FullProfiles[0].Name = "../x" }, code: 403, text: "Invalid argument\n"},
		{name: "profile name with odd characters", seg: func(s *pb.SegData) { s.FullProfiles[0].Name = "a b?c#d%2fé" }, code: 200, renditions: 2},
		{name: "two profiles of one name", seg: func(s *pb.SegData) { s.FullProfiles[1].Name = s.FullProfiles[0].Name }, code: 200, renditions: 2},
		{name: "no capability constraints", seg: func(s *pb.SegData) { s.Capabilities.Constraints = nil }, code: 200, renditions: 2},
	}
}

func (n *node) request(x exchange, token *core.AuthToken) *http.Request {
	n.t.Helper()
	seg := n.segData(token)
	seg.AuthToken.Token = append([]byte(nil), seg.AuthToken.Token...)
	if x.seg != nil {
		x.seg(seg)
	}
	raw, err := proto.Marshal(seg)
	require.NoError(n.t, err)
	body := source
	if x.body != nil {
		body = x.body
	}
	if x.uri != "" {
		body = []byte(x.uri)
	}
	method := http.MethodPost
	if x.method != "" {
		method = x.method
	}
	req, err := http.NewRequestWithContext(n.t.Context(), method, n.uri+"/segment", bytes.NewReader(body))
	require.NoError(n.t, err)
	req.Header.Set("Livepeer-Segment", base64.StdEncoding.EncodeToString(raw))
	if x.rawSeg != nil {
		req.Header.Set("Livepeer-Segment", *x.rawSeg)
	}
	req.Header.Set("Livepeer-Payment", x.payment)
	req.Header.Set("Content-Type", "video/MP2T")
	if x.uri != "" {
		req.Header.Set("Content-Type", "application/vnd+livepeer.uri")
	}
	return req
}

func TestSegmentExchanges(t *testing.T) {
	t.Parallel()
	media := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ok" {
			http.NotFound(w, r)
			return
		}
		w.Write(source)
	}))
	t.Cleanup(media.Close)
	for name, plaintext := range map[string]bool{"tls": false, "h2c": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := start(t, options{plaintext: plaintext})
			token := n.token()
			for _, x := range exchanges(media.URL+"/ok", media.URL+"/none", "http://127.0.0.1:1/") {
				resp := n.do(n.request(x, token))
				require.Equal(t, x.code, resp.code, "%s: %s", x.name, resp.body)
				if x.code != 200 {
					require.Equal(t, x.text, string(resp.body), x.name)
					require.Equal(t, "text/plain; charset=utf-8", resp.header.Get("Content-Type"), x.name)
					require.Equal(t, "nosniff", resp.header.Get("X-Content-Type-Options"), x.name)
					continue
				}
				require.Empty(t, resp.header.Get("Content-Type"), x.name)
				var result pb.TranscodeResult
				require.NoError(t, proto.Unmarshal(resp.body, &result))
				require.Equal(t, x.result, result.GetError(), x.name)
				require.Len(t, result.GetData().GetSegments(), x.renditions, x.name)
				require.Equal(t, n.uri, result.GetInfo().GetTranscoder(), "info is always set")
				require.Equal(t, string(token.SessionID), result.GetInfo().GetAuthToken().GetSessionId())
				for _, s := range result.GetData().GetSegments() {
					require.True(t, strings.HasPrefix(s.GetUrl(), n.uri+"/stream/"+string(token.SessionID)+"/"), s.GetUrl())
					req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.GetUrl(), nil)
					require.NoError(t, err)
					got := n.do(req)
					require.Equal(t, 200, got.code, s.GetUrl())
					require.Contains(t, string(got.body), string(source))
				}
			}
		})
	}
}

func (n *node) get(method, path, body string) response {
	n.t.Helper()
	req, err := http.NewRequestWithContext(n.t.Context(), method, n.uri+path, strings.NewReader(body))
	require.NoError(n.t, err)
	return n.do(req)
}

func TestOtherPaths(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	tests := []struct {
		method, path, body string
		code               int
		text, contentType  string
	}{
		{"POST", "/refresh-payment", "", 400, "{\"error\":{\"message\":\"invalid sender\"}}\n", "application/json"},
		{"POST", "/refresh-payment", `{"sender":"0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC","manifest_id":"m"}`, 409,
			"{\"error\":{\"message\":\"fixed price not found for session\"}}\n", "application/json"},
		{"GET", "/nothing/here", "", 404, "404 page not found\n", "text/plain; charset=utf-8"},
		{"GET", "/healthz", "", 404, "404 page not found\n", "text/plain; charset=utf-8"},
		{"GET", "/stream/00000000/P240p/0.ts", "", 404, "ErrNotFound\n", "text/plain; charset=utf-8"},
		{"POST", "/stream/00000000/P240p/0.ts", "", 405, "media can be read with GET and HEAD only\n", "text/plain; charset=utf-8"},
		{"POST", "/transcodeResults", "", 404, "404 page not found\n", "text/plain; charset=utf-8"},
	}
	for _, tt := range tests {
		resp := n.get(tt.method, tt.path, tt.body)
		require.Equal(t, tt.code, resp.code, tt.path)
		require.Equal(t, tt.text, string(resp.body), tt.path)
		require.Equal(t, tt.contentType, resp.header.Get("Content-Type"), tt.path)
	}

	token := n.token()
	req := n.request(exchange{body: []byte{}}, token)
	req.URL.Path = "/payment"
	resp := n.do(req)
	require.Equal(t, 200, resp.code)
	require.Equal(t, "application/octet-stream", resp.header.Get("Content-Type"))
	var result pb.PaymentResult
	require.NoError(t, proto.Unmarshal(resp.body, &result))
	require.Equal(t, n.uri, result.GetInfo().GetTranscoder())
	req = n.request(exchange{rawSeg: text("!")}, token)
	req.URL.Path = "/payment"
	resp = n.do(req)
	require.Equal(t, 403, resp.code)
	req = n.request(exchange{seg: func(s *pb.SegData) { s.AuthToken = nil }}, token)
	req.URL.Path = "/payment"
	resp = n.do(req)
	require.Equal(t, "missing auth token\n", string(resp.body))
}

func TestGRPCExchanges(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	client := pb.NewOrchestratorClient(n.grpc())
	info, err := client.GetOrchestrator(t.Context(), &pb.OrchestratorRequest{})
	require.NoError(t, err, "an empty request is a valid one off chain")
	require.Equal(t, n.uri, info.GetTranscoder())
	require.Equal(t, make([]byte, 20), info.GetAddress())
	require.Nil(t, info.GetTicketParams())
	require.Nil(t, info.GetPriceInfo())
	require.Len(t, info.GetAuthToken().GetToken(), 32)
	require.Equal(t, []uint64{67133439}, info.GetCapabilities().GetBitstring())

	_, err = client.GetOrchestrator(t.Context(), &pb.OrchestratorRequest{Address: []byte{1, 2}})
	require.ErrorContains(t, err, "Invalid orchestrator request: the address has 2 bytes")

	bad := proto.Clone(info.GetAuthToken()).(*pb.AuthToken)
	bad.Token[0] ^= 1
	for _, token := range []*pb.AuthToken{bad, nil, {Token: make([]byte, 5000)}} {
		_, err = client.EndTranscodingSession(t.Context(), &pb.EndTranscodingSessionRequest{AuthToken: token})
		require.Equal(t, codes.Unknown, status.Code(err))
		require.Equal(t, "Invalid auth token", status.Convert(err).Message())
	}
	ping, err := client.Ping(t.Context(), &pb.PingPong{Value: make([]byte, 32)})
	require.NoError(t, err)
	require.Empty(t, ping.GetValue())
	_, err = client.Ping(t.Context(), &pb.PingPong{Value: make([]byte, 2000)})
	require.Error(t, err)
	for range 2 {
		_, err = client.EndTranscodingSession(t.Context(), &pb.EndTranscodingSessionRequest{AuthToken: info.GetAuthToken()})
		require.NoError(t, err)
	}
	token, err := lpnet.AuthTokenFromPB(info.GetAuthToken())
	require.NoError(t, err)
	require.Equal(t, 200, n.do(n.request(exchange{}, token)).code, "the token still opens the session")

	_, err = pb.NewTranscoderClient(n.grpc()).RegisterTranscoder(t.Context(), &pb.RegisterRequest{})
	require.NoError(t, err)
	stream, err := pb.NewTranscoderClient(n.grpc()).RegisterTranscoder(t.Context(), &pb.RegisterRequest{})
	require.NoError(t, err)
	_, err = stream.Recv()
	require.Equal(t, codes.Unimplemented, status.Code(err))
}

func TestCappedAndBusy(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	started := make(chan struct{}, 10)
	n := start(t, options{pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		started <- struct{}{}
		<-release
		return copySource(ctx, task)
	}})
	n.orch.SetMaxSessions(1)
	other, token := n.token(), n.token()
	done := make(chan response, 5)
	admitted := make(chan struct{}, 5)
	for range 5 {
		req := n.request(exchange{}, token)
		go func() {
			resp, err := n.http.Do(req)
			admitted <- struct{}{} // the header comes before the work (wire.md 5)
			if err != nil {
				done <- response{}
				return
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			done <- response{resp.StatusCode, body, resp.Header}
		}()
	}
	<-started
	for range 5 {
		<-admitted
	}
	resp := n.do(n.request(exchange{}, token))
	require.Equal(t, 403, resp.code)
	require.Equal(t, "OrchestratorBusy\n", string(resp.body))
	resp = n.do(n.request(exchange{}, other))
	require.Equal(t, 403, resp.code)
	require.Equal(t, "OrchestratorCapped\n", string(resp.body))
	_, err := pb.NewOrchestratorClient(n.grpc()).GetOrchestrator(t.Context(), &pb.OrchestratorRequest{})
	require.Equal(t, "Invalid orchestrator request: OrchestratorCapped", status.Convert(err).Message())
	close(release)
	for range 5 {
		require.Equal(t, 200, (<-done).code)
	}
}
