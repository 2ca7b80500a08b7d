package cliapi

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
)

// EvidenceFiles are the bundles of evidence that are kept: what was asked of an
// orchestrator, what it returned and signed, and what is wrong with that.
type EvidenceFiles interface {
	// List describes a part of them, the latest first, and says how many there are.
	List(offset, limit int) (part []Evidence, total int, err error)
	// Open reads the bundle of that name, which has no folder in it; an
	// fs.ErrNotExist when there is none.
	Open(name string) (io.ReadCloser, error)
}

// EvidenceList is GET /api/v1/evidence, the latest first. A bundle itself is GET
// /api/v1/evidence/{name}.
type EvidenceList struct {
	Evidence []Evidence `json:"evidence"`
	Total    int        `json:"total"`
}

// Evidence describes one bundle.
type Evidence struct {
	Name         string          `json:"name"` // of its file
	Bytes        int64           `json:"bytes"`
	Made         time.Time       `json:"made"`
	Orchestrator Address         `json:"orchestrator,omitzero"` // who signs
	Stream       core.ManifestID `json:"stream"`
	Seq          uint64          `json:"seq"`
	// Signed says that the orchestrator's signature over job and results is there.
	Signed bool `json:"signed"`
	// Faults are what is wrong, each in words.
	Faults []string `json:"faults"`
}

// maxEvidenceName is the longest name of a file.
const maxEvidenceName = 255

// evidenceChunk is what a client must take within lineTimeout.
const evidenceChunk = 256 << 10

func (s *Server) listEvidence(r *http.Request) (any, error) {
	q := queryOf(r)
	offset, limit := q.paging()
	if q.err != nil {
		return nil, q.err
	}
	if s.cfg.Market.Evidence == nil {
		return nil, errNoEvidence()
	}
	part, total, err := s.cfg.Market.Evidence.List(offset, limit)
	if err != nil {
		return nil, err
	}
	for i := range part {
		part[i].Faults = notNil(part[i].Faults)
	}
	return EvidenceList{Evidence: notNil(part), Total: total}, nil
}

// downloadEvidence writes a bundle for as long as the client reads it.
func (s *Server) downloadEvidence(w http.ResponseWriter, r *http.Request) {
	file, err := s.openEvidence(r.PathValue("name"))
	if err != nil {
		s.refuse(w, err)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", "attachment; filename="+strconv.Quote(r.PathValue("name")))
	w.WriteHeader(http.StatusOK)
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Time{}) // the time for the request is not that for its answer
	for {
		control.SetWriteDeadline(time.Now().Add(lineTimeout))
		if _, err = io.CopyN(w, file, evidenceChunk); err != nil {
			break
		}
	}
	if !errors.Is(err, io.EOF) {
		// The client sees that the answer is cut off, and has no use for the rest.
		s.cfg.Log.Debug("A download of evidence broke off", "name", r.PathValue("name"), "err", err)
		panic(http.ErrAbortHandler)
	}
	control.SetWriteDeadline(time.Time{}) // the connection may serve other requests
}

func (s *Server) openEvidence(name string) (io.ReadCloser, error) {
	if s.cfg.Market.Evidence == nil {
		return nil, errNoEvidence()
	}
	if !fileName(name) {
		return nil, invalid(fmt.Sprintf("name %q: expected one of GET /api/v1/evidence", shorten(name)))
	}
	file, err := s.cfg.Market.Evidence.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{codeNotFound, fmt.Sprintf("there is no evidence %q; GET /api/v1/evidence lists what there is", shorten(name))}
	}
	return file, err
}

// fileName says whether a name can be that of a file and nothing else: no way to
// another folder, nothing hidden, no control characters.
func fileName(name string) bool {
	printable := !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '/' || r == '\\' || r == ':' || r == '"' })
	return len(name) <= maxEvidenceName && printable && filepath.IsLocal(name) && !strings.HasPrefix(name, ".")
}

func errNoEvidence() error {
	return &Error{codeNoRole, "this node keeps no evidence; start it with -broadcaster, and without -verify none"}
}
