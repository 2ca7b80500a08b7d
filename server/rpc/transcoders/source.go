package transcoders

import (
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
)

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// serveSource answers GET /stream/<session>/<seq>.tempfile from memory while a
// task with that source is open.
func (s *Service) serveSource(w http.ResponseWriter, req *http.Request) {
	name, ok := strings.CutSuffix(req.PathValue("file"), lpnet.SourceSuffix)
	seq, err := strconv.ParseUint(name, 10, 64)
	if !ok || err != nil {
		http.Error(w, "ErrNotFound", http.StatusNotFound)
		return
	}
	source, ok := s.tasks.source(lpnet.SourcePath(core.SessionID(req.PathValue("session")), seq), req)
	if !ok {
		s.cfg.Log.Debug("source not found", "peer", req.RemoteAddr, "path", req.URL.Path)
		http.Error(w, "ErrNotFound", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Content-Length")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.Itoa(len(source)))
	if req.Method == http.MethodHead {
		return
	}
	if _, err := w.Write(source); err != nil {
		s.cfg.Log.Debug("source not sent", "peer", req.RemoteAddr, "path", req.URL.Path, "err", err)
	}
}
