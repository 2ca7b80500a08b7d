package net_test

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/stretchr/testify/require"
)

func resultHeader(contentType string, more ...string) http.Header {
	h := http.Header{"Content-Type": {contentType}}
	for i := 0; i < len(more); i += 2 {
		h.Set(more[i], more[i+1])
	}
	return h
}

const multipartB = "multipart/mixed; boundary=b"

func TestReadTranscoderResult(t *testing.T) {
	t.Parallel()
	part := func(headers, data string) string { return "--b\r\n" + headers + "\r\n" + data + "\r\n" }
	tests := map[string]struct {
		body string
		max  int
		size int64
		want []core.Rendition
		err  string
	}{
		"ok": {
			body: part("Pixels: 1\r\n", "one") + part("Content-Length: 3\r\nPixels: 2\r\n", "two") + "--b--\r\n", max: 2,
			want: []core.Rendition{{Data: []byte("one"), Pixels: 1}, {Data: []byte("two"), Pixels: 2}},
		},
		"ok_hashes": {
			body: part("Pixels: 1\r\n", "one") + part("Content-Type: application/octet-stream\r\n", "h1") + part("Pixels: 2\r\n", "two") + "--b--", max: 2,
			want: []core.Rendition{{Data: []byte("one"), Pixels: 1, PerceptualHash: []byte("h1")}, {Data: []byte("two"), Pixels: 2}},
		},
		"ok_wrong_content_length": {
			body: part("Content-Length: 99999999999\r\nPixels: 1\r\n", "one") + part("Content-Length: -7\r\nPixels: 1\r\n", "two") + "--b--", max: 2,
			want: []core.Rendition{{Data: []byte("one"), Pixels: 1}, {Data: []byte("two"), Pixels: 1}},
		},
		"ok_exactly_full": {body: part("Pixels: 1\r\n", "one") + "--b--", max: 1, size: 3, want: []core.Rendition{{Data: []byte("one"), Pixels: 1}}},
		"err_too_large":   {body: part("Pixels: 1\r\n", "one!") + "--b--", max: 1, size: 3, err: "transcode result has too many bytes, at most 3 are allowed"},
		"err_too_large_in_all": {
			body: part("Pixels: 1\r\n", "one") + part("Pixels: 1\r\n", "!") + "--b--", max: 2, size: 3,
			err: "transcode result has too many bytes, at most 3 are allowed",
		},
		"err_too_large_hash":     {body: part("Pixels: 1\r\n", "on") + part("", "ab") + "--b--", max: 1, size: 3, err: "transcode result has too many bytes, at most 3 are allowed"},
		"err_too_large_dropped":  {body: part("Pixels: 1\r\n", "one!") + "--b--", size: 3, err: "transcode result has too many bytes, at most 3 are allowed"},
		"err_too_many":           {body: part("Pixels: 1\r\n", "a") + part("Pixels: 1\r\n", "b") + "--b--", max: 1, err: "transcode result has too many renditions, at most 1 are allowed"},
		"err_hash_first":         {body: part("", "hash") + "--b--", max: 1, err: "Unknown perceptual hash"},
		"err_hash_first_dropped": {body: part("", "hash") + "--b--", err: "Unknown perceptual hash"},
		"err_second_hash":        {body: part("Pixels: 1\r\n", "a") + part("", "h") + part("", "h") + "--b--", max: 1, err: "Unknown perceptual hash"},
		"err_pixels":             {body: part("Pixels: 1.5\r\n", "a") + "--b--", max: 1, err: "strconv.ParseInt: parsing \"1.5\": invalid syntax"},
		"err_empty":              {max: 1, err: "multipart: NextPart: EOF"},
		"err_cut":                {body: part("Pixels: 1\r\n", "a"), max: 1, err: "unexpected EOF"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.size == 0 {
				tc.size = core.MaxSegmentBytes
			}
			for _, body := range []io.Reader{strings.NewReader(tc.body), iotest.OneByteReader(strings.NewReader(tc.body))} {
				out, err := lpnet.ReadTranscoderResult(resultHeader(multipartB), body, tc.max, tc.size)
				if tc.err != "" {
					require.ErrorContains(t, err, tc.err)
					continue
				}
				require.NoError(t, err)
				require.Equal(t, tc.want, out.Renditions)
			}
		})
	}
}

func TestReadTranscoderFault(t *testing.T) {
	t.Parallel()
	read := func(h http.Header, body string) error {
		_, err := lpnet.ReadTranscoderResult(h, strings.NewReader(body), 2, 100)
		return err
	}
	fault := lpnet.TranscodingErrorType
	require.ErrorIs(t, read(resultHeader(fault), "TranscoderInvalidVideo\n"), &core.TranscodeError{Code: core.InvalidVideo})
	require.ErrorIs(t, read(resultHeader(fault, lpnet.ResultCodeHeader, "at-capacity"), "any words"), transcoding.ErrMemberFull)
	require.EqualError(t, read(resultHeader(fault), "disk full"), "disk full")
	require.EqualError(t, read(resultHeader(fault), " \n"), "transcoder reported an error without words")
	require.Len(t, read(resultHeader(fault), strings.Repeat("x", 10_000)).Error(), 4096)
	for _, err := range []error{read(resultHeader(fault), "x"), read(resultHeader(fault, lpnet.ResultCodeHeader, "at-capacity"), "")} {
		var f *lpnet.TaskFault
		require.ErrorAs(t, err, &f)
	}
	var badType *lpnet.ResultTypeError
	require.ErrorAs(t, read(http.Header{}, ""), &badType)
	require.EqualError(t, badType, "mime: no media type")
	require.ErrorIs(t, read(resultHeader("text/plain"), ""), lpnet.ErrNoResult)
}

// FuzzTranscoderResult checks the parser's bounds, and that keeping and
// discarding agree on what is well formed.
func FuzzTranscoderResult(f *testing.F) {
	f.Add(multipartB, []byte("--b\r\nContent-Length: 1\r\nPixels: 1\r\n\r\na\r\n--b\r\n\r\nh\r\n--b--"))
	f.Add("livepeer/transcoding-error", []byte("TranscoderInvalidVideo"))
	f.Add("multipart/mixed", []byte("--\r\n"))
	f.Add(multipartB, []byte("--b\r\nContent-Length: 99999999999999999999\r\nPixels: 1\r\n\r\na\r\n--b--"))
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		const maxBytes = 1 << 16
		out, err := lpnet.ReadTranscoderResult(resultHeader(contentType), bytes.NewReader(body), core.MaxProfiles, maxBytes)
		_, discarded := lpnet.ReadTranscoderResult(resultHeader(contentType), bytes.NewReader(body), 0, maxBytes)
		if err != nil {
			require.Error(t, discarded)
			return
		}
		require.NoError(t, discarded)
		require.LessOrEqual(t, len(out.Renditions), core.MaxProfiles)
		total := 0
		for _, r := range out.Renditions {
			total += len(r.Data) + len(r.PerceptualHash)
			require.GreaterOrEqual(t, r.Pixels, int64(0))
		}
		require.LessOrEqual(t, total, min(maxBytes, len(body)))
	})
}

// parsePosted takes a posted result apart with the standard library's parser.
func parsePosted(t *testing.T, contentType string, body []byte) (headers []map[string][]string, data []string) {
	mediaType, params, err := mime.ParseMediaType(contentType)
	require.NoError(t, err)
	require.Equal(t, "multipart/mixed", mediaType)
	require.Len(t, params["boundary"], 20)
	r := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return headers, data
		}
		require.NoError(t, err)
		b, err := io.ReadAll(p)
		require.NoError(t, err)
		headers = append(headers, p.Header)
		data = append(data, string(b))
		require.Equal(t, strconv.Itoa(len(b)), p.Header.Get("Content-Length"))
	}
}
