package ingest_test

import (
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

// recordedHost is that of the recorded exchanges, since their texts name it.
const recordedHost = "127.0.0.1:21806"

var (
	dateLine     = regexp.MustCompile(`Date: [^\r]+ GMT\r\n`)
	boundaryText = regexp.MustCompile(`[0-9a-f]{20}`)
)

// recorded is a request as the existing network's publishers send it. The body
// has size bytes.
func recorded(requestLine string, size int, headers ...string) string {
	r := requestLine + " HTTP/1.1\r\nHost: " + recordedHost + "\r\n"
	for _, h := range headers {
		r += h + "\r\n"
	}
	return r + fmt.Sprintf("Content-Length: %d\r\nConnection: close\r\n\r\n", size) + strings.Repeat("s", size)
}

// refusal is a recorded answer with a text.
func refusal(status, text string) string {
	return "HTTP/1.1 " + status + "\r\nContent-Length: " + fmt.Sprint(len(text)+1) +
		"\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n" +
		"Connection: close\r\n\r\n" + text + "\n"
}

// TestRecordedExchanges replays what was recorded of the existing network and
// expects its answers, byte for byte but for the order of headers, the date and
// the boundary. Source: exchanges.md 1.
func TestRecordedExchanges(t *testing.T) {
	t.Parallel()
	random := &core.TranscodeError{Code: core.InvalidVideo}
	cases := map[string]struct {
		request string
		fail    error
		want    string
	}{
		"ordinary_push": {
			request: recorded("PUT /live/rec1/0.ts", 300_000, "Accept: multipart/mixed", "Content-Duration: 2000", "Content-Resolution: 1280x720", "Content-Type: video/mp2t"),
			want:    multipartReply("ts", "video/mp2t", 0, "P240p30fps16x9", "P360p30fps16x9"),
		},
		"without_accept": {
			request: recorded("PUT /live/rec1/1.ts", 1000, "Content-Duration: 2000", "Content-Resolution: 1280x720"),
			want:    "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		},
		"configured": {
			request: recorded("PUT /live/rec2/7.ts", 1000, "Accept: multipart/mixed", "Content-Duration: 2000",
				`Livepeer-Transcode-Configuration: {"manifestID":"rec2x","profiles":[{"name":"p1","width":426,"height":240,"bitrate":250000,"fps":30000,"fpsDen":1001,"gop":"1.0","profile":"H264ConstrainedHigh"}]}`),
			want: multipartReply("ts", "video/mp2t", 7, "p1"),
		},
		"mp4": {
			request: recorded("PUT /live/rec3/0.mp4", 1000, "Accept: multipart/mixed", "Content-Duration: 2000", "Content-Resolution: 1280x720"),
			want:    multipartReply("mp4", "video/mp4", 0, "P240p30fps16x9", "P360p30fps16x9"),
		},
		"empty_profile_list": {
			request: recorded("PUT /live/rec4/0.ts", 1000, "Accept: multipart/mixed", "Content-Duration: 2000", `Livepeer-Transcode-Configuration: {"manifestID":"rec4","profiles":[]}`),
			want:    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
		},
		"not_a_number": {
			request: recorded("PUT /live/rec1/abc.ts", 1000, "Accept: multipart/mixed", "Content-Duration: 2000"),
			want:    multipartReply("ts", "video/mp2t", 0, "P240p30fps16x9", "P360p30fps16x9"),
		},
		"err_extension": {
			request: recorded("PUT /live/rec1/0.m3u8", 1, "Accept: multipart/mixed"),
			want:    refusal("400 Bad Request", "ignoring file extension: .m3u8"),
		},
		"err_configuration": {
			request: recorded("PUT /live/rec1/2.ts", 1_126_496, "Accept: multipart/mixed", "Livepeer-Transcode-Configuration: {"),
			want:    refusal("400 Bad Request", `failed to parse transcode config header: "unexpected end of JSON input"`),
		},
		"err_slice": {
			request: recorded("PUT /live/rec1/2.ts", 1_119_916, "Accept: multipart/mixed", "Content-Duration: 2000", "Content-Slice-From: 1500", "Content-Slice-To: 500"),
			want:    refusal("400 Bad Request", "Invalid slice config from=1.5s to=500ms"),
		},
		"err_random_bytes": {
			request: recorded("PUT /live/rec5/0.ts", 5000, "Accept: multipart/mixed", "Content-Duration: 2000"),
			fail:    random,
			want: refusal("422 Unprocessable Entity",
				`http push error processing segment url=http://127.0.0.1:21806/live/rec5/0.ts manifestID=rec5 err="TranscoderInvalidVideo"`),
		},
		"err_method": {
			request: recorded("GET /live/rec1/3.ts", 0, "Accept: multipart/mixed"),
			want: strings.Replace(refusal("405 Method Not Allowed", "http push request wrong method=GET url=/live/rec1/3.ts host=127.0.0.1:21806"),
				"HTTP/1.1 405 Method Not Allowed\r\n", "HTTP/1.1 405 Method Not Allowed\r\nAllow: PUT, POST\r\n", 1),
		},
		"err_no_file": {
			request: recorded("PUT /live/", 1, "Accept: multipart/mixed"),
			want:    refusal("400 Bad Request", "ignoring file extension: "),
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &streams{submit: func(_ *core.Segment, p []core.Profile) (*broadcaster.SegmentResult, error) {
				if c.fail != nil {
					return nil, c.fail
				}
				return renditions(p, 20), nil
			}}
			srv := httptest.NewServer(newPush(t, s, nil))
			defer srv.Close()
			got := dateLine.ReplaceAllString(exchange(t, srv, c.request), "")
			got = boundaryText.ReplaceAllString(got, "boundary")
			require.Equal(t, sortedHeader(c.want), sortedHeader(got))
		})
	}
}

// sortedHeader is an answer with its header lines in alphabetical order.
func sortedHeader(answer string) string {
	head, body, _ := strings.Cut(answer, "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	slices.Sort(lines[1:])
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + body
}

// multipartReply is a recorded answer with renditions of 20 bytes.
func multipartReply(ext, contentType string, seq int, names ...string) string {
	body := ""
	for _, name := range names {
		file := fmt.Sprintf("%s_%d.%s", name, seq, ext)
		body += "--boundary\r\nContent-Disposition: attachment; filename=\"" + file + "\"\r\nContent-Length: 20\r\n" +
			"Content-Type: " + contentType + "; name=\"" + file + "\"\r\nRendition-Name: " + name + "\r\n\r\n" + fmt.Sprintf("%20s", name) + "\r\n"
	}
	body += "--boundary--\r\n"
	chunk := len(body) + (len(names)+1)*(20-len("boundary"))
	return "HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed; boundary=boundary\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" +
		fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", chunk, body)
}
