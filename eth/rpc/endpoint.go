package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/ethereum/go-ethereum/ethclient"
	gethrpc "github.com/ethereum/go-ethereum/rpc"
)

// endpoint is the connection to one URL. What is known of it is on the board.
type endpoint struct {
	index int
	name  string // redacted and unique
	url   string
	push  bool // has new-head notices
	scrub scrubber
	opts  []gethrpc.ClientOption
	slots chan struct{} // one token for each request in flight

	reported State // owned by its monitor: what the log says of it

	lock   chan struct{}   // holds one token; its taker may dial
	client *gethrpc.Client // guarded by lock; nil while not connected
}

func newEndpoint(index int, name string, u *url.URL, cfg Config) *endpoint {
	return &endpoint{
		index: index,
		name:  name,
		url:   u.String(),
		push:  u.Scheme == "ws" || u.Scheme == "wss",
		scrub: newScrubber(u),
		opts: []gethrpc.ClientOption{
			gethrpc.WithHTTPClient(&http.Client{
				Transport: &limitedTransport{next: cfg.Transport, max: cfg.MaxResponse},
				// A redirect would carry the key to another place.
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			}),
			gethrpc.WithWebsocketMessageSizeLimit(cfg.MaxResponse),
		},
		slots: make(chan struct{}, cfg.MaxInFlight),
		lock:  make(chan struct{}, 1),
	}
}

// connect returns the connection, dialing when there is none.
func (e *endpoint) connect(ctx context.Context) (*gethrpc.Client, error) {
	select {
	case e.lock <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-e.lock }()
	if e.client == nil {
		client, err := gethrpc.DialOptions(ctx, e.url, e.opts...)
		if err != nil {
			return nil, err
		}
		e.client = client
	}
	return e.client, nil
}

// hangUp closes the connection; the next request dials anew. Requests in flight
// on a websocket fail.
func (e *endpoint) hangUp() {
	e.lock <- struct{}{}
	client := e.client
	e.client = nil
	<-e.lock
	if client != nil {
		client.Close()
	}
}

// call runs fn on the connection within timeout. It waits for a free slot, which
// counts as part of the time.
func (e *endpoint) call(ctx context.Context, timeout time.Duration, fn func(context.Context, *ethclient.Client) error) outcome {
	return e.probe(ctx, timeout, func(ctx context.Context, ec *ethclient.Client) error {
		select {
		case e.slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		defer func() { <-e.slots }()
		return fn(ctx, ec)
	})
}

// probe is call without waiting for a slot: an endpoint that is busy is not down.
func (e *endpoint) probe(ctx context.Context, timeout time.Duration, fn func(context.Context, *ethclient.Client) error) outcome {
	ctx, n := withNote(ctx, e.scrub)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	start := time.Now()
	o := judge(e.run(ctx, fn), n)
	o.took = time.Since(start)
	return o
}

func (e *endpoint) run(ctx context.Context, fn func(context.Context, *ethclient.Client) error) error {
	client, err := e.connect(ctx)
	if err != nil {
		return err
	}
	return fn(ctx, ethclient.NewClient(client))
}

// malformed says whether err comes from reading an answer.
func malformed(err error) bool {
	var (
		syntax    *json.SyntaxError
		wrongType *json.UnmarshalTypeError
	)
	return errors.As(err, &syntax) || errors.As(err, &wrongType) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gethrpc.ErrNoResult) ||
		errors.Is(err, gethrpc.ErrMissingBatchResponse)
}
