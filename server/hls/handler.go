package hls

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
)

// playlistType is the registered media type (RFC 8216 10). The existing network
// says application/x-mpegURL, which players take for the same.
const playlistType = "application/vnd.apple.mpegurl"

// currentID is the name that stands for the stream opened last.
const currentID = "current"

// resource is what a path asks for.
type resource struct {
	kind      Resource
	id        core.ManifestID
	rendition string
	container core.Container // of a segment or initialisation section
	number    uint64
}

// parsePath reads /stream/<mid>.m3u8, /stream/<mid>/<rendition>.m3u8 and
// /stream/<mid>/<rendition>/<number>.ts (wire.md 12), and what MP4 needs more:
// <number>.m4s and init-<number>.mp4.
func parsePath(path string) (r resource, ok bool) {
	rest, ok := strings.CutPrefix(path, "/stream/")
	if !ok {
		return r, false
	}
	parts := strings.Split(rest, "/")
	last := &parts[len(parts)-1]
	switch len(parts) {
	case 1, 2:
		r.kind = ResourceMaster
		if len(parts) == 2 {
			r.kind = ResourceMedia
		}
		*last, ok = strings.CutSuffix(*last, ".m3u8")
	case 3:
		ok = r.parseFile(*last)
	default:
		return r, false
	}
	if !ok {
		return r, false
	}
	if len(parts) > 1 {
		r.rendition = parts[1]
	}
	id, err := core.ParseManifestID(parts[0])
	r.id = id
	return r, err == nil
}

// parseFile reads the name of a segment or initialisation section.
func (r *resource) parseFile(name string) bool {
	number, isInit := strings.CutPrefix(name, initPrefix)
	ext := mediaExt
	r.kind = ResourceSegment
	if isInit {
		ext, r.kind = core.Container.Ext, ResourceInit
	}
	for _, r.container = range []core.Container{core.MPEGTS, core.MP4} {
		if digits, ok := strings.CutSuffix(number, ext(r.container)); ok {
			n, err := strconv.ParseUint(digits, 10, 64)
			r.number = n
			return err == nil
		}
	}
	return false
}

// ServeHTTP answers for the playlists and segments below /stream/.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Content-Length")
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "Range, Content-Type, Cache-Control")
		h.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		s.obs.Requested(ResourceOther, http.StatusNoContent)
		return
	default:
		h.Set("Allow", "GET, HEAD, OPTIONS")
		s.refuse(w, ResourceOther, http.StatusMethodNotAllowed, fmt.Sprintf("method %s is not possible here; use GET, HEAD or OPTIONS", r.Method))
		return
	}
	res, ok := parsePath(r.URL.Path)
	if !ok {
		s.refuse(w, ResourceOther, http.StatusNotFound,
			"not an address of a stream; use /stream/<name>.m3u8, /stream/<name>/<rendition>.m3u8 or /stream/<name>/<rendition>/<number>.ts")
		return
	}
	switch res.kind {
	case ResourceSegment:
		s.serveSegment(w, r, res)
	case ResourceInit:
		s.serveInit(w, r, res)
	default:
		s.servePlaylist(w, r, res)
	}
}

// refuse answers with a text that no cache keeps.
func (s *Server) refuse(w http.ResponseWriter, kind Resource, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, text, status)
	s.obs.Requested(kind, status)
}

func (s *Server) servePlaylist(w http.ResponseWriter, r *http.Request, res resource) {
	body, problem := s.playlist(r.Context(), res)
	if problem != "" {
		s.refuse(w, res.kind, http.StatusNotFound, problem)
		return
	}
	h := w.Header()
	h.Set("Content-Type", playlistType)
	h.Set("Cache-Control", "no-cache") // it changes with every segment
	s.obs.Requested(res.kind, http.StatusOK)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// playlist renders what res names, or says why there is nothing. It waits for
// the beginning of a stream that was opened and has nothing yet.
func (s *Server) playlist(ctx context.Context, res resource) (body []byte, problem string) {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.StartWait)
	defer cancel()
	for {
		body, changed, problem := s.renderNow(res, ctx.Err() != nil)
		if changed == nil {
			return body, problem
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
}

// renderNow renders res, or returns a channel that is closed on the next change
// of a stream that is about to have it, unless late.
func (s *Server) renderNow(res resource, late bool) (body []byte, changed chan struct{}, problem string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.streams[res.id]
	if st == nil && res.kind == ResourceMaster && res.id == currentID && s.cfg.CurrentManifest {
		st = s.streams[s.current]
	}
	if st == nil {
		return nil, nil, fmt.Sprintf("stream %q is not live here; check the name, or wait until it is published", res.id)
	}
	waits := !late && !st.ended
	if res.kind == ResourceMaster {
		if waits && !st.settled() {
			return nil, st.changed, ""
		}
		if len(st.visible()) == 0 {
			return nil, nil, fmt.Sprintf("stream %q has no segments yet that a playlist could list; MPEG-TS and fragmented MP4 can be", st.id)
		}
		return masterPlaylist(st), nil, ""
	}
	t := st.track(res.rendition)
	if t == nil {
		return nil, nil, fmt.Sprintf("stream %q has no rendition %q; see /stream/%s.m3u8 for those that it has", st.id, res.rendition, escape(string(st.id)))
	}
	if !t.visible {
		if waits && !t.begun {
			return nil, st.changed, ""
		}
		return nil, nil, fmt.Sprintf("rendition %q of stream %q has no segments yet that a playlist could list; MPEG-TS and fragmented MP4 can be", t.name, st.id)
	}
	return mediaPlaylist(st.id, t, s.cfg.Window, st.ended), nil, ""
}

func (s *Server) serveSegment(w http.ResponseWriter, r *http.Request, res resource) {
	p, ok := s.segment(res)
	if !ok || p.gap {
		problem := "is not held here (any more, or yet)"
		if p.gap {
			problem = "could not be transcoded; the playlist marks it as a gap"
		}
		s.refuse(w, res.kind, http.StatusNotFound, fmt.Sprintf("segment %d of rendition %q of stream %q %s", res.number, res.rendition, res.id, problem))
		return
	}
	s.serveMedia(w, r, res, p.start.Add(p.duration), p.data)
}

func (s *Server) serveInit(w http.ResponseWriter, r *http.Request, res resource) {
	section := s.initSection(res)
	if section == nil {
		s.refuse(w, res.kind, http.StatusNotFound, fmt.Sprintf("initialisation section %d of rendition %q of stream %q is not held here (any more)",
			res.number, res.rendition, res.id))
		return
	}
	s.serveMedia(w, r, res, time.Time{}, section.data)
}

func (s *Server) serveMedia(w http.ResponseWriter, r *http.Request, res resource, modified time.Time, data []byte) {
	h := w.Header()
	h.Set("Content-Type", res.container.ContentType())
	// An address is given to another segment only after the stream was
	// forgotten, which is Linger after its end.
	h.Set("Cache-Control", fmt.Sprintf("max-age=%d", int(s.cfg.Linger/time.Second)))
	s.obs.Requested(res.kind, http.StatusOK)
	http.ServeContent(w, r, "", modified, bytes.NewReader(data))
}

func (s *Server) segment(res resource) (piece, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.trackOf(res)
	if t == nil {
		return piece{}, false
	}
	p, ok := t.find(res.number)
	return p, ok && p.container == res.container
}

func (s *Server) initSection(res resource) *initSection {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.trackOf(res)
	if t == nil {
		return nil
	}
	if i := t.findInit(res.number); i != nil && i.container == res.container {
		return i
	}
	return nil
}

// trackOf finds the rendition that res names, or nil. s.mu is held.
func (s *Server) trackOf(res resource) *track {
	st := s.streams[res.id]
	if st == nil {
		return nil
	}
	return st.track(res.rendition)
}
