package ingest

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strconv"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster"
)

const (
	// replyPiece is written at a time, each within writeIdle.
	replyPiece = 1 << 20
	writeIdle  = 30 * time.Second
	// drainBytes and drainTime bound what is read of a body that was refused.
	drainBytes = 8 << 20
	drainTime  = 2 * time.Second
)

// reply writes the answer to a push that was transcoded: nothing for a stream
// without renditions, the bytes if they were asked for, else an empty chunked
// body (exchanges.md 1).
func reply(w http.ResponseWriter, p *pushRequest, result *broadcaster.SegmentResult) error {
	rc := http.NewResponseController(w)
	if len(result.Renditions) == 0 {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	if !p.multipart {
		w.WriteHeader(http.StatusOK)
		return rc.Flush()
	}
	mw := multipart.NewWriter(pacedWriter{w, rc})
	if err := mw.SetBoundary(newBoundary()); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "multipart/mixed; boundary="+mw.Boundary())
	w.WriteHeader(http.StatusOK)
	for i, rendition := range result.Renditions {
		profile := result.Profiles[i]
		file := fmt.Sprintf("%s_%d%s", profile.Name, p.seq, profile.Format.Ext())
		part, err := mw.CreatePart(textproto.MIMEHeader{
			"Content-Disposition": {`attachment; filename="` + file + `"`},
			"Content-Length":      {strconv.Itoa(len(rendition.Data))},
			"Content-Type":        {profile.Format.ContentType() + `; name="` + file + `"`},
			"Rendition-Name":      {profile.Name},
		})
		if err != nil {
			return err
		}
		if _, err := part.Write(rendition.Data); err != nil {
			return err
		}
	}
	if err := mw.Close(); err != nil {
		return err
	}
	err := rc.Flush()
	rc.SetWriteDeadline(time.Time{}) // the connection may serve other requests
	return err
}

func newBoundary() string {
	var b [10]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// pacedWriter writes large pieces bit by bit, so that a reader who has stopped
// is told from one who is slow.
type pacedWriter struct {
	w  io.Writer
	rc *http.ResponseController
}

func (p pacedWriter) Write(b []byte) (written int, err error) {
	for len(b) > 0 && err == nil {
		p.rc.SetWriteDeadline(time.Now().Add(writeIdle))
		n := 0
		n, err = p.w.Write(b[:min(len(b), replyPiece)])
		written, b = written+n, b[n:]
	}
	return written, err
}

// refuse answers at once. If the body was not taken, a bounded part of it is,
// and the connection closed: one that is closed on unread bytes loses the
// answer, and one that is not closed could take the rest for a request.
func refuse(w http.ResponseWriter, r *http.Request, status int, text string, bodyTaken bool) {
	rc := http.NewResponseController(w)
	pending := r.ContentLength != 0 && !bodyTaken
	duplex := pending && r.Header.Get("Expect") == "" && rc.EnableFullDuplex() == nil
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.Itoa(len(text)+1))
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	if status == http.StatusMethodNotAllowed {
		h.Set("Allow", "PUT, POST")
	}
	if pending && r.ProtoMajor == 1 {
		h.Set("Connection", "close")
	}
	w.WriteHeader(status)
	io.WriteString(w, text+"\n")
	if duplex && rc.Flush() == nil {
		rc.SetReadDeadline(time.Now().Add(drainTime))
		_, _ = io.CopyN(io.Discard, r.Body, drainBytes)
	}
}

// profilesFor are the profiles of a stream that begins with a segment of a
// container: renditions come in the same one (features.md 3).
func profilesFor(profiles []core.Profile, c core.Container) []core.Profile {
	own := append([]core.Profile(nil), profiles...)
	for i := range own {
		own[i].Format = c
	}
	return own
}
