package discovery

import (
	"context"
	"time"

	"github.com/livepeer/streamflow/core"
)

// visit is a question to one orchestrator, at one or more of its addresses.
type visit struct {
	uri  string // where it is listed
	node string // where it was asked; of several, the nearest
	// info and rtt are of the answer, err says why there is none.
	info *core.OrchestratorInfo
	rtt  time.Duration
	err  error
	// tried says that its nodes were asked too; nodes are those that answered, its
	// own first, and hidden says that it names more.
	tried  bool
	nodes  []node
	hidden bool
}

// retryNodes is how long the nearest node stays the nearest.
const retryNodes = time.Hour

// visitOf is what to ask of e; mu is held.
func (t *Table) visitOf(e *entry, now time.Time) *visit {
	v := &visit{uri: e.URI, node: e.Node, tried: now.Sub(e.tried) >= retryNodes}
	if v.tried || e.Failures > 0 {
		v.node = e.URI
	}
	return v
}

// ask does what v says: it asks the nearest node that is known, or, when that is
// to be found again or fails, the listed one and, within bounds, those that it
// names.
func (t *Table) ask(ctx context.Context, v *visit, req core.JobRequest) {
	if v.node != v.uri {
		if t.askAt(ctx, v, v.node, req); v.err == nil || ctx.Err() != nil {
			return
		}
		v.tried = true
	}
	t.askAt(ctx, v, v.uri, req)
	if v.err != nil || !v.tried {
		v.tried = false
		return
	}
	home, names := *v, v.info.Nodes
	v.nodes = append(v.nodes, node{v.uri, v.rtt})
	few := names[:min(len(names), t.cfg.ExtraNodes)]
	for _, name := range few {
		uri, err := ParseURI(name)
		if err != nil || uri == v.uri {
			continue
		}
		if t.limiter.Wait(ctx) != nil {
			break
		}
		further := visit{uri: v.uri}
		t.askAt(ctx, &further, uri, req)
		// Only its own: a stranger's address must not lead streams elsewhere.
		if further.err != nil || further.info.Address != home.info.Address {
			continue
		}
		v.nodes = append(v.nodes, node{uri, further.rtt})
		if further.rtt < v.rtt {
			v.node, v.info, v.rtt = uri, further.info, further.rtt
		}
	}
	v.hidden = len(names) > len(few)
}

// askAt puts the answer of one address into v.
func (t *Table) askAt(ctx context.Context, v *visit, uri string, req core.JobRequest) {
	ctx, cancel := context.WithTimeout(ctx, t.cfg.AskTimeout)
	defer cancel()
	begin := time.Now()
	v.info, v.err = t.cfg.Client.Info(ctx, uri, req)
	v.node, v.rtt = uri, time.Since(begin)
	if v.err == nil {
		v.err = working(v.info)
	}
}
