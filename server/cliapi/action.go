package cliapi

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/livepeer/streamflow/core/chain"
)

// action is one thing that the account can do: POST /api/v1/actions/{name}.
type action struct {
	name   string
	fields []string // of the body, besides dryRun
	// steps reads the fields; what is wrong with them is in the input's err.
	steps func(c *ChainConfig, in *input) []step
}

// step is a part of an action that can be planned only when the parts before it
// are done.
type step struct {
	label string // what it does, when it cannot be planned yet
	build func(ctx context.Context) (chain.Plan, error)
}

// one is an action that is planned at once.
func one(build func(ctx context.Context) (chain.Plan, error)) []step { return []step{{build: build}} }

func actions() []action {
	return slices.Concat(stakeActions(), orchestratingActions(), fundingActions(), governanceActions())
}

func findAction(name string) (action, error) {
	list := actions()
	i := slices.IndexFunc(list, func(a action) bool { return a.name == name })
	if i < 0 {
		var names []string
		for _, a := range list {
			names = append(names, a.name)
		}
		return action{}, &Error{codeNotFound, fmt.Sprintf("there is no action %q; there are %s", shorten(name), strings.Join(names, ", "))}
	}
	return list[i], nil
}

// act serves an action: a dry run, an answer at the end, or a stream.
func (s *Server) act(w http.ResponseWriter, r *http.Request) {
	c := s.cfg.Chain
	if c == nil {
		s.refuse(w, errOffChain())
		return
	}
	a, err := findAction(r.PathValue("name"))
	if err != nil {
		s.refuse(w, err)
		return
	}
	in, err := c.readInput(r.Body, append([]string{"dryRun"}, a.fields...))
	if err != nil {
		s.refuse(w, err)
		return
	}
	steps, dry := a.steps(c, in), in.boolean("dryRun")
	switch {
	case in.err != nil:
		s.refuse(w, in.err)
	case dry:
		s.answer(func(r *http.Request) (any, error) { return c.dryRun(r.Context(), steps) })(w, r)
	case wantsStream(r):
		s.stream(w, a.name, steps)
	default:
		s.whole(w, a.name, steps)
	}
}

// wantsStream says whether the client asked for a line for each change.
func wantsStream(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		if kind, _, err := mime.ParseMediaType(part); err == nil && kind == ndjson {
			return true
		}
	}
	return false
}
