package ingest

import (
	"crypto/sha256"
	"sync"

	"github.com/livepeer/streamflow/core"
)

// maxFormats bounds the formats that are remembered.
const maxFormats = 256

// formats remembers what the probe said of segments, by their tsFormat: the
// segments of a stream are alike, and a probe takes longer than all else that a
// broadcaster does with a pushed segment.
type formats struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]core.MediaInfo // guarded by mu
}

// lookup returns what is known of a format.
func (f *formats) lookup(format [sha256.Size]byte) (core.MediaInfo, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, ok := f.known[format]
	return info, ok
}

// remember keeps the probe of a format. When there are too many, any one of
// them makes room: it costs a probe.
func (f *formats) remember(format [sha256.Size]byte, info core.MediaInfo) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known == nil {
		f.known = make(map[[sha256.Size]byte]core.MediaInfo)
	}
	for other := range f.known {
		if len(f.known) < maxFormats {
			break
		}
		delete(f.known, other)
	}
	f.known[format] = info
}
