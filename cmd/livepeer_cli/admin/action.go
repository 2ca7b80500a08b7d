package admin

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"

	"github.com/livepeer/streamflow/server/cliapi"
)

// Bounds of the stream of an action.
const (
	maxLineBytes = 64 << 10
	maxLines     = 10_000
)

// Action is something that the node's account is to do on the chain.
type Action struct {
	Name   string
	Fields map[string]any // of the request's body
}

// DryRun asks what an action would cost, or why it would be refused.
func (c *Client) DryRun(ctx context.Context, a Action) (json.RawMessage, error) {
	fields := maps.Clone(a.Fields)
	if fields == nil {
		fields = map[string]any{}
	}
	fields["dryRun"] = true
	return c.Post(ctx, "actions/"+a.Name, fields)
}

// Do starts an action and calls each for every change until it is over. The node
// goes on with it when ctx ends. A transaction that fails is no error here: its
// line says so.
func (c *Client) Do(ctx context.Context, a Action, each func(line []byte, p cliapi.Progress)) error {
	fields := a.Fields
	if fields == nil {
		fields = map[string]any{}
	}
	resp, err := c.send(ctx, http.MethodPost, "actions/"+a.Name, "application/x-ndjson", fields)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, maxLineBytes)
	var last cliapi.Progress
	for n := 0; lines.Scan(); n++ {
		if n == maxLines {
			return &ReplyError{Err: fmt.Errorf("the action has more than %d changes", maxLines)}
		}
		line := []byte(lines.Text())
		last = cliapi.Progress{}
		if err := Decode(line, &last); err != nil {
			return err
		}
		each(line, last)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(lines.Err(), bufio.ErrTooLong):
		return &ReplyError{Err: lines.Err()}
	case lines.Err() != nil || last.State != "" && last.Error == nil && last.State != cliapi.StateRefused && !last.State.Final():
		return ErrStreamEnded
	}
	return nil
}
