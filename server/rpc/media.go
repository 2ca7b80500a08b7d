package rpc

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/mediastore"
)

const (
	mediaPrefix    = "/stream/"
	mediaNotFound  = "ErrNotFound" // wire.md 6, exchanges of existing nodes
	mediaWriteTime = 60 * time.Second
)

// Media keeps renditions in memory and serves them to broadcasters: the
// orchestrator's Results, and the handler of /stream/. A URL carries a token
// that nobody else can make, so that knowing the eight characters of a session
// is not enough to read its media.
type Media struct {
	store *mediastore.Store
	base  string
	key   [32]byte
}

// NewMedia returns the media of a node that is reached at serviceURI.
func NewMedia(store *mediastore.Store, serviceURI string) *Media {
	m := &Media{store: store, base: strings.TrimSuffix(serviceURI, "/")}
	rand.Read(m.key[:]) // never fails: crypto/rand aborts the process instead
	return m
}

// Save stores data and returns its URL: /stream/<session>/<name> (wire.md 6).
func (m *Media) Save(_ context.Context, id core.SessionID, name, contentType string, data []byte) (string, error) {
	dir, file := string(id), name
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		dir, file = dir+"/"+name[:i], name[i+1:]
	}
	if err := m.store.Put(dir, file, contentType, data); err != nil {
		return "", fmt.Errorf("keep media: %w", err)
	}
	path := dir + "/" + file
	u := url.URL{Path: mediaPrefix + path, RawQuery: "token=" + m.token(path)}
	return m.base + u.String(), nil
}

// RemoveSession drops a session's media.
func (m *Media) RemoveSession(id core.SessionID) { m.store.RemoveDir(string(id)) }

func (m *Media) token(path string) string {
	h := hmac.New(sha256.New, m.key[:])
	h.Write([]byte(path))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// ServeHTTP serves GET and HEAD of media, ranges too.
func (m *Media) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Expose-Headers", "Content-Length")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "media can be read with GET and HEAD only", http.StatusMethodNotAllowed)
		return
	}
	path := strings.TrimPrefix(r.URL.Path, mediaPrefix)
	object, ok := m.store.Get(path)
	if !ok || !hmac.Equal([]byte(r.URL.Query().Get("token")), []byte(m.token(path))) {
		http.Error(w, mediaNotFound, http.StatusNotFound)
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(mediaWriteTime))
	w.Header().Set("Content-Type", object.ContentType)
	w.Header().Set("Cache-Control", "max-age=5")
	http.ServeContent(w, r, "", object.Stored, bytes.NewReader(object.Data))
}
