package cliapi

import (
	"encoding/json"
	"net/http"
	"time"
)

// ndjson is a stream of JSON values, one a line.
const ndjson = "application/x-ndjson"

// lineTimeout is how long a client may take for one line of a stream; one that
// takes longer gets no more.
const lineTimeout = 5 * time.Second

// Result is the answer of an action at its end. With an error it has the code
// and message too, and the transactions that were sent before it.
type Result struct {
	*Error
	Transactions []Progress `json:"transactions"`
}

// reply answers in JSON.
func (s *Server) reply(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		s.cfg.Log.Error("An answer of the admin API cannot be written", "err", err)
		status, b = http.StatusInternalServerError, []byte(`{"code":"internal","message":"the answer cannot be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(b, '\n'))
}

// refuse answers with an error.
func (s *Server) refuse(w http.ResponseWriter, err error) {
	described, status := describe(err)
	s.note(status, err)
	s.reply(w, status, described)
}

// note logs what is not the client's doing.
func (s *Server) note(status int, err error) {
	if status == http.StatusInternalServerError {
		s.cfg.Log.Error("A request to the admin API failed", "err", err)
	}
}

// whole runs an action and answers at its end.
func (s *Server) whole(w http.ResponseWriter, name string, steps []step) {
	ctx, leave, err := s.lane.enter(name)
	if err != nil {
		s.refuse(w, err)
		return
	}
	defer leave()
	result := Result{Transactions: []Progress{}}
	err = s.cfg.Chain.run(ctx, steps, func(p Progress) { result.add(p) })
	status := http.StatusOK
	if err != nil {
		result.Error, status = describe(err)
		s.note(status, err)
	}
	s.reply(w, status, result)
}

// add keeps the newest state of each transaction.
func (r *Result) add(p Progress) {
	if last := len(r.Transactions) - 1; last >= 0 && p.ID != 0 && r.Transactions[last].ID == p.ID {
		r.Transactions[last] = p
		return
	}
	r.Transactions = append(r.Transactions, p)
}

// stream runs an action and writes a line for each change. An action that is
// refused before its first line is answered like any other.
func (s *Server) stream(w http.ResponseWriter, name string, steps []step) {
	ctx, leave, err := s.lane.enter(name)
	if err != nil {
		s.refuse(w, err)
		return
	}
	defer leave()
	lines := &lines{w: w, control: http.NewResponseController(w)}
	err = s.cfg.Chain.run(ctx, steps, lines.write)
	lines.control.SetWriteDeadline(time.Time{}) // the connection may serve other requests
	if err == nil {
		lines.begin() // an action with nothing to do is an empty stream
		return
	}
	_, status := describe(err)
	if !lines.begun {
		s.refuse(w, err)
		return
	}
	s.note(status, err)
}

// lines writes a stream for as long as the client reads it.
type lines struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begun   bool
	gone    bool // the client is
}

func (l *lines) begin() {
	if l.begun {
		return
	}
	l.begun = true
	l.w.Header().Set("Content-Type", ndjson)
	l.w.WriteHeader(http.StatusOK)
}

func (l *lines) write(p Progress) {
	l.begin()
	if l.gone {
		return
	}
	l.control.SetWriteDeadline(time.Now().Add(lineTimeout))
	err := json.NewEncoder(l.w).Encode(p)
	if err == nil {
		err = l.control.Flush()
	}
	l.gone = err != nil
}
