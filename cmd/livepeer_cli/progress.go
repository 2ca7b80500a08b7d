package main

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/livepeer/streamflow/core/chain"
	"github.com/livepeer/streamflow/server/cliapi"
)

// progress shows the changes of an action.
type progress interface {
	// update shows a line of the stream; p is what it says.
	update(line []byte, p cliapi.Progress)
	// close ends the show; update is not called any more.
	close()
}

func (c *cli) progress(ctx context.Context) progress {
	switch {
	case c.json:
		return jsonLines{c.out}
	case c.outTerminal && !c.accessible:
		return &spinners{all: mpb.NewWithContext(ctx, mpb.WithOutput(c.out), mpb.WithAutoRefresh())}
	}
	return plainLines{c.out}
}

// jsonLines are the stream as it is.
type jsonLines struct{ out io.Writer }

func (j jsonLines) update(line []byte, _ cliapi.Progress) { fmt.Fprintf(j.out, "%s\n", line) }
func (j jsonLines) close()                                {}

// plainLines are a line for each change.
type plainLines struct{ out io.Writer }

func (l plainLines) update(_ []byte, p cliapi.Progress) { fmt.Fprintln(l.out, describe(p)) }
func (l plainLines) close()                             {}

// spinners are a line for each transaction, drawn again while it moves.
type spinners struct {
	all *mpb.Progress

	bar  *mpb.Bar // of the newest transaction
	id   chain.TransactionID
	text *atomic.Value // string: what bar says
}

func (s *spinners) update(_ []byte, p cliapi.Progress) {
	if s.bar == nil || s.id != p.ID || p.ID == 0 {
		s.id, s.text = p.ID, new(atomic.Value)
		text := s.text
		text.Store("")
		s.bar = s.all.AddSpinner(1, mpb.BarFillerOnComplete(""), mpb.AppendDecorators(
			decor.Any(func(decor.Statistics) string { return text.Load().(string) })))
	}
	s.text.Store(describe(p))
	if over(p) {
		s.bar.SetCurrent(1)
	}
}

func (s *spinners) close() {
	if s.bar != nil {
		s.bar.Abort(false) // nothing for what is over; what goes on unseen keeps its line
	}
	s.all.Wait()
}

func over(p cliapi.Progress) bool {
	return p.Error != nil || p.State == cliapi.StateRefused || p.State.Final()
}

// describe is one state of a call in a line.
func describe(p cliapi.Progress) string {
	line := fmt.Sprintf("%-9s", p.State)
	if p.ID != 0 {
		line += fmt.Sprintf("  #%d", p.ID)
	}
	line += "  " + p.Label
	if p.Block != 0 {
		line += fmt.Sprintf("  block %d", p.Block)
	}
	if p.Fee != nil {
		line += "  fee " + inETH(*p.Fee)
	}
	if p.Hash != (common.Hash{}) {
		line += "  " + p.Hash.Hex()
	}
	if p.Error != nil {
		line += "  " + p.Error.Message
	}
	return line
}
