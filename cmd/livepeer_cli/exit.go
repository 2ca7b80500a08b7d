package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/ask"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
	"github.com/livepeer/streamflow/server/cliapi"
)

// Exit codes, as doc/livepeer_cli.md has them.
const (
	exitDone        = 0
	exitRefused     = 1   // by the node or a contract, before anything was sent
	exitUsage       = 2   // wrong usage or input
	exitUnreachable = 3   // no node answers, or not in time
	exitFailed      = 4   // a transaction was sent and did not take effect
	exitInterrupted = 130 // by a signal, or the answer was no
)

// failedError says what became of an action of which something was sent.
type failedError struct{ problem *cliapi.Error }

func (e *failedError) Error() string { return e.problem.Message }

// pausedError is the end of waiting for an action that goes on.
type pausedError struct {
	sent []cliapi.Progress // the last line of each transaction
	err  error
}

func (e *pausedError) Error() string {
	if len(e.sent) == 0 {
		return "it is not known whether anything was sent: look with livepeer_cli transactions"
	}
	text := "what was sent goes on, and the node goes on with the action:"
	for _, p := range e.sent {
		text += fmt.Sprintf("\n  %s (%s): livepeer_cli transactions %d", p.Label, p.State, p.ID)
	}
	return text
}

func (e *pausedError) Unwrap() error { return e.err }

// errDeclined is the answer no.
var errDeclined = errors.New("nothing was sent")

// errInterrupted is the end of the menus by a signal.
var errInterrupted = errors.New("interrupted")

// outcome is the one place that maps errors to exit codes, and to a code for
// those who read JSON.
func outcome(err error) (exit int, code string) {
	var refused *cliapi.Error
	var usage *input.Error
	var failed *failedError
	var unreachable *admin.UnreachableError
	var reply *admin.ReplyError
	var verifier *verifierError
	switch {
	case err == nil:
		return exitDone, ""
	case errors.Is(err, context.Canceled), errors.Is(err, errInterrupted), errors.Is(err, errDeclined), errors.Is(err, ask.ErrLeft):
		return exitInterrupted, "interrupted"
	case errors.As(err, &verifier):
		return verifier.exit, "" // a code of livepeer's own
	case errors.As(err, &usage):
		return exitUsage, "usage"
	case errors.As(err, &failed):
		return exitFailed, failed.problem.Code
	case errors.As(err, &unreachable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, admin.ErrStreamEnded):
		return exitUnreachable, "unreachable"
	case errors.As(err, &reply):
		return exitUnreachable, "not_a_node"
	case errors.As(err, &refused) && refused.Code == "invalid":
		return exitUsage, refused.Code
	case errors.As(err, &refused):
		return exitRefused, refused.Code
	}
	return exitRefused, "failed"
}

// report writes what went wrong, for people or as JSON, and returns the exit
// code.
func (c *cli) report(err error) int {
	exit, code := outcome(err)
	if exit == exitDone || errors.As(err, new(*verifierError)) {
		return exit
	}
	message := explain(err)
	if !c.json {
		fmt.Fprintln(c.errOut, "livepeer_cli: "+message)
		return exit
	}
	var failed *failedError
	if !errors.As(err, &failed) { // else the last line of the stream said it
		json.NewEncoder(c.out).Encode(cliapi.Error{Code: code, Message: message}) //nolint:errcheck // there is nobody left to tell
	}
	return exit
}

// explain adds what to do to errors that do not say it themselves.
func explain(err error) string {
	var refused *cliapi.Error
	var paused *pausedError
	switch {
	case errors.As(err, &paused) && errors.Is(err, context.Canceled):
		return "interrupted; " + paused.Error()
	case errors.As(err, &paused) && errors.Is(err, admin.ErrStreamEnded):
		return admin.ErrStreamEnded.Error() + "; " + paused.Error()
	case errors.As(err, &paused):
		return "the time of --timeout is over; " + paused.Error()
	case errors.Is(err, context.Canceled), errors.Is(err, ask.ErrLeft):
		return "interrupted; nothing was sent"
	case errors.Is(err, context.DeadlineExceeded) && !errors.As(err, new(*admin.UnreachableError)):
		return "the time of --timeout is over; nothing was sent"
	case errors.As(err, &refused) && refused.Code == "unauthorized":
		return "the node asks for its -cliToken: give it, or the file that has it, with --token or the environment variable LP_CLITOKEN"
	}
	return err.Error()
}
