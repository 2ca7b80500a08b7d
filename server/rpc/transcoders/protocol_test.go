package transcoders_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
)

// register opens a registration as a transcoder of the existing network does,
// or with our extension when meta says so.
func register(t *testing.T, o *orchestrator, req *pb.RegisterRequest, meta ...string) grpc.ServerStreamingClient[pb.NotifySegment] {
	conn, err := grpc.NewClient(o.addr, grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{InsecureSkipVerify: true})))
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	ctx, cancel := context.WithTimeout(metadata.AppendToOutgoingContext(t.Context(), meta...), 20*time.Second)
	t.Cleanup(cancel)
	stream, err := pb.NewTranscoderClient(conn).RegisterTranscoder(ctx, req)
	require.NoError(t, err)
	return stream
}

func legacy(t *testing.T, o *orchestrator) grpc.ServerStreamingClient[pb.NotifySegment] {
	stream := register(t, o, &pb.RegisterRequest{Secret: secret, Capacity: 7})
	o.members(t, 1)
	return stream
}

// transcode runs a task in the background.
func transcode(t *testing.T, o *orchestrator, task *core.Task) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := o.pool.Transcode(t.Context(), task)
		done <- err
	}()
	return done
}

type answer struct {
	code int
	body string
	head http.Header
}

func do(t *testing.T, c *http.Client, req *http.Request) answer {
	resp, err := c.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return answer{resp.StatusCode, string(body), resp.Header}
}

func get(t *testing.T, c *http.Client, rawURL string) answer {
	req, err := http.NewRequest(http.MethodGet, rawURL, nil)
	require.NoError(t, err)
	return do(t, c, req)
}

// post sends a result; headers are name, value pairs put over the right ones,
// where an empty value removes.
func post(t *testing.T, o *orchestrator, c *http.Client, id int64, body string, headers ...string) answer {
	req, err := http.NewRequest(http.MethodPost, "https://"+o.addr+"/transcodeResults", strings.NewReader(body))
	require.NoError(t, err)
	for k, v := range map[string]string{
		"Authorization": "Livepeer-Transcoder-1.0", "Credentials": secret, "TaskId": strconv.FormatInt(id, 10),
		"Pixels": "55296000", "Content-Type": "multipart/mixed; boundary=b",
	} {
		req.Header.Set(k, v)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i+1] == "" {
			req.Header.Del(headers[i])
		} else {
			req.Header.Set(headers[i], headers[i+1])
		}
	}
	return do(t, c, req)
}

const twoParts = "--b\r\nContent-Length: 3\r\nContent-Type: video/mp2t\r\nPixels: 10\r\n\r\none" +
	"\r\n--b\r\nContent-Type: video/mp2t\r\nPixels: 20\r\n\r\ntwo\r\n--b--\r\n"

// TestLegacyTranscoder is the recorded exchange of an existing transcoder.
func TestLegacyTranscoder(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	stream := legacy(t, o)
	require.Equal(t, core.DefaultCapabilities(), o.pool.Capabilities().Bits.List(), "a transcoder that says nothing has the default set")
	task := newTask("e89ce7d3", 3)
	task.Required = &core.Capabilities{Bits: core.NewCapabilitySet(core.CapH264, core.CapAuthToken)}
	out := make(chan *core.Transcoded, 1)
	go func() {
		r, _ := o.pool.Transcode(t.Context(), task)
		out <- r
	}()
	n, err := stream.Recv()
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(n.Url, "https://"+o.addr+"/stream/e89ce7d3/3.tempfile"), n.Url)
	require.Equal(t, "invalid", string(n.Profiles))
	require.Equal(t, "offchain", n.OrchId)
	seg := n.SegData
	require.Equal(t, "manifest", string(seg.ManifestId))
	require.EqualValues(t, 3, seg.Seq)
	require.Equal(t, make([]byte, 32), seg.Hash)
	require.Equal(t, "invalid", string(seg.Profiles))
	require.EqualValues(t, 2000, seg.Duration)
	require.Equal(t, []uint64{4097}, seg.Capabilities.Bitstring)
	require.Equal(t, map[uint32]uint32{0: 1, 12: 1}, seg.Capabilities.Capacities)
	require.Equal(t, "e89ce7d3", seg.AuthToken.SessionId)
	require.Empty(t, seg.AuthToken.Token, "the broadcaster's token is no business of a transcoder")
	require.Len(t, seg.FullProfiles, 2)
	require.Empty(t, seg.Storage)

	source := get(t, plainClient(t, false), n.Url)
	require.Equal(t, 200, source.code)
	require.Equal(t, "source", source.body)
	require.Equal(t, "6", source.head.Get("Content-Length"))
	bare, _, _ := strings.Cut(n.Url, "?")
	require.Equal(t, "source", get(t, plainClient(t, false), bare).body, "same address as the registration")

	h2 := plainClient(t, true)
	got := post(t, o, h2, n.TaskId, twoParts)
	require.Equal(t, answer{200, "OK", got.head}, got)
	require.Equal(t, "text/plain; charset=utf-8", got.head.Get("Content-Type"))
	r := <-out
	require.EqualValues(t, 55296000, r.DecodedPixels)
	require.Equal(t, []core.Rendition{{Data: []byte("one"), Pixels: 10}, {Data: []byte("two"), Pixels: 20}}, r.Renditions)

	require.Equal(t, answer{200, "OK", nil}, withoutHead(post(t, o, h2, n.TaskId, twoParts)), "late: dropped")
	require.Equal(t, 404, get(t, h2, n.Url).code, "the source goes with its task")
	o.pool.EndSession("e89ce7d3")
	n, err = stream.Recv()
	require.NoError(t, err)
	require.Empty(t, n.Url)
	require.Equal(t, "e89ce7d3", n.SegData.AuthToken.SessionId)
}

func withoutHead(a answer) answer { return answer{code: a.code, body: a.body} }

func TestRegistrationRefusals(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	for name, tc := range map[string]struct {
		req  *pb.RegisterRequest
		want string
	}{
		"err_secret":            {&pb.RegisterRequest{Secret: "bad", Capacity: 1}, "rpc error: code = Unknown desc = invalid secret"},
		"err_no_secret":         {&pb.RegisterRequest{Capacity: 1}, "rpc error: code = Unknown desc = invalid secret"},
		"err_zero_capacity":     {&pb.RegisterRequest{Secret: secret}, "rpc error: code = Unknown desc = zero capacity"},
		"err_negative_capacity": {&pb.RegisterRequest{Secret: secret, Capacity: -4}, "rpc error: code = Unknown desc = zero capacity"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := register(t, o, tc.req).Recv()
			require.EqualError(t, err, tc.want)
		})
	}
	t.Run("ok_huge_capacity", func(t *testing.T) {
		t.Parallel()
		big := startOrchestrator(t, orchestratorConfig{})
		register(t, big, &pb.RegisterRequest{Secret: secret, Capacity: 1 << 62})
		big.members(t, 1)
		require.Equal(t, 10_000, big.pool.TotalCapacity())
	})
}

// TestResultStatuses holds the answers recorded from an existing orchestrator.
func TestResultStatuses(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	c := plainClient(t, true)
	tests := map[string]struct {
		headers []string
		body    string
		code    int
		want    string
	}{
		"ok_unknown_task":        {nil, twoParts, 200, "OK"},
		"ok_error_result":        {[]string{"Content-Type", "livepeer/transcoding-error"}, "TranscoderInvalidVideo", 200, "OK"},
		"ok_other_type":          {[]string{"Content-Type", "text/plain"}, "hello", 200, "OK"},
		"err_secret":             {[]string{"Credentials", "wrong"}, twoParts, 401, "Unauthorized\n"},
		"err_no_secret":          {[]string{"Credentials", ""}, twoParts, 401, "Unauthorized\n"},
		"err_authorization":      {[]string{"Authorization", "Basic x"}, twoParts, 401, "Unauthorized\n"},
		"err_no_type":            {[]string{"Content-Type", ""}, twoParts, 415, "mime: no media type\n"},
		"err_task_id":            {[]string{"TaskId", "one"}, twoParts, 400, "Invalid Task ID\n"},
		"err_task_id_range":      {[]string{"TaskId", "9223372036854775808"}, twoParts, 400, "Invalid Task ID\n"},
		"err_pixels":             {[]string{"Pixels", "z"}, twoParts, 400, "Invalid Pixels\n"},
		"err_no_pixels":          {[]string{"Pixels", ""}, twoParts, 400, "Invalid Pixels\n"},
		"err_multipart":          {nil, "--b\r\nfoo\r\n\r\nx\r\n--b--\r\n", 500, "malformed MIME header: missing colon: \"foo\"\n"},
		"err_hash_first":         {nil, "--b\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n", 500, "Unknown perceptual hash\n"},
		"err_part_pixels":        {nil, "--b\r\nPixels: z\r\n\r\nx\r\n--b--\r\n", 500, "strconv.ParseInt: parsing \"z\": invalid syntax\n"},
		"err_part_pixels_minus":  {nil, "--b\r\nPixels: -1\r\n\r\nx\r\n--b--\r\n", 500, "a rendition has -1 pixels\n"},
		"err_empty_body":         {nil, "", 500, "multipart: NextPart: EOF\n"},
		"err_too_many_renditons": {nil, strings.Repeat("--b\r\nPixels: 1\r\n\r\nx\r\n", 33) + "--b--\r\n", 500, "transcode result has too many renditions, at most 32 are allowed\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, answer{code: tc.code, body: tc.want}, withoutHead(post(t, o, c, 1, tc.body, tc.headers...)))
		})
	}
}

// What breaks the protocol costs the transcoder its registration, and the task
// is free for another at once.
func TestProtocolBreakDropsTranscoder(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		headers []string
		body    string
		code    int
	}{
		"err_other_type":          {[]string{"Content-Type", "text/html"}, "<html>", 200},
		"err_type":                {[]string{"Content-Type", ";"}, "", 415},
		"err_garbage":             {nil, "garbage", 500},
		"err_one_rendition":       {nil, "--b\r\nPixels: 1\r\n\r\nx\r\n--b--\r\n", 200},
		"err_three_renditions":    {nil, strings.Repeat("--b\r\nPixels: 1\r\n\r\nx\r\n", 3) + "--b--\r\n", 500},
		"err_two_hashes":          {nil, "--b\r\nPixels: 1\r\n\r\nx\r\n--b\r\n\r\nh\r\n--b\r\n\r\nh\r\n--b--\r\n", 500},
		"err_truncated_multipart": {nil, twoParts[:len(twoParts)-20], 500},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOrchestrator(t, orchestratorConfig{})
			stream := legacy(t, o)
			done := transcode(t, o, newTask("s", 0))
			n, err := stream.Recv()
			require.NoError(t, err)
			require.Equal(t, tc.code, post(t, o, plainClient(t, true), n.TaskId, tc.body, tc.headers...).code)
			var broken *transcoding.ProtocolError
			require.ErrorAs(t, <-done, &broken)
			_, err = stream.Recv()
			require.Equal(t, "transcoder was dropped, register again", status.Convert(err).Message())
			o.members(t, 0)
		})
	}
}

// A connection that breaks in mid-result is no fault: the transcoder posts again.
func TestResultCutOffMayBeRepeated(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	stream := legacy(t, o)
	done := transcode(t, o, newTask("s", 0))
	n, err := stream.Recv()
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+o.addr+"/transcodeResults",
		io.MultiReader(strings.NewReader(twoParts[:80]), readerFunc(func([]byte) (int, error) {
			cancel()
			return 0, io.ErrUnexpectedEOF
		})))
	require.NoError(t, err)
	for k, v := range map[string]string{
		"Authorization": "Livepeer-Transcoder-1.0", "Credentials": secret, "TaskId": strconv.FormatInt(n.TaskId, 10),
		"Pixels": "1", "Content-Type": "multipart/mixed; boundary=b",
	} {
		req.Header.Set(k, v)
	}
	_, err = plainClient(t, true).Do(req)
	require.Error(t, err)
	require.Eventually(t, func() bool {
		post(t, o, plainClient(t, true), n.TaskId, twoParts)
		select {
		case err := <-done:
			require.NoError(t, err)
			return true
		case <-time.After(10 * time.Millisecond):
			return false
		}
	}, 10*time.Second, time.Millisecond)
	o.members(t, 1)
}

// A result that is being received is received once: its double takes no memory.
func TestResultPostedTwice(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	stream := legacy(t, o)
	out := make(chan *core.Transcoded, 1)
	go func() {
		r, _ := o.pool.Transcode(t.Context(), newTask("s", 0))
		out <- r
	}()
	n, err := stream.Recv()
	require.NoError(t, err)
	// The server asks for the body of this one when it has begun to receive it.
	reading, rest := make(chan struct{}), make(chan struct{})
	body := io.MultiReader(readerFunc(func([]byte) (int, error) {
		close(reading)
		<-rest
		return 0, io.EOF
	}), strings.NewReader(twoParts))
	req, err := http.NewRequest(http.MethodPost, "https://"+o.addr+"/transcodeResults", body)
	require.NoError(t, err)
	for k, v := range map[string]string{
		"Authorization": "Livepeer-Transcoder-1.0", "Credentials": secret, "TaskId": strconv.FormatInt(n.TaskId, 10),
		"Pixels": "1", "Content-Type": "multipart/mixed; boundary=b", "Expect": "100-continue",
	} {
		req.Header.Set(k, v)
	}
	c := plainClient(t, false)
	c.Transport.(*http.Transport).ExpectContinueTimeout = time.Minute
	first := make(chan error, 1)
	go func() {
		resp, err := c.Do(req)
		if err == nil {
			resp.Body.Close()
		}
		first <- err
	}()
	<-reading
	double := strings.ReplaceAll(twoParts, "one", "1st")
	require.Equal(t, 200, post(t, o, plainClient(t, true), n.TaskId, double).code)
	close(rest)
	require.NoError(t, <-first)
	require.Equal(t, "one", string((<-out).Renditions[0].Data))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestForeignResultIsRefused: the secret and even the task's id are not enough.
func TestForeignResultIsRefused(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	mine := register(t, o, &pb.RegisterRequest{Secret: secret, Capacity: 1}, lpnet.RegistrationFeature, "1")
	header, err := mine.Header()
	require.NoError(t, err, "our own orchestrator acknowledges at once")
	token := header.Get(lpnet.RegistrationToken)[0]
	done := transcode(t, o, newTask("s", 0))
	n, err := mine.Recv()
	require.NoError(t, err)
	other := register(t, o, &pb.RegisterRequest{Secret: secret, Capacity: 1}, lpnet.RegistrationFeature, "1")
	header, err = other.Header()
	require.NoError(t, err)

	c := plainClient(t, true)
	for _, foreign := range []string{"", "guess", header.Get(lpnet.RegistrationToken)[0]} {
		got := post(t, o, c, n.TaskId, twoParts, lpnet.RegistrationTokenHeader, foreign)
		require.Equal(t, answer{code: 403, body: "task belongs to another transcoder\n"}, withoutHead(got))
	}
	require.Equal(t, 200, post(t, o, c, n.TaskId+1, twoParts, lpnet.RegistrationTokenHeader, token).code, "unknown: dropped")
	require.Empty(t, done)
	require.Equal(t, 200, post(t, o, c, n.TaskId, twoParts, lpnet.RegistrationTokenHeader, token).code)
	require.NoError(t, <-done)
}

// Transcoders without a registration secret are known by their address.
func TestResultFromAnotherAddress(t *testing.T) {
	t.Parallel()
	for name, anyAddress := range map[string]bool{"err_bound": false, "ok_any_address": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := startOrchestrator(t, orchestratorConfig{anyAddress: anyAddress})
			stream := legacy(t, o)
			done := transcode(t, o, newTask("s", 0))
			n, err := stream.Recv()
			require.NoError(t, err)
			elsewhere := clientFrom(t, "127.0.0.2")
			bare, _, _ := strings.Cut(n.Url, "?")
			if anyAddress {
				require.Equal(t, 200, get(t, elsewhere, bare).code)
				require.Equal(t, 200, post(t, o, elsewhere, n.TaskId, twoParts).code)
			} else {
				require.Equal(t, 404, get(t, elsewhere, bare).code)
				require.Equal(t, 200, get(t, elsewhere, n.Url).code, "knows the token of the source")
				require.Equal(t, 403, post(t, o, elsewhere, n.TaskId, twoParts).code)
				require.Equal(t, 200, post(t, o, plainClient(t, true), n.TaskId, twoParts).code)
			}
			require.NoError(t, <-done)
		})
	}
}

func TestSourceNames(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	stream := legacy(t, o)
	task := newTask("../a b/ü", 5)
	done := transcode(t, o, task)
	n, err := stream.Recv()
	require.NoError(t, err)
	u, err := url.Parse(n.Url)
	require.NoError(t, err)
	c := plainClient(t, false)
	require.Equal(t, "source", get(t, c, n.Url).body, "any session id makes a usable URL")
	head, err := c.Head(n.Url)
	require.NoError(t, err)
	head.Body.Close()
	require.EqualValues(t, 6, head.ContentLength)
	for _, path := range []string{"/stream/x/5.tempfile", "/stream/x/5.ts", "/stream/x/.tempfile", "/stream/x/-5.tempfile"} {
		require.Equal(t, answer{code: 404, body: "ErrNotFound\n"}, withoutHead(get(t, c, "https://"+o.addr+path+"?"+u.RawQuery)), path)
	}
	post(t, o, c, n.TaskId, "no keyframes", "Content-Type", "livepeer/transcoding-error")
	require.EqualError(t, <-done, "no keyframes")
}

func TestDrainRequests(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	legacy(t, o)
	for want, headers := range map[int][2]string{401: {"wrong", "x"}, 404: {secret, "x"}} {
		req, err := http.NewRequest(http.MethodPost, "https://"+o.addr+lpnet.TranscoderDrainPath, bytes.NewReader(nil))
		require.NoError(t, err)
		req.Header.Set("Authorization", lpnet.TranscoderAuthorization)
		req.Header.Set("Credentials", headers[0])
		req.Header.Set(lpnet.RegistrationTokenHeader, headers[1])
		require.Equal(t, want, do(t, plainClient(t, true), req).code)
	}
	require.False(t, o.pool.Status().RegisteredTranscoders[0].Draining)
}

// A service that closes lets its transcoders go, and takes no more.
func TestClose(t *testing.T) {
	t.Parallel()
	o := startOrchestrator(t, orchestratorConfig{})
	stream := legacy(t, o)
	require.NoError(t, o.svc.Close())
	require.NoError(t, o.svc.Close())
	_, err := stream.Recv()
	require.Equal(t, "orchestrator is shutting down", status.Convert(err).Message())
	_, err = register(t, o, &pb.RegisterRequest{Secret: secret, Capacity: 1}).Recv()
	require.Equal(t, "orchestrator is shutting down", status.Convert(err).Message())
	require.Zero(t, o.pool.Status().RegisteredTranscodersNumber)
}
