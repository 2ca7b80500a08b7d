package roguetest

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"time"
)

const (
	// shelfPath begins the paths of what a broadcaster fetches.
	shelfPath = "/stream/"
	// shelfSize is how much stays, which is some segments.
	shelfSize = 256
)

// shelf has the newest media for who fetches them.
type shelf struct {
	mu sync.Mutex
	// guarded by mu:
	media map[string][]byte // by path
	next  int
}

func newShelf() *shelf { return &shelf{media: make(map[string][]byte)} }

// put keeps data, and returns the path at which it is.
func (s *shelf) put(data []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := func(n int) string { return fmt.Sprintf("%s%d", shelfPath, n) }
	delete(s.media, path(s.next-shelfSize))
	at := path(s.next)
	s.media[at] = data
	s.next++
	return at
}

// ServeHTTP serves what is on the shelf.
func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	data, ok := s.media[r.URL.Path]
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
