package net

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

// orchestratorStub answers POST /segment with anything at all.
type orchestratorStub struct {
	*httptest.Server
	client *OrchestratorClient
}

func newStub(t *testing.T, segment http.HandlerFunc) orchestratorStub {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/segment", segment)
	mux.HandleFunc("POST /{$}", segment)
	mux.HandleFunc("/media/long", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("m", 30)) })
	mux.HandleFunc("/media/short", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("m", 24)) })
	mux.HandleFunc("/media/hang", func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // an empty answer could still get through while the client leaves
	})
	srv := httptest.NewUnstartedServer(mux)
	srv.EnableHTTP2 = true
	srv.StartTLS()
	c := NewOrchestratorClient(OrchestratorClientConfig{Signer: signing.Offchain{}, Policy: FetchPolicy{AllowPrivate: true}})
	t.Cleanup(func() {
		require.NoError(t, c.Close())
		srv.Close()
	})
	return orchestratorStub{srv, c}
}

// submit runs one exchange for a segment with a single profile.
func (s orchestratorStub) submit(t *testing.T, l limits) (*core.SubmissionResult, error) {
	t.Helper()
	return s.exchange(l).run(t.Context())
}

func (s orchestratorStub) exchange(l limits) *exchange {
	sub := &core.Submission{
		Info:     &core.OrchestratorInfo{URI: s.URL, Token: &core.AuthToken{}},
		Segment:  &core.Segment{Data: []byte("segment"), Duration: time.Second},
		Profiles: []core.Profile{{Name: "a"}},
	}
	return &exchange{client: s.client, sub: sub, profiles: sub.Profiles, peer: knownPeer{reach: ReachLoopback}, started: time.Now(), limits: l}
}

func long() limits { return limits{upload: time.Minute, total: time.Minute, download: time.Minute} }

func encode(t *testing.T, segments ...*pb.TranscodedSegmentData) []byte {
	t.Helper()
	raw, err := proto.Marshal(&pb.TranscodeResult{Result: &pb.TranscodeResult_Data{Data: &pb.TranscodeData{Segments: segments}}})
	require.NoError(t, err)
	return raw
}

// Whatever an orchestrator answers becomes a typed error.
func TestAnswers(t *testing.T) {
	t.Parallel()
	inline := func(prefix int, raw []byte, rest string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(InlineHeaderName, InlineVersion)
			w.Write(append(AppendInlinePrefix(nil, prefix), raw...))
			io.WriteString(w, rest)
		}
	}
	body := func(raw []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.Write(raw) }
	}
	at := func(path string) func(s orchestratorStub) *pb.TranscodedSegmentData {
		return func(s orchestratorStub) *pb.TranscodedSegmentData {
			return &pb.TranscodedSegmentData{Url: s.URL + path}
		}
	}
	sized := func(n uint64) []byte { return encode(t, &pb.TranscodedSegmentData{InlineBytes: n}) }
	unknown, err := proto.Marshal(&pb.TranscodeResult{Seq: 1})
	require.NoError(t, err)
	badInfo, err := proto.Marshal(&pb.TranscodeResult{Result: &pb.TranscodeResult_Error{Error: "x"}, Info: &pb.OrchestratorInfo{Address: []byte{1}}})
	require.NoError(t, err)
	tests := []struct {
		name   string
		answer http.HandlerFunc
		media  func(s orchestratorStub) *pb.TranscodedSegmentData
		want   error
	}{
		{name: "ok_by_url", media: at("/media/long")},
		{name: "ok_inline", answer: inline(len(sized(30)), sized(30), strings.Repeat("m", 30))},
		{name: "err_short_rendition", media: at("/media/short"), want: ErrZeroSegments},
		{name: "err_short_inline", answer: inline(len(sized(24)), sized(24), strings.Repeat("m", 24)), want: ErrZeroSegments},
		{name: "err_empty_inline", answer: inline(len(sized(0)), sized(0), ""), want: ErrZeroSegments},
		{name: "err_cut_inline", answer: inline(len(sized(30)), sized(30), "m"), want: io.ErrUnexpectedEOF},
		{name: "err_cut_prefix", answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(InlineHeaderName, InlineVersion)
			w.Write([]byte{0, 0})
		}, want: io.ErrUnexpectedEOF},
		{name: "err_cut_result", answer: inline(1000, sized(30), ""), want: io.ErrUnexpectedEOF},
		{name: "err_huge_inline_result", answer: inline(1<<30, nil, ""), want: ErrFetchTooLarge},
		{name: "err_huge_inline_rendition", answer: inline(len(sized(1<<62)), sized(1<<62), ""), want: ErrFetchTooLarge},
		{name: "err_huge_result", answer: body(make([]byte, maxAnswerBytes+1)), want: ErrFetchTooLarge},
		{name: "err_empty_body", answer: body(nil), want: ErrUnknownResponse},
		{name: "err_unknown", answer: body(unknown), want: ErrUnknownResponse},
		{name: "err_garbage", answer: body([]byte("\xff\xff")), want: ErrResultProto},
		{name: "err_info", answer: body(badInfo), want: ErrInvalidInfo},
		{name: "err_no_renditions", answer: body(encode(t)), want: ErrMismatchedSegments},
		{name: "err_two_renditions", answer: body(encode(t, &pb.TranscodedSegmentData{}, &pb.TranscodedSegmentData{})), want: ErrMismatchedSegments},
		{name: "err_no_url", answer: body(encode(t, &pb.TranscodedSegmentData{})), want: ErrFetchURL},
		{name: "err_file_url", answer: body(encode(t, &pb.TranscodedSegmentData{Url: "file:///etc/passwd"})), want: ErrFetchURL},
		{name: "err_metadata_url", answer: body(encode(t, &pb.TranscodedSegmentData{Url: "http://169.254.169.254/"})), want: ErrForbiddenAddress},
		{name: "err_redirect", answer: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/media/long", http.StatusTemporaryRedirect)
		}, want: ErrFetchRedirect},
		{name: "err_busy", answer: func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "OrchestratorBusy", http.StatusForbidden)
		}, want: core.ErrOrchestratorBusy},
		{name: "err_aborted", answer: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer := tt.answer
			var s orchestratorStub
			if tt.media != nil {
				answer = func(w http.ResponseWriter, _ *http.Request) { w.Write(encode(t, tt.media(s))) }
			}
			s = newStub(t, answer)
			result, err := s.submit(t, long())
			if tt.want == nil && !strings.HasPrefix(tt.name, "err_") {
				require.NoError(t, err)
				require.Len(t, result.Renditions[0].Data, 30)
				return
			}
			require.Error(t, err)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
			}
			var answered *core.AnsweredError
			require.Equal(t, tt.name != "err_aborted", errors.As(err, &answered), "answered once there are headers")
		})
	}
}

func TestRefusalText(t *testing.T) {
	t.Parallel()
	s := newStub(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		io.WriteString(w, strings.Repeat("x", 1<<20))
	})
	_, err := s.submit(t, long())
	var refusal *RefusalError
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, 502, refusal.Code)
	require.LessOrEqual(t, len(err.Error()), maxRefusalText+100)
}

// Beside a refusal come its meaning and the newest terms. Neither need be right.
func TestRefusalBringsTerms(t *testing.T) {
	t.Parallel()
	terms := &core.OrchestratorInfo{URI: "https://127.0.0.1:8935", TicketParams: &pm.TicketParams{ExpirationBlock: 7}}
	value, err := EncodeInfoHeader(terms)
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		info string
		want *core.OrchestratorInfo
	}{"ok": {value, terms}, "ok_none": {}, "ok_garbage": {info: "!"}} {
		s := newStub(t, func(w http.ResponseWriter, _ *http.Request) {
			SetErrorHeaders(w.Header(), core.WireErrorOf(pm.RefuseAmount(pm.LowPMBalance, pm.NewWei(9), pm.NewWei(2), "Insufficient balance")))
			w.Header().Set(InfoHeaderName, tc.info)
			http.Error(w, "Insufficient balance", http.StatusBadRequest)
		})
		_, err := s.submit(t, long())
		var answered *core.AnsweredError
		require.ErrorAs(t, err, &answered, name)
		require.Equal(t, tc.want, answered.Info, name)
		var refusal *pm.Refusal
		require.ErrorAs(t, err, &refusal, name)
		require.Equal(t, pm.RefuseAmount(pm.LowPMBalance, pm.NewWei(9), pm.NewWei(2), "Insufficient balance"), refusal)
	}
	s := newStub(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set(InfoHeaderName, strings.Repeat("A", 2*maxAnswerHeader))
		http.Error(w, "x", http.StatusBadRequest)
	})
	_, err = s.submit(t, long())
	require.Error(t, err, "headers are bounded")
	var refusal *RefusalError
	require.False(t, errors.As(err, &refusal))
}

func TestTimeLimits(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then HTTP/1.1 notices that the client has left
		<-r.Context().Done()
	}
	accepted := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	short := 50 * time.Millisecond
	l := long()
	l.upload = short
	_, err := newStub(t, hang).submit(t, l)
	require.ErrorIs(t, err, ErrUploadTimeout)
	l = long()
	l.total = short
	_, err = newStub(t, hang).submit(t, l)
	require.ErrorIs(t, err, ErrSubmitTimeout)
	_, err = newStub(t, accepted).submit(t, l)
	require.ErrorIs(t, err, ErrSubmitTimeout)
	var s orchestratorStub
	s = newStub(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Write(encode(t, &pb.TranscodedSegmentData{Url: s.URL + "/media/hang"}))
	})
	l = long()
	l.download = short
	_, err = s.submit(t, l)
	require.ErrorIs(t, err, ErrDownloadTimeout)

	// A store that takes no source costs as much time as an orchestrator would.
	stub := newStub(t, hang)
	l = long()
	l.upload = short
	x := stub.exchange(l)
	x.sub.Info.Storage = []core.ObjectStorage{{Kind: core.StorageS3, Host: stub.URL}}
	x.client.stores.cfg.RootCAs = stub.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	_, err = x.run(t.Context())
	require.ErrorIs(t, err, ErrUploadTimeout)
	require.ErrorContains(t, err, "source/0.ts")

	sub := &core.Submission{Segment: &core.Segment{Duration: 2 * time.Second}}
	require.Equal(t, limits{2 * time.Second, 8 * time.Second, 4 * time.Second}, limitsOf(sub))
	sub.Segment.Duration, sub.TimeoutMultiplier = 10*time.Second, 2
	require.Equal(t, limits{10 * time.Second, 80 * time.Second, 10 * time.Second}, limitsOf(sub))
}

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body []byte
	s := newStub(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		http.Error(w, "x", http.StatusTeapot)
	})
	sub := &core.Submission{
		Info:     &core.OrchestratorInfo{URI: s.URL + "/", Token: &core.AuthToken{SessionID: "1a2b3c4d"}},
		Segment:  &core.Segment{ManifestID: "m", Seq: 3, Data: []byte("segment"), Duration: time.Second},
		Payment:  &pm.Payment{Sender: common.Address{1}},
		Profiles: []core.Profile{{Width: 640, Height: 360, Bitrate: 1}},
	}
	_, err := s.client.Submit(t.Context(), sub)
	require.Error(t, err)
	require.Equal(t, "HTTP/2.0", got.Proto)
	require.Equal(t, "POST /segment", fmt.Sprint(got.Method, " ", got.URL.Path))
	require.Equal(t, "video/MP2T", got.Header.Get("Content-Type"))
	require.Equal(t, int64(7), got.ContentLength)
	require.Equal(t, "segment", string(body))
	require.Equal(t, "EhQBAAAAAAAAAAAAAAAAAAAAAAAAAA==", got.Header.Get(PaymentHeaderName))
	h, err := DecodeSegmentHeader(got.Header.Get(SegmentHeaderName))
	require.NoError(t, err)
	require.Equal(t, "ffmpeg_640x360_1", h.Profiles[0].Name)
	require.Equal(t, uint64(3), h.Seq)
	require.Equal(t, core.SessionID("1a2b3c4d"), h.Token.SessionID)
}

func TestKnownPeersAreBounded(t *testing.T) {
	t.Parallel()
	c := NewOrchestratorClient(OrchestratorClientConfig{Signer: signing.Offchain{}})
	defer c.Close()
	for i := range maxKnownPeers + 100 {
		c.learnReach(fmt.Sprintf("https://10.0.0.1:%d", i), ReachPrivate)
	}
	require.Len(t, c.peers, maxKnownPeers)
	c.learnReach("https://a:1", ReachLoopback)
	c.learnReach("https://a:1", ReachPublic)
	require.Equal(t, ReachLoopback, c.peer("https://a:1/x").reach, "the widest counts")
	require.Equal(t, ReachPublic, c.peer("https://b:1").reach)
}

func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	g := newGRPCConns()
	kept, err := g.acquire("https://kept:1")
	require.NoError(t, err)
	for i := range maxGRPCConns + 20 {
		c, err := g.acquire(fmt.Sprintf("http://host:%d", i+1))
		require.NoError(t, err)
		g.release(c)
	}
	require.LessOrEqual(t, len(g.conns), maxGRPCConns)
	again, err := g.acquire("https://kept:1/path")
	require.NoError(t, err)
	require.Same(t, kept, again, "one in use stays")
	g.close()
	_, err = g.acquire("https://kept:1")
	require.Error(t, err)
	_, err = g.acquire("kept:1")
	require.Error(t, err)
}
