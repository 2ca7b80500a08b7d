package hls

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"

	"github.com/livepeer/streamflow/core"
)

// static has the page and hls.js, whose version and SHA-256 are in VENDORED.txt.
//
//go:embed static
var static embed.FS

// viewerPolicy lets the page load its own files and play media that hls.js
// builds in memory, and nothing else.
const viewerPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob:; " +
	"img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Viewer is the web page that plays a Server's streams: an http.Handler for "/"
// (the list), /play/<name> (the player) and /viewer/… (its files).
type Viewer struct {
	// Server whose streams are shown.
	Server *Server
	// List shows the names of all streams to everybody who can reach the page.
	// Without it a viewer has to know the name of a stream.
	List bool
}

// ServeHTTP answers GET and HEAD.
func (v Viewer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", viewerPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are possible here", http.StatusMethodNotAllowed)
		return
	}
	switch path := r.URL.Path; {
	case path == "/" || path == "/play" || isPlayerPath(path):
		v.file(w, r, "index.html")
	case path == "/viewer/streams":
		v.streams(w)
	case strings.HasPrefix(path, "/viewer/"):
		v.file(w, r, strings.TrimPrefix(path, "/viewer/"))
	default:
		http.Error(w, "no such page; the streams are at /", http.StatusNotFound)
	}
}

func isPlayerPath(path string) bool {
	name, ok := strings.CutPrefix(path, "/play/")
	if !ok {
		return false
	}
	_, err := core.ParseManifestID(name)
	return err == nil
}

func (v Viewer) file(w http.ResponseWriter, r *http.Request, name string) {
	if !fs.ValidPath(name) || strings.Contains(name, "/") {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFileFS(w, r, static, "static/"+name)
}

// streamJSON is one stream in the answer of /viewer/streams.
type streamJSON struct {
	Name       core.ManifestID `json:"name"`
	Renditions []string        `json:"renditions"`
	Ended      bool            `json:"ended"`
}

func (v Viewer) streams(w http.ResponseWriter) {
	if !v.List {
		http.Error(w, "this node does not list its streams", http.StatusForbidden)
		return
	}
	answer := struct {
		Streams []streamJSON `json:"streams"`
	}{Streams: []streamJSON{}}
	for _, s := range v.Server.Streams() {
		answer.Streams = append(answer.Streams, streamJSON{s.ID, s.Renditions, s.Ended})
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(answer) // fails only when the client has gone
}
