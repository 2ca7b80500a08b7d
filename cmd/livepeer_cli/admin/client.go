// Package admin is the client of a node's admin API (server/cliapi). It bounds
// what it reads, follows no redirects, and tells a node that refuses from one
// that is not there. A Client may be used by several goroutines.
package admin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/livepeer/streamflow/server/cliapi"
)

// Bounds of what a node may answer, and of how long it may take to begin.
const (
	maxReplyBytes  = 16 << 20
	maxFileBytes   = 1 << 30 // twice what a bundle of evidence may have
	maxHeaderBytes = 64 << 10
	answerTimeout  = 40 * time.Second // more than the node gives itself
	tlsTimeout     = 10 * time.Second
)

// Config of a Client.
type Config struct {
	// Nodes are where to look for the node; the first that answers is used.
	Nodes []*url.URL
	// Token of the node's -cliToken; empty for none.
	Token string
}

// Client asks one node.
type Client struct {
	nodes []*url.URL
	token string
	http  *http.Client
}

// New builds a client that has asked nothing yet.
func New(cfg Config) *Client {
	return &Client{
		nodes: cfg.Nodes,
		token: cfg.Token,
		http: &http.Client{
			Transport: &http.Transport{TLSHandshakeTimeout: tlsTimeout, MaxResponseHeaderBytes: maxHeaderBytes, MaxIdleConns: 1},
			// A node does not redirect, and the token is for the node alone.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Close ends idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Get reads a resource below /api/v1/, as the node wrote it.
func (c *Client) Get(ctx context.Context, path string, query url.Values) (json.RawMessage, error) {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return c.answer(ctx, http.MethodGet, path, nil)
}

// Download copies a file of the node into w, and returns its size. An answer that
// breaks off is a *ReplyError.
func (c *Client) Download(ctx context.Context, path string, w io.Writer) (int64, error) {
	resp, err := c.send(ctx, http.MethodGet, path, "application/octet-stream", nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	size, err := io.Copy(w, io.LimitReader(resp.Body, maxFileBytes+1))
	switch {
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case err != nil:
		return 0, &ReplyError{Status: resp.StatusCode, Err: err}
	case size > maxFileBytes:
		return 0, &ReplyError{Status: resp.StatusCode, Err: fmt.Errorf("the file is longer than %d bytes", int64(maxFileBytes))}
	}
	return size, nil
}

// Change replaces a resource with PUT or takes it away with DELETE, and returns
// what is there then.
func (c *Client) Change(ctx context.Context, method, path string, body any) (json.RawMessage, error) {
	return c.answer(ctx, method, path, body)
}

// Post does something with a resource, and returns it.
func (c *Client) Post(ctx context.Context, path string, body any) (json.RawMessage, error) {
	return c.answer(ctx, http.MethodPost, path, body)
}

// Read gets a resource and decodes it.
func Read[T any](ctx context.Context, c *Client, path string, query url.Values) (v T, err error) {
	raw, err := c.Get(ctx, path, query)
	if err != nil {
		return v, err
	}
	return v, Decode(raw, &v)
}

// Decode reads what a node answered. The error is a *ReplyError.
func Decode(raw json.RawMessage, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return &ReplyError{Err: err}
	}
	return nil
}

func (c *Client) answer(ctx context.Context, method, path string, body any) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	resp, err := c.send(ctx, method, path, "application/json", body)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return c.readReply(resp)
}

// send returns a reply of status 200, or the error that the node answered with.
func (c *Client) send(ctx context.Context, method, path, accept string, body any) (*http.Response, error) {
	node, err := c.find(ctx)
	if err != nil {
		return nil, err
	}
	var content io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("write the request: %w", err)
		}
		content = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, node.String()+"/api/v1/"+path, content)
	if err != nil {
		return nil, fmt.Errorf("build the request: %w", err)
	}
	req.Header.Set("Accept", accept)
	req.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, &UnreachableError{Nodes: []string{node.String()}, Err: reason(err)}
	}
	if resp.StatusCode != http.StatusOK {
		defer resp.Body.Close()
		return nil, c.refusal(resp)
	}
	return resp, nil
}

func (c *Client) readReply(resp *http.Response) (json.RawMessage, error) {
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxReplyBytes+1))
	if err != nil {
		return nil, &ReplyError{Status: resp.StatusCode, Err: err}
	}
	if len(b) > maxReplyBytes {
		return nil, &ReplyError{Status: resp.StatusCode, Err: fmt.Errorf("it is longer than %d bytes", maxReplyBytes)}
	}
	if !json.Valid(b) {
		return nil, &ReplyError{Status: resp.StatusCode, Err: errors.New("it is no JSON")}
	}
	return bytes.TrimSpace(b), nil
}

// refusal reads the node's error.
func (c *Client) refusal(resp *http.Response) error {
	raw, err := c.readReply(resp)
	if err != nil {
		return err
	}
	var refused cliapi.Error
	if json.Unmarshal(raw, &refused) != nil || refused.Code == "" {
		return &ReplyError{Status: resp.StatusCode, Err: errors.New("it has no code")}
	}
	return &refused
}
