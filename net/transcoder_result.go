package net

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
)

// Bounds on a transcoder's result, in bytes.
const (
	maxTaskErrorText      = 4096
	maxTaskPerceptualHash = 16 << 20
	// firstBuffer is how much is set aside on the word of a part's
	// Content-Length, before any byte of it has come.
	firstBuffer = 4 << 20
)

// transcoderResult is a result on its way to an orchestrator, in the pieces it
// is sent in, so that no rendition is copied.
type transcoderResult struct {
	header http.Header
	pieces [][]byte
}

// newTranscoderResult prepares the request for a job's outcome. Part headers
// are in the order of the existing nodes (wire.md 10).
func newTranscoderResult(job *transcoding.Job, out *core.Transcoded, failure error) *transcoderResult {
	r := &transcoderResult{header: http.Header{}}
	r.header.Set("Authorization", TranscoderAuthorization)
	r.header.Set(TaskIDHeader, strconv.FormatInt(job.ID, 10))
	if failure != nil {
		r.header.Set(PixelsHeader, "0")
		r.header.Set("Content-Type", TranscodingErrorType)
		if errors.Is(failure, transcoding.ErrMemberFull) {
			r.header.Set(ResultCodeHeader, resultCodeFull)
		}
		text := core.WireText(failure)
		r.pieces = [][]byte{[]byte(text[:min(len(text), maxTaskErrorText)])}
		return r
	}
	boundary := core.RandomID(10)
	r.header.Set(PixelsHeader, strconv.FormatInt(out.DecodedPixels, 10))
	r.header.Set("Content-Type", "multipart/mixed; boundary="+boundary)
	separator := "--" + boundary + "\r\n"
	for i, rendition := range out.Renditions {
		r.pieces = append(r.pieces, fmt.Appendf(nil, "%sContent-Length: %d\r\nContent-Type: %s\r\nPixels: %d\r\n\r\n",
			separator, len(rendition.Data), job.Task.Profiles[i].Format.ContentType(), rendition.Pixels), rendition.Data)
		separator = "\r\n--" + boundary + "\r\n"
		if job.Task.PerceptualHash {
			r.pieces = append(r.pieces, fmt.Appendf(nil, "%sContent-Length: %d\r\nContent-Type: %s\r\n\r\n",
				separator, len(rendition.PerceptualHash), perceptualHashType), rendition.PerceptualHash)
		}
	}
	r.pieces = append(r.pieces, []byte("\r\n--"+boundary+"--\r\n"))
	return r
}

// length is the value of Content-Length.
func (r *transcoderResult) length() (n int64) {
	for _, p := range r.pieces {
		n += int64(len(p))
	}
	return n
}

// body returns a new reader over the result.
func (r *transcoderResult) body() io.Reader {
	readers := make([]io.Reader, len(r.pieces))
	for i, p := range r.pieces {
		readers[i] = bytes.NewReader(p)
	}
	return io.MultiReader(readers...)
}

// ResultTypeError says that a result's content type can't be parsed.
type ResultTypeError struct {
	Err error
}

func (e *ResultTypeError) Error() string { return e.Err.Error() }

func (e *ResultTypeError) Unwrap() error { return e.Err }

// TaskFault is an error that a transcoder reported as a task's result.
type TaskFault struct {
	// Err is what core.ParseWireError makes of its text, or
	// transcoding.ErrMemberFull.
	Err error
}

func (e *TaskFault) Error() string { return e.Err.Error() }

func (e *TaskFault) Unwrap() error { return e.Err }

// ResultTooLargeError says that a result has more bytes or parts than its task
// can have.
type ResultTooLargeError struct {
	What string
	Max  int64
}

func (e *ResultTooLargeError) Error() string {
	return fmt.Sprintf("transcode result has too many %s, at most %d are allowed", e.What, e.Max)
}

// Faults of a part. The text of the first is that of the wire (exchanges 9).
var ErrUnknownPerceptualHash = errors.New("Unknown perceptual hash") //nolint:staticcheck // the wire's spelling

// ReadTranscoderResult parses the body of POST /transcodeResults as it arrives.
// It keeps at most maxBytes of media and maxRenditions renditions; with
// maxRenditions 0 it checks and discards. Errors are *TaskFault (the result is
// an error), *ResultTypeError, ErrNoResult, *ResultTooLargeError, and those of
// the parts. DecodedPixels is left to the caller.
func ReadTranscoderResult(h http.Header, body io.Reader, maxRenditions int, maxBytes int64) (*core.Transcoded, error) {
	mediaType, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return nil, &ResultTypeError{Err: err}
	}
	switch {
	case mediaType == TranscodingErrorType:
		return nil, readTaskFault(h, body)
	case !strings.HasPrefix(mediaType, "multipart/"):
		return nil, ErrNoResult
	}
	r := &resultReader{parts: multipart.NewReader(body, params["boundary"]), maxRenditions: maxRenditions, left: maxBytes, maxBytes: maxBytes}
	return r.read()
}

func readTaskFault(h http.Header, body io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(body, maxTaskErrorText))
	if err != nil {
		return err
	}
	if h.Get(ResultCodeHeader) == resultCodeFull {
		return &TaskFault{Err: transcoding.ErrMemberFull}
	}
	if len(bytes.TrimSpace(text)) == 0 {
		text = []byte("transcoder reported an error without words")
	}
	return &TaskFault{Err: core.ParseWireError(string(text))}
}

type resultReader struct {
	parts          *multipart.Reader
	maxRenditions  int
	maxBytes, left int64
	out            core.Transcoded
	seen           int  // renditions
	mayHash        bool // the part before was a rendition
}

func (r *resultReader) read() (*core.Transcoded, error) {
	for {
		part, err := r.parts.NextRawPart()
		if err == io.EOF { //nolint:errorlint // a wrapped EOF is a truncated body, not its end
			return &r.out, nil
		}
		if err != nil {
			return nil, err
		}
		if pixels := part.Header.Get(PixelsHeader); pixels != "" {
			err = r.rendition(part, pixels)
		} else {
			err = r.perceptualHash(part)
		}
		if err != nil {
			return nil, err
		}
	}
}

func (r *resultReader) rendition(part *multipart.Part, pixels string) error {
	n, err := strconv.ParseInt(pixels, 10, 64)
	if err != nil {
		return err
	}
	if n < 0 {
		return fmt.Errorf("a rendition has %d pixels", n)
	}
	r.seen++
	r.mayHash = true
	if r.maxRenditions == 0 {
		if r.seen > core.MaxProfiles {
			return &ResultTooLargeError{What: "renditions", Max: core.MaxProfiles}
		}
		return r.discard(part)
	}
	if r.seen > r.maxRenditions {
		return &ResultTooLargeError{What: "renditions", Max: int64(r.maxRenditions)}
	}
	data, err := r.keep(part, r.left)
	if err != nil {
		return err
	}
	r.out.Renditions = append(r.out.Renditions, core.Rendition{Data: data, Pixels: n})
	return nil
}

// perceptualHash belongs to the rendition directly before it (wire.md 10).
func (r *resultReader) perceptualHash(part *multipart.Part) error {
	if !r.mayHash {
		return ErrUnknownPerceptualHash
	}
	r.mayHash = false
	if r.maxRenditions == 0 {
		return r.discard(part)
	}
	data, err := r.keep(part, min(r.left, maxTaskPerceptualHash))
	if err != nil {
		return err
	}
	r.out.Renditions[len(r.out.Renditions)-1].PerceptualHash = data
	return nil
}

func (r *resultReader) discard(part *multipart.Part) error {
	n, err := io.Copy(io.Discard, io.LimitReader(part, r.left+1))
	r.left -= n
	if err == nil && r.left < 0 {
		err = &ResultTooLargeError{What: "bytes", Max: r.maxBytes}
	}
	return err
}

// keep reads a part of at most limit bytes. A Content-Length that is true saves
// all but one allocation.
func (r *resultReader) keep(part *multipart.Part, limit int64) ([]byte, error) {
	size, err := strconv.ParseInt(part.Header.Get("Content-Length"), 10, 64)
	if err != nil || size < 0 {
		size = 0
	}
	// One byte more lets ReadFrom meet the end of the part without growing.
	buf := bytes.NewBuffer(make([]byte, 0, min(size, limit, firstBuffer)+bytes.MinRead))
	n, err := buf.ReadFrom(io.LimitReader(part, limit+1))
	if err != nil {
		return nil, err
	}
	if n > limit {
		return nil, &ResultTooLargeError{What: "bytes", Max: r.maxBytes}
	}
	r.left -= n
	return buf.Bytes(), nil
}
