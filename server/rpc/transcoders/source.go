package transcoders

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
)

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// serveSource answers GET /stream/<session>/<seq>.tempfile from memory while a
// task with that source is open. A source on its way is sent as it comes; when
// it breaks, the answer ends before its announced length.
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
	h.Set("Content-Length", strconv.Itoa(source.Size()))
	if req.Method == http.MethodHead {
		return
	}
	if err := send(req.Context(), w, source); err != nil {
		s.cfg.Log.Debug("source not sent", "peer", req.RemoteAddr, "path", req.URL.Path, "err", err)
	}
}

func send(ctx context.Context, w http.ResponseWriter, source *core.Source) error {
	for off := 0; ; {
		part, err := source.At(ctx, off)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
		if off += len(part); off < source.Size() {
			if err := http.NewResponseController(w).Flush(); err != nil {
				return err
			}
		}
	}
}
