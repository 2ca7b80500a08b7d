package admin

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// UnreachableError says that no node answered.
type UnreachableError struct {
	Nodes []string // where it was looked for
	Err   error
}

func (e *UnreachableError) Error() string {
	where := strings.Join(e.Nodes, " or ")
	if errors.Is(e.Err, context.DeadlineExceeded) {
		return fmt.Sprintf("the node at %s did not answer in time; look at its log, or give it more time with --timeout", where)
	}
	return fmt.Sprintf("no node answers at %s (%v); start it, or say where its -cliAddr is with --node", where, e.Err)
}

// Unwrap returns the reason.
func (e *UnreachableError) Unwrap() error { return e.Err }

// ReplyError says that an answer is not one of a node's admin API.
type ReplyError struct {
	Status int // of HTTP; 0 when it was a later part of an answer
	Err    error
}

func (e *ReplyError) Error() string {
	status := ""
	if e.Status != 0 {
		status = fmt.Sprintf(" of status %d", e.Status)
	}
	return fmt.Sprintf("what answered is not the admin API of a node that this program knows: a reply%s: %v; check --node and the node's version", status, e.Err)
}

// Unwrap returns the reason.
func (e *ReplyError) Unwrap() error { return e.Err }

// ErrStreamEnded says that the node stopped telling how an action goes on
// before it was over.
var ErrStreamEnded = errors.New("the node closed the connection before the action was over")
