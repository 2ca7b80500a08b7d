package transcoders

import (
	"crypto/rand"
	"encoding/binary"
	"net/http"
	"sync"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
)

// openTask is a task that a remote transcoder has.
type openTask struct {
	id          int64
	owner       *remote
	task        *core.Task
	path        string // of the source
	sourceToken string
	outcome     chan outcome // one is put at most

	receiving bool // a result is being read; guarded by taskTable.mu
}

type outcome struct {
	out *core.Transcoded
	err error
}

// taskTable knows the open tasks by their ids and by the paths of their
// sources. mu owns all of it.
type taskTable struct {
	mu sync.Mutex
	// guarded by mu:
	byID   map[int64]*openTask
	byPath map[string][]*openTask // several, when a task was given to another
}

func newTaskTable() *taskTable {
	return &taskTable{byID: map[int64]*openTask{}, byPath: map[string][]*openTask{}}
}

// open adds a task under a new id: 63 random bits, which nobody but its owner
// is told.
func (tt *taskTable) open(owner *remote, task *core.Task) *openTask {
	t := &openTask{
		owner: owner, task: task, path: lpnet.SourcePath(task.SessionID, task.Seq), sourceToken: core.RandomID(16),
		outcome: make(chan outcome, 1),
	}
	tt.mu.Lock()
	defer tt.mu.Unlock()
	for t.id = randomTaskID(); tt.byID[t.id] != nil; t.id = randomTaskID() {
	}
	tt.byID[t.id] = t
	tt.byPath[t.path] = append(tt.byPath[t.path], t)
	return t
}

func randomTaskID() int64 {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand aborts the process instead
	return int64(binary.BigEndian.Uint64(b[:]) >> 1)
}

// close removes a task. A result that comes later is one of an unknown task.
func (tt *taskTable) close(t *openTask) {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	delete(tt.byID, t.id)
	tasks := tt.byPath[t.path]
	for i, other := range tasks {
		if other == t {
			tasks = append(tasks[:i:i], tasks[i+1:]...)
			break
		}
	}
	if len(tasks) == 0 {
		delete(tt.byPath, t.path)
	} else {
		tt.byPath[t.path] = tasks
	}
}

// claim finds the task of a result and marks it as being received, so that a
// second post of it does not take memory too. It returns nil for a task that is
// not open or is being received, and mine false for one of another transcoder.
func (tt *taskTable) claim(id int64, req *http.Request) (t *openTask, mine bool) {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	t = tt.byID[id]
	if t == nil || t.receiving {
		return nil, true
	}
	if !t.owner.sent(req) {
		return t, false
	}
	t.receiving = true
	return t, true
}

// unclaim lets the transcoder post the result again, after a broken connection.
func (tt *taskTable) unclaim(t *openTask) {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	t.receiving = false
}

// source returns what waits under a path for the sender of a request: one that
// knows the token of the source, or a transcoder that has the task.
func (tt *taskTable) source(path string, req *http.Request) (*core.Source, bool) {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	token := req.URL.Query().Get("token")
	for _, t := range tt.byPath[path] {
		if equal(token, t.sourceToken) || t.owner.token == "" && t.owner.sent(req) {
			return t.task.Source, true
		}
	}
	return nil, false
}
