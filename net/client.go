package net

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/livepeer/streamflow/core/signing"
)

// OrchestratorClientConfig has a client's settings and collaborators.
type OrchestratorClientConfig struct {
	// Signer is the broadcaster's account; signing.Offchain without a chain.
	Signer signing.Signer
	// Policy for the addresses that orchestrators name.
	Policy FetchPolicy
	// NoInlineResults makes the client fetch every rendition from its URL, also
	// from orchestrators that could send it with the result.
	NoInlineResults bool
	// Log is discarded when nil.
	Log *slog.Logger
}

// OrchestratorClient talks to orchestrators as a broadcaster does: discovery
// and the end of sessions by gRPC, segments by HTTP/2, renditions by HTTP/1.1.
// Connections are kept per address and closed when idle. It is safe for
// concurrent use; Close it when no call is under way.
type OrchestratorClient struct {
	cfg     OrchestratorClientConfig
	log     *slog.Logger
	fetcher *Fetcher
	stores  *StoreUploader
	conns   *grpcConns

	discoverySig func() ([]byte, error) // computed once

	mu        sync.Mutex
	peers     map[string]knownPeer         // guarded by mu, by the host of a service URI
	uploaders map[uploaderKey]*http.Client // guarded by mu
}

type uploaderKey struct {
	reach     Reach
	plaintext bool
}

// NewOrchestratorClient returns a client.
func NewOrchestratorClient(cfg OrchestratorClientConfig) *OrchestratorClient {
	c := &OrchestratorClient{
		cfg: cfg, log: cfg.Log, fetcher: NewFetcher(cfg.Policy), conns: newGRPCConns(),
		stores: NewStoreUploader(StoreUploaderConfig{Policy: cfg.Policy}),
		peers:  make(map[string]knownPeer), uploaders: make(map[uploaderKey]*http.Client),
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.discoverySig = sync.OnceValues(func() ([]byte, error) {
		return cfg.Signer.Sign(signing.DiscoveryMessage(cfg.Signer.Address()))
	})
	return c
}

// Close drops all connections.
func (c *OrchestratorClient) Close() error {
	c.mu.Lock()
	for _, u := range c.uploaders {
		u.CloseIdleConnections()
	}
	c.mu.Unlock()
	c.conns.close()
	return errors.Join(c.fetcher.Close(), c.stores.Close())
}

func hostOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return ""
	}
	return u.Host
}

// uploader is the HTTP/2 client for POST /segment.
func (c *OrchestratorClient) uploader(reach Reach, plaintext bool) *http.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := uploaderKey{reach, plaintext}
	if u := c.uploaders[key]; u != nil {
		return u
	}
	var protocols http.Protocols
	if plaintext {
		protocols.SetUnencryptedHTTP2(true)
	} else {
		protocols.SetHTTP1(true)
		protocols.SetHTTP2(true)
	}
	u := &http.Client{
		Transport: &http.Transport{
			DialContext:            dialer(reach, uploadDialTimeout).DialContext,
			TLSClientConfig:        peerTLS("h2", "http/1.1"),
			TLSHandshakeTimeout:    uploadDialTimeout,
			Protocols:              &protocols,
			DisableCompression:     true,
			IdleConnTimeout:        60 * time.Second,
			MaxResponseHeaderBytes: maxAnswerHeader,
			WriteBufferSize:        64 << 10,
			ReadBufferSize:         64 << 10,
			HTTP2: &http.HTTP2Config{
				MaxReceiveBufferPerConnection: 16 << 20,
				MaxReceiveBufferPerStream:     8 << 20,
				// The next frame is encrypted while this one is decrypted.
				MaxReadFrameSize: 64 << 10,
				SendPingTimeout:  15 * time.Second,
				PingTimeout:      5 * time.Second,
			},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return ErrFetchRedirect },
	}
	c.uploaders[key] = u
	return u
}

// discardAndClose lets the connection of a response be used again.
func discardAndClose(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, 64<<10)
	_ = body.Close()
}
