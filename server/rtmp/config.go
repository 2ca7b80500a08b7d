package rtmp

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/livepeer/streamflow/server/rtmp/internal/chunk"
)

// Config is what a [Server] needs. [DefaultConfig] fills all but Handler; 0 in a limit means its default.
type Config struct {
	// Addr is the address to listen on, "host:port".
	Addr string
	// Listener takes the place of Addr if it is set; the server closes it.
	Listener net.Listener
	// TLS makes the server speak rtmps; nil is plain rtmp.
	TLS *tls.Config
	// Handler decides on publishers and players.
	Handler Handler
	// Observer is told about connections; nil: nobody.
	Observer Observer
	// Log; nil discards.
	Log *slog.Logger

	// MaxConnections bounds all connections together.
	MaxConnections int
	// MaxConnectionsPerIP bounds those of one IPv4 address or one IPv6 /64.
	MaxConnectionsPerIP int
	// HandshakeTimeout bounds the time from accepting a connection to its connect command.
	HandshakeTimeout time.Duration
	// IdleTimeout bounds the time without media from a publisher, and the time that a connected client may take until it
	// publishes or plays.
	IdleTimeout time.Duration
	// WriteTimeout bounds each write to a client.
	WriteTimeout time.Duration
	// MaxVideoMessage is the longest video message of a publisher in bytes.
	MaxVideoMessage int
	// MaxMessage is the longest message of any other type of a publisher in bytes. A client that does not publish is held
	// to 64 KiB.
	MaxMessage int
	// MaxPending bounds the unfinished messages of a publisher together, in bytes. 0: both maxima together.
	MaxPending int
	// MaxChunkStreams bounds the chunk streams of a connection.
	MaxChunkStreams int
	// MaxBitRate is what a publisher may send in bit/s, with bursts of 5 s; more ends the connection. 0: no limit.
	MaxBitRate int
	// ChunkSize is the size of the chunks that the server sends, in bytes, 1 to 16777215.
	ChunkSize int
}

// DefaultConfig returns the limits for a server that strangers can reach.
func DefaultConfig() Config {
	return Config{
		Addr:                "127.0.0.1:1935",
		MaxConnections:      1024,
		MaxConnectionsPerIP: 128,
		HandshakeTimeout:    10 * time.Second,
		IdleTimeout:         30 * time.Second,
		WriteTimeout:        10 * time.Second,
		MaxVideoMessage:     chunk.MaxMessage,
		MaxMessage:          1 << 20,
		MaxChunkStreams:     64,
		ChunkSize:           64 << 10,
	}
}

// Validate says what is wrong with the configuration. It expects the defaults to be filled in.
func (c Config) Validate() error {
	if c.Handler == nil {
		return errors.New("rtmp: Handler is missing")
	}
	if c.Addr == "" && c.Listener == nil {
		return errors.New("rtmp: Addr is missing, expected host:port")
	}
	for _, limit := range []struct {
		name       string
		value, max int
	}{
		{"MaxConnections", c.MaxConnections, 1 << 20},
		{"MaxConnectionsPerIP", c.MaxConnectionsPerIP, 1 << 20},
		{"MaxVideoMessage", c.MaxVideoMessage, chunk.MaxMessage},
		{"MaxMessage", c.MaxMessage, chunk.MaxMessage},
		{"MaxPending", c.MaxPending, 1 << 30},
		{"MaxChunkStreams", c.MaxChunkStreams, 65598},
		{"ChunkSize", c.ChunkSize, chunk.MaxSize},
	} {
		if limit.value < 1 || limit.value > limit.max {
			return fmt.Errorf("rtmp: %s is %d, expected 1 to %d", limit.name, limit.value, limit.max)
		}
	}
	for _, timeout := range []struct {
		name  string
		value time.Duration
	}{{"HandshakeTimeout", c.HandshakeTimeout}, {"IdleTimeout", c.IdleTimeout}, {"WriteTimeout", c.WriteTimeout}} {
		if timeout.value <= 0 {
			return fmt.Errorf("rtmp: %s is %s, expected more than 0", timeout.name, timeout.value)
		}
	}
	if c.MaxBitRate < 0 {
		return fmt.Errorf("rtmp: MaxBitRate is %d, expected 0 (no limit) or more", c.MaxBitRate)
	}
	return nil
}

// withDefaults fills what is not set.
func (c Config) withDefaults() Config {
	d := DefaultConfig()
	c.MaxConnections = cmp.Or(c.MaxConnections, d.MaxConnections)
	c.MaxConnectionsPerIP = cmp.Or(c.MaxConnectionsPerIP, d.MaxConnectionsPerIP)
	c.HandshakeTimeout = cmp.Or(c.HandshakeTimeout, d.HandshakeTimeout)
	c.IdleTimeout = cmp.Or(c.IdleTimeout, d.IdleTimeout)
	c.WriteTimeout = cmp.Or(c.WriteTimeout, d.WriteTimeout)
	c.MaxVideoMessage = cmp.Or(c.MaxVideoMessage, d.MaxVideoMessage)
	c.MaxMessage = cmp.Or(c.MaxMessage, d.MaxMessage)
	c.MaxPending = cmp.Or(c.MaxPending, c.MaxVideoMessage+c.MaxMessage)
	c.MaxChunkStreams = cmp.Or(c.MaxChunkStreams, d.MaxChunkStreams)
	c.ChunkSize = cmp.Or(c.ChunkSize, d.ChunkSize)
	if c.Observer == nil {
		c.Observer = noObserver{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// publisherLimits bound the messages of a client that may publish.
func (c Config) publisherLimits() chunk.Limits {
	return chunk.Limits{Message: c.MaxMessage, Video: c.MaxVideoMessage, Pending: c.MaxPending, Streams: c.MaxChunkStreams}
}

// strangerLimits bound the messages of everyone else, who only sends commands.
func (c Config) strangerLimits() chunk.Limits {
	const command = 64 << 10
	return chunk.Limits{Message: command, Pending: 2 * command, Streams: c.MaxChunkStreams}
}
