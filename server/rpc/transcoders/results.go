package transcoders

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
)

// serveResults takes a task's result. Status codes and bodies are those of
// existing nodes (wire.md 10, exchanges 9); one for a task that is not open is
// read, dropped and answered OK.
func (s *Service) serveResults(w http.ResponseWriter, req *http.Request) {
	if !s.authorized(req) {
		s.cfg.Log.Warn("result refused", "peer", req.RemoteAddr, "err", "wrong secret")
		http.Error(w, "Unauthorized", http.StatusUnauthorized)
		return
	}
	id, err := strconv.ParseInt(req.Header.Get(lpnet.TaskIDHeader), 10, 64)
	if err != nil {
		http.Error(w, "Invalid Task ID", http.StatusBadRequest)
		return
	}
	pixels, err := strconv.ParseInt(req.Header.Get(lpnet.PixelsHeader), 10, 64)
	if err != nil || pixels < 0 {
		http.Error(w, "Invalid Pixels", http.StatusBadRequest)
		return
	}
	t, mine := s.tasks.claim(id, req)
	if !mine {
		s.cfg.Log.Warn("result refused", "peer", req.RemoteAddr, "transcoder", t.owner.addr, "err", "task of another transcoder")
		http.Error(w, "task belongs to another transcoder", http.StatusForbidden)
		return
	}
	s.receive(w, req, t, pixels)
}

// receive reads the body for the task, or for nothing when t is nil.
func (s *Service) receive(w http.ResponseWriter, req *http.Request, t *openTask, pixels int64) {
	body := &watchedBody{Reader: http.MaxBytesReader(w, req.Body, maxResultBody)}
	renditions, limit := 0, transcoding.TaskTimeout(core.DefaultSegmentDuration)
	if t != nil {
		renditions, limit = len(t.task.Profiles), transcoding.TaskTimeout(t.task.Duration)
	}
	// No result takes longer than its task; where the server has no such
	// deadline, its own limits hold.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(limit))
	out, err := lpnet.ReadTranscoderResult(req.Header, body, renditions, core.MaxSegmentBytes)
	var fault *lpnet.TaskFault
	var badType *lpnet.ResultTypeError
	switch {
	case err == nil, errors.As(err, &fault), errors.Is(err, lpnet.ErrNoResult):
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, "OK")
	case errors.As(err, &badType):
		http.Error(w, err.Error(), http.StatusUnsupportedMediaType)
	default:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
	log := s.cfg.Log.With("peer", req.RemoteAddr)
	switch {
	case t == nil:
		log.Debug("result dropped, its task is not open", "task", req.Header.Get(lpnet.TaskIDHeader), "err", err)
	case body.err != nil:
		log.Warn("result cut off", "session", t.task.SessionID, "seq", t.task.Seq, "err", body.err)
		s.tasks.unclaim(t)
	default:
		t.outcome <- settle(out, pixels, err)
	}
}

// maxResultBody bounds a whole request: the media of one segment and what goes
// around it.
const maxResultBody = core.MaxSegmentBytes + 1<<20

// settle turns what was read into a task's outcome.
func settle(out *core.Transcoded, pixels int64, err error) outcome {
	var fault *lpnet.TaskFault
	switch {
	case errors.As(err, &fault):
		return outcome{err: fault.Err}
	case err != nil:
		return outcome{err: &transcoding.ProtocolError{Reason: err.Error()}}
	}
	out.DecodedPixels = pixels
	return outcome{out: out}
}

// watchedBody tells a broken connection from a body that is wrong.
type watchedBody struct {
	io.Reader
	err error // of reading, other than io.EOF
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	var tooLarge *http.MaxBytesError
	if err != nil && err != io.EOF && !errors.As(err, &tooLarge) {
		b.err = err
	}
	return n, err
}
