package broadcaster

import (
	"context"
	"errors"
	"net"

	"github.com/livepeer/streamflow/core"
)

// fault is who or what a failed submission is blamed on, and so what to do.
type fault uint8

const (
	// faultNone: it succeeded.
	faultNone fault = iota
	// faultSource: no orchestrator would fare better. The segment is given up,
	// and nobody is suspended (wire.md 14).
	faultSource
	// faultToken: the session's token is not accepted any more. The same
	// orchestrator is asked for a new one.
	faultToken
	// faultBusy: it has too much to do. Another one is tried, it rests a while.
	faultBusy
	// faultUnreachable: nothing was sent, and no time was lost. Another one is
	// tried, this one is suspended, and it does not count as an attempt.
	faultUnreachable
	// faultPeer: everything else. It is suspended, the next attempt follows.
	faultPeer
	// faultOurs: this node gave up.
	faultOurs
)

func faultOf(ctx context.Context, err error) fault {
	if err == nil {
		return faultNone
	}
	if ctx.Err() != nil {
		return faultOurs
	}
	var source *core.TranscodeError
	var op *net.OpError
	switch {
	case errors.As(err, &source):
		return faultSource
	case errors.Is(err, core.ErrTokenExpired), errors.Is(err, core.ErrTokenInvalid), errors.Is(err, core.ErrTokenMissing):
		return faultToken
	case errors.Is(err, core.ErrOrchestratorBusy), errors.Is(err, core.ErrOrchestratorCapped):
		return faultBusy
	case errors.As(err, &op) && op.Op == "dial" && !op.Timeout():
		return faultUnreachable
	}
	return faultPeer
}

func (f fault) String() string {
	return [...]string{"none", "source", "token", "busy", "unreachable", "orchestrator", "given up here"}[f]
}
