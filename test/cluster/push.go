package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
)

// Push is one segment for a broadcaster's HTTP push.
type Push struct {
	Stream   string
	Seq      int
	Data     []byte
	Duration time.Duration
	Size     string      // Content-Resolution, such as "1280x720"; may be empty
	Header   http.Header // more headers; may be nil
}

// Answer is what a push gave.
type Answer struct {
	Parts []Part
	// Took is the time from the request to the last byte of the answer.
	Took time.Duration
}

// Part is one rendition of a multipart answer.
type Part struct {
	Name string // of the rendition
	Type string // Content-Type without its parameters
	Data []byte
}

// Pusher pushes segments to one broadcaster over kept connections.
type Pusher struct {
	http http.Client
	base string
}

// NewPusher returns a Pusher to the broadcaster's HTTP address.
func NewPusher(addr string) *Pusher {
	return &Pusher{http: http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}}, base: "http://" + addr}
}

// Close ends idle connections.
func (p *Pusher) Close() { p.http.CloseIdleConnections() }

// Push sends a segment and returns the multipart answer. An answer other than
// 200 is a *StatusError.
func (p *Pusher) Push(ctx context.Context, push Push) (*Answer, error) {
	url := fmt.Sprintf("%s/live/%s/%d.ts", p.base, push.Stream, push.Seq)
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, url, bytes.NewReader(push.Data))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "multipart/mixed")
	req.Header.Set("Content-Duration", fmt.Sprint(push.Duration.Milliseconds()))
	if push.Size != "" {
		req.Header.Set("Content-Resolution", push.Size)
	}
	for name, values := range push.Header {
		req.Header[name] = values
	}
	begin := time.Now()
	resp, err := p.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		const maxText = 1 << 16
		body, err := io.ReadAll(io.LimitReader(resp.Body, maxText))
		return nil, errors.Join(&StatusError{URL: url, Code: resp.StatusCode, Body: strings.TrimSpace(string(body))}, err)
	}
	// Taken in before it is looked at: a client's parser is no time of the node's.
	body := bytes.NewBuffer(make([]byte, 0, answerRoom))
	if _, err := body.ReadFrom(resp.Body); err != nil {
		return nil, err
	}
	answer := &Answer{Took: time.Since(begin)}
	answer.Parts, err = readParts(resp, body)
	return answer, err
}

// answerRoom is made for an answer, in bytes; more is found as it comes.
const answerRoom = 1 << 20

func readParts(resp *http.Response, body io.Reader) ([]Part, error) {
	kind, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		return nil, fmt.Errorf("answer has type %q, not multipart/mixed", resp.Header.Get("Content-Type"))
	}
	var parts []Part
	for r := multipart.NewReader(body, params["boundary"]); ; {
		part, err := r.NextPart()
		if err == io.EOF { //nolint:errorlint // a wrapped EOF is a truncated body, not its end
			return parts, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		partType, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			return nil, err
		}
		parts = append(parts, Part{Name: part.Header.Get("Rendition-Name"), Type: partType, Data: data})
	}
}
