package hls

import (
	"fmt"
	"log/slog"
	"time"
)

// Config says how much of a stream is kept and listed.
type Config struct {
	// Window is the number of segments that a media playlist lists, 3 to 100.
	Window int
	// Keep is the number of segments of a rendition that stay fetchable, at
	// least Window.
	Keep int
	// Linger is how long a stream that ended stays playable. Segments may be
	// cached for as long, see the package comment.
	Linger time.Duration
	// StartWait bounds how long a playlist request waits for the first segment
	// of a stream that was just opened; 0 does not wait.
	StartWait time.Duration
	// MaxStreamBytes and MaxBytes bound the media held for one stream and for all.
	MaxStreamBytes, MaxBytes int64
	// CurrentManifest answers /stream/current.m3u8 with the stream opened last.
	CurrentManifest bool
	// Log may be nil.
	Log *slog.Logger
	// Observer may be nil.
	Observer Observer
}

// DefaultConfig lists 6 segments and keeps 12, as the existing network does
// (features.md 3).
func DefaultConfig() Config {
	return Config{
		Window: 6, Keep: 12, Linger: time.Minute, StartWait: 5 * time.Second,
		MaxStreamBytes: 512 << 20, MaxBytes: 1 << 30,
	}
}

// Validate says which value cannot work.
func (c Config) Validate() error {
	switch {
	case c.Window < 3 || c.Window > 100:
		return fmt.Errorf("hls: %d listed segments are not within 3 and 100", c.Window)
	case c.Keep < c.Window || c.Keep > 1000:
		return fmt.Errorf("hls: %d kept segments are not within the %d listed ones and 1000", c.Keep, c.Window)
	case c.Linger < 0 || c.StartWait < 0:
		return fmt.Errorf("hls: linger %v and start wait %v must not be negative", c.Linger, c.StartWait)
	case c.MaxStreamBytes <= 0 || c.MaxBytes <= 0:
		return fmt.Errorf("hls: the limits of %d bytes for a stream and %d for all must be positive", c.MaxStreamBytes, c.MaxBytes)
	}
	return nil
}
