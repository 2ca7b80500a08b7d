package net_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// fakeOrchestrator is an orchestrator as far as a transcoder sees it.
type fakeOrchestrator struct {
	pb.UnimplementedTranscoderServer
	register func(*pb.RegisterRequest, grpc.ServerStreamingServer[pb.NotifySegment]) error
	http     http.HandlerFunc
	url      string
}

func (o *fakeOrchestrator) RegisterTranscoder(req *pb.RegisterRequest, s grpc.ServerStreamingServer[pb.NotifySegment]) error {
	return o.register(req, s)
}

func (o *fakeOrchestrator) start(t *testing.T, withTLS bool) {
	rpc := grpc.NewServer()
	pb.RegisterTranscoderServer(rpc, o)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 && strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			rpc.ServeHTTP(w, r)
			return
		}
		o.http(w, r)
	}))
	if withTLS {
		srv.EnableHTTP2 = true
		srv.StartTLS()
	} else {
		srv.Config.Protocols = &http.Protocols{}
		srv.Config.Protocols.SetHTTP1(true)
		srv.Config.Protocols.SetUnencryptedHTTP2(true)
		srv.Start()
	}
	o.url = srv.URL
	t.Cleanup(func() {
		srv.CloseClientConnections()
		srv.Close()
		rpc.Stop()
	})
}

// open registers with the orchestrator.
func (o *fakeOrchestrator) open(ctx context.Context, t *testing.T) transcoding.Registration {
	c, err := lpnet.NewTranscoderClient(lpnet.TranscoderClientConfig{Orchestrator: o.url, Secret: "s3cret"})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	reg, err := c.Register(ctx, transcoding.Offer{Capacity: 7, Capabilities: core.NewCapabilities("0.9.1", core.CapH264)})
	require.NoError(t, err)
	t.Cleanup(func() { reg.Close() })
	return reg
}

func TestOrchestratorAddress(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		"127.0.0.1:8935": "https://127.0.0.1:8935", " orch.example:1 ": "https://orch.example:1",
		"https://orch:8935/": "https://orch:8935", "http://[::1]:8935": "http://[::1]:8935",
	} {
		c, err := lpnet.NewTranscoderClient(lpnet.TranscoderClientConfig{Orchestrator: addr})
		require.NoError(t, err, addr)
		require.Equal(t, want, c.URI())
	}
	for _, addr := range []string{"", "orch", "ftp://orch:1", "https://orch:1/path", "https://u:p@orch:1", "https://:1", "https://orch:1?x=y", "\x00:1"} {
		_, err := lpnet.NewTranscoderClient(lpnet.TranscoderClientConfig{Orchestrator: addr})
		var addrErr *lpnet.OrchestratorAddrError
		require.ErrorAs(t, err, &addrErr, addr)
	}
}

func TestRegister(t *testing.T) {
	t.Parallel()
	got := make(chan *pb.RegisterRequest, 1)
	o := &fakeOrchestrator{register: func(req *pb.RegisterRequest, s grpc.ServerStreamingServer[pb.NotifySegment]) error {
		got <- req
		md, _ := metadata.FromIncomingContext(s.Context())
		if v := md.Get(lpnet.RegistrationFeature); len(v) != 1 || v[0] != "1" {
			return errors.New("not announced")
		}
		s.Send(&pb.NotifySegment{}) // passed over
		s.Send(&pb.NotifySegment{Url: "u", TaskId: 9})
		return s.Send(&pb.NotifySegment{SegData: &pb.SegData{AuthToken: &pb.AuthToken{SessionId: "s"}}})
	}}
	for _, withTLS := range []bool{true, false} {
		o.start(t, withTLS)
		reg := o.open(t.Context(), t)
		job, err := reg.Next(t.Context())
		require.NoError(t, err)
		req := <-got
		require.Equal(t, "s3cret", req.Secret)
		require.EqualValues(t, 7, req.Capacity)
		require.Equal(t, []uint64{1}, req.Capabilities.Bitstring)
		require.EqualValues(t, 9, job.ID)
		require.Error(t, job.Fault)
		job, err = reg.Next(t.Context())
		require.NoError(t, err)
		require.Equal(t, core.SessionID("s"), job.Ended)
		_, err = reg.Next(t.Context())
		require.ErrorIs(t, err, lpnet.ErrRegistrationEnded)
	}
}

func TestRegistrationErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  error
		want error
	}{
		"err_secret":   {errors.New("invalid secret"), transcoding.ErrInvalidSecret},
		"err_capacity": {status.Error(codes.InvalidArgument, "zero capacity"), transcoding.ErrZeroCapacity},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := &fakeOrchestrator{register: func(*pb.RegisterRequest, grpc.ServerStreamingServer[pb.NotifySegment]) error { return tc.err }}
			o.start(t, true)
			_, err := o.open(t.Context(), t).Next(t.Context())
			require.ErrorIs(t, err, tc.want)
		})
	}
	t.Run("err_unimplemented", func(t *testing.T) {
		t.Parallel()
		o := &fakeOrchestrator{register: (pb.UnimplementedTranscoderServer{}).RegisterTranscoder}
		o.start(t, true)
		_, err := o.open(t.Context(), t).Next(t.Context())
		require.Equal(t, codes.Unimplemented, status.Code(err))
	})
	t.Run("err_nothing_listens", func(t *testing.T) {
		t.Parallel()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, l.Close())
		c, err := lpnet.NewTranscoderClient(lpnet.TranscoderClientConfig{Orchestrator: l.Addr().String()})
		require.NoError(t, err)
		_, err = c.Register(t.Context(), transcoding.Offer{Capacity: 1})
		require.Equal(t, codes.Unavailable, status.Code(err))
	})
}

// A registration that is silent, as with existing orchestrators, ends with its
// context and with Close.
func TestRegistrationEnds(t *testing.T) {
	t.Parallel()
	o := &fakeOrchestrator{register: func(_ *pb.RegisterRequest, s grpc.ServerStreamingServer[pb.NotifySegment]) error {
		<-s.Context().Done()
		return s.Context().Err()
	}}
	o.start(t, true)
	reg := o.open(t.Context(), t)
	require.ErrorIs(t, reg.Drain(t.Context()), transcoding.ErrDrainUnsupported)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	_, err := reg.Next(ctx)
	require.Error(t, err)

	reg = o.open(t.Context(), t)
	time.AfterFunc(10*time.Millisecond, func() { reg.Close() })
	_, err = reg.Next(t.Context())
	require.Error(t, err)
	require.NoError(t, reg.Close())
}

// posted is a request as an orchestrator got it.
type posted struct {
	proto, path string
	header      http.Header
	length      int64
	body        []byte
}

// acknowledged is a registration at an orchestrator that gave the token.
func acknowledged(t *testing.T, token string, handle http.HandlerFunc) (transcoding.Registration, string) {
	o := &fakeOrchestrator{http: handle, register: func(_ *pb.RegisterRequest, s grpc.ServerStreamingServer[pb.NotifySegment]) error {
		if token != "" {
			s.SendHeader(metadata.Pairs(lpnet.RegistrationToken, token))
		}
		s.Send(&pb.NotifySegment{SegData: &pb.SegData{AuthToken: &pb.AuthToken{SessionId: "s"}}})
		<-s.Context().Done()
		return nil
	}}
	o.start(t, true)
	reg := o.open(t.Context(), t)
	_, err := reg.Next(t.Context())
	require.NoError(t, err)
	return reg, o.url
}

func testJob() *transcoding.Job {
	return &transcoding.Job{ID: 42, Task: &core.Task{
		Duration: 2 * time.Second, Profiles: []core.Profile{{Name: "a"}, {Name: "b", Format: core.MP4}},
	}}
}

// TestReport holds the request of the recorded exchange (wire.md 10).
func TestReport(t *testing.T) {
	t.Parallel()
	requests := make(chan posted, 4)
	handle := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests <- posted{r.Proto, r.URL.Path, r.Header, r.ContentLength, body}
		io.WriteString(w, "OK")
	}
	reg, _ := acknowledged(t, "", handle)
	job := testJob()
	out := &core.Transcoded{DecodedPixels: 55296000, Renditions: []core.Rendition{
		{Data: []byte("ts bytes"), Pixels: 6134400, PerceptualHash: []byte("h1")}, {Data: []byte("mp4"), Pixels: 13824000},
	}}
	require.NoError(t, reg.Report(t.Context(), job, out, nil))
	r := <-requests
	require.Equal(t, "HTTP/2.0", r.proto)
	require.Equal(t, "/transcodeResults", r.path)
	require.Equal(t, "Livepeer-Transcoder-1.0", r.header.Get("Authorization"))
	require.Equal(t, "s3cret", r.header.Get("Credentials"))
	require.Equal(t, "42", r.header.Get("TaskId"))
	require.Equal(t, "55296000", r.header.Get("Pixels"))
	require.NotContains(t, r.header, lpnet.RegistrationTokenHeader)
	require.EqualValues(t, len(r.body), r.length)
	boundary := strings.TrimPrefix(r.header.Get("Content-Type"), "multipart/mixed; boundary=")
	require.Equal(t, "--"+boundary+"\r\nContent-Length: 8\r\nContent-Type: video/mp2t\r\nPixels: 6134400\r\n\r\nts bytes"+
		"\r\n--"+boundary+"\r\nContent-Length: 3\r\nContent-Type: video/mp4\r\nPixels: 13824000\r\n\r\nmp4"+
		"\r\n--"+boundary+"--\r\n", string(r.body))
	_, data := parsePosted(t, r.header.Get("Content-Type"), r.body)
	require.Equal(t, []string{"ts bytes", "mp4"}, data)

	reg, _ = acknowledged(t, "t0ken", handle)
	job.Task.PerceptualHash = true
	require.NoError(t, reg.Report(t.Context(), job, out, nil))
	r = <-requests
	require.Equal(t, "t0ken", r.header.Get(lpnet.RegistrationTokenHeader))
	headers, data := parsePosted(t, r.header.Get("Content-Type"), r.body)
	require.Equal(t, []string{"ts bytes", "h1", "mp4", ""}, data)
	require.Equal(t, map[string][]string{"Content-Length": {"2"}, "Content-Type": {"application/octet-stream"}}, headers[1])

	require.NoError(t, reg.Report(t.Context(), job, nil, &core.TranscodeError{Code: core.InvalidVideo, Detail: "stays here"}))
	r = <-requests
	require.Equal(t, "livepeer/transcoding-error", r.header.Get("Content-Type"))
	require.Equal(t, "0", r.header.Get("Pixels"))
	require.Equal(t, "TranscoderInvalidVideo", string(r.body))

	require.NoError(t, reg.Drain(t.Context()))
	r = <-requests
	require.Equal(t, lpnet.TranscoderDrainPath, r.path)
	require.Equal(t, "t0ken", r.header.Get(lpnet.RegistrationTokenHeader))
	require.Equal(t, "s3cret", r.header.Get("Credentials"))
}

func TestReportRetries(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status    int
		wantCalls int32
		wantErr   bool
	}{
		"ok_unavailable": {503, 3, false},
		"ok_bad_gateway": {502, 3, false},
		"ok_cut":         {0, 3, false},
		"err_refused":    {401, 1, true},
		"err_server":     {500, 1, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			reg, _ := acknowledged(t, "t", func(w http.ResponseWriter, r *http.Request) {
				n := calls.Add(1)
				body, _ := io.ReadAll(r.Body)
				switch {
				case n == 3:
					w.Write(body)
				case tc.status == 0:
					panic(http.ErrAbortHandler)
				default:
					http.Error(w, "no", tc.status)
				}
			})
			err := reg.Report(t.Context(), testJob(), nil, errors.New("fault"))
			require.Equal(t, tc.wantErr, err != nil)
			require.Equal(t, tc.wantCalls, calls.Load())
			if tc.wantErr {
				var refused *lpnet.ReportError
				require.ErrorAs(t, err, &refused)
				require.Equal(t, tc.status, refused.Status)
				require.Equal(t, "no", refused.Text)
			}
		})
	}
	t.Run("err_time_is_up", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		reg, _ := acknowledged(t, "t", func(w http.ResponseWriter, _ *http.Request) {
			cancel()
			http.Error(w, "later", http.StatusServiceUnavailable)
		})
		require.Error(t, reg.Report(ctx, testJob(), nil, errors.New("fault")))
	})
}

func TestFetchSource(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []string
	reg, base := acknowledged(t, "t", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r.Proto+" "+r.RequestURI)
		mu.Unlock()
		if strings.Contains(r.URL.Path, "missing") {
			http.Error(w, "ErrNotFound", http.StatusNotFound)
			return
		}
		io.WriteString(w, "source")
	})
	fetch := func(url string) (string, error) {
		source, err := reg.Fetch(t.Context(), &transcoding.Job{SourceURL: url}, func(*core.Source) {})
		if err != nil {
			return "", err
		}
		data, err := source.Bytes(t.Context())
		return string(data), err
	}
	data, err := fetch(base + "/stream/s/1.tempfile?token=x")
	require.NoError(t, err)
	require.Equal(t, "source", data)
	// What the orchestrator says of its own address may lead nowhere from here.
	data, err = fetch("https://169.254.0.1:8935/stream/s/2.tempfile?token=y")
	require.NoError(t, err)
	require.Equal(t, "source", data)
	require.Equal(t, []string{"HTTP/1.1 /stream/s/1.tempfile?token=x", "HTTP/1.1 /stream/s/2.tempfile?token=y"}, seen)

	_, err = fetch("http://169.254.169.254/latest/meta-data")
	require.ErrorIs(t, err, lpnet.ErrForbiddenAddress)
	for _, u := range []string{"", "file:///etc/passwd", "::", "https:///x.tempfile"} {
		_, err = fetch(u)
		require.ErrorIs(t, err, lpnet.ErrFetchURL, u)
	}
	_, err = fetch(base + "/missing?token=secret")
	var se *lpnet.SourceError
	require.ErrorAs(t, err, &se)
	require.ErrorContains(t, err, "could not download the source: ")
	require.NotContains(t, err.Error(), "secret")
}

// A source that comes fast is handed out before it is whole; one that breaks
// then has the same error text as one that was waited for.
func TestFetchSourceEarly(t *testing.T) {
	t.Parallel()
	const size = 4 << 20
	early := make(chan struct{}, 1)
	reg, base := acknowledged(t, "t", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(size))
		w.Write(make([]byte, size-1000))
		http.NewResponseController(w).Flush()
		select {
		case <-early:
		case <-r.Context().Done():
		}
		if r.URL.Path == "/ok.tempfile" {
			w.Write(make([]byte, 1000))
		}
	})
	for path, broken := range map[string]bool{"/ok.tempfile": false, "/cut.tempfile": true} {
		var first *core.Source
		source, err := reg.Fetch(t.Context(), &transcoding.Job{SourceURL: base + path}, func(s *core.Source) {
			require.Nil(t, first, "once")
			first = s
			early <- struct{}{}
		})
		require.Equal(t, size, first.Size())
		if !broken {
			require.NoError(t, err)
			require.NoError(t, source.Err())
			data, err := source.Bytes(t.Context())
			require.NoError(t, err)
			require.Len(t, data, size)
			continue
		}
		require.Regexp(t, `^could not download the source: fetch from 127\.0\.0\.1:\d+: unexpected EOF$`, err.Error())
		require.Error(t, first.Err())
	}
}
